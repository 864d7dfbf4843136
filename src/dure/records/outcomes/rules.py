"""What an outcome may say."""

from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Actor, Role

#: In which part an owner signs what a number means.
PARTS = ("business", "technical")

#: Kinds of outcome with their scale; None = any number.
SCALES: dict[str, tuple[float, float] | None] = {
    "solved": (0, 1),
    "nps": (0, 10),
    "csat": (1, 5),
    "ces": (1, 7),
    "use": None,
    "renewal": (0, 1),
}


def checked_value(kind: str, *, value: float) -> float:
    """The value, if it lies on the kind's scale; it is never clipped.

    Raises:
        Refused: an unknown kind, or a value off its scale.

    >>> checked_value("nps", value=0)
    0
    """
    if kind not in SCALES:
        raise Refused(
            gettext_noop('Unknown outcome "%(kind)s": use one of %(kinds)s.'),
            field="kind",
            kind=kind,
            kinds=", ".join(SCALES),
        )
    scale = SCALES[kind]
    if scale and not scale[0] <= value <= scale[1]:
        raise Refused(
            gettext_noop("%(value)s is off the scale %(low)s to %(high)s."),
            field="value",
            value=value,
            low=scale[0],
            high=scale[1],
        )
    return value


def check_is_score(kind: str) -> None:
    """Refuses "solved" as a score: only the person says so, by confirming or denying.

    Raises:
        Refused: the kind is ``solved``.
    """
    if kind == "solved":
        raise Refused(
            gettext_noop("Whether it is solved, the person says: confirm it or reopen it."), field="kind"
        )


def check_may_sign(by: Actor, *, part: str, owner_id: int | None, why: str) -> bool:
    """Whether somebody signs in the owner's place; the owner signs without a word, a lead with the reason.

    Raises:
        Refused: an unknown part, a stream without that owner, somebody who is not the owner, or no reason.
    """
    if part not in PARTS:
        raise Refused(
            gettext_noop("A definition is signed for one of: %(parts)s."),
            field="part",
            parts=", ".join(PARTS),
        )
    if owner_id is None:
        raise Refused(gettext_noop("The stream has no such owner yet: name one in its set-up first."))
    if by.person_id == owner_id:
        return False
    if by.role < Role.LEAD:
        raise Refused(
            gettext_noop("Only the owner signs this, or a lead in the owner's place with the reason.")
        )
    if not why:
        raise Refused(gettext_noop("Say why you sign in the owner's place."), field="why")
    return True
