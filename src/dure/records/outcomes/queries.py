"""Reading outcomes and the numbers we show."""

from collections.abc import Collection

from django.db.models import QuerySet

from dure.records.outcomes.models import Measurement, Outcome


def outcomes_of(voice_id: int) -> QuerySet[Outcome]:
    """What came of a voice, oldest first."""
    return Outcome.objects.filter(voice_id=voice_id)


def recent_outcomes_of(account_id: int) -> QuerySet[Outcome]:
    """What came of the voices of an account, the newest first."""
    return (
        Outcome.objects.filter(account_id=account_id).select_related("person").order_by("-measured_at", "-id")
    )


def numbers(stream: str, *metrics: str) -> QuerySet[Measurement]:
    """The numbers of a stream (or of the ``loop``), all of them or of some metrics."""
    rows = Measurement.objects.filter(stream=stream)
    return (rows.filter(metric__in=metrics) if metrics else rows).order_by("metric", "cut", "slice")


def numbers_cut(
    streams: Collection[str], *, metrics: Collection[str], cuts: Collection[str]
) -> QuerySet[Measurement]:
    """The numbers of some streams in some cuts only: what a page shows of a stream that has thousands."""
    return Measurement.objects.filter(stream__in=streams, metric__in=metrics, cut__in=cuts).order_by(
        "metric", "cut", "slice"
    )


def outcomes_by(person_id: int) -> QuerySet[Outcome]:
    """What came of a person's voices, the newest first."""
    return Outcome.objects.filter(person_id=person_id).order_by("-measured_at", "-id")
