"""Ping-pong: work that goes straight back to the team it came from. Source: science B4."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, path_cuts: ir.Table, window: Window) -> ir.Table:
    """Straight returns over the chances of one (path length less 2), as a ratio of sums; n counts the chances.

    ``coverage`` is the share of the items done that ever had an owner. Chances of one case are not quite
    independent, so the interval is a little narrow.
    """
    return numbers(
        path_cuts,
        value=share(_.n_returns, n=_.n_chances),
        n=_.n_chances,
        coverage=share(_.n_owned, n=_.n_done),
        low=wilson_low(_.n_returns, n=_.n_chances),
        high=wilson_high(_.n_returns, n=_.n_chances),
    )


METRIC = Metric(
    name="ping_pong",
    version=1,
    unit="share",
    needs=("path_cuts",),
    measure=measure,
    title={"ko": "되돌아간 일", "en": "Ping-pong"},
    meaning={
        "ko": "세 번째 팀부터, 일이 바로 앞의 앞 팀으로 되돌아간 비율입니다. 팀 사이를 오가기만 하는 일이 많을수록 높습니다.",
        "en": "From the third owner on, the share of handovers that went straight back to the team before. "
        "It is high where work is passed to and fro.",
    },
    better="lower",
    source="BPI Challenge 2013; Celonis, Ping Pong Cases",
    leads=("flow_time", "ces"),
)
