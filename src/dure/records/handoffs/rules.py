"""What a handoff needs."""

from dure.facts.refusals import Refused, gettext_noop


def checked_ask(ask: str) -> str:
    """The ask, stripped; a handoff without one is refused.

    Raises:
        Refused: nothing is asked.
    """
    if not ask.strip():
        raise Refused(gettext_noop("Say what you ask of the other team."), field="ask")
    return ask.strip()


def checked_restating(words: str) -> str:
    """The ask in the receiver's own words; accepting without them is refused (B32).

    Raises:
        Refused: the ask is not restated.
    """
    if not words.strip():
        raise Refused(
            gettext_noop("Say in your own words what is asked: that is how it is accepted."), field="why"
        )
    return words.strip()
