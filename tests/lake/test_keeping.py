"""Cases kept in the lake change no number: whatever came late, out of order, again, or after they were kept."""

import random
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dure.lake import Known, Lake, compact, keep_cases, keep_cases_when_due, keeping, measured
from dure.lake.keeping import kept
from tests.metrics.tables import METRICS, day, moves, told, window, work

OVER = window(day(1), day(60), zone="Asia/Seoul")
FLOW = [
    metric for metric in METRICS.values() if metric.name.startswith(("flow", "wait", "hand", "ping", "push"))
]
FLOW += [METRICS[name] for name in ("littles_law", "bottleneck", "loop_time")]
MAP: Known = {"stage_map": [{"stream": "desk", "stage": "waiting", "state": "active", "waits_on": None}]}


def generated(*, seed: int, n_cases: int, first_seq: int, cases_from: int = 0) -> pa.Table:
    """Cases at random: reopened, unowned, of unknown state, at one moment, recorded late and out of order."""
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for case in range(cases_from, cases_from + n_cases):
        at = day(chance.uniform(-5, 60))
        for _ in range(chance.randrange(1, 9)):
            state = chance.choice(["new", "active", "waiting", "done", "canceled", "ignore", None])
            words = {
                "team": chance.choice(["a", "b", "c", None]),
                "kind": chance.choice(["debt", "feature", None]),
                "waits_on": chance.choice(["customer", None]) if state == "waiting" else None,
                "asked": chance.choice([True, False, None]) if state == "waiting" else None,
                "recorded_ts": at + timedelta(days=chance.choice([0, 0, 0, 5, 30])),
                "source": "live" if case % 5 else chance.choice(["live", "import"]),
            }
            rows += work(case, (at, state, words), stream=chance.choice(["desk", "desk", "shop"]))
            at += timedelta(days=chance.choice([0, 0.1, 1, 3, 10]))
    rows += told("voice", 1, (day(4), "heard"), (day(9), "told"))
    chance.shuffle(rows)
    return moves([row | {"seq": first_seq + n} for n, row in enumerate(rows)])


def numbers(lake: Lake | None = None, **more: Any) -> list[dict[str, Any]]:
    rows = measured(FLOW, window=more.pop("over", OVER), lake=lake, **more).to_pylist()
    return [{name: rounded(value) for name, value in row.items()} for row in rows]


def rounded(value: Any) -> Any:
    return round(value, 9) if isinstance(value, float) else value


def both_ways(
    lake: Lake, *, over: Any = OVER, sources: Collection[str] = (), known: Known | None = None
) -> None:
    """The numbers of the lake are those of its rows alone."""
    delta = lake.opened("moves")
    assert delta is not None
    alone = numbers(tables={"moves": delta.to_pyarrow_table()}, over=over, sources=sources, known=known)
    assert numbers(lake, over=over, sources=sources, known=known) == alone


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path)
    lake.append("moves", generated(seed=1, n_cases=80, first_seq=0), app_id="ledger", version=1)
    keep_cases(lake, stage_map=(), rows_at_once=100)
    return lake


def is_kept(lake: Lake, *, as_of: datetime | None = None, known: Known | None = None) -> str:
    found = kept(lake, stage_map=(known or {}).get("stage_map", ()))
    return "no" if found is None else "all" if found.is_whole(as_of=as_of or day(300), sources=()) else "some"


LATE = window(day(1), day(60), as_of=day(300), zone="Asia/Seoul")


def test_the_numbers_are_those_of_the_moves(lake: Lake) -> None:
    assert is_kept(lake) == "all"
    both_ways(lake, over=LATE)


@pytest.mark.parametrize("as_of", [day(2), day(20), day(40), day(70)])
def test_a_row_recorded_after_the_moment_asked_about_does_not_count(lake: Lake, as_of: datetime) -> None:
    assert is_kept(lake, as_of=as_of) == "some"
    both_ways(lake, over=window(day(1), day(60), as_of=as_of, zone="Asia/Seoul"))


@pytest.mark.parametrize("seed", [2, 3])
def test_cases_that_moved_since_are_computed_anew(lake: Lake, seed: int) -> None:
    more = generated(
        seed=seed, n_cases=30, first_seq=10_000, cases_from=65
    )  # 15 of them are kept, 15 are new
    lake.append("moves", more, app_id="ledger", version=2)
    assert is_kept(lake) == "some"
    both_ways(lake, over=LATE)
    both_ways(lake, over=window(day(1), day(60), as_of=day(30)))


def test_only_the_sources_asked_for_count(lake: Lake) -> None:
    for sources in (["live"], ["import"], ["live", "import"], ["nobody"]):
        both_ways(lake, over=LATE, sources=sources)


def test_when_people_change_what_a_stage_means_nothing_holds_until_it_is_kept_anew(lake: Lake) -> None:
    assert is_kept(lake, known=MAP) == "no"
    both_ways(lake, over=LATE, known=MAP)
    keep_cases(lake, stage_map=MAP["stage_map"])
    assert is_kept(lake, known=MAP) == "all"
    both_ways(lake, over=LATE, known=MAP)


def test_compacted_moves_are_kept_anew(lake: Lake) -> None:
    compact(lake, many_files=0, keep_hours=0)
    assert is_kept(lake) == "no"
    both_ways(lake, over=LATE)
    keep_cases(lake, stage_map=())
    assert is_kept(lake) == "all"
    both_ways(lake, over=LATE)


def test_a_run_that_breaks_off_leaves_what_was_kept_before(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.append("moves", generated(seed=4, n_cases=9, first_seq=10_000), app_id="ledger", version=2)
    write, written = keeping.write_deltalake, []

    def breaks_off(path: str, *args: Any, **more: Any) -> None:
        if Path(path).name == "arrivals":
            raise OSError("the disk is full")
        written.append(Path(path).name)
        write(path, *args, **more)

    monkeypatch.setattr(keeping, "write_deltalake", breaks_off)
    with pytest.raises(OSError, match="full"):
        keep_cases(lake, stage_map=())
    assert written == ["steps", "labels", "cases"]
    assert is_kept(lake) == "some"
    both_ways(lake, over=LATE)


def test_cases_are_kept_anew_only_when_much_has_come(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "FEW_MOVES", 10)
    assert keep_cases_when_due(lake, stage_map=()) == 0
    lake.append("moves", generated(seed=5, n_cases=2, first_seq=10_000), app_id="ledger", version=2)
    assert keep_cases_when_due(lake, stage_map=()) == 0
    lake.append("moves", generated(seed=6, n_cases=60, first_seq=20_000), app_id="ledger", version=3)
    assert keep_cases_when_due(lake, stage_map=()) > 300
    assert is_kept(lake) == "all"


def test_an_empty_lake_has_nothing_to_keep(tmp_path: Path) -> None:
    assert keep_cases(Lake(tmp_path), stage_map=()) == 0
    assert keep_cases_when_due(Lake(tmp_path), stage_map=()) == 0
