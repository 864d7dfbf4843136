"""A query composed once with marks says for any window what one composed for that window says."""

from dataclasses import replace
from datetime import datetime, timedelta

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from dure.facts.cuts import numbers
from dure.facts.derived import DERIVED
from dure.facts.moments import Mark, moment
from dure.facts.numbers import Metric, Window
from dure.lake import measured
from dure.lake.composing import Composed, Texts, _unbound
from dure.lake.engine import Compiling, opened_engine
from tests.metrics.tables import METRICS, day, moves, window, work

PAST = window(day(1), day(20), as_of=day(25))
RUNNING = window(day(1), day(20), as_of=day(9))


@pytest.fixture(scope="module")
def engine() -> Compiling:
    engine = opened_engine("duckdb")
    assert isinstance(engine, Compiling)
    return engine


@pytest.mark.parametrize(
    "over", [PAST, RUNNING, replace(PAST, zone="Asia/Seoul")], ids=["past", "running", "zone"]
)
@pytest.mark.parametrize("name", METRICS)
def test_every_metric_reads_the_same_with_the_moments_written_over_the_marks(
    name: str, over: Window, engine: Compiling
) -> None:
    texts = Texts(engine, window=over, sources=("live",))
    anew = Composed(window=over, sources=("live",), named=_unbound)
    assert texts.answer(METRICS[name]) == engine.compiled(anew.answer(METRICS[name]))


@pytest.mark.parametrize("over", [PAST, RUNNING], ids=["past", "running"])
@pytest.mark.parametrize("name", [name for name, table in DERIVED.items() if table.kept])
def test_every_kept_table_does_too(name: str, over: Window, engine: Compiling) -> None:
    texts = Texts(engine, window=over, sources=())
    anew = Composed(window=over, sources=(), named=_unbound)
    assert texts.table(name) == engine.compiled(anew.kept(name))
    assert texts.kept.texts[name] is not None, "it is composed anew for every window"


def test_a_mark_can_be_ordered_and_queried_and_nothing_else() -> None:
    mark = Mark(datetime(1903, 1, 1).astimezone())
    assert min(mark, Mark(mark.stands_as + timedelta(days=1))) == mark
    assert moment(mark).type().is_timestamp()
    with pytest.raises(TypeError):
        mark - mark  # type: ignore[operator]


def test_a_metric_that_reckons_with_the_window_is_composed_for_each() -> None:
    def measure(*, items: ir.Table, window: Window) -> ir.Table:
        n_days = (window.end - window.start).days
        said = (
            items.group_by("stream")
            .agg(n=items.count())
            .mutate(cut=ibis.literal("all"), slice=ibis.literal(""))
        )
        return numbers(said, value=said.n * 0 + n_days, n=said.n)

    metric = replace(METRICS["flow_time"], name="length", needs=("items",), measure=measure)
    table = moves(work(1, (day(6), "active"), (day(8), "done")))
    assert [length_of(metric, table, days=days) for days in (10, 12)] == [10, 12]


def length_of(metric: Metric, table: pa.Table, *, days: int) -> float:
    over = window(day(1), day(1 + days))
    return float(measured([metric], window=over, tables={"moves": table})["value"][0].as_py())
