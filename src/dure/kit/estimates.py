"""Shares, quantiles and survival with their intervals, as Ibis expressions that any engine can answer.

The formulas are those of :mod:`dure.kit.stats`, where they can be checked by hand.
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from dure.kit.stats import HALF, Z95


def share(hits: ir.NumericValue, *, n: ir.NumericValue) -> ir.NumericValue:
    """``hits / n``, and null where there is nothing to divide by."""
    return hits.cast("float64") / n.nullif(0)


def wilson_low(hits: ir.NumericValue, *, n: ir.NumericValue) -> ir.NumericValue:
    """The lower end of the 95 % Wilson interval of ``hits / n``; null where n is 0."""
    centre, half = _wilson(hits, n)
    return (centre > half).ifelse(centre - half, half * 0)


def wilson_high(hits: ir.NumericValue, *, n: ir.NumericValue) -> ir.NumericValue:
    """The upper end of the 95 % Wilson interval of ``hits / n``; null where n is 0."""
    centre, half = _wilson(hits, n)
    return (centre + half < 1).ifelse(centre + half, half * 0 + 1)


def _wilson(hits: ir.NumericValue, n: ir.NumericValue) -> tuple[ir.NumericValue, ir.NumericValue]:
    p, z2, n = share(hits, n=n), Z95 * Z95, n.nullif(0).cast("float64")
    half = (p * (1 - p) / n + z2 / (4 * n * n)).sqrt() * Z95 / (1 + z2 / n)
    return (p + z2 / (2 * n)) / (1 + z2 / n), half


def quantile(ordered: ir.ArrayValue, *, at: float) -> ir.NumericValue:
    """The value below which the share ``at`` of an ordered array lies, interpolated; null where it is empty."""
    place = (ordered.length() - 1) * ibis.literal(at)
    below = place.floor().cast("int64")
    low, high = ordered[below], ordered[place.ceil().cast("int64")]
    return low + (place - below) * (high - low)


def quantile_low(ordered: ir.ArrayValue, *, at: float) -> ir.NumericValue:
    """The lower end of the quantile's 95 % interval; null where n is too small for one."""
    first, last = _ranks(ordered, at)
    return ibis.ifelse((first >= 1) & (last <= ordered.length()), ordered[first - 1], ibis.null())


def quantile_high(ordered: ir.ArrayValue, *, at: float) -> ir.NumericValue:
    """The upper end of the quantile's 95 % interval; null where n is too small for one."""
    first, last = _ranks(ordered, at)
    return ibis.ifelse((first >= 1) & (last <= ordered.length()), ordered[last - 1], ibis.null())


def _ranks(ordered: ir.ArrayValue, at: float) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    n = ordered.length().cast("float64")
    reach = (n * at * (1 - at)).sqrt() * Z95
    return (n * at - reach + 0.5).floor().cast("int64"), (n * at + reach + 1.5).floor().cast("int64")


def survival(observations: ir.Table, *, by: Sequence[str]) -> ir.Table:
    """The Kaplan-Meier median of each group: columns ``by``, value, low, high, n, n_reached.

    Args:
        observations: one row per wait: the columns ``by``, ``days`` (until it happened or until now)
            and ``reached`` (whether it happened).
        by: the grouping columns.

    Source: Kaplan & Meier 1958; Brookmeyer & Crowley 1982, log-log band.
    """
    curve = _curve(observations, by=by)
    reach = curve.variance.sqrt() * Z95 / -curve.log_share.nullif(0.0)
    lower, upper = (curve.log_share * reach.exp()).exp(), (curve.log_share * (-reach).exp()).exp()
    gone = curve.is_gone
    return curve.group_by(list(by)).agg(
        value=curve.days.min(where=gone | (curve.log_share.exp() <= HALF)),
        low=curve.days.min(where=gone | (lower <= HALF)),
        high=curve.days.min(where=~gone & (upper <= HALF)),
        n=curve.n_here.sum(),
        n_reached=curve.n_reached.sum(),
    )


def _curve(observations: ir.Table, *, by: Sequence[str]) -> ir.Table:
    moments = observations.group_by([*by, "days"]).agg(
        n_here=ibis._.count(), n_reached=ibis._.reached.cast("int64").sum()
    )
    whole = ibis.window(group_by=list(by))
    so_far = ibis.cumulative_window(group_by=list(by), order_by="days")
    at_risk = moments.mutate(
        n_left=moments.n_here.sum().over(whole) - moments.n_here.sum().over(so_far) + moments.n_here
    )
    all_go = at_risk.n_reached == at_risk.n_left
    left = (at_risk.n_left - at_risk.n_reached).nullif(0).cast("float64")
    return at_risk.mutate(
        is_gone=all_go,
        log_share=(left / at_risk.n_left).ln().fill_null(0.0).sum().over(so_far),
        variance=(at_risk.n_reached / (at_risk.n_left * left)).fill_null(0.0).sum().over(so_far),
    )


def medians(rows: ir.Table, *, of: str, by: Sequence[str]) -> ir.Table:
    """The median of a column for each group, exactly: columns ``by``, then ``of``, then n.

    Counted by whole numbers first, so that only the rows around the middle are put in order. The engines' own
    medians put a whole group in one list, which a cluster cannot hand from worker to worker once it is millions long.

    Args:
        rows: columns ``by`` and ``of``; no nulls in ``of``.
    """
    each = rows.select(*by, of).mutate(whole=rows[of].floor().cast("int64"))
    counts = each.group_by([*by, "whole"]).agg(k=each.count())
    up_to = ibis.cumulative_window(group_by=list(by), order_by="whole")
    told = counts.mutate(
        until=counts.k.sum().over(up_to), n=counts.k.sum().over(ibis.window(group_by=list(by)))
    )
    is_middle = (told.until - told.k <= told.n // 2) & (told.until > (told.n - 1) // 2)
    near = told.filter(is_middle).select(*by, "whole", "n", before=told.until - told.k)
    in_order, group = (ibis.window(group_by=list(by), order_by=o) for o in (of, None))
    placed = each.join(near, [*by, "whole"])
    placed = placed.mutate(place=ibis.row_number().over(in_order) + placed.before.min().over(group))
    middle = placed.filter((placed.place == (placed.n - 1) // 2) | (placed.place == placed.n // 2))
    return middle.group_by(list(by)).agg(**{of: middle[of].mean(), "n": middle.n.max().cast("int64")})
