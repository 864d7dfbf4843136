"""What the jobs do on a cluster: the village has the same numbers, and a cluster that is not there is named."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dure.jobs.drain import drain
from dure.jobs.measure import measure
from dure.lake import Lake, TookTooLong, measured
from dure.lake.engine import opened_engine
from dure.records.outcomes.models import Measurement
from tests.engines.same import same
from tests.engines.samples import SAMPLES
from tests.engines.servers import free_port
from tests.metrics.tables import METRICS

SAMPLE = SAMPLES["a story"]


def kept() -> dict[tuple, tuple]:
    rows = Measurement.objects.values_list(
        "metric", "stream", "cut", "slice", "value", "n", "coverage", "low", "high", "reason", "as_of"
    )
    return {row[:4]: row[4:] for row in rows}


@pytest.mark.django_db
def test_the_village_has_the_same_numbers_whichever_engine_the_environment_names(
    village: datetime, tmp_path: Path, sail_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path / "lake")
    drain(lake)
    numbers = {}
    for engine in ("duckdb", sail_address):
        monkeypatch.setenv("DURE_ENGINE", engine)
        Measurement.objects.all().delete()
        assert measure(lake, now=village) > 1000
        numbers[engine] = kept()
    here, there = numbers.values()
    assert set(here) == set(there)
    assert {
        key: (here[key], there[key])
        for key in here
        if not all(same(*pair) for pair in zip(here[key], there[key], strict=True))
    } == {}


def test_two_at_once_do_not_see_each_others_tables(sail_address: str) -> None:
    shape = SAMPLE.tables["moves"].schema
    one, other = opened_engine(sail_address), opened_engine(sail_address)
    try:
        theirs = other.read(shape.empty_table(), name="moves", shape=shape)
        ours = one.read(SAMPLE.tables["moves"], name="moves", shape=shape)
        assert one.answer(ours.select("seq")).num_rows == len(SAMPLE.tables["moves"])
        assert other.answer(theirs.select("seq")).num_rows == 0
        one.close()
        assert other.answer(theirs.select("seq")).num_rows == 0
    finally:
        other.close()


@pytest.mark.parametrize("engine", ["sail", "spark"])
def test_when_the_time_is_up_it_says_so(
    engine: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DURE_ENGINE", request.getfixturevalue(f"{engine}_address"))
    with pytest.raises(TookTooLong, match="not ready after"):
        measured(METRICS.values(), window=SAMPLE.window, tables=SAMPLE.tables, limit_seconds=0.05)


def test_where_nobody_answers_the_place_and_the_way_out_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dure.lake.spark.PATIENCE", timedelta(seconds=1))
    place = f"127.0.0.1:{free_port()}"
    with pytest.raises(ValueError, match=f"nobody answers at {place}.*leave DURE_ENGINE out"):
        opened_engine(f"spark+connect://{place}")


def test_without_the_client_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "grpc", None)
    with pytest.raises(ValueError, match=r"127\.0\.0\.1:15002.*pip install 'dure\[spark\]'"):
        opened_engine("spark+connect://127.0.0.1:15002")


def test_a_place_that_is_none_is_told_how_to_write_it() -> None:
    with pytest.raises(ValueError, match="write spark\\+connect://host:port"):
        opened_engine("spark+connect://here:not_a_port")
