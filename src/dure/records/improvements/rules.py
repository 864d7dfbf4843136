"""The five focusing steps: what may follow what, and what must be said. Source: science B3; Goldratt, The Goal."""

from datetime import date
from typing import Final

from dure.facts.refusals import Refused, gettext_noop

IDENTIFY: Final = "identify"
EXPLOIT: Final = "exploit"
SUBORDINATE: Final = "subordinate"
ELEVATE: Final = "elevate"
REPEAT: Final = "repeat"

#: The steps in order. In the last one stands what came of it, and the next constraint is looked for.
STEPS: Final = (IDENTIFY, EXPLOIT, SUBORDINATE, ELEVATE, REPEAT)
OPEN: Final = STEPS[:-1]
#: The steps in which something is tried.
TRYING: Final = (EXPLOIT, SUBORDINATE, ELEVATE)

LOOP: Final = "loop"
BASES: Final = ("team", "stage")

PLANNED: Final = "planned"
DONE: Final = "done"
DROPPED: Final = "dropped"

LIFTED: Final = "lifted"
NOT_LIFTED: Final = "not_lifted"
UNCLEAR: Final = "unclear"
RESULTS: Final = (LIFTED, NOT_LIFTED, UNCLEAR)


def next_step(step: str) -> str:
    """The step that comes after one.

    >>> next_step("identify"), next_step("elevate")
    ('exploit', 'repeat')
    """
    return STEPS[STEPS.index(step) + 1]


def check_found(*, is_named: bool, n_named: int, station: str, why: str) -> None:
    """Refuses a constraint that neither the signals name nor a person gives a reason for.

    Args:
        is_named: whether the signals name this very place.
        n_named: how many places they name.
        station: the place; empty leaves it to the signals.

    Raises:
        Refused: with the field that must be mended.
    """
    if not station and n_named > 1:
        raise Refused(
            gettext_noop("The signals name several places alike: choose which one you take up first."),
            field="station",
        )
    if not station:
        raise Refused(
            gettext_noop("The signals name no single constraint: choose the place yourself and say why."),
            field="station",
        )
    if not is_named and not why:
        raise Refused(gettext_noop("The signals do not name this place: say why you take it."), field="why")


def check_step(*, step: str, to: str, n_tried: int, why: str) -> None:
    """Refuses to leave the order of the steps without a reason, and a step in which nothing was tried.

    Args:
        step: where it stands.
        to: where it shall go.
        n_tried: how many things were tried in ``step``.

    Raises:
        Refused: with the field that must be mended.

    >>> check_step(step="exploit", to="subordinate", n_tried=1, why="")
    """
    check_is_open(step)
    if to not in OPEN or to == step:
        raise Refused(
            gettext_noop("Choose another of the steps; to end it, close it with its result."), field="to"
        )
    if why:
        return
    if OPEN.index(to) < OPEN.index(step):
        raise Refused(gettext_noop("Going back to an earlier step needs a reason."), field="why")
    if OPEN.index(to) > OPEN.index(step) + 1:
        raise Refused(
            gettext_noop(
                "This skips a step: say why. Buying more before using what is there is the usual mistake."
            ),
            field="why",
        )
    if step in TRYING and not n_tried:
        raise Refused(gettext_noop("Nothing was tried in this step: say why it is passed over."), field="why")


def check_is_open(step: str) -> None:
    """Refuses to go on with an improvement that has ended.

    Raises:
        Refused: it has ended.
    """
    if step == REPEAT:
        raise Refused(
            gettext_noop("This improvement has ended: take up the constraint that holds things up now.")
        )


def check_is_trying(step: str) -> None:
    """Refuses to try something where the constraint is only being identified, or where all is over.

    Raises:
        Refused: this is no step in which something is tried.
    """
    check_is_open(step)
    if step not in TRYING:
        raise Refused(
            gettext_noop("The constraint is named, and nothing is tried yet: go on to the next step first.")
        )


def checked_attempt(words: str, *, has_who: bool, due_on: date, stop_on: date, on: date) -> str:
    """The words of what is tried, stripped; with somebody to do it, a day to have it done, a day to stop.

    Raises:
        Refused: with the field that must be mended.
    """
    if not words.strip():
        raise Refused(gettext_noop("Write what will be done."), field="words")
    if not has_who:
        raise Refused(gettext_noop("Say who must act: a team or a person."), field="team")
    if due_on < on:
        raise Refused(gettext_noop("The day by which it is done must not lie behind."), field="due_on")
    if stop_on < due_on:
        raise Refused(
            gettext_noop("The number is looked at once it is done: the day to stop cannot come before that."),
            field="stop_on",
        )
    return words.strip()


def check_moves(*, from_value: float | None, to_value: float) -> None:
    """Refuses a hypothesis by which the number stays where it is.

    Raises:
        Refused: the number would not move.
    """
    if from_value == to_value:
        raise Refused(
            gettext_noop("The number stands there already: say where it is to move."), field="to_value"
        )


def check_is_planned(stage: str) -> None:
    """Refuses to end a second time what was tried.

    Raises:
        Refused: it has ended.
    """
    if stage != PLANNED:
        raise Refused(gettext_noop("What became of this has been said already."))


def check_result(result: str, *, n_planned: int, why: str) -> None:
    """Refuses to close an improvement without a result, without a word about it, or with attempts left open.

    Raises:
        Refused: with the field that must be mended.

    >>> check_result("lifted", n_planned=0, why="The queue is gone.")
    """
    if n_planned:
        raise Refused(
            gettext_noop("Some of what was tried is still open (%(n)s): say first what became of it."),
            n=n_planned,
        )
    if result not in RESULTS:
        raise Refused(
            gettext_noop("Say what came of it: %(results)s."), field="result", results=", ".join(RESULTS)
        )
    if not why:
        raise Refused(gettext_noop("Write what came of it, and what was learned."), field="why")
