"""The weeks a window can speak of, as a table."""

from typing import Final

import ibis.expr.types as ir
from ibis import _

from dure.facts.moments import horizon
from dure.facts.numbers import Window
from dure.kit.literal_rows import literal_rows
from dure.kit.weeks import whole_weeks


def whole(window: Window) -> ir.Table:
    """The whole ISO weeks of the window in its zone: week (its label), n_week (0, 1 ...), start_ts, end_ts."""
    rows = [
        {
            "week": week.label,
            "n_week": n,
            "start_ts": week.start.replace(tzinfo=None),
            "end_ts": week.end.replace(tzinfo=None),
        }
        for n, week in enumerate(whole_weeks(window.start, end=horizon(window), zone=window.zone))
    ]
    return literal_rows(rows, columns=_WEEKS)


_WEEKS: Final = {"week": "string", "n_week": "int64", "start_ts": "timestamp(6)", "end_ts": "timestamp(6)"}


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
    joined = rows.left_join(weeks, [rows[ts] >= weeks.start_ts, rows[ts] < weeks.end_ts])
    return joined.select(*[rows[c] for c in rows.columns if c != "week"], week=weeks.week)
