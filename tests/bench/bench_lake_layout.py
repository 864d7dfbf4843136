"""How the moves should lie on the disk: partitions and order, by what reading and appending them costs.

One line a layout: files, size, appending a day's rows, and the flow pass over everything. The figures are
written down in docs/decisions/lake-layout.md. ``python tests/bench/bench_lake_layout.py [n_moves]``.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

PARTITIONS: dict[str, str | None] = {"none": None, "thing": "thing", "month": "month", "day": "day"}
SPANS = """
CREATE OR REPLACE TEMP TABLE spans AS
SELECT case_id, state, team, ts, lead(ts) OVER w AS end_ts FROM read_parquet({files}, hive_partitioning = true)
WHERE case_id IS NOT NULL WINDOW w AS (PARTITION BY case_id ORDER BY ts, seq)
"""
ONE_CASE = "SELECT count(*) FROM read_parquet({files}, hive_partitioning = true) WHERE case_id = 4711"


def seconds(do, *, times: int = 3) -> float:
    """The quickest of a few runs."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return min(took)


def laid_out(moves: pa.Table, folder: Path, *, partition: str | None, by_case: bool) -> Path:
    from deltalake import DeltaTable, write_deltalake

    shutil.rmtree(folder, ignore_errors=True)
    write_deltalake(folder, dated(moves, partition), partition_by=partition)
    if by_case:
        DeltaTable(folder).optimize.z_order(["case_id"])
    return folder


def dated(moves: pa.Table, partition: str | None) -> pa.Table:
    pattern = {"month": "%Y-%m", "day": "%Y-%m-%d"}.get(partition or "")
    return moves.append_column(partition, pc.strftime(moves["ts"], pattern)) if pattern else moves


def measured_layout(
    moves: pa.Table, folder: Path, *, partition: str | None
) -> tuple[int, float, float, float, float]:
    import duckdb
    from deltalake import DeltaTable, write_deltalake

    engine = duckdb.connect()
    files = DeltaTable(folder).file_uris()
    size = sum(Path(path).stat().st_size for path in files) / 2**20
    spans = seconds(lambda: engine.execute(SPANS.format(files=files)))
    case = seconds(lambda: engine.execute(ONE_CASE.format(files=files)).fetchall())
    late = dated(moves.slice(0, 1000), partition)
    append = seconds(lambda: write_deltalake(folder, late, mode="append"))
    return len(files), size, append, spans, case


def main(n_moves: int) -> None:
    from tests.bench.made_up_moves import made_up_moves

    moves = made_up_moves(n_moves=n_moves)
    with tempfile.TemporaryDirectory() as home:
        for name, partition in PARTITIONS.items():
            for order in ("time", "case"):
                folder = laid_out(moves, Path(home) / "lake", partition=partition, by_case=order == "case")
                n_files, size, append, spans, case = measured_layout(moves, folder, partition=partition)
                print(
                    f"layout.{name}.by_{order} {spans:.2f} s spans  ({n_files} files, {size:.0f} MiB, one case "
                    f"{case * 1000:.0f} ms, append of 1,000 rows {append * 1000:.0f} ms)",
                    flush=True,
                )


if __name__ == "__main__":
    sys.path[:0] = ["src", "."]
    main(int(sys.argv[1]) if sys.argv[1:] else 2_000_000)
