"""A made-up year of work, for benches only: seeded, vectorised, and clearly not anybody's.

Every case is opened, goes through a random walk of active and waiting stages between teams, and
most cases close; some are canceled, some reopened. ``source`` says "made_up" in every row.
"""

import numpy as np
import pyarrow as pa

from dure.facts.shapes import MOVES

_YEAR_US = 365 * 86_400 * 1_000_000
_START_US = 1_735_689_600_000_000  # 2025-01-01T00:00Z
_STAGES = np.array(["New", "Active", "Awaiting user", "Awaiting vendor", "In review", "Resolved", "Canceled"])
_STATES = np.array(["new", "active", "waiting", "waiting", "active", "done", "canceled"])
_WAITS_ON = np.array([None, None, "customer", "vendor", None, None, None], dtype=object)
_KINDS = np.array(["feature", "defect", "risk", "debt"])
_NEW, _RESOLVED, _CANCELED = 0, 5, 6


def made_up_moves(*, n_moves: int, seed: int = 7, by_time: bool = True) -> pa.Table:
    """About ``n_moves`` moves of work in the shape MOVES, ten to a case, in the order they happened.

    Args:
        n_moves: how many rows are wanted; whole cases are made, so the count is near, not exact.
        by_time: False gives them case by case instead.
    """
    rng = np.random.default_rng(seed)
    n_cases = max(1, n_moves // 10)
    lengths = rng.integers(4, 17, n_cases)
    case = np.repeat(np.arange(n_cases), lengths)
    first = np.cumsum(lengths) - lengths
    last = first + lengths - 1
    ts = _moments(rng, n_cases=n_cases, lengths=lengths, case=case, first=first)
    stage = _walk(rng, n_cases=n_cases, n_rows=len(case), first=first, last=last)
    team = _owners(rng, case=case, first=first)
    order = np.lexsort((np.arange(len(case)), ts)) if by_time else np.arange(len(case))
    return _table(rng, case=case[order], ts=ts[order], stage=stage[order], team=team[order], n_cases=n_cases)


def _moments(rng, *, n_cases, lengths, case, first):
    gaps = rng.exponential(20 * 3_600e6, len(case)).astype(np.int64)
    gaps[first] = 0
    since = np.cumsum(gaps) - np.repeat(np.cumsum(gaps)[first], lengths)
    return _START_US + rng.integers(0, _YEAR_US, n_cases)[case] + since


def _walk(rng, *, n_cases, n_rows, first, last):
    stage = rng.integers(1, 5, n_rows)
    stage[first] = _NEW
    ends = rng.random(n_cases)
    stage[last[ends < 0.90]] = _RESOLVED
    stage[last[(ends >= 0.90) & (ends < 0.93)]] = _CANCELED
    stage[(last - 2)[(ends < 0.05)]] = _RESOLVED  # these were reopened
    return stage


def _owners(rng, *, case, first):
    changes = rng.random(len(case)) < 0.3
    changes[first] = True
    owner = rng.integers(0, 40, len(case))
    kept = np.maximum.accumulate(np.where(changes, np.arange(len(case)), 0))
    return owner[kept]


def _table(rng, *, case, ts, stage, team, n_cases) -> pa.Table:
    n = len(case)
    moment = pa.array(ts, pa.timestamp("us", tz="UTC"))
    kind = rng.choice(4, n_cases, p=[0.4, 0.4, 0.05, 0.15])[case]
    columns = {
        "ts": moment,
        "recorded_ts": moment,
        "seq": pa.array(np.arange(n)),
        "thing": _named(np.zeros(n, np.int8), ["work"]),
        "case_id": pa.array(case),
        "stream": _named(case % 4, [f"stream{i}" for i in range(4)]),
        "stage": _named(stage, _STAGES),
        "state": _named(stage, _STATES),
        "waits_on": _named(stage, _WAITS_ON),
        "asked": pa.array(rng.random(n) < 0.7, mask=stage != 2),
        "kind": _named(kind, _KINDS),
        "team": _named(team, [f"team{i:02}" for i in range(40)]),
        "account_id": pa.array(case % 997),
        "side": _named(case % 2, ["customer", "coworker"]),
        "segment": _named(case % 3, ["large", "middle", "small"]),
        "source": _named(np.zeros(n, np.int8), ["made_up"]),
    }
    return pa.table([_column(columns, f, n) for f in MOVES], schema=MOVES)


def _named(index, names) -> pa.Array:
    return pa.array(list(names), pa.string()).take(pa.array(index))


def _column(columns, f, n):
    return columns[f.name].cast(f.type) if f.name in columns else pa.nulls(n, f.type)
