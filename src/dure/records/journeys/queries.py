"""Reading the journey: its stages and touchpoints, and what numbers need to know of them."""

from collections.abc import Collection
from typing import Any

from dure.records.journeys.models import JourneyStage, Touchpoint
from dure.records.journeys.rules import STAGES, Event, Point, Stage, is_software, shipped_points
from dure.records.people.models import Affiliation, Person
from dure.records.promises.models import Promise
from dure.records.voices.models import Voice
from dure.records.work.models import WorkVoice


def stages() -> list[Stage]:
    """The stages in their order: ours, or the five that are shipped while nobody has changed any."""
    rows = [Stage(s.key, s.name_ko, s.name_en, s.place) for s in JourneyStage.objects.all()]
    return rows or list(STAGES)


def is_shipped() -> bool:
    """Whether the journey is still as it was shipped."""
    return not JourneyStage.objects.exists()


def touchpoints() -> list[Point]:
    """The touchpoints in the order of the journey: ours, or those that are shipped while nobody has changed any."""
    if is_shipped():
        return shipped_points()
    rows = Touchpoint.objects.select_related("stage", "team").prefetch_related("events")
    return [_point(row) for row in rows]


def _point(row: Touchpoint) -> Point:
    return Point(
        key=row.key,
        name_ko=row.name_ko,
        name_en=row.name_en,
        stage=row.stage.key,
        department=row.department,
        channel=row.channel,
        events=tuple(Event(e.heard_in, e.column, e.value) for e in row.events.all()),
        measures=tuple(row.measures),
        team_id=row.team_id,
        team_name=row.team.name if row.team else "",
    )


def touch_rows() -> list[dict[str, Any]]:
    """The catalogue as rows of the known table ``touchpoints``."""
    places = {stage.key: stage.place for stage in stages()}
    return [
        {
            "touchpoint": point.key,
            "journey_stage": point.stage,
            "place": places[point.stage],
            "heard_in": event.heard_in,
            "column": event.column,
            "value": event.value,
        }
        for point in touchpoints()
        for event in point.events
    ]


def spoken_rows(sources: Collection[str]) -> list[dict[str, Any]]:
    """Whose word the voices, promises and work of some sources are about, as rows of the known table ``spoken_by``."""
    names = ("case_id", "voice_id", "person_id", "channel")
    of_voice = Voice.objects.filter(source__in=sources, person__isnull=False)
    of_promise = Promise.objects.filter(source__in=sources, voice__person__isnull=False)
    of_work = WorkVoice.objects.filter(item__source__in=sources, voice__person__isnull=False)
    found = {
        "voice": of_voice.values_list("id", "id", "person_id", "channel"),
        "promise": of_promise.values_list("id", "voice_id", "voice__person_id", "voice__channel"),
        "work": of_work.values_list("item_id", "voice_id", "voice__person_id", "voice__channel"),
    }
    return [
        {"thing": thing, **dict(zip(names, row, strict=True))}
        for thing, rows in found.items()
        for row in rows.iterator()
    ]


def traveller_rows(sources: Collection[str]) -> list[dict[str, Any]]:
    """The people we serve, as rows of the known table ``travellers``: those tied to an account, or who spoke."""
    tied = Affiliation.objects.filter(account__isnull=False, person__source__in=sources).values("person")
    spoke = Voice.objects.filter(source__in=sources, person__isnull=False).values("person")
    people = Person.objects.filter(pk__in=tied.union(spoke)).values_list("id", "name")
    return [{"person_id": pk, "is_software": is_software(name)} for pk, name in people.iterator()]
