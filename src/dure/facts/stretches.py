"""How much of the time up to a moment some stretches cover, each overlap counted once, without joining every pair.

Times are whole microseconds since the window's start, so that adding and comparing them is exact.
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.moments import horizon, moment
from dure.facts.numbers import Window

HOUR_US = 3_600_000_000


def since_start(ts: ir.TimestampValue, *, window: Window) -> ir.IntegerValue:
    """Whole microseconds from the window's start; below 0 before it. A missing moment is the horizon."""
    return ts.fill_null(moment(horizon(window))).delta(moment(window.start), unit="microsecond").cast("int64")


def length_us(window: Window) -> ir.IntegerScalar:
    """The microseconds from the window's start to its horizon; 0 where nothing of it has passed."""
    long = moment(horizon(window)).delta(moment(window.start), unit="microsecond").cast("int64")
    return ibis.greatest(long, ibis.literal(0, type="int64"))


def clipped(us: ir.IntegerValue, *, window: Window) -> ir.IntegerValue:
    """A time brought inside the window."""
    return ibis.greatest(ibis.least(us, length_us(window)), ibis.literal(0, type="int64"))


def laid_out(stretches: ir.Table, *, by: Sequence[str]) -> ir.Table:
    """The stretches (columns ``by``, start, end) with ``own``: what each adds to those that began before it."""
    before = ibis.window(group_by=list(by), order_by=["start", "end"], preceding=(None, 1))
    laid = stretches.mutate(reach=stretches.end.max().over(before))
    own = laid.end - ibis.greatest(laid.start, laid.reach.fill_null(laid.start))
    return laid.mutate(own=ibis.greatest(own, ibis.literal(0, type="int64"))).drop("reach")


def covered(points: ir.Table, *, stretches: ir.Table, by: Sequence[str]) -> ir.Table:
    """For each distinct point (columns ``by``, at): ``covered``, how much the stretches of its key cover until then.

    One sort, whatever the overlaps: all stretches begun by a moment cover their whole length less what
    reaches beyond it, and beyond it reaches only the one that ends last.

    Args:
        points: columns ``by`` and at.
        stretches: columns ``by``, start and end; they may overlap.
    """
    keys = list(by)
    nothing = ibis.literal(0, type="int64")
    asked = points.select(*keys, "at").distinct()
    events = asked.mutate(is_point=nothing + 1, own=nothing, end=ibis.null("int64")).union(
        laid_out(stretches.select(*keys, "start", "end"), by=keys).select(
            *keys, at="start", is_point=nothing, own="own", end="end"
        )
    )
    so_far = ibis.cumulative_window(group_by=keys, order_by=["at", "is_point"])
    told = events.mutate(total=events.own.sum().over(so_far), last=events.end.max().over(so_far))
    beyond = ibis.greatest(told["last"].fill_null(told["at"]) - told["at"], nothing)
    return told.filter(told.is_point == 1).select(*keys, "at", covered=(_.total - beyond).cast("int64"))
