"""Why work waits: batching, contention, prioritisation, unavailability, or none of these. Source: science B3."""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import NO_DATA, numbers, union
from dure.facts.numbers import Metric, Window
from dure.facts.service_tables import OURS, THEIRS
from dure.facts.waiting_tables import CAUSES
from dure.kit.estimates import share

_SPLIT: Final = ("n", "days", "told_days", "hours_days", *CAUSES)


def measure(*, waits: ir.Table, waiting_splits: ir.Table, window: Window) -> ir.Table:
    """Item-days of waiting inside the window by cause (cut ``cause``); the slices add up to ``all``.

    The customer's own waiting is a slice apart. What the record lays on a vendor, on other work or on
    evidence is extraneous, and so is waiting before our people of which the record does not say when it
    ended, who began then, or the hours of their team; ``coverage`` is the share of the waiting before
    our people of which it says all three. Where it says of none when and by whom it was begun, the
    causes are null: only the customer's waiting is told apart.

    The cut ``known`` says what is known of the waiting before our people: ``worker`` and ``hours``, as shares.
    """
    told = _told(waits, waiting_splits)
    covers = share(_.told_days, n=_.ours_days)
    return union(
        [
            numbers(told.mutate(cut=ibis.literal("all"), slice=ibis.literal("")), value=_.all_days, n=_.n_all, coverage=covers),
            numbers(_causes(told), value=_.value, n=_.n_of, coverage=covers, reason=_.why),
            numbers(_known(told), value=_.value, n=_.n, reason="no_queue_recorded"),
        ]
    )  # fmt: skip


def _told(waits: ir.Table, splits: ir.Table) -> ir.Table:
    customer, ours = waits.waits_on == THEIRS, waits.waits_on.fill_null(OURS) == OURS
    whole = waits.group_by("stream").agg(
        all_days=_.days.sum(),
        n_all=_.n_waits.sum(),
        customer_days=_.days.sum(where=customer).fill_null(0.0),
        n_customer=_.n_waits.sum(where=customer).fill_null(0),
        ours_days=_.days.sum(where=ours).fill_null(0.0),
        n_ours=_.n_waits.sum(where=ours).fill_null(0),
    )
    split = splits.group_by(split_stream="stream").agg(**{name: splits[name].sum() for name in _SPLIT})
    joined = whole.left_join(split, whole.stream == split.split_stream).drop("split_stream")
    return joined.mutate(**{name: joined[name].fill_null(0) for name in _SPLIT})


def _causes(told: ir.Table) -> ir.Table:
    each = told.mutate(
        cut=ibis.literal("cause"),
        slice=ibis.literal([*CAUSES, THEIRS], type="array<string>").unnest(),
        unsplit=told.all_days - told.customer_days - told.days,
    )
    named = each.slice.cases(
        *((cause, each[cause].cast("float64")) for cause in CAUSES if cause != "extraneous"),
        else_=ibis.greatest(each.extraneous + each.unsplit, 0.0),
    )
    is_customer = each.slice == THEIRS
    split = ibis.ifelse(each.n > 0, named, ibis.null())
    return each.mutate(
        value=ibis.ifelse(each.n_all == 0, ibis.null(), ibis.ifelse(is_customer, each.customer_days, split)),
        n_of=ibis.cases(
            (is_customer, each.n_customer),
            (each.slice == "extraneous", each.n_all - each.n_customer),
            else_=each.n,
        ),
        why=ibis.cases(
            (each.n_all == 0, NO_DATA), (each.n_ours == 0, "no_queue_recorded"), else_="no_service_times"
        ),
    )


def _known(told: ir.Table) -> ir.Table:
    each = told.mutate(
        cut=ibis.literal("known"), slice=ibis.literal(["worker", "hours"], type="array<string>").unnest()
    )
    days = ibis.ifelse(each.slice == "worker", each.days, each.hours_days)
    return each.mutate(value=share(ibis.least(days, each.ours_days), n=each.ours_days))


METRIC = Metric(
    name="waiting_causes",
    version=1,
    unit="days",
    needs=("waits", "waiting_splits"),
    measure=measure,
    title={"ko": "기다린 까닭", "en": "Why work waits"},
    meaning={
        "ko": "우리 사람 앞에서 기다린 날수를 까닭별로 나눕니다. 모아서 한꺼번에 시작하느라(일괄 처리), 먼저 온 일을 하느라(경합), 나중에 온 일을 먼저 하느라(우선순위), 근무 시간이 아니라서(부재), 그 밖의 이유로. 고객을 기다린 시간은 따로 셉니다.",
        "en": "The days work waited before our people, by cause: begun together with others (batching), the worker at earlier "
        "work (contention) or at later work (prioritisation), outside the team's hours (unavailability), or something else "
        "(extraneous). Waiting on the customer is counted apart.",
    },
    better="lower",
    source="Lashkevich et al., Why am I waiting?, CAiSE 2023",
)
