"""How a list of work is narrowed: by what stands in every list, and by what a number on another page counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dure.doors.web.items.paths import by_handover, by_way, handed_words, way_words
from dure.doors.web.listing import Filter, Rows, Words
from dure.doors.web.names import WAITS_ON, WORK_KINDS
from dure.doors.web.stages import STAGES, told
from dure.facts.loop import FLOW_STATES, KINDS
from dure.kit.clock import midnight
from dure.records.people.queries import teams
from dure.records.work.queries import begun_in, done_in, owned_by, passed, streams

#: The bands of age as the number ``flow_load`` cuts them: days from, days until.
AGES: dict[str, tuple[int, int | None]] = {
    "0-7": (0, 7),
    "7-30": (7, 30),
    "30-90": (30, 90),
    "90+": (90, None),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """A choice that only another page makes. ``words`` says it, or nothing where the value means nothing."""

    name: str
    title: Words
    words: Callable[[str], Words]
    narrow: Callable[[Rows, str], Rows]


def filters(asked: Mapping[str, str], *, now: datetime, language: str) -> tuple[Filter, ...]:
    """The choices of the list, and those of the address it was opened with."""
    opened = [origin for origin in _origins(now) if asked.get(origin.name)]
    return (*_standing(language), *(_as_filter(origin, asked[origin.name]) for origin in opened))


def _standing(language: str) -> tuple[Filter, ...]:
    return (
        Filter(
            name="stream", title=_l("Value stream"), narrow=lambda rows, key: rows.filter(item__stream__key=key),
            choices=lambda: [(s.key, s.name_en if language == "en" else s.name_ko) for s in streams()],
        ),
        Filter(name="state", title=_l("State"), choices=_states, narrow=_in_state),
        Filter(
            name="waits_on", title=_l("Waits on"), choices=lambda: list(WAITS_ON.items()),
            narrow=lambda rows, who: rows.filter(waits_on=who),
        ),
        Filter(
            name="kind", title=_l("Kind"), choices=lambda: [*((k, WORK_KINDS[k]) for k in KINDS), ("unknown", _("Not known"))],
            narrow=lambda rows, kind: rows.filter(item__kind="" if kind == "unknown" else kind),
        ),
        Filter(
            name="team", title=_l("Team"), choices=lambda: [(team.key, team.name) for team in teams()],
            narrow=lambda rows, key: rows.filter(team__key=key),
        ),
    )  # fmt: skip


def _states() -> Sequence[tuple[str, Words]]:
    return [
        ("open", _("In progress")),
        *((state, told("work", stage=state)[0]) for state in FLOW_STATES if state in STAGES["work"]),
    ]


def _in_state(rows: Rows, state: str) -> Rows:
    return rows.filter(state__in=("active", "waiting")) if state == "open" else rows.filter(state=state)


def _origins(now: datetime) -> tuple[Origin, ...]:
    return (
        Origin("done_week", _l("Done in week"), lambda week: week if week_days(week) else "", _done_in_week),
        Origin("age", _l("Age"), lambda band: _age_words(band), lambda rows, band: _of_age(rows, band, now=now)),
        Origin("waited_on", _l("Has waited on"), lambda who: WAITS_ON.get(who, ""),
               lambda rows, who: rows.filter(item__in=passed(waits_on=who))),
        Origin("stage", _l("Has stood in"), lambda stage: stage[:60],
               lambda rows, stage: rows.filter(item__in=passed(stage=stage))),
        Origin("side", _l("Side"), lambda side: side if side in ("customer", "coworker") else "",
               lambda rows, side: rows.filter(item__account__side=side)),
        Origin("teams", _l("Teams it went through"), lambda n: _("%(n)s or more") % {"n": n} if n.isdecimal() and len(n) < 3 else "",
               lambda rows, n: rows.filter(item__in=owned_by(at_least=int(n)))),
        Origin("way", _l("Went"), way_words, by_way),
        Origin("handed", _l("Was handed over"), handed_words, by_handover),
    )  # fmt: skip


def _as_filter(origin: Origin, value: str) -> Filter:
    words = origin.words(value)
    return Filter(
        name=origin.name,
        title=origin.title,
        choices=lambda: [(value, words)] if words else [],
        narrow=origin.narrow,
    )


def week_days(week: str) -> tuple[date, date] | None:
    """The Monday of an ISO week and the Monday after it; None where there is no such week.

    >>> week_days("2026-W02")
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 12))
    >>> week_days("2026-W60") is None
    True
    """
    year, _sign, number = week.partition("-W")
    if not (year.isdecimal() and number.isdecimal()):
        return None
    try:
        monday = date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None
    return monday, monday + timedelta(days=7)


def _done_in_week(rows: Rows, week: str) -> Rows:
    days = week_days(week)
    if days is None:
        return rows.none()
    zone = timezone.get_current_timezone_name()
    return rows.filter(item__in=done_in(midnight(days[0], zone=zone), midnight(days[1], zone=zone)))


def _age_words(band: str) -> Words:
    if band not in AGES:
        return ""
    since, until = AGES[band]
    return (
        _("%(days)s days and more") % {"days": since}
        if until is None
        else _("%(since)s to %(until)s days") % {"since": since, "until": until}
    )


def _of_age(rows: Rows, band: str, *, now: datetime) -> Rows:
    since, until = AGES[band]
    begun = begun_in(now - timedelta(days=until) if until is not None else None, now - timedelta(days=since))
    return rows.filter(item__in=begun)
