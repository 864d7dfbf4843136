"""Few files in the order of their cases, and no row lost meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pyarrow as pa
import pyarrow.parquet as pq

from dure.facts.shapes import TABLES
from dure.lake import Lake, compact


def rows(n: int) -> pa.Table:
    """Cases in no order."""
    return pa.Table.from_pylist(
        [{"seq": n * 10 + i, "case_id": (7 * i + n) % 10} for i in range(10)], schema=TABLES["moves"]
    )


def filled(folder: Path, *, n_files: int = 12) -> Lake:
    lake = Lake(folder)
    for n in range(n_files):
        lake.append("moves", rows(n), app_id="ledger", version=n)
    return lake


def test_many_files_become_one_in_the_order_of_cases(tmp_path: Path) -> None:
    lake = filled(tmp_path)
    assert compact(lake)["moves"] == 12
    (path,) = lake.files("moves")
    cases = pq.read_table(path)["case_id"].to_pylist()
    assert (len(cases), cases) == (120, sorted(cases))


def test_the_watermark_stays_where_it_was(tmp_path: Path) -> None:
    lake = filled(tmp_path)
    compact(lake)
    assert lake.watermark("moves", app_id="ledger") == 11
    assert not lake.append("moves", rows(11), app_id="ledger", version=11)


def test_a_reader_keeps_the_files_it_listed(tmp_path: Path) -> None:
    lake = filled(tmp_path)
    listed = lake.files("moves")
    compact(lake)
    assert sum(pq.read_table(path).num_rows for path in listed) == 120


def test_what_nobody_reads_any_more_goes(tmp_path: Path) -> None:
    lake = filled(tmp_path)
    compact(lake, keep_hours=0)
    assert [Path(path).name for path in lake.files("moves")] == [
        p.name for p in (tmp_path / "moves").glob("*.parquet")
    ]


def test_a_row_that_comes_meanwhile_is_kept(tmp_path: Path) -> None:
    lake = filled(tmp_path)
    before = lake.opened("moves")
    lake.append("moves", rows(12), app_id="ledger", version=12)
    assert before is not None
    before.optimize.z_order(["case_id"])
    assert (lake.n_rows("moves"), lake.watermark("moves", app_id="ledger")) == (130, 12)


def test_few_files_are_left_alone_and_the_way_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    assert set(compact(filled(tmp_path, n_files=2), progress=lambda *step: told.append(step)).values()) == {0}
    assert told[0] == (0, 5, "moves")


def test_who_reads_while_the_lake_is_compacted_sees_whole_tables(tmp_path: Path) -> None:
    """A list of files taken before stays readable; every list, whenever it is taken, holds each row once."""
    lake, over = filled(tmp_path), Event()
    expected = sorted(n * 10 + i for n in range(12) for i in range(10))
    before = lake.files("moves")

    def read() -> list[list[int]]:
        seen = []
        while not seen or not over.is_set():
            files = Lake(tmp_path).files("moves")
            seen.append(sorted(seq for path in files for seq in pq.read_table(path)["seq"].to_pylist()))
        return seen

    with ThreadPoolExecutor(2) as readers:
        reading = [readers.submit(read) for _ in range(2)]
        for _ in range(5):
            compact(lake, many_files=0)
        over.set()
        seen = [rows for reader in reading for rows in reader.result()]
    assert len(seen) >= 2
    assert all(rows == expected for rows in seen)
    assert sorted(seq for path in before for seq in pq.read_table(path)["seq"].to_pylist()) == expected
    assert set(lake.files("moves")).isdisjoint(before)
