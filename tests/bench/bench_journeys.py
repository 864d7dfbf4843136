"""What follows what, and the variants: dure against the data-frame way of clickstream tools, on one log.

The peer is what retentioneering does with an event stream (sort, shift within a path, group), written in
pandas: the package itself reports its use, with the machine's id, to a server as soon as it is imported, so it is not
run here (see docs/decisions/speed.md). Counts, median minutes and variants must agree; then the times are shown.

``PYTHONPATH=src:. python tests/bench/bench_journeys.py [n_moves]`` (default 1,000,000).
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from tests.bench import bench_numbers as bench

#: Everything in the log lies inside, for the peer knows no window.
START, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
STREAM = "stream0"


def journeys(folder: Path) -> dict[str, Any]:
    """By the two metrics."""
    from dure.facts.numbers import Metric, Window
    from dure.kit.plugins import found
    from dure.lake import Lake, measured

    metrics = cast("dict[str, Metric]", found("dure.metrics", attribute="METRIC"))
    asked = [metrics["journey_follows"], metrics["journey_variants"]]
    window = Window(start=START, end=END, as_of=END)
    rows = [
        r
        for r in measured(asked, window=window, lake=Lake(folder), memory="4GB").to_pylist()
        if r["stream"] == STREAM
    ]
    follows = {
        r["slice"]: [r["n"], r["value"]]
        for r in rows
        if (r["metric"], r["cut"]) == ("journey_follows", "stage")
    }
    variants = {r["cut"]: r for r in rows if r["metric"] == "journey_variants" and r["slice"] == ""}
    return {"follows": follows, "n_variants": variants["stage.variants"]["n"]}


def frames(folder: Path) -> dict[str, Any]:
    """The way of data frames."""
    from dure.lake import Lake

    delta = Lake(folder).opened("moves")
    assert delta is not None
    log = delta.to_pandas(columns=["case_id", "stream", "stage", "ts", "seq"])
    log = log.sort_values(["case_id", "ts", "seq"])
    path = log.groupby("case_id", sort=False)
    log["after"], log["until"] = path["stage"].shift(-1), path["ts"].shift(-1)
    on = log.dropna(subset=["after"])
    on = on.assign(minutes=(on["until"] - on["ts"]).dt.total_seconds() / 60)
    edges = on.groupby(["stream", "stage", "after"])["minutes"].agg(["size", "median"])
    variants = log.groupby(["stream", "case_id"], sort=False)["stage"].agg(" → ".join)
    n_variants = variants.groupby("stream").nunique()
    return {
        "follows": {f"{a} → {b}": [int(n), float(m)] for (a, b), (n, m) in edges.loc[STREAM].iterrows()},
        "n_variants": int(n_variants[STREAM]),
    }


RUNS: dict[str, Callable[[Path], dict[str, Any]]] = {"journeys": journeys, "frames": frames}


def agree(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    if ours["n_variants"] != theirs["n_variants"] or ours["follows"].keys() != theirs["follows"].keys():
        raise SystemExit("not the same paths")
    for pair, (n, minutes) in theirs["follows"].items():
        if ours["follows"][pair][0] != n or abs(ours["follows"][pair][1] - minutes) > 1e-6 * minutes:
            raise SystemExit(f"{pair}: {ours['follows'][pair]} here, {[n, minutes]} there")


def main(n_moves: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        bench.made(folder, n_moves=n_moves)
        bench.run("keep", folder)
        results = {name: bench.run(name, folder, times=3, script=__file__) for name in RUNS}
    agree(results["journeys"]["values"], results["frames"]["values"])
    for name, result in results.items():
        bench.shown(f"journeys.{n_moves}.{name}", result)
    (wall, cpu), (peer_wall, peer_cpu) = (results[name]["warm"] for name in ("journeys", "frames"))
    print(f"journeys.{n_moves}.ratio {peer_wall / wall:.1f}x wall, {peer_cpu / cpu:.1f}x cpu")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        bench.RUNS.update(RUNS)
        bench.say(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
