"""Computes every number anew, from the lake, and keeps it where the pages look."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings

from dure.facts.numbers import Metric, Window
from dure.facts.origins import TOLD_HERE
from dure.facts.roles import SYSTEM
from dure.facts.shapes import MEASUREMENTS
from dure.facts.touch_tables import JOURNEY
from dure.kit.clock import zone_named
from dure.kit.plugins import found
from dure.lake import Known, Lake, keep_cases_when_due, measured
from dure.records.journeys.queries import spoken_rows, touch_rows, traveller_rows
from dure.records.outcomes.actions import keep_numbers
from dure.records.people.queries import capacities, front_line_keys, open_hours
from dure.records.work.queries import sources, stage_map, times_of

#: How far back our own numbers look.
YEAR = timedelta(days=365)
LIMIT_SECONDS = 600

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class History:
    """Rows measured together: our own, or those of one import, which ends where its log ends."""

    sources: tuple[str, ...]
    loop: str
    window: Window


def metrics() -> list[Metric]:
    """Every number there is, by name."""
    return cast(list[Metric], list(found("dure.metrics", attribute="METRIC").values()))


def measure(lake: Lake, *, now: datetime, progress: Progress | None = None) -> int:
    """Computes every number of every history and keeps them; the ones that changed go to the lake by the ledger.

    Returns:
        How many numbers there are.
    """
    keep_cases_when_due(lake, stage_map=stage_map())
    rows = [row for history in histories(now) for row in _numbers(lake, history, now=now, progress=progress)]
    return keep_numbers(rows, by=SYSTEM, now=now)


def histories(now: datetime) -> Iterator[History]:
    """Our own history until now, and each import's until its last move."""
    zone = settings.TIME_ZONE
    yield History(TOLD_HERE, "loop", Window(start=now - YEAR, end=now, as_of=now, zone=zone))
    for source in sources():
        first, last = times_of(source)
        if source not in TOLD_HERE and first is not None and last is not None:
            end = last + timedelta(microseconds=1)
            yield History((source,), f"loop/{source}", Window(start=first, end=end, as_of=now, zone=zone))


def known_rows(history: History) -> Known:
    """What people have set up that the numbers of a history need, as rows of :data:`dure.facts.known.KNOWN`."""
    zone = zone_named(history.window.zone)
    return {
        "front_line": [{"team": key} for key in front_line_keys(history.sources)],
        "capacity": capacities(history.sources, day=history.window.as_of.astimezone(zone).date()),
        "open_hours": open_hours(history.sources, start=history.window.start, end=history.window.end),
        "stage_map": stage_map(),
        "touchpoints": touch_rows(),
        "spoken_by": spoken_rows(history.sources),
        "travellers": traveller_rows(history.sources),
    }


def _numbers(
    lake: Lake, history: History, *, now: datetime, progress: Progress | None
) -> Iterable[dict[str, Any]]:
    table = measured(
        metrics(),
        window=history.window,
        lake=lake,
        sources=history.sources,
        known=known_rows(history),
        limit_seconds=LIMIT_SECONDS,
        progress=progress,
    )
    names = [name for name in MEASUREMENTS.names if name not in ("ts", "recorded_ts", "seq")]
    for row in table.select(names).to_pylist():
        stream = row["stream"]
        if stream in ("loop", JOURNEY):
            stream += history.loop.removeprefix("loop")
        yield {**row, "stream": stream, "reason": row["reason"] or "", "as_of": min(now, history.window.end)}
