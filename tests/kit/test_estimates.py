"""The formulas of dure.kit.stats and those an engine computes give the same figures."""

import statistics

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.kit import estimates, stats

ENGINE = ibis.duckdb.connect()


def asked(expression: ibis.Expr) -> object:
    return ENGINE.to_pyarrow(expression).as_py()


def nearly(value: object) -> object:
    return value if value is None else pytest.approx(value, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_wilson_interval(counts: tuple[int, int]) -> None:
    hits, n = (ibis.literal(x, type="int64") for x in counts)
    low, high = stats.wilson(counts[0], n=counts[1]) or (None, None)
    assert asked(estimates.wilson_low(hits, n=n)) == nearly(low)
    assert asked(estimates.wilson_high(hits, n=n)) == nearly(high)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 100), max_size=40), st.sampled_from([0.5, 0.85]))
def test_quantiles_and_their_intervals(values: list[float], at: float) -> None:
    ordered = ibis.literal(sorted(values), type="array<float64>")
    low, high = stats.quantile_interval(values, at=at) or (None, None)
    assert asked(estimates.quantile(ordered, at=at)) == nearly(stats.quantile(values, at=at))
    assert asked(estimates.quantile_low(ordered, at=at)) == nearly(low)
    assert asked(estimates.quantile_high(ordered, at=at)) == nearly(high)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=30))
def test_the_kaplan_meier_median(waits: list[tuple[int, bool]]) -> None:
    rows = ibis.memtable([{"all": "", "days": float(days), "reached": reached} for days, reached in waits])
    found = ENGINE.to_pyarrow(estimates.survival(rows, by=("all",))).to_pylist()[0]
    want = stats.kaplan_meier(waits)
    assert (found["n"], found["n_reached"]) == (want.n, want.n_reached)
    assert [found[name] for name in ("value", "low", "high")] == [
        nearly(x) for x in (want.median, want.low, want.high)
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(-1e6, 1e6)), min_size=1, max_size=40))
def test_medians_by_group_are_exact_whatever_the_values(rows: list[tuple[str, float]]) -> None:
    table = ibis.memtable({"who": [who for who, _ in rows], "minutes": [value for _, value in rows]})
    found = ENGINE.to_pyarrow(estimates.medians(table, of="minutes", by=["who"])).to_pylist()
    told = {row["who"]: (row["minutes"], row["n"]) for row in found}
    groups = {who: [value for name, value in rows if name == who] for who, _ in rows}
    assert told == {
        who: (pytest.approx(statistics.median(values), abs=1e-9), len(values))
        for who, values in groups.items()
    }
