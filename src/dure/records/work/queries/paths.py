"""Items by the way their ownership went: the cases behind the numbers of handing work on (science B4).

Stays follow each other by moment and id; a state without an owner is no stay: A, nobody, A is one stay with A.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from dure.records.work.models import WorkState


def _owned() -> QuerySet[WorkState]:
    return WorkState.objects.filter(team__isnull=False).order_by()


def _before() -> QuerySet[WorkState]:
    """The owned states of the same item before the one that is looked at, the last of them first."""
    at, pk = OuterRef("entered_at"), OuterRef("pk")
    earlier = Q(entered_at__lt=at) | Q(entered_at=at, pk__lt=pk)
    return _owned().filter(earlier, item=OuterRef("item")).order_by("-entered_at", "-pk")


def _arrivals() -> QuerySet[Any]:
    """The states in which an item came to another team: ``team_before`` is whose it was."""
    several = _owned().filter(item=OuterRef("item")).exclude(team=OuterRef("team"))
    came = _owned().filter(Exists(several)).annotate(team_before=Subquery(_before().values("team")[:1]))
    return came.filter(team_before__isnull=False).exclude(team=F("team_before"))


def handed_over(
    *, giver: str, receiver: str, since: datetime | None = None, until: datetime | None = None
) -> QuerySet[Any]:
    """The ids of items that went from one team (its key) to another, in ``[since, until)`` where given."""
    came = _arrivals().filter(team__key=receiver, team_before__in=_keyed(giver))
    came = came.filter(entered_at__gte=since) if since else came
    return (came.filter(entered_at__lt=until) if until else came).values("item")


def _keyed(key: str) -> QuerySet[Any]:
    return _owned().filter(team__key=key).values("team")[:1]


def straight_back() -> QuerySet[Any]:
    """The ids of items that went to a team and straight back: A, B, A."""
    two_before = _before().exclude(team=OuterRef("team_before")).values("team")[:1]
    return _arrivals().annotate(two_before=Subquery(two_before)).filter(team=F("two_before")).values("item")


def came_again() -> QuerySet[Any]:
    """The ids of items that came to a team that had had them before, straight back or not."""
    return _arrivals().filter(Exists(_before().filter(team=OuterRef("team")))).values("item")


def only_with(keys: Collection[str]) -> QuerySet[Any]:
    """The ids of items that were owned, and by none but these teams."""
    elsewhere = _owned().exclude(team__key__in=keys).values("item")
    return _owned().filter(team__key__in=keys).exclude(item__in=elsewhere).values("item")
