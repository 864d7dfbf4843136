"""Changing the journey: its stages and its touchpoints. What is shipped becomes ours with the first change."""

from collections.abc import Iterable, Sequence

from dure.facts.roles import Role
from dure.records.journeys.models import JourneyStage, TouchEvent, Touchpoint
from dure.records.journeys.queries import is_shipped, stages, touchpoints
from dure.records.journeys.rules import (
    Event,
    Point,
    check_may_go,
    checked_department,
    checked_event,
    checked_order,
    checked_words,
    new_key,
    the,
)
from dure.records.ledger.actions import Doing, act
from dure.records.people.models import Team


@act("journeys.add_stage", least=Role.LEAD)
def add_stage(doing: Doing, name_en: str, *, name_ko: str) -> JourneyStage:
    """Adds a stage at the end of the journey."""
    settle(doing)
    names = checked_words(name_ko=name_ko, name_en=name_en)
    known = stages()
    stage = JourneyStage.objects.create(
        key=new_key(names["name_en"], taken={s.key for s in known}), place=len(known), **names
    )
    doing.about("stage", stage.pk)
    return stage


@act("journeys.rename_stage", least=Role.LEAD)
def rename_stage(doing: Doing, key: str, *, name_ko: str, name_en: str) -> JourneyStage:
    """Gives a stage other names; its key stays, and with it the numbers of the past."""
    stage = _stage(doing, key)
    names = checked_words(name_ko=name_ko, name_en=name_en)
    stage.name_ko, stage.name_en = names["name_ko"], names["name_en"]
    stage.save(update_fields=["name_ko", "name_en"])
    return stage


@act("journeys.order_stages", least=Role.LEAD)
def order_stages(doing: Doing, keys: Sequence[str]) -> None:
    """Puts the stages into this order."""
    settle(doing)
    for place, key in enumerate(checked_order(keys, stages=stages())):
        JourneyStage.objects.filter(key=key).update(place=place)
    doing.about("stage", 0)


@act("journeys.remove_stage", least=Role.LEAD)
def remove_stage(doing: Doing, key: str) -> None:
    """Removes a stage in which no touchpoint stands."""
    stage = _stage(doing, key)
    known = stages()
    check_may_go(the(key, rows=known), stages=known, points=touchpoints())
    stage.delete()
    for place, left in enumerate(JourneyStage.objects.all()):
        JourneyStage.objects.filter(pk=left.pk).update(place=place)


@act("journeys.add_touchpoint", least=Role.LEAD)
def add_touchpoint(
    doing: Doing,
    name_en: str,
    *,
    name_ko: str,
    stage: str,
    department: str,
    events: Iterable[Event],
    team: Team | None = None,
    channel: str = "",
    measures: Sequence[str] = (),
) -> Touchpoint:
    """Adds a touchpoint; without an event it is known but never heard."""
    settle(doing)
    known = touchpoints()
    key = new_key(name_en, taken={point.key for point in known})
    names = checked_words(name_ko=name_ko, name_en=name_en)
    row = Touchpoint.objects.create(
        key=key,
        stage=JourneyStage.objects.get(key=the(stage, rows=stages()).key),
        department=checked_department(department),
        team=team,
        channel=channel,
        measures=list(measures),
        **names,
    )
    _hear(row, events, known=known)
    doing.about("touchpoint", row.pk)
    return row


@act("journeys.change_touchpoint", least=Role.LEAD)
def change_touchpoint(
    doing: Doing,
    key: str,
    *,
    name_ko: str,
    name_en: str,
    stage: str,
    department: str,
    events: Iterable[Event],
    team: Team | None = None,
    channel: str = "",
    measures: Sequence[str] = (),
) -> Touchpoint:
    """Says anew what a touchpoint is; its key stays, and with it the numbers of the past."""
    row = _touchpoint(doing, key)
    names = checked_words(name_ko=name_ko, name_en=name_en)
    row.name_ko, row.name_en = names["name_ko"], names["name_en"]
    row.stage = JourneyStage.objects.get(key=the(stage, rows=stages()).key)
    row.department, row.team, row.channel = checked_department(department), team, channel
    row.measures = list(measures)
    row.save()
    known = touchpoints()
    TouchEvent.objects.filter(touchpoint=row).delete()
    _hear(row, events, known=known)
    return row


@act("journeys.remove_touchpoint", least=Role.LEAD)
def remove_touchpoint(doing: Doing, key: str) -> None:
    """Takes a touchpoint out of the catalogue; what was recorded stays recorded."""
    _touchpoint(doing, key).delete()


def settle(doing: Doing) -> None:
    """Writes down the journey as shipped, where nobody has changed it yet: from now on it is ours."""
    if not is_shipped():
        return
    points = touchpoints()
    rows = [JourneyStage(key=s.key, name_ko=s.name_ko, name_en=s.name_en, place=s.place) for s in stages()]
    by_key = {stage.key: stage for stage in JourneyStage.objects.bulk_create(rows)}
    made = Touchpoint.objects.bulk_create([_row(point, stage=by_key[point.stage]) for point in points])
    TouchEvent.objects.bulk_create(
        [
            TouchEvent(touchpoint=row, heard_in=e.heard_in, column=e.column, value=e.value)
            for row, point in zip(made, points, strict=True)
            for e in point.events
        ]
    )


def _row(point: Point, *, stage: JourneyStage) -> Touchpoint:
    return Touchpoint(
        key=point.key,
        name_ko=point.name_ko,
        name_en=point.name_en,
        stage=stage,
        department=point.department,
        channel=point.channel,
        measures=list(point.measures),
    )


def _hear(row: Touchpoint, events: Iterable[Event], *, known: Iterable[Point]) -> None:
    heard = dict.fromkeys(checked_event(event, points=known, key=row.key) for event in events)
    TouchEvent.objects.bulk_create(
        [TouchEvent(touchpoint=row, heard_in=e.heard_in, column=e.column, value=e.value) for e in heard]
    )


def _stage(doing: Doing, key: str) -> JourneyStage:
    settle(doing)
    the(key, rows=stages())
    stage = JourneyStage.objects.get(key=key)
    doing.about("stage", stage.pk)
    return stage


def _touchpoint(doing: Doing, key: str) -> Touchpoint:
    settle(doing)
    the(key, rows=touchpoints())
    row = Touchpoint.objects.get(key=key)
    doing.about("touchpoint", row.pk)
    return row
