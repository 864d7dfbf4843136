"""The states of a message, and what it needs."""

from typing import Final

from dure.facts.refusals import Refused, gettext_noop

DRAFT: Final = "draft"
SENT: Final = "sent"


def checked_message(words: str) -> str:
    """The words to a person, stripped; there must be some.

    Raises:
        Refused: there are no words.
    """
    if not words.strip():
        raise Refused(gettext_noop("Write what the person is told."), field="words")
    return words.strip()
