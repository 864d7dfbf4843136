"""Rows come into the lake exactly once, wherever a writer dies."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake.exceptions import DeltaError
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.facts.shapes import TABLES
from dure.lake import Lake, tables


class Died(Exception):
    """The machine stopped here."""


def rows(*seqs: int) -> pa.Table:
    return pa.Table.from_pylist(
        [{"seq": n, "thing": "work", "case_id": n} for n in seqs], schema=TABLES["moves"]
    )


def seqs(lake: Lake) -> list[int]:
    delta = lake.opened("moves")
    return sorted(delta.to_pyarrow_table()["seq"].to_pylist()) if delta else []


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path)
    lake.append("moves", rows(1, 2), app_id="ledger", version=2)
    return lake


def again(lake: Lake) -> None:
    """The writer comes back, looks how far it was, and goes on."""
    upto = Lake(lake.root).watermark("moves", app_id="ledger")
    Lake(lake.root).append("moves", rows(*range(upto + 1, 5)), app_id="ledger", version=4)
    assert seqs(lake) == [1, 2, 3, 4]
    assert lake.watermark("moves", app_id="ledger") == 4


def test_the_same_version_twice_adds_nothing(lake: Lake) -> None:
    assert not lake.append("moves", rows(1, 2), app_id="ledger", version=2)
    assert not lake.append("moves", rows(1), app_id="ledger", version=1)
    assert seqs(lake) == [1, 2]


def test_each_writer_has_a_watermark_of_its_own(lake: Lake) -> None:
    assert lake.append("moves", rows(3), app_id="import:7", version=1)
    assert lake.watermark("moves", app_id="ledger") == 2
    assert lake.watermark("moves", app_id="import:7") == 1


def test_who_never_wrote_has_come_nowhere(lake: Lake) -> None:
    assert lake.watermark("moves", app_id="nobody") == -1
    assert lake.watermark("usage", app_id="ledger") == -1


def test_a_watermark_may_go_on_without_rows(lake: Lake) -> None:
    assert lake.append("moves", rows(), app_id="ledger", version=3)
    assert (lake.watermark("moves", app_id="ledger"), seqs(lake)) == (3, [1, 2])


def test_it_dies_before_a_file_is_written(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*args: object, **more: object) -> None:
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(tables, "write_deltalake", dies)
        with pytest.raises(Died):
            lake.append("moves", rows(3, 4), app_id="ledger", version=4)
    assert seqs(lake) == [1, 2]
    again(lake)


def test_it_dies_amid_the_rows(lake: Lake) -> None:
    def batches():
        yield from rows(3).to_batches()
        raise Died

    with pytest.raises(Exception, match="Died"):
        lake.append("moves", batches(), app_id="ledger", version=4)
    assert seqs(lake) == [1, 2]
    again(lake)


def test_it_dies_when_the_files_are_written_and_the_commit_is_not(lake: Lake) -> None:
    log = lake.root / "moves" / "_delta_log"
    away = log.with_name("away")

    def batches():
        yield from rows(3, 4).to_batches()
        log.rename(away)
        log.touch()

    with pytest.raises((DeltaError, OSError)):
        lake.append("moves", batches(), app_id="ledger", version=4)
    log.unlink()
    away.rename(log)
    written = {path.name for path in (lake.root / "moves").glob("*.parquet")}
    assert len(written) == 2, "a file that no commit knows was left behind"
    assert seqs(lake) == [1, 2]
    again(lake)


def test_it_dies_after_the_commit_and_before_it_can_say_so(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tables.write_deltalake

    def dies_late(*args: object, **more: object) -> None:
        real(*args, **more)
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(tables, "write_deltalake", dies_late)
        with pytest.raises(Died):
            lake.append("moves", rows(3, 4), app_id="ledger", version=4)
    again(lake)


def test_it_dies_when_the_table_is_made_and_nothing_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path)

    def dies(*args: object, **more: object) -> None:
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(tables, "write_deltalake", dies)
        with pytest.raises(Died):
            lake.append("moves", rows(1, 2), app_id="ledger", version=2)
    assert lake.append("moves", rows(1, 2), app_id="ledger", version=2)
    again(lake)


KILLED = """
import os, signal, sys
from dure.facts.shapes import TABLES
from dure.lake import Lake
import pyarrow as pa
def batches():
    shape = TABLES["moves"]
    yield pa.RecordBatch.from_pylist([{"seq": 3, "thing": "work", "case_id": 3}], schema=shape)
    os.kill(os.getpid(), signal.SIGKILL)
Lake(sys.argv[1]).append("moves", batches(), app_id="ledger", version=4)
"""


def test_it_is_killed_outright(lake: Lake) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(lake.root)], env={**os.environ}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert seqs(lake) == [1, 2]
    again(lake)


def test_of_two_writers_of_one_name_one_is_told_that_it_was_late(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both read the watermark 2; the other commits first."""
    real = tables.write_deltalake

    def after_the_other(*args: object, **more: object) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(tables, "write_deltalake", real)
            assert Lake(lake.root).append("moves", rows(3, 4), app_id="ledger", version=4)
        real(*args, **more)

    monkeypatch.setattr(tables, "write_deltalake", after_the_other)
    assert not lake.append("moves", rows(3, 4), app_id="ledger", version=4)
    assert seqs(lake) == [1, 2, 3, 4]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=8))
def test_however_often_and_in_whatever_order_it_runs_each_version_is_in_once(
    tmp_path_factory, versions
) -> None:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    written = [v for v in versions if lake.append("moves", rows(v), app_id="ledger", version=v)]
    assert written == sorted(set(written))
    assert seqs(lake) == written


def test_rows_of_another_shape_are_refused_with_the_columns_they_should_have(lake: Lake) -> None:
    with pytest.raises(Exception, match="they must be"):
        lake.append("moves", pa.table({"seq": [1]}), app_id="ledger", version=9)
    assert seqs(lake) == [1, 2]


def test_a_table_the_lake_does_not_have_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no table 'movs'"):
        Lake(tmp_path).append("movs", rows(1), app_id="ledger", version=1)


def test_the_files_can_be_read_by_who_knows_no_deletion_vectors(lake: Lake) -> None:
    delta = lake.opened("moves")
    assert delta is not None
    assert (delta.protocol().min_reader_version, delta.protocol().min_writer_version) == (1, 2)


def test_the_next_seq_is_above_all_others(lake: Lake, tmp_path: Path) -> None:
    assert lake.next_seq("moves") == 3
    assert Lake(tmp_path / "new").next_seq("moves") == 0
