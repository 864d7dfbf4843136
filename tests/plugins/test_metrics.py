"""Every number keeps the contract of dure.facts.numbers. A new metric is tested by being there."""

import ast
import inspect
from pathlib import Path

import pyarrow as pa
import pytest

from dure.facts.derived import DERIVED
from dure.facts.numbers import OUTCOMES, Metric
from dure.facts.shapes import MEASUREMENTS, MOVES
from dure.lake import measured
from dure.lake.composing import GIVEN
from tests.metrics.tables import METRICS, day, moves, told, window, work

OVER = window(day(1), day(30))
NOTHING = MOVES.empty_table()
LITTLE = {
    "nothing": NOTHING,
    "one work row": moves(work(1, (day(5), "active"))),
    "one voice row": moves(told("voice", 1, (day(5), "heard"))),
    "one promise row": moves(told("promise", 1, (day(5), "made", day(9)))),
}
STORY = moves(
    [
        *work(
            1,
            (day(5), "new"),
            (day(6), "active", {"team": "a"}),
            (day(9), "waiting", {"team": "b"}),
            (day(12), "done"),
            kind="debt",
        ),
        *work(2, (day(7), "active", {"team": "b"})),
        *told(
            "voice", 1, (day(4), "heard"), (day(5), "acknowledged"), (day(12), "shipped"), (day(13), "told")
        ),
        *told("promise", 1, (day(5), "made", day(12)), (day(12), "kept")),
    ]
)
NOT_ALONE = ("execute", "to_pyarrow", "to_pandas", "to_polars", "to_pyarrow_batches", "cache", "connect")


@pytest.fixture(params=METRICS, scope="module")
def metric(request: pytest.FixtureRequest) -> Metric:
    return METRICS[request.param]


def file_of(metric: Metric) -> Path:
    return Path(inspect.getfile(metric.measure))


def test_it_is_called_like_its_file(metric: Metric) -> None:
    assert metric.name == file_of(metric).stem


def test_it_says_in_both_languages_what_it_is_and_how_it_is_computed(metric: Metric) -> None:
    assert set(metric.title) == set(metric.meaning) == {"ko", "en"}
    assert all(text.strip() for text in (*metric.title.values(), *metric.meaning.values()))
    assert any("가" <= letter <= "힣" for letter in metric.title["ko"] + metric.meaning["ko"])


def test_it_asks_for_tables_there_are(metric: Metric) -> None:
    assert set(metric.needs) <= {*GIVEN, *DERIVED}
    assert set(inspect.signature(metric.measure).parameters) == {*metric.needs, "window"}


def test_it_names_where_it_is_from(metric: Metric) -> None:
    assert metric.source
    assert metric.version >= 1
    assert metric.better in ("lower", "higher", None)


def test_what_it_is_expected_to_lead_is_a_number_or_an_outcome_and_not_itself(metric: Metric) -> None:
    assert set(metric.leads) <= {*METRICS, *OUTCOMES} - {metric.name}


def test_it_leaves_computing_to_the_lake(metric: Metric) -> None:
    tree = ast.parse(file_of(metric).read_text())
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not called & set(NOT_ALONE)
    assert imported <= {"ibis", "ibis.expr.types"}


@pytest.mark.parametrize("little", LITTLE)
def test_it_answers_to_next_to_nothing_without_failing(metric: Metric, little: str) -> None:
    check(measured([metric], window=OVER, tables={"moves": LITTLE[little]}))


def test_its_rows_are_whole(metric: Metric) -> None:
    rows = measured([metric], window=OVER, tables={"moves": STORY})
    assert rows.num_rows > 0
    assert set(rows["metric"].to_pylist()) == {metric.name}
    check(rows)


def test_it_knows_nothing_that_was_not_recorded_by_then(metric: Metric) -> None:
    late = pa.Table.from_pylist([row | {"recorded_ts": day(40)} for row in STORY.to_pylist()], schema=MOVES)
    unknown = measured([metric], window=OVER, tables={"moves": late})
    assert unknown.equals(measured([metric], window=OVER, tables={"moves": NOTHING}))


def check(rows: pa.Table) -> None:
    """What holds of every number: one row a slice, a value or a reason, shares in 0..1, the interval around the value."""
    assert rows.schema.equals(MEASUREMENTS)
    keys = list(zip(*(rows[name].to_pylist() for name in ("stream", "cut", "slice")), strict=True))
    assert len(set(keys)) == len(keys)
    for row in rows.to_pylist():
        assert (row["value"] is None) == (row["reason"] is not None), row
        assert row["value"] is None or row["value"] == row["value"], "NaN is no number"
        assert row["n"] >= 0
        assert row["coverage"] is None or 0 <= row["coverage"] <= 1, row
        assert METRICS[row["metric"]].unit != "share" or row["value"] is None or 0 <= row["value"] <= 1, row
        if row["value"] is not None:
            assert row["low"] is None or row["low"] <= row["value"] + 1e-9, row
            assert row["high"] is None or row["high"] >= row["value"] - 1e-9, row
