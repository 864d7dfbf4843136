"""When a promise is late, kept, honoured. Source: science B7."""

from datetime import date, datetime

from dure.facts.loop import KEPT, MADE, MOVED
from dure.facts.refusals import Refused, gettext_noop

OPEN = (MADE, MOVED)


def is_late(*, stage: str, due_at: datetime, now: datetime) -> bool:
    """Whether an open promise is overdue. A promise is in time until its due moment has passed.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> is_late(stage="made", due_at=noon, now=noon), is_late(stage="kept", due_at=noon, now=noon)
    (False, False)
    """
    return stage in OPEN and now > due_at


def is_kept_in_time(*, stage: str, kept_at: datetime, due_at: datetime) -> bool:
    """Whether a promise was kept; done on the due moment is kept."""
    return stage == KEPT and kept_at <= due_at


def check_new_due(*, due_at: datetime, new_due_at: datetime, at: datetime, why: str) -> None:
    """Refuses to move a promise's date after it has passed, without a reason, or to a moment already past.

    Raises:
        Refused: with the field that must be mended.
    """
    if at > due_at:
        raise Refused(
            gettext_noop(
                "The promise was due %(due)s: it is late now, and can be kept late or called broken."
            ),
            field="due_at",
            due=due_at.isoformat(timespec="minutes"),
        )
    if not why.strip():
        raise Refused(gettext_noop("Say why the date moves: the person will be told."), field="why")
    if new_due_at <= at:
        raise Refused(gettext_noop("The new date must lie ahead."), field="new_due_at")


def checked_promise(words: str) -> str:
    """The words of a promise, stripped; there must be some.

    Raises:
        Refused: there are no words.
    """
    if not words.strip():
        raise Refused(gettext_noop("Write what is promised."), field="words")
    return words.strip()


def check_range(from_on: date | None, to_on: date | None) -> None:
    """Refuses an expected range that ends before it begins.

    Raises:
        Refused: the last day lies before the first.
    """
    if from_on and to_on and to_on < from_on:
        raise Refused(gettext_noop("The expected range ends before it begins."), field="expected")
