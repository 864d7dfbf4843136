"""What a change needs before it may begin, and what may follow what. Source: requirements 004-01 to 004-04."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from dure.facts.refusals import Refused, gettext_noop
from dure.kit.plans import CircleFoundError

#: Stages of a change.
PLANNED: Final = "planned"
STARTED: Final = "started"
ANNOUNCED: Final = "announced"
DONE: Final = "done"
DROPPED: Final = "dropped"
CHANGE_STAGES: Final = (PLANNED, STARTED, ANNOUNCED, DONE, DROPPED)
OPEN: Final = (PLANNED, STARTED, ANNOUNCED)

#: Answers of those who must agree.
ASKED: Final = "asked"
AGREED: Final = "agreed"
REFUSED: Final = "refused"
WITHDRAWN: Final = "withdrawn"
ANSWERS: Final = (ASKED, AGREED, REFUSED, WITHDRAWN)

#: Stages of a step.
WAITING: Final = "waiting"
STEP_STAGES: Final = (WAITING, STARTED, DONE)

#: Stages of a conflict.
UNSOLVED: Final = "open"
RESOLVED: Final = "resolved"


def checked_title(title: str) -> str:
    """The title, stripped; a change or a step without one is refused.

    Raises:
        Refused: there is none.
    """
    if not title.strip():
        raise Refused(gettext_noop("Give it a name that all teams understand."), field="title")
    return title.strip()


def checked_words(words: str, *, field: str = "why") -> str:
    """The words, stripped, of what only words can say: a refusal, a conflict, how it was settled.

    Raises:
        Refused: there are none.
    """
    if not words.strip():
        raise Refused(gettext_noop("Say it in words: the other teams will read them."), field=field)
    return words.strip()


def check_all_agreed(*, missing: Sequence[str], n_asked: int) -> None:
    """Refuses to go on while anybody who must agree has not: nobody is skipped (004-03).

    Args:
        missing: the names of those who have not agreed, or no longer do.
        n_asked: how many must agree.

    Raises:
        Refused: with how many are missing, and their names.

    >>> check_all_agreed(missing=["법무", "재무"], n_asked=5)
    Traceback (most recent call last):
    dure.facts.refusals.Refused: 2 of 5 have not agreed yet: 법무, 재무. Nobody can be skipped.
    """
    if missing:
        raise Refused(
            gettext_noop("%(n)s of %(all)s have not agreed yet: %(names)s. Nobody can be skipped."),
            n=len(missing), all=n_asked, names=", ".join(missing),
        )  # fmt: skip
    if not n_asked:
        raise Refused(gettext_noop("Say first who must agree: nobody has been asked."))


def check_stage(stage: str, *, allowed: Collection[str]) -> None:
    """Refuses an act on a change that stands elsewhere.

    Raises:
        Refused: the change is not in one of these stages.
    """
    if stage in allowed:
        return
    if stage not in OPEN:
        raise Refused(gettext_noop("This change is closed."))
    if stage == PLANNED:
        raise Refused(gettext_noop("This change has not been started yet."))
    raise Refused(gettext_noop("This change has already been started."))


def check_answer(current: str, *, answer: str) -> None:
    """Refuses an answer that does not follow the one before: only what was agreed can be withdrawn.

    Raises:
        Refused: it was answered so already, or there is nothing to withdraw.
    """
    if current == answer:
        raise Refused(gettext_noop("This has been said already."))
    if answer == WITHDRAWN and current != AGREED:
        raise Refused(gettext_noop("There is no agreement to withdraw."))
    if answer == ASKED and current == AGREED:
        raise Refused(gettext_noop("They have agreed already."))


def check_one_side(*, has_team: bool, has_person: bool) -> None:
    """Refuses to ask nobody, or a team and a person in one.

    Raises:
        Refused: neither, or both.
    """
    if has_team == has_person:
        raise Refused(gettext_noop("Name the team or the person who must agree: one of them."), field="team")


def check_estimates(*, optimistic: float | None, likely: float | None, pessimistic: float | None) -> None:
    """Refuses estimates that run backwards, or of which only some are given; none at all says "not known yet".

    Raises:
        Refused: with the field that must be mended.

    >>> check_estimates(optimistic=3, likely=2, pessimistic=6)
    Traceback (most recent call last):
    dure.facts.refusals.Refused: The most likely time (2 days) lies between the shortest (3) and the longest (6).
    """
    given = [one for one in (optimistic, likely, pessimistic) if one is not None]
    if not given:
        return
    if optimistic is None or likely is None or pessimistic is None:
        raise Refused(
            gettext_noop(
                "Give all three times, or none while nobody knows: then the end is not known either."
            ),
            field="likely",
        )
    if optimistic < 0 or pessimistic > 1_000:
        raise Refused(gettext_noop("A step takes 0 to 1000 workdays."), field="likely")
    if not optimistic <= likely <= pessimistic:
        raise Refused(
            gettext_noop("The most likely time (%(m)s days) lies between the shortest (%(o)s) and the longest (%(p)s)."),
            field="likely", m=f"{likely:g}", o=f"{optimistic:g}", p=f"{pessimistic:g}",
        )  # fmt: skip


def check_after(after: Iterable[int], *, known: Collection[int], own: int | None = None) -> None:
    """Refuses that a step comes after itself, or after one of another change.

    Raises:
        Refused: with the field that must be mended.
    """
    after = set(after)
    if own in after:
        raise Refused(gettext_noop("A step cannot come after itself."), field="after")
    if after - set(known):
        raise Refused(gettext_noop("That step belongs to another change."), field="after")


def refused_circle(circle: CircleFoundError) -> Refused:
    """The refusal of steps that wait for each other, with their names in their order."""
    return Refused(
        gettext_noop("These steps would wait for each other in a circle: %(circle)s."),
        field="after", circle=" → ".join(circle.names),
    )  # fmt: skip


def check_before(unfinished: Sequence[str]) -> None:
    """Refuses to start a step while a step it comes after is not done.

    Raises:
        Refused: with the names of those steps.
    """
    if unfinished:
        raise Refused(
            gettext_noop("It comes after %(names)s, which is not done. If it need not wait, plan it anew."),
            names=", ".join(unfinished),
        )


def check_all_done(unfinished: Sequence[str]) -> None:
    """Refuses to close a change while steps are left.

    Raises:
        Refused: with the names of those steps.
    """
    if unfinished:
        raise Refused(gettext_noop("These steps are not done: %(names)s."), names=", ".join(unfinished))


def ratio_to_plan(*, planned: float | None, actual: float | None) -> float | None:
    """How long it took, in lengths of the first plan (000-06): 0.5 is half the time; None where one is unknown.

    >>> ratio_to_plan(planned=10, actual=8), ratio_to_plan(planned=0, actual=3)
    (0.8, None)
    """
    return actual / planned if planned and actual is not None else None


def missing_first(states: Iterable[Any]) -> list[Any]:
    """Answers with those who have not agreed in front, else in the order they were asked."""
    return sorted(states, key=lambda state: state.stage == AGREED)
