"""What an outcome may say."""

from dure.facts.refusals import Refused, gettext_noop

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
