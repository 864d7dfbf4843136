"""Whether anything really changed since a constraint was taken up: weeks before against weeks after (science B6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.constraints.cited import said, title_of, unit_of
from dure.doors.web.constraints.places import Place, Station
from dure.doors.web.measured import Measured
from dure.doors.web.names import Words
from dure.doors.web.stages import told
from dure.facts.origins import TOLD_HERE
from dure.kit.xmr import BEST, LEAST, limits, signals
from dure.records.voices.queries import weekly_arrivals

#: After an improvement has ended, so many weeks still count as what came after it.
AFTERMATH = timedelta(weeks=4)
#: Numbers of the whole that are told week by week.
OF_LOOP = ("loop_time", "told_before_asked")
OF_STREAM = ("flow_time", "flow_velocity")

Weekly = Mapping[date, float | None]
Arrived = Mapping[str, Mapping[date, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one number did: its usual range before, its mean after, and whether that is more than chance."""

    title: Words
    usual: str
    after: str
    words: Words
    tone: str
    n_before: int
    n_after: int


def changes(
    place: Place,
    *,
    station: Station,
    measured: Measured,
    arrived: Arrived,
    found_at: datetime,
    ended_at: datetime | None,
    now: datetime,
) -> list[Change]:
    """What each weekly number of a place did since a constraint was taken up.

    Args:
        arrived: how many voices reached each stage of the loop week by week; nothing for a stream.
    """
    until = min(now, ended_at + AFTERMATH) if ended_at else now
    return [
        change(weekly, title=title, unit=unit, found_at=found_at, until=until)
        for title, unit, weekly in _series(place, station=station, measured=measured, arrived=arrived)
    ]


def weekly_of_loop(now: datetime) -> Arrived:
    """How many voices told here reached each stage in each week of the last year."""
    zone = timezone.get_current_timezone()
    return weekly_arrivals(now - timedelta(days=365), until=now, sources=TOLD_HERE, zone=zone)


def change(weekly: Weekly, *, title: Words, unit: str, found_at: datetime, until: datetime) -> Change:
    """One number before and after; the limits rest on the last weeks before, and are kept as they are."""
    found_on, until_on = timezone.localdate(found_at), timezone.localdate(until)
    week = timedelta(days=7)
    before = [value for monday, value in sorted(weekly.items()) if monday + week <= found_on][-BEST:]
    after = [
        value for monday, value in sorted(weekly.items()) if monday >= found_on and monday + week <= until_on
    ]
    known = [value for value in after if value is not None]
    usual, n_before = limits(before), sum(value is not None for value in before)
    words, tone = _verdict(before, after, n_before=n_before, n_after=len(known))
    mean = sum(known) / len(known) if known else None
    return Change(
        title=title,
        usual=f"{said(usual.mean, unit=unit)} ({_low(usual.low, unit=unit)} – {said(usual.high, unit=unit)})"
        if usual
        else "–",
        after=said(mean, unit=unit),
        words=words,
        tone=tone,
        n_before=n_before,
        n_after=len(known),
    )


def _low(value: float, *, unit: str) -> str:
    return said(value, unit=unit) if value else "0"


def _verdict(
    before: list[float | None], after: list[float | None], *, n_before: int, n_after: int
) -> tuple[Words, str]:
    usual = limits(before)
    if usual is None:
        return format_lazy(
            _("Too few weeks before it to tell chance from change ({n} of {least})."), n=n_before, least=LEAST
        ), "calm"
    if not n_after:
        return _("No whole week of it is known yet."), "calm"
    if not usual.varies:
        return _("It never varied before, so there is nothing to measure it against."), "calm"
    found = list(signals(after, usual=usual))
    if not found:
        return _("Within what is usual: no change beyond chance."), "calm"
    return (
        (_("A change beyond chance: it rose."), "care")
        if found[-1].is_above
        else (_("A change beyond chance: it fell."), "care")
    )


def _series(
    place: Place, *, station: Station, measured: Measured, arrived: Arrived
) -> Iterator[tuple[Words, str, Weekly]]:
    if arrived:
        title = format_lazy(_("How many a week reached “{stage}”"), stage=told("voice", stage=station[1])[0])
        yield title, "items", _without_gaps(arrived, stage=station[1])
    for metric in OF_STREAM if place.stream else OF_LOOP:
        rows = measured.slices(metric, cut="week")
        weekly = {monday: row.value for label, row in rows.items() if (monday := _monday(label))}
        if weekly:
            yield title_of(metric, cut="week", slice=""), unit_of(metric, cut="week"), weekly


def _without_gaps(arrived: Arrived, *, stage: str) -> Weekly:
    """A week in which something was done, and nothing reached the stage, counts as 0."""
    weeks = {monday for counts in arrived.values() for monday in counts}
    return {monday: float(arrived.get(stage, {}).get(monday, 0)) for monday in weeks}


def _monday(label: str) -> date | None:
    """The Monday of a week such as 2026-W06; None where the label names none."""
    year, _sign, number = label.partition("-W")
    try:
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None
