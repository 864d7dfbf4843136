"""Numbers come from a lake, a file or a table alike, in their declared shape and their time."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dure.facts.shapes import MEASUREMENTS
from dure.lake import Lake, TookTooLong, measured
from dure.lake.engine import opened_engine
from tests.metrics.tables import METRICS, day, moves, window, work

TABLE = moves(
    [
        *work(1, (day(6), "active"), (day(8), "done")),
        *work(2, (day(7), "waiting", {"waits_on": "vendor"}), (day(9), "done")),
    ]
)
OVER = window(day(1), day(20))
SOME = [METRICS["flow_time"], METRICS["waiting_by"]]


def test_a_lake_a_file_and_a_table_give_the_same_numbers(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for n in range(TABLE.num_rows):
        lake.append("moves", TABLE.slice(n, 1), app_id="ledger", version=n)
    pq.write_table(TABLE, tmp_path / "moves.parquet")
    by_table = measured(SOME, window=OVER, tables={"moves": TABLE})
    assert by_table.num_rows > 0
    assert measured(SOME, window=OVER, lake=lake).equals(by_table)
    assert measured(SOME, window=OVER, tables={"moves": tmp_path / "moves.parquet"}).equals(by_table)


def test_a_log_without_some_of_the_columns_can_be_measured() -> None:
    bare = TABLE.select(["ts", "thing", "case_id", "stream", "state", "stage", "seq"])
    row = measured([METRICS["flow_time"]], window=OVER, tables={"moves": bare}).to_pylist()[0]
    assert (row["value"], row["n"]) == (2, 2)


def test_rows_carry_their_moment_their_version_and_a_number_of_their_own() -> None:
    learned = datetime(2026, 2, 1, tzinfo=UTC)
    rows = measured(SOME, window=OVER, tables={"moves": TABLE}, first_seq=100, recorded_at=learned)
    assert rows.schema.equals(MEASUREMENTS)
    assert rows["seq"].to_pylist() == list(range(100, 100 + len(rows)))
    assert set(rows["ts"].to_pylist()) == {OVER.as_of}
    assert set(rows["recorded_ts"].to_pylist()) == {learned}


def test_only_the_sources_asked_for_are_read() -> None:
    other = pa.Table.from_pylist(
        [row | {"source": "import", "case_id": 9} for row in TABLE.to_pylist()], schema=TABLE.schema
    )
    both = pa.concat_tables([TABLE, other])
    n = {
        sources: measured(
            [METRICS["flow_velocity"]], window=OVER, tables={"moves": both}, sources=sources
        ).to_pylist()[0]["n"]
        for sources in ((), ("live",), ("import",))
    }
    assert n[("live",)] == 2
    assert n[()] > n[("live",)]


def test_the_order_of_rows_does_not_matter() -> None:
    turned = TABLE.take(pa.array(range(TABLE.num_rows))[::-1])
    every = list(METRICS.values())
    assert measured(every, window=OVER, tables={"moves": turned}).equals(
        measured(every, window=OVER, tables={"moves": TABLE})
    )


def test_when_the_time_is_up_it_says_so() -> None:
    with pytest.raises(TookTooLong, match="not ready after"):
        measured(METRICS.values(), window=OVER, tables={"moves": TABLE}, limit_seconds=0.0)


def test_progress_goes_from_nothing_to_all() -> None:
    told: list[tuple[int, int, str]] = []
    measured(SOME, window=OVER, tables={"moves": TABLE}, progress=lambda *step: told.append(step))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]


def test_an_engine_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURE_ENGINE", "oracle")
    with pytest.raises(ValueError, match="does not know"):
        opened_engine()


def test_a_metric_that_asks_for_a_table_nobody_makes_is_told_which_there_are() -> None:
    from dataclasses import replace

    with pytest.raises(ValueError, match="no table is called 'nonsense'"):
        measured([replace(METRICS["flow_time"], needs=("nonsense",))], window=OVER, tables={"moves": TABLE})
