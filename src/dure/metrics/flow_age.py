"""Flow age: how long what is in progress has been so. Source: science B1."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import cut, numbers
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import quantile, quantile_high, quantile_low, share


def measure(*, in_progress: ir.Table, window: Window) -> ir.Table:
    """The median days since items now in progress began; ``coverage`` is the share whose start is known."""
    known = in_progress.mutate(days=in_progress.is_left_truncated.ifelse(None, in_progress.age_days))
    cuts = cut(
        known,
        by=("kind", "state", "stage", "team", "segment", "side"),
        n_all=_.count(),
        ages=_.days.collect(order_by=_.days),
    )
    return numbers(
        cuts,
        value=quantile(_.ages, at=0.5),
        n=_.ages.length(),
        coverage=share(_.ages.length(), n=_.n_all),
        low=quantile_low(_.ages, at=0.5),
        high=quantile_high(_.ages, at=0.5),
    )


METRIC = Metric(
    name="flow_age",
    version=1,
    unit="days",
    needs=("in_progress",),
    measure=measure,
    title={"ko": "진행 중인 일의 나이(중앙값)", "en": "Age of work in progress (median)"},
    meaning={
        "ko": "아직 끝나지 않은 일이 시작된 지 며칠 됐는지의 중앙값입니다. 처리 시간은 끝난 일만 보므로, 오래 멈춰 있는 일은 이 숫자에만 나타납니다.",
        "en": "Half of the items in progress began at most this many days ago. Flow time looks at finished work only; "
        "what has been stuck for long shows here.",
    },
    better="lower",
    source="Flow Framework, flowframework.org/flow-metrics",
    leads=("flow_time_p85", "promise_kept"),
)
