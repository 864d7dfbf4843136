"""Reading outcomes and the numbers we show."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from dure.records.outcomes.models import Measurement, Outcome, Signature
from dure.records.work.models import Stream


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


def signatures(stream_id: int) -> QuerySet[Signature]:
    """The signatures that stand under the definitions of a stream, of every version."""
    return Signature.objects.filter(stream_id=stream_id, withdrawn_at__isnull=True).select_related("by")


def signature_of(*, stream: Stream, metric: str, version: int, part: str) -> Signature | None:
    """What one owner of a stream signed of one version of a definition."""
    return (
        signatures(stream.pk)
        .select_related("stream")
        .filter(metric=metric, version=version, part=part)
        .first()
    )


def count_outcomes(stream: str) -> dict[str, int]:
    """How many outcomes of each kind came of the voices of a value stream."""
    rows = Outcome.objects.filter(voice__stream=stream).values_list("kind").annotate(n=Count("id"))
    return dict(rows.order_by("kind"))
