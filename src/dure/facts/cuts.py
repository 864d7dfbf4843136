"""Cutting a number: the whole, and by kind, team, week ... in one table of the shape numbers have."""

from collections.abc import Sequence
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from dure.kit.literal_rows import literal_rows

#: What a metric's ``measure`` returns, in this order.
NUMBER: Final = ibis.schema(
    {
        "stream": "string",
        "cut": "string",
        "slice": "string",
        "value": "float64",
        "n": "int64",
        "coverage": "float64",
        "low": "float64",
        "high": "float64",
        "reason": "string",
    }
)

NO_DATA: Final = "no_data"

#: Stands between the two names of a slice that is a pair.
ARROW: Final = " → "

#: Voices and promises have the loop as their stream; the value stream they came through is another column.
_COLUMN: Final = {"stream": "stream_key"}


def cut(
    rows: ir.Table, *, by: Sequence[str] = (), weeks: ir.Table | None = None, **sums: ir.Value
) -> ir.Table:
    """``sums`` over all rows of each stream, and by each column of ``by``: stream, cut, slice, then the sums.

    A slice nobody named is called ``unknown``.

    Args:
        rows: a table with a column ``stream`` and the columns of ``by``.
        weeks: where given, also by the column ``week`` of ``rows``; each of these weeks of a stream (see
            :func:`dure.facts.calendar.tracked`) has a row, with nulls where nothing was in it.
        sums: named aggregates as deferred expressions, such as ``n=_.count()``.
    """
    found = (
        sliced(rows, by=(*by, "week") if weeks is not None else by)
        .group_by(["stream", "cut", "slice"])
        .agg(**sums)
    )
    return found if weeks is None else found.union(_empty_weeks(found, weeks))


def sliced(rows: ir.Table, *, by: Sequence[str]) -> ir.Table:
    """``rows`` once for each cut they belong to, with cut and slice; a row without a week is in no week."""
    names = ["all", *by]
    every = rows.mutate(cut=ibis.literal(names, type="array<string>").unnest())
    slices = [("all", ""), *((name, _slice(every, name)) for name in by)]
    return every.mutate(slice=every.cut.cases(*slices)).filter(ibis._.slice.notnull())


def _slice(rows: ir.Table, name: str) -> ir.StringValue:
    column = rows[_COLUMN.get(name, name)].cast("string")
    return column if name == "week" else column.fill_null("unknown")


def _empty_weeks(found: ir.Table, weeks: ir.Table) -> ir.Table:
    known = weeks.select("stream", cut=ibis.literal("week"), slice="week")
    missing = known.anti_join(found, ["stream", "cut", "slice"])
    return missing.select(
        *missing.columns,
        **{name: ibis.null(kind) for name, kind in found.schema().items() if name not in missing.columns},
    )


def with_loop(answer: ir.Table) -> ir.Table:
    """A metric's answer, with a row that says ``no_data`` for the loop where there is none for it."""
    return with_stream(answer, "loop")


def with_stream(answer: ir.Table, stream: str) -> ir.Table:
    """A metric's answer, with a row that says ``no_data`` for a stream where there is none for the whole of it."""
    row = {"stream": stream, "cut": "all", "slice": "", "n": 0, "reason": NO_DATA}
    nothing = literal_rows(
        [{name: row.get(name) for name in NUMBER}], columns={name: str(kind) for name, kind in NUMBER.items()}
    )
    return answer.union(nothing.anti_join(answer.filter(answer.cut == "all"), ["stream", "cut"]))


def pair(first: ir.StringValue, second: ir.StringValue) -> ir.StringValue:
    """The slice of what leads from one to another."""
    return first + ARROW + second


def union(parts: Sequence[ir.Table]) -> ir.Table:
    """The rows of all parts, nothing dropped."""
    return reduce(lambda a, b: a.union(b), parts)


def _weekly(rows: ir.Table, weeks: ir.Table, sums: dict[str, ir.Value]) -> ir.Table:
    found = rows.filter(rows.week.notnull()).group_by(["stream", "week"]).agg(**sums)
    known = weeks.select("stream", "week")
    return known.left_join(found, ["stream", "week"]).select(
        stream=known.stream,
        cut=ibis.literal("week"),
        slice=known.week,
        **{name: found[name] for name in sums},
    )


def numbers(
    cuts: ir.Table,
    *,
    value: ir.Value,
    n: ir.Value,
    coverage: ir.Value | None = None,
    low: ir.Value | None = None,
    high: ir.Value | None = None,
    reason: str | ir.Value = NO_DATA,
) -> ir.Table:
    """The table a metric returns; where the value is null (or not a number) the reason says why.

    Args:
        cuts: a table with stream, cut and slice; the other arguments are expressions over it.
        reason: why a value is null, where it is.
    """

    def bound(expression: ir.Value | None) -> ir.Value:
        return cuts.bind(expression)[0] if expression is not None else ibis.null()

    said = {"value": bound(value), "coverage": bound(coverage), "low": bound(low), "high": bound(high)}
    said |= {"n": bound(n).fill_null(0), "reason": ibis.null() if isinstance(reason, str) else bound(reason)}
    # The reason in a step of its own: an engine's planner reads a long value once then, not three times.
    shown = cuts.select("stream", "cut", "slice", **{c: said[c].cast(NUMBER[c]) for c in NUMBER.names[3:]})
    why = ibis.ifelse(shown.n == 0, NO_DATA, reason) if isinstance(reason, str) else shown.reason
    return shown.mutate(reason=ibis.ifelse(shown.value.isnull(), why, ibis.null()))
