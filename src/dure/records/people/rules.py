"""Rules about people, accounts and teams."""

from datetime import date, datetime, timedelta
from typing import Final

from dure.facts.loop import SIDES
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Actor, Role

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
