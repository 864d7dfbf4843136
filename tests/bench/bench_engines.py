"""Every number of the catalogue on each engine, over the same lakes of made-up moves. One figure a line.

``python tests/bench/bench_engines.py [n_moves]`` (default 10,000,000, and a tenth of it). Sail runs as a cluster of
several workers, Apache Spark as one process with two threads; both on this machine, so that the figures say what a
cluster costs, not what it gains. The first run warms a server up, the second is told.
"""

import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path


def seconds(folder: Path, *, engine: str) -> float:
    """How long all numbers take, from files to rows."""
    from dure.lake import Lake, measured
    from tests.bench.bench_numbers import END, NOW, START
    from tests.engines.same import under
    from tests.metrics.tables import METRICS, window

    began = time.perf_counter()
    with under(engine):
        year = window(START, END, as_of=NOW)
        measured(METRICS.values(), window=year, lake=Lake(folder), memory="4GB")
    return time.perf_counter() - began


def main(n_moves: int) -> None:
    from tests.bench.bench_numbers import made
    from tests.engines.servers import ENGINES

    with tempfile.TemporaryDirectory() as home:
        lakes = {n: Path(home) / str(n) for n in (n_moves // 10, n_moves)}
        for n, folder in lakes.items():
            made(folder, n_moves=n)
        for name, started in {"duckdb": lambda: nullcontext("duckdb"), **ENGINES}.items():
            with started() as engine:
                seconds(lakes[n_moves // 10], engine=engine)
                for n, folder in lakes.items():
                    print(f"engines.{n}.{name} {seconds(folder, engine=engine):.1f} s", flush=True)


if __name__ == "__main__":
    sys.path[:0] = ["src", "."]
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000_000)
