"""The flow numbers: dure against SQL written by hand over the same files, and against pm4py.

One figure a line. The moves are made up (see made_up_moves). The limits are the issue's: within 1.5x of
hand-written DuckDB SQL on ten million moves, 30x faster than pm4py on one million, and ten times the moves
in no more than ten times the time. Each run has a process of its own, so that memory is its own.

``python tests/bench/bench_numbers.py [n_moves]`` (default 10,000,000).
"""

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

FLOW = [
    "bottleneck",
    "flow_age",
    "flow_debt",
    "flow_distribution",
    "flow_efficiency",
    "flow_load",
    "flow_time",
    "flow_time_p85",
    "flow_velocity",
    "handovers",
    "littles_law",
    "ping_pong",
    "wait_customer_misuse",
    "waiting_by",
]
START, END, NOW = (datetime(*day, tzinfo=UTC) for day in ((2025, 1, 6), (2025, 12, 29), (2026, 6, 1)))


#: What pm4py and dure both have: how long cases take, how often they change hands and come back.
BOTH = ["flow_time", "flow_time_p85", "handovers", "ping_pong"]


def dure(folder: Path) -> dict[str, Any]:
    """All flow numbers through the lake."""
    whole = numbers(folder, names=FLOW)
    return {
        name: whole[name]
        for name in ("flow_velocity", "flow_time", "flow_efficiency", "handovers", "ping_pong")
    }


def same(folder: Path) -> dict[str, Any]:
    """Those of them that pm4py has too."""
    return numbers(folder, names=BOTH)


def numbers(folder: Path, *, names: list[str]) -> dict[str, Any]:
    """These metrics' whole values of one stream."""
    from dure.facts.numbers import Metric, Window
    from dure.kit.plugins import found
    from dure.lake import Lake, measured

    metrics = cast("dict[str, Metric]", found("dure.metrics", attribute="METRIC"))
    window = Window(start=START, end=END, as_of=NOW)
    rows = measured(
        [metrics[name] for name in names], window=window, lake=Lake(folder), memory="4GB"
    ).to_pylist()
    return {r["metric"]: r["value"] for r in rows if r["cut"] == "all" and r["stream"] == "stream0"}


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
    return dict(
        zip(("flow_velocity", "flow_time", "flow_efficiency", "handovers", "ping_pong"), said, strict=True)
    )


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


RUNS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "dure": dure,
    "same": same,
    "by_hand": by_hand,
    "pm4py": pm4py,
}


def made(folder: Path, *, n_moves: int) -> None:
    """A lake of made-up moves, in the order they happened, then compacted."""
    from dure.lake import Lake, compact
    from tests.bench.made_up_moves import made_up_moves

    lake = Lake(folder)
    lake.append("moves", made_up_moves(n_moves=n_moves), app_id="bench", version=1)
    compact(lake, many_files=0, keep_hours=0)


def peak_mib() -> float:
    """The most memory this process has held; getrusage would count what its parent held."""
    words = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(words.split()[1]) / 1024


def run(what: str, folder: Path) -> dict[str, Any]:
    """One run in a process of its own: seconds (imports apart), peak MiB, and some values to compare."""
    words = [sys.executable, __file__, "--run", what, str(folder)]
    ran = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ)
    if ran.returncode:
        raise SystemExit(ran.stderr)
    return json.loads(ran.stdout.splitlines()[-1])


def best(what: str, folder: Path, *, times: int = 3) -> dict[str, Any]:
    """The quickest of a few runs: the machine is shared."""
    return min((run(what, folder) for _ in range(times)), key=lambda result: result["seconds"])


def compared(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    for name, value in theirs["values"].items():
        if abs(ours["values"][name] - value) > 1e-6 * max(1, abs(value)):
            raise SystemExit(f"{name}: {ours['values'][name]} here, {value} by hand: not the same number")


def main(n_moves: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        big, small = Path(home) / "big", Path(home) / "small"
        made(small, n_moves=n_moves // 10)
        made(big, n_moves=n_moves)
        hand, ours, ours_small = best("by_hand", big), best("dure", big), best("dure", small)
        compared(ours, hand)
        print(
            f"numbers.{n_moves} {ours['seconds']:.2f} s  (by hand {hand['seconds']:.2f} s: {ours['seconds'] / hand['seconds']:.2f}x, limit 1.5x)"
        )
        print(f"numbers.{n_moves}.peak {ours['mib']:.0f} MiB  (by hand {hand['mib']:.0f} MiB)")
        print(
            f"numbers.{n_moves // 10} {ours_small['seconds']:.2f} s  (tenfold takes {ours['seconds'] / ours_small['seconds']:.1f}x, limit 10x)"
        )
        if importlib.util.find_spec("pm4py"):
            for name, folder in ((n_moves // 10, small), (n_moves, big)):
                peer, both = run("pm4py", folder), best("same", folder)
                print(
                    f"numbers.{name}.pm4py {peer['seconds']:.2f} s, {peer['mib']:.0f} MiB  (the same by dure "
                    f"{both['seconds']:.2f} s: {peer['seconds'] / both['seconds']:.0f}x faster, limit 30x)",
                    flush=True,
                )
        else:
            print("numbers.pm4py - (pm4py is not installed here: make bench installs it)")


if __name__ == "__main__":
    sys.path[:0] = ["src", "."]
    if sys.argv[1:2] == ["--run"]:
        began = time.perf_counter()
        values = RUNS[sys.argv[2]](Path(sys.argv[3]))
        seconds = time.perf_counter() - began
        print(json.dumps({"seconds": seconds, "mib": peak_mib(), "values": values}))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 10_000_000)
