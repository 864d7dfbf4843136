"""Who hands work to whom: how often, and how long it lies there until the receiver begins. Source: science B4."""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, pair, union
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, survival

#: So many pairs of a stream are kept, the busiest; ``all`` counts the others too.
MOST_PAIRS: Final = 400


def measure(*, handings: ir.Table, window: Window) -> ir.Table:
    """The Kaplan-Meier median of the days until the receiver begins; n counts the handovers.

    Cuts: ``pair`` (``a → b``), ``from`` and ``to``. What was handed on again before anybody began, or
    is still lying there, counts with the time it lay; ``coverage`` is the share of handovers that were
    begun. The cut ``pair_cases`` says how many items the handovers of a pair were of.
    """
    cuts = ["all", "from", "to", "pair"]
    each = handings.mutate(
        pair=pair(handings.from_team, handings.to_team),
        cut=ibis.literal(cuts, type="array<string>").unnest(),
    )
    rows = each.mutate(
        slice=each.cut.cases(
            ("from", each.from_team), ("to", each.to_team), ("pair", each.pair), else_=ibis.literal("")
        )
    )
    waits = survival(rows.select("stream", "cut", "slice", "days", "reached"), by=("stream", "cut", "slice"))
    named = handings.mutate(pair=pair(handings.from_team, handings.to_team))
    cases = named.group_by(["stream", "pair"]).agg(n=_.count(), n_cases=_.case_id.nunique())
    busiest = ibis.window(group_by="stream", order_by=[cases.n.desc(), cases.pair])
    kept = cases.mutate(place=ibis.row_number().over(busiest)).filter(_.place < MOST_PAIRS)
    pairs = kept.select("stream", slice="pair", cut=ibis.literal("pair"))
    waits = waits.filter(waits.cut != "pair").union(waits.semi_join(pairs, ["stream", "cut", "slice"]))
    items = kept.select("stream", "n", "n_cases", cut=ibis.literal("pair_cases"), slice="pair")
    return union(
        [
            numbers(
                waits,
                value=_.value,
                n=_.n,
                coverage=share(_.n_reached, n=_.n),
                low=_.low,
                high=_.high,
                reason="not_reached",
            ),
            numbers(items, value=_.n_cases, n=_.n),
        ]
    )


METRIC = Metric(
    name="handover_map",
    version=1,
    unit="days",
    needs=("handings",),
    measure=measure,
    title={"ko": "누가 누구에게 넘기나", "en": "Who hands to whom"},
    meaning={
        "ko": "한 팀에서 다른 팀으로 일이 넘어간 횟수와, 넘겨받은 팀이 시작하기까지 걸린 날수의 중앙값입니다. 아직 시작하지 않은 일도 기다린 만큼 셈에 넣습니다.",
        "en": "How often work went from one team to another, and within how many days the receiver begins half of it. "
        "What has not been begun yet counts with the time it has lain there.",
    },
    better="lower",
    source="BPI Challenge 2013; Kaplan & Meier 1958",
)
