"""The kinds of work beside what is meant, and debt: how much, how old, and what moved with it (003-35, 003-58)."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, TypeAlias

from dure.doors.web.addresses import address
from dure.doors.web.measured import Measured, Row
from dure.doors.web.names import WORK_KINDS, Words
from dure.facts.loop import KINDS
from dure.records.work.rules import target_distance

#: Debt in progress is old where it is half as old again as all work, in so many items at least [P].
OLDER, N_OLD = 1.5, 5
#: So many weeks must stand on each side before they are compared, and so many follow each of them [P].
N_WEEKS_EACH, N_AFTER = 6, 4

#: Of each week: the share of debt paid off in it, and the flow time of the weeks after it.
Pairs: TypeAlias = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kind: the share that is meant, that was done and that is in progress; None where not known."""

    name: Words
    target: float | None
    done: float | None
    load: float | None
    done_href: str
    load_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Flow times after weeks with more debt paid off, and after the others: seen together, no proof."""

    more_days: float
    n_more: int
    less_days: float
    n_less: int
    share: float


def kinds(measured: Measured, *, stream: Any) -> dict[str, Any]:
    """The lines of the kinds, the distances to the target, and what is to be said of debt."""
    done = _shares(measured, cut="kind")
    load = _shares(measured, cut="kind_load")
    target = stream.targets
    return {
        "kind_lines": [
            Line(
                name=WORK_KINDS[kind],
                target=target.get(kind),
                done=done.get(kind),
                load=load.get(kind),
                done_href=address("/items/", stream=stream.key, kind=kind, state="done"),
                load_href=address("/items/", stream=stream.key, kind=kind, state="open"),
            )
            for kind in KINDS
        ],
        "has_target": bool(target),
        "done_distance": target_distance(done, target=target) if target and done else None,
        "load_distance": target_distance(load, target=target) if target and load else None,
        "debt": debt(measured, target=target),
    }


def _shares(measured: Measured, *, cut: str) -> dict[str, float]:
    rows = measured.slices("flow_distribution", cut=cut)
    return {kind: row.value for kind, row in rows.items() if row.value is not None}


def debt(measured: Measured, *, target: Mapping[str, float]) -> dict[str, Any]:
    """What there is to warn of about debt, with the figures it rests on.

    A share is told of only where its interval leaves no doubt: one item of ten is no trend.
    """
    paid = measured.row("flow_distribution", cut="kind", slice="debt")
    stands = measured.row("flow_distribution", cut="kind_load", slice="debt")
    old, whole = measured.row("flow_age", cut="kind", slice="debt"), measured.value("flow_age")
    return {
        "paid": paid.value if paid else None,
        "stands": stands.value if stands else None,
        "piles_up": bool(paid and stands and _is_below(paid, stands.low)),
        "is_below_target": bool(target and paid and _is_below(paid, target.get("debt"))),
        "is_old": bool(old and old.value and whole and old.n >= N_OLD and old.value > OLDER * whole),
        "age": old.value if old else None,
        "whole_age": whole,
        "effect": effect(measured),
    }


def _is_below(share: Row, limit: float | None) -> bool:
    """Whether a share lies below a limit with its whole interval."""
    return limit is not None and share.high is not None and share.high < limit


def effect(measured: Measured) -> Effect | None:
    """Median flow time in the weeks that follow those with much debt paid off, and the others; None if too few.

    Whether debt was the cause, this cannot say: other things changed in the same weeks.
    """
    paid, times = measured.slices("flow_debt", cut="week"), measured.slices("flow_time", cut="week")
    weeks = sorted(times)
    pairs: Pairs = []
    for n, week in enumerate(weeks):
        after = [days for later in weeks[n + 1 : n + 1 + N_AFTER] if (days := times[later].value) is not None]
        share = paid[week].value if week in paid else None
        if share is not None and len(after) == N_AFTER:
            pairs.append((share, median(after)))
    if not pairs:
        return None
    middle = median(share for share, _days in pairs)
    above, at_least = _split(pairs, at=middle), _split(pairs, at=middle, with_equal=True)
    more, less = max(above, at_least, key=lambda halves: min(map(len, halves)))
    if min(len(more), len(less)) < N_WEEKS_EACH:
        return None
    return Effect(
        more_days=median(days for _share, days in more),
        n_more=len(more),
        less_days=median(days for _share, days in less),
        n_less=len(less),
        share=min(share for share, _days in more),
    )


def _split(pairs: Pairs, *, at: float, with_equal: bool = False) -> tuple[Pairs, Pairs]:
    """The pairs above a share (or at it too), and the others."""
    more = [pair for pair in pairs if pair[0] > at or (with_equal and pair[0] == at)]
    return more, [pair for pair in pairs if pair not in more]
