"""Rules about people, accounts and teams."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from dure.facts.loop import SIDES
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Actor, Role
from dure.kit.calendars import WEEKDAYS
from dure.kit.calendars import Calendar as Clock
from dure.kit.calendars import calendar as clock

#: The hours of a week as a calendar keeps them: by weekday ("0" = Monday), pairs of times.
Hours = Mapping[str, Sequence[Sequence[str]]]

#: The act of reminding somebody: the ledger knows by it when they were last reminded.
REMIND: Final = "people.remind"


def checked_purpose(purpose: str) -> str:
    """The purpose, stripped; a team without one is refused (002-04).

    Raises:
        Refused: the purpose is blank.

    >>> checked_purpose(" Answers questions on invoices. ")
    'Answers questions on invoices.'
    """
    if not purpose.strip():
        raise Refused(gettext_noop("A team needs its purpose in one sentence."), field="purpose")
    return purpose.strip()


def checked_dates(*, from_on: date | None, to_on: date | None) -> None:
    """Refuses a tie that ends before it begins.

    Raises:
        Refused: ``to_on`` is before ``from_on``.
    """
    if from_on and to_on and to_on < from_on:
        raise Refused(gettext_noop("The last day is before the first."), field="to_on")


def checked_name(name: str) -> str:
    """The name, stripped; nobody goes without one.

    Raises:
        Refused: the name is blank.
    """
    if not name.strip():
        raise Refused(gettext_noop("Give it a name."), field="name")
    return name.strip()


def check_side(side: str) -> None:
    """Refuses a side that is neither the customers' nor ours.

    Raises:
        Refused: an unknown side.
    """
    if side not in SIDES:
        raise Refused(
            gettext_noop("Say on which side they stand: %(sides)s."), field="side", sides=", ".join(SIDES)
        )


def check_one_end(*, has_account: bool, has_team: bool) -> None:
    """Refuses a tie to nothing, or to two things at once.

    Raises:
        Refused: neither an account nor a team, or both.
    """
    if has_account == has_team:
        raise Refused(
            gettext_noop("A tie goes to an account or to a team: name one of them."), field="account"
        )


def check_own(by: Actor, *, person_id: int | None) -> None:
    """Refuses to change what is another person's own, unless an administrator does it.

    Raises:
        Refused: it is somebody else's.
    """
    if by.role < Role.ADMIN and by.person_id != person_id:
        raise Refused(
            gettext_noop("This is another person's own: only they, or an administrator, change it.")
        )


def working_clock(
    *,
    zone: str,
    hours: Hours,
    holiday_country: str = "",
    days_off: Sequence[str] = (),
    days_on: Sequence[str] = (),
) -> Clock:
    """What a calendar's columns say, as the clock that counts working hours (B8).

    Raises:
        Refused: with the field that must be mended: zone, a weekday's hours (mon ... sun), country or a day.

    >>> working_clock(zone="Asia/Seoul", hours={"0": [["09:00", "18:00"]]}).is_workday(date(2026, 3, 2))
    True
    """
    for place, day in enumerate(WEEKDAYS):
        _tried(day, hours={day: _texts(hours.get(str(place), ()))}, is_part=True)
    _tried("zone", zone=zone)
    _tried("holiday_country", country=holiday_country or None)
    return _tried(
        "hours",
        zone=zone,
        hours={day: _texts(hours.get(str(place), ())) for place, day in enumerate(WEEKDAYS)},
        country=holiday_country or None,
        days_off=_days("days_off", days_off),
        workdays=_days("days_on", days_on),
    )


def _tried(field: str, *, is_part: bool = False, **said: Any) -> Clock:
    """A clock of a part of what was said; the fault it meets is told at the field."""
    try:
        part = (
            {**said, "hours": {**said["hours"], **_SOME_DAY}}
            if is_part and not any(said["hours"].values())
            else said
        )
        return clock(**part)
    except (ValueError, LookupError) as fault:
        raise Refused(_FAULTS.get(field, _FAULTS["hours"]), field=field, fault=str(fault)) from fault


_SOME_DAY: Final = {"mon": ["09:00-18:00"]}
_FAULTS: Final = {
    "zone": gettext_noop("There is no such time zone; take one such as Asia/Seoul. (%(fault)s)"),
    "holiday_country": gettext_noop(
        "No holidays are known for this country; take a code such as KR. (%(fault)s)"
    ),
    "hours": gettext_noop(
        "Write hours as 09:00-12:00, 13:00-18:00; a shift past midnight goes on the next day. (%(fault)s)"
    ),
}


def _texts(shifts: Sequence[Sequence[str]]) -> list[str]:
    return ["-".join(shift) for shift in shifts]


def _days(field: str, texts: Sequence[str]) -> list[date]:
    found = []
    for text in texts:
        try:
            found.append(date.fromisoformat(text))
        except ValueError as fault:
            raise Refused(
                gettext_noop("“%(day)s” is no day: write it as 2026-05-04."), field=field, day=text
            ) from fault
    return found


def check_peace(name: str, *, last_at: datetime | None, interval: timedelta, at: datetime) -> None:
    """Refuses to remind the same person twice within the interval: it was one batch, with everything in it (B9).

    Raises:
        Refused: they were reminded a short while ago; it says until when to leave them in peace.
    """
    if last_at is not None and at < last_at + interval:
        raise Refused(
            gettext_noop("%(name)s was reminded at %(last)s. Leave them in peace until %(until)s."),
            name=name,
            last=last_at.isoformat(timespec="minutes"),
            until=(last_at + interval).isoformat(timespec="minutes"),
        )
