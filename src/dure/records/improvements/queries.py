"""Reading improvements: what is held up, what is tried, and what came of it."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from dure.records.improvements.models import Attempt, AttemptState, CitedNumber, Improvement, ImprovementState
from dure.records.improvements.rules import BASES, LOOP, OPEN, PLANNED
from dure.records.outcomes.models import Measurement
from dure.records.outcomes.queries import numbers

#: The numbers of the whole that an improvement cites beside the signals of its place.
OF_THE_WHOLE: dict[str, tuple[str, ...]] = {
    "loop": ("loop_time", "told_before_asked"),
    "stream": ("flow_time", "flow_time_p85", "flow_velocity", "flow_load"),
}


def current_states() -> QuerySet[ImprovementState]:
    """The step every improvement stands in now."""
    return ImprovementState.objects.filter(left_at__isnull=True).select_related("improvement", "by")


def open_states() -> QuerySet[ImprovementState]:
    """The step every improvement stands in that has not ended: one a stream at most."""
    return current_states().filter(stage__in=OPEN).order_by("stream")


def ended_states(stream: str = "") -> QuerySet[ImprovementState]:
    """How past improvements ended, of a stream or of all, the latest first; failed ones among them."""
    ended = current_states().exclude(stage__in=OPEN).order_by("-entered_at", "-id")
    return ended.filter(stream=stream) if stream else ended


def open_improvement_of(stream: str) -> Improvement | None:
    """The one improvement of a stream, or of the loop, that has not ended."""
    state = open_states().filter(stream=stream).first()
    return state.improvement if state else None


def improvement_numbered(improvement_id: int) -> Improvement | None:
    """One improvement."""
    return Improvement.objects.filter(pk=improvement_id).first()


def step_of(improvement: Improvement) -> str:
    """The step an improvement stands in."""
    return current_states().get(improvement=improvement).stage


def steps_of(improvement_id: int) -> QuerySet[ImprovementState]:
    """Every step of an improvement, the first first."""
    return ImprovementState.objects.filter(improvement_id=improvement_id).select_related("by")


def attempts_of(improvement_ids: Collection[int]) -> QuerySet[Attempt]:
    """What was tried in some improvements, each with its states, the first first."""
    states = Prefetch("states", AttemptState.objects.select_related("by").order_by("entered_at", "id"))
    found = Attempt.objects.filter(improvement_id__in=improvement_ids)
    return found.select_related("team", "person", "improvement").prefetch_related(states)


def attempt_numbered(attempt_id: int) -> Attempt | None:
    """One attempt with its improvement."""
    return Attempt.objects.select_related("improvement").filter(pk=attempt_id).first()


def planned_of(person_id: int, *, team_ids: Collection[int | None]) -> QuerySet[AttemptState]:
    """What a person or their teams have yet to do about constraints, the nearest due first."""
    mine = Q(attempt__person_id=person_id) | Q(attempt__person=None, attempt__team_id__in=team_ids)
    rows = AttemptState.objects.filter(mine, left_at__isnull=True, stage=PLANNED)
    return rows.select_related("attempt__improvement", "attempt__team", "attempt__person").order_by(
        "attempt__due_on", "id"
    )


def n_planned(improvement: Improvement) -> int:
    """How many attempts of an improvement are neither done nor dropped."""
    return AttemptState.objects.filter(
        attempt__improvement=improvement, left_at__isnull=True, stage=PLANNED
    ).count()


def n_tried(improvement: Improvement, *, step: str) -> int:
    """How many things were tried in a step."""
    return Attempt.objects.filter(improvement=improvement, step=step).count()


def cited_by(improvement_ids: Collection[int]) -> QuerySet[CitedNumber]:
    """The numbers some improvements rested on, and those they ended with."""
    return CitedNumber.objects.filter(improvement_id__in=improvement_ids)


def citing(stream: str, *, metrics: Iterable[str]) -> QuerySet[ImprovementState]:
    """The improvements of a stream that cite one of some numbers, the latest first (B39)."""
    metrics = list(metrics)
    cited = CitedNumber.objects.filter(improvement=OuterRef("improvement"), metric__in=metrics)
    tried = Attempt.objects.filter(improvement=OuterRef("improvement"), metric__in=metrics)
    rows = current_states().filter(Exists(cited) | Exists(tried), stream=stream)
    return rows.order_by("-improvement__found_at", "-id")


def count_citing(stream: str) -> dict[str, int]:
    """How many improvements of a stream cite each number, by its metric (B39)."""
    cited, tried = (
        model.objects.filter(improvement__stream=stream).order_by().values_list("metric", "improvement_id")
        for model in (CitedNumber, Attempt)
    )
    return dict(Counter(metric for metric, _improvement in cited.union(tried)))


def named_constraints(stream: str) -> list[tuple[str, str]]:
    """What the signals name as the constraint of a stream now, as (basis, station): by team, else by stage."""
    rows = numbers(stream, "bottleneck").filter(cut__in=[f"{basis}.verdict" for basis in BASES])
    said = [(row.cut.partition(".")[0], row.slice) for row in rows if row.slice and row.value is not None]
    by_team = [one for one in said if one[0] == "team"]
    return by_team or said


def numbers_of(stream: str, *, basis: str, station: str) -> QuerySet[Measurement]:
    """The numbers a constraint rests on: every signal of its place, and the numbers of the whole."""
    signals = Q(metric="bottleneck", cut__startswith=f"{basis}.", slice=station) & ~Q(cut__endswith=".rank")
    whole = OF_THE_WHOLE["loop" if stream == LOOP else "stream"]
    of_whole = Q(metric__in=whole, cut="all")
    at_place = Q(metric="loop_stage_time", cut="stage", slice=station)
    return numbers(stream).filter(signals | of_whole | at_place)


def number_now(stream: str, *, metric: str, cut: str, slice: str) -> Measurement | None:
    """One number as it stands now."""
    return numbers(stream, metric).filter(cut=cut, slice=slice).first()


def as_cited(row: Any) -> dict[str, Any]:
    """What a citation keeps of a measurement."""
    names = ("metric", "version", "cut", "slice", "value", "n", "coverage", "low", "high", "reason", "as_of")
    return {name: getattr(row, name) for name in names}


def titles_of_improvements(thing: str, *, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The stream of each of some improvements or attempts, and what it is called."""
    if thing == "attempt":
        tried = Attempt.objects.filter(pk__in=ids).select_related("improvement")
        return {one.pk: (one.improvement.stream, str(one)) for one in tried}
    return {one.pk: (one.stream, one.station) for one in Improvement.objects.filter(pk__in=ids)}
