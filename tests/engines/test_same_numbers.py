"""Every number of the catalogue is the same on every engine. A new metric is tested by being there."""

import os
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from dure.lake import Lake, compact, measured
from dure.lake.keeping import keep_cases
from tests.bench.bench_numbers import END, NOW, START
from tests.bench.made_up_moves import made_up_moves
from tests.engines.same import differences, of_metric, under
from tests.engines.samples import SAMPLES
from tests.metrics.tables import METRICS, window

ENGINES = ("sail", "spark")
#: Ten million moves, two gigabytes of text; a developer may ask for fewer.
N_MOVES = int(os.environ.get("DURE_TEST_MOVES") or 10_000_000)


@cache
def told(engine: str, sample: str) -> pa.Table:
    """Every number of a sample at once, as the jobs ask."""
    one = SAMPLES[sample]
    with under(engine):
        return measured(METRICS.values(), window=one.window, tables=one.tables, known=one.known)


@pytest.fixture(scope="module", params=ENGINES)
def address(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_address"))


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_samples_give_the_same_numbers(address: str, sample: str, subtests: pytest.Subtests) -> None:
    """One run for all metrics, one verdict for each."""
    here, there = told("duckdb", sample), told(address, sample)
    for name in METRICS:
        with subtests.test(msg=name):
            assert differences(of_metric(here, name), of_metric(there, name)) == []


def test_the_richest_sample_makes_every_number_speak() -> None:
    """An equality of nothing with nothing would prove nothing."""
    rows = told("duckdb", "one of everything")
    silent = [name for name in METRICS if not any(of_metric(rows, name)["value"].is_valid().to_pylist())]
    assert silent == []


def year_of(folder: Path, *, n_moves: int) -> Lake:
    """A made-up year in Delta files, compacted as a lake in use is."""
    made = Lake(folder)
    made.append("moves", made_up_moves(n_moves=n_moves), app_id="made up", version=1)
    compact(made, many_files=0)
    return made


@pytest.mark.parametrize(("engine", "n_moves"), [("sail", N_MOVES), ("spark", N_MOVES // 10)])
def test_a_year_of_ten_million_moves_gives_the_same_numbers(
    engine: str, n_moves: int, request: pytest.FixtureRequest, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """Sail in several workers has them all; Apache Spark on two cores takes a tenth, or it would take a quarter of an hour."""
    lake = year_of(tmp_path, n_moves=n_moves)
    year = window(START, END, as_of=NOW, zone="Asia/Seoul")
    told_by = []
    for asked in ("duckdb", str(request.getfixturevalue(f"{engine}_address"))):
        with under(asked):
            told_by.append(measured(METRICS.values(), window=year, lake=lake, memory="4GB"))
    here, there = told_by
    for name in METRICS:
        with subtests.test(msg=name):
            assert differences(of_metric(here, name), of_metric(there, name)) == []


def test_cases_kept_in_the_lake_give_the_same_numbers(sail_address: str, tmp_path: Path) -> None:
    """Steps, cases and arrivals kept when the lake was compacted, and moves that came since."""
    lake, year = Lake(tmp_path), window(START, END, as_of=NOW)
    rows = made_up_moves(n_moves=20_000)
    lake.append("moves", rows.slice(0, 15_000), app_id="made up", version=1)
    keep_cases(lake, stage_map=[])
    lake.append("moves", rows.slice(15_000), app_id="made up", version=2)
    told_by = {}
    for engine in ("duckdb", sail_address):
        with under(engine):
            told_by[engine] = measured(METRICS.values(), window=year, lake=lake)
    assert differences(*told_by.values()) == []
