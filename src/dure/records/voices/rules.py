"""The order of the loop."""

from datetime import datetime

from dure.facts.loop import HEARD, LOOP, MEASURED, REOPENED, SHIPPED, TOLD
from dure.facts.refusals import Refused, gettext_noop


def place(stage: str) -> int:
    """How far round the loop a stage is; a reopened voice stands at the beginning again.

    >>> place("heard"), place("reopened"), place("told")
    (0, 0, 6)
    """
    return 0 if stage == REOPENED else LOOP.index(stage)


def is_advance(current: str, *, stage: str) -> bool:
    """Whether entering ``stage`` brings the voice further. Stages may be skipped, never walked back.

    >>> is_advance("heard", stage="shipped"), is_advance("shipped", stage="promised")
    (True, False)
    """
    return place(stage) > place(current)


def is_answered(stage: str) -> bool:
    """Whether something came of it that the person can say "not solved" to.

    >>> is_answered("shipped"), is_answered("promised"), is_answered("reopened")
    (True, False, False)
    """
    return place(stage) >= place(SHIPPED)


def check_answered(stage: str) -> None:
    """Refuses another round of a voice that is still in its first, or was reopened just now.

    Raises:
        Refused: nothing has been shipped or told yet in this round.
    """
    if not is_answered(stage):
        raise Refused(gettext_noop("Nothing has been shipped or told yet: there is nothing to reopen."))


def check_after_hearing(at: datetime, *, heard_at: datetime) -> None:
    """Refuses an asking again before the first word.

    Raises:
        Refused: it is dated before the voice was heard.
    """
    if at < heard_at:
        raise Refused(gettext_noop("Nobody asks again before they were first heard."), field="at")


def checked_words(words: str) -> str:
    """The words, stripped; a voice without words is refused.

    Raises:
        Refused: there are no words.
    """
    if not words.strip():
        raise Refused(gettext_noop("Write what was said, in the person's own words."), field="words")
    return words.strip()


FIRST = HEARD

#: Where a voice stands while nothing has gone out to the person yet.
UNANSWERED = (REOPENED, *LOOP[: LOOP.index(SHIPPED)])

#: The person has been told in this round: for a voice elsewhere, somebody still waits for our word.
ANSWERED = (TOLD, MEASURED)
