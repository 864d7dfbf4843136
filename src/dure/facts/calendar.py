"""The weeks a window can speak of, as a table."""

from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from dure.facts.moments import day_number, horizon
from dure.facts.numbers import Window
from dure.kit.weeks import whole_weeks

#: The table ``all_weeks``: like the lake's tables it is handed to the engine, so that no query depends on it.
ALL_WEEKS: Final = pa.schema(
    {
        "week": pa.string(),
        "n_week": pa.int64(),
        "start_ts": pa.timestamp("us", tz="UTC"),
        "end_ts": pa.timestamp("us", tz="UTC"),
    }
)


def whole(window: Window) -> list[dict[str, Any]]:
    """The whole ISO weeks of the window in its zone: week (its label), n_week (0, 1 ...), start_ts, end_ts."""
    weeks = whole_weeks(window.start, end=horizon(window), zone=window.zone)
    return [
        {"week": week.label, "n_week": n, "start_ts": week.start, "end_ts": week.end}
        for n, week in enumerate(weeks)
    ]


def tracked(streams: ir.Table, *, weeks: ir.Table) -> ir.Table:
    """The weeks of each stream from the first whole one in which it was watched.

    A week without events inside them is a real zero; a week before them is missing.

    Args:
        streams: rows with stream and first_ts, the first moment anything is known of it.
    """
    since = streams.group_by("stream").agg(first_ts=_.first_ts.min())
    return weeks.join(since, [weeks.start_ts >= since.first_ts]).select("stream", *weeks.columns)


def with_week(rows: ir.Table, ts: str, *, weeks: ir.Table) -> ir.Table:
    """``rows`` with ``week``: the label of the week in which the moment ``ts`` lies, null outside all weeks."""
    touched = ibis.literal(list(range(_DAYS)), type="array<int64>").unnest()
    each_day = weeks.mutate(nth=touched)
    days = each_day.select("week", "start_ts", "end_ts", n_day=day_number(each_day.start_ts) + each_day.nth)
    each = rows.mutate(n_day=day_number(rows[ts]))
    in_week = [each.n_day == days.n_day, each[ts] >= days.start_ts, each[ts] < days.end_ts]
    joined = each.left_join(days, in_week)
    return joined.select(*[each[c] for c in rows.columns if c != "week"], week=days.week)


#: A week of any zone touches at most so many days of UTC. Engines join by a day's number at once, and by
#: a stretch of time row by row.
_DAYS: Final = 9
