"""Rules about people, accounts and teams."""

from datetime import date

from dure.facts.refusals import Refused, gettext_noop


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
