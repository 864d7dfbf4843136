"""Cutting a number: the whole, and by kind, team, week ... in one table of the shape numbers have."""

from collections.abc import Sequence
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

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

#: Voices and promises have the loop as their stream; the value stream they came through is another column.
_COLUMN: Final = {"stream": "stream_key"}


def cut(rows: ir.Table, *, by: Sequence[str] = (), weeks: ir.Table | None = None, **sums: ir.Value) -> ir.Table:
    """``sums`` over all rows of each stream, and by each column of ``by``: stream, cut, slice, then the sums.

    A slice nobody named is called ``unknown``.

    Args:
        rows: a table with a column ``stream`` and the columns of ``by``.
        weeks: where given, also by the column ``week`` of ``rows``, with a row for each of these
            weeks of the stream (see :func:`dure.facts.calendar.weeks`), whether anything was in it or not.
        sums: named aggregates as deferred expressions, such as ``n=_.count()``.
    """
    parts = [_part(rows, "all", ibis.literal(""), sums)]
    parts += [_part(rows, name, rows[_COLUMN.get(name, name)].cast("string").fill_null("unknown"), sums) for name in by]
    if weeks is not None:
        parts.append(_weekly(rows, weeks, sums))
    return union(parts)


def sliced(rows: ir.Table, *, by: Sequence[str]) -> ir.Table:
    """``rows`` once for each cut they belong to, with cut and slice, for what no sum can answer (medians).

    A row without a week is in no week.
    """
    parts = [rows.mutate(cut=ibis.literal("all"), slice=ibis.literal(""))]
    for name in by:
        column = rows[_COLUMN.get(name, name)].cast("string")
        known = rows.filter(column.notnull()) if name == "week" else rows
        parts.append(known.mutate(cut=ibis.literal(name), slice=column.fill_null("unknown")))
    return union(parts)


def with_loop(answer: ir.Table) -> ir.Table:
    """A metric's answer, with a row that says ``no_data`` for the loop where there is none for it."""
    nothing = ibis.memtable(pa.table({"stream": ["loop"], "cut": ["all"], "slice": [""], "n": [0], "reason": [NO_DATA]}))
    nothing = nothing.select(
        *[nothing[c] if c in nothing.columns else ibis.null(kind).name(c) for c, kind in NUMBER.items()]
    )
    return answer.union(nothing.anti_join(answer.filter(answer.cut == "all"), ["stream", "cut"]))


def union(parts: Sequence[ir.Table]) -> ir.Table:
    """The rows of all parts, nothing dropped."""
    return reduce(lambda a, b: a.union(b), parts)


def _part(rows: ir.Table, name: str, column: ir.Value, sums: dict[str, ir.Value]) -> ir.Table:
    keyed = rows.mutate(cut=ibis.literal(name), slice=column)
    return keyed.group_by(["stream", "cut", "slice"]).agg(**sums)


def _weekly(rows: ir.Table, weeks: ir.Table, sums: dict[str, ir.Value]) -> ir.Table:
    found = rows.filter(rows.week.notnull()).group_by(["stream", "week"]).agg(**sums)
    known = weeks.select("stream", "week")
    return known.left_join(found, ["stream", "week"]).select(
        stream=known.stream, cut=ibis.literal("week"), slice=known.week, **{name: found[name] for name in sums}
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
    nothing = ibis.null()
    rows = cuts.select(
        "stream", "cut", "slice", value=value, n=n, coverage=coverage if coverage is not None else nothing,
        low=low if low is not None else nothing, high=high if high is not None else nothing,
        why=ibis.literal(reason) if isinstance(reason, str) else reason,
    )  # fmt: skip
    rows = rows.mutate(value=rows["value"].cast("float64"), n=rows.n.fill_null(0))
    why = ibis.ifelse(rows.n == 0, NO_DATA, rows.why) if isinstance(reason, str) else rows.why
    rows = rows.mutate(reason=ibis.ifelse(rows["value"].isnull(), why, ibis.null()))
    return rows.select(*NUMBER.names).cast(dict(NUMBER.items()))
