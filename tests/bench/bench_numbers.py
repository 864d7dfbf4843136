"""The flow page's numbers from the lake: how long, how much memory, and how peers do on the same log.

One figure a line, wall seconds and CPU seconds (user + system of all cores: what is left to compare when the
machine is shared). The moves are made up (see made_up_moves). ``kept`` reads the cases kept in the lake,
``moves`` puts every case in order anew, ``first`` composes the queries too (once in a process), ``warm`` does not.
Each run has a process of its own, so that memory is its own, and all runs of a call are of one log.

Goals (2 cores): 100k moves 0.15 s warm, 1M 0.6 s, 10M 5 s and 1 GiB, 50M 30 s and 4 GiB; ten times the moves in no
more than ten times the time; 40x faster than pm4py on ten million moves.

``python tests/bench/bench_numbers.py [n_moves]`` (default 10,000,000; also runs a tenth and a hundredth of it).
"""

import ast
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pyarrow.compute as pc

START, END, NOW = (datetime(*day, tzinfo=UTC) for day in ((2025, 1, 6), (2025, 12, 29), (2026, 6, 1)))
PAGE = Path("src/dure/doors/web/stream/page.py")

#: What pm4py and dure both have: how long cases take, how often they change hands and come back.
BOTH = ["flow_time", "flow_time_p85", "handovers", "ping_pong"]

#: What is also written by hand in SQL, value by value.
COMPARED = ("flow_velocity", "flow_time", "flow_efficiency", "handovers", "ping_pong")


def page() -> list[str]:
    """The numbers the flow page shows."""
    said = next(
        node
        for node in ast.parse(PAGE.read_text()).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "METRICS"
    )
    return list(ast.literal_eval(said.value))


def page_but_one() -> list[str]:
    """All of them but the bottleneck, whose four signals look at every hour of the year."""
    return [name for name in page() if name != "bottleneck"]


def numbers(folder: Path, *, names: list[str], kept: bool = True) -> dict[str, Any]:
    """These metrics' whole values of one stream, by all cuts."""
    from dure.facts.numbers import Metric, Window
    from dure.kit.plugins import found
    from dure.lake import Lake, measured

    metrics = cast("dict[str, Metric]", found("dure.metrics", attribute="METRIC"))
    window, lake = Window(start=START, end=END, as_of=NOW), Lake(folder)
    rows = measured(
        [metrics[name] for name in names],
        window=window,
        lake=lake if kept else None,
        tables={} if kept else {"moves": lake.files("moves")},
        memory="4GB",
    ).to_pylist()
    return {
        r["metric"]: r["value"]
        for r in rows
        if r["metric"] in COMPARED and r["cut"] == "all" and r["stream"] == "stream0"
    }


def keep(folder: Path) -> dict[str, Any]:
    """Keeping the cases, as is done after compaction."""
    from dure.lake import Lake, keep_cases

    keep_cases(Lake(folder), stage_map=())
    return {}


def by_hand(folder: Path) -> dict[str, Any]:
    """The same tables by SQL."""
    import duckdb

    from dure.lake import Lake

    engine = duckdb.connect(config={"memory_limit": "4GB", "preserve_insertion_order": False})
    engine.execute("SET TimeZone = 'UTC'")
    moments = {"start": START, "end": END, "now": NOW}
    sql = (
        Path(__file__)
        .with_name("by_hand.sql")
        .read_text()
        .replace("$files", json.dumps(Lake(folder).files("moves")).replace('"', "'"))
    )
    for name, moment in moments.items():
        sql = sql.replace(f"${name}", f"TIMESTAMPTZ '{moment.isoformat()}'")
    for statement in sql.split(";\n"):
        engine.execute(statement)
    done = "SELECT velocity, flow_time[1], efficiency FROM done_numbers WHERE cut = 31 AND stream = 'stream0'"
    path = "SELECT handovers, ping_pong FROM path_numbers WHERE cut = 31 AND stream = 'stream0'"
    said = (*engine.execute(done).fetchone(), *engine.execute(path).fetchone())
    return dict(zip(COMPARED, said, strict=True))


def pm4py(folder: Path) -> dict[str, Any]:
    """What pm4py has of it: directly-follows counts and times, case durations, handovers, rework."""
    import pm4py as peer
    from pm4py.algo.organizational_mining.sna import algorithm as sna

    from dure.lake import Lake

    delta = Lake(folder).opened("moves")
    assert delta is not None
    log = delta.to_pandas(columns=["case_id", "stage", "ts", "team"])
    log["case_id"] = log["case_id"].astype(str)
    log = peer.format_dataframe(log, case_id="case_id", activity_key="stage", timestamp_key="ts")
    log["org:resource"] = log["team"]
    peer.discover_dfg(log)
    peer.discover_performance_dfg(log)
    peer.get_all_case_durations(log)
    peer.get_rework_cases_per_activity(log)
    sna.apply(log, variant=sna.Variants.HANDOVER_PANDAS)
    return {}


def of(names: Callable[[], list[str]], *, kept: bool = True) -> Callable[[Path], dict[str, Any]]:
    return lambda folder: numbers(folder, names=names(), kept=kept)


RUNS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "kept": of(page),
    "moves": of(page, kept=False),
    "kept.but_bottleneck": of(page_but_one),
    "moves.but_bottleneck": of(page_but_one, kept=False),
    "both.kept": of(lambda: BOTH),
    "both.moves": of(lambda: BOTH, kept=False),
    "keep": keep,
    "by_hand": by_hand,
    "pm4py": pm4py,
}
ONCE = ("keep", "pm4py")


def made(folder: Path, *, n_moves: int) -> None:
    """A lake of made-up moves, in the order they happened, then compacted."""
    from dure.lake import Lake, compact
    from tests.bench.made_up_moves import made_up_moves

    lake, part = Lake(folder), 10_000_000
    for version, first in enumerate(range(0, n_moves, part), start=1):
        rows = made_up_moves(n_moves=min(part, n_moves - first), seed=version)
        case = pc.add(rows["case_id"], first // 10)  # each part has cases of its own
        lake.append("moves", rows.set_column(rows.schema.names.index("case_id"), rows.schema.field("case_id"), case),
                    app_id="bench", version=version)  # fmt: skip
    compact(lake, many_files=0, keep_hours=0)


def peak_mib() -> float:
    """The most memory this process has held; getrusage would count what its parent held."""
    words = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(words.split()[1]) / 1024


def timed(what: str, folder: Path, *, times: int) -> dict[str, Any]:
    """The first run, and the quickest of those after it: (wall seconds, CPU seconds), peak MiB, values."""
    said, values = [], {}
    for _ in range(times):
        began, began_cpu = time.perf_counter(), time.process_time()
        values = RUNS[what](folder)
        said.append((time.perf_counter() - began, time.process_time() - began_cpu))
    warm = min(said[1:] or said)
    return {"first": said[0], "warm": warm, "mib": peak_mib(), "values": values}


def say(what: str, folder: str, times: str) -> None:
    print(json.dumps(timed(what, Path(folder), times=int(times))))


def run(what: str, folder: Path, *, times: int = 4, script: str = __file__) -> dict[str, Any]:
    """One run in a process of its own."""
    words = [sys.executable, script, "--run", what, str(folder), str(1 if what in ONCE else times)]
    ran = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ)
    if ran.returncode:
        raise SystemExit(ran.stderr)
    return json.loads(ran.stdout.splitlines()[-1])


def shown(name: str, result: dict[str, Any], *, note: str = "") -> None:
    first, warm = (f"{wall:.3f} s wall {cpu:.3f} s cpu" for wall, cpu in (result["first"], result["warm"]))
    print(f"{name} {warm}  (first {first}; {result['mib']:.0f} MiB{note})", flush=True)


def agreed(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    for name, value in theirs["values"].items():
        if abs(ours["values"][name] - value) > 1e-6 * max(1, abs(value)):
            raise SystemExit(f"{name}: {ours['values'][name]} here, {value} there: not the same number")


def main(n_moves: int) -> None:
    before: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as home:
        for size in (n_moves // 100, n_moves // 10, n_moves):
            folder = Path(home) / str(size)
            made(folder, n_moves=size)
            shown(f"numbers.{size}.keeping", run("keep", folder))
            results = {
                name: run(name, folder, times=8 if size <= 100_000 else 3)
                for name in RUNS
                if name not in ONCE
            }
            for name in ("kept", "moves", "kept.but_bottleneck", "moves.but_bottleneck"):
                tenfold = (
                    f"; tenfold takes {results[name]['warm'][1] / before[name]['warm'][1]:.1f}x cpu"
                    if before
                    else ""
                )
                shown(f"numbers.{size}.{name}", results[name], note=tenfold)
                agreed(results[name], results["by_hand"])
            shown(f"numbers.{size}.by_hand", results["by_hand"])
            against_pm4py(size, folder, results=results)
            before = results


def against_pm4py(size: int, folder: Path, *, results: dict[str, dict[str, Any]]) -> None:
    """How many times longer pm4py takes for what both have; at 50 million it would not fit."""
    if size > 10_000_000:
        return
    if not importlib.util.find_spec("pm4py"):
        print("numbers.pm4py - (pm4py is not installed here: make bench installs it)")
        return
    peer = run("pm4py", folder)
    shown(f"numbers.{size}.pm4py", peer)
    for name in ("both.kept", "both.moves"):
        (wall, cpu), (peer_wall, peer_cpu) = results[name]["warm"], peer["first"]
        note = f"; pm4py takes {peer_wall / wall:.0f}x wall, {peer_cpu / cpu:.0f}x cpu, goal 40x at 10M"
        shown(f"numbers.{size}.{name}", results[name], note=note)


if __name__ == "__main__":
    sys.path[:0] = ["src", "."]
    if sys.argv[1:2] == ["--run"]:
        say(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 10_000_000)
