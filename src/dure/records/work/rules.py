"""What may follow what, for work. Source: science B1."""

from dure.facts.loop import ACTIVE, CANCELED, DONE, KINDS, NEW, WAITING, WAITS_ON
from dure.facts.refusals import Refused, gettext_noop

OPEN = (NEW, ACTIVE, WAITING)
CLOSED = (DONE, CANCELED)


def check_open(state: str) -> None:
    """Refuses to go on with work that is done or cancelled; it must be reopened first.

    Raises:
        Refused: the work is closed.
    """
    if state in CLOSED:
        raise Refused(gettext_noop("This work is closed: reopen it first."))


def check_closed(state: str) -> None:
    """Refuses to reopen work that is not closed.

    Raises:
        Refused: the work is still open.
    """
    if state not in CLOSED:
        raise Refused(gettext_noop("This work is still open."))


def check_kind(kind: str) -> None:
    """Refuses a fifth kind of work; the empty word says that the kind is not known yet.

    Raises:
        Refused: an unknown kind.
    """
    if kind and kind not in KINDS:
        raise Refused(
            gettext_noop("Say which kind of work this is: %(kinds)s."), field="kind", kinds=", ".join(KINDS)
        )


def check_wait(*, waits_on: str, has_item: bool) -> None:
    """Refuses a wait that does not say on whom.

    Raises:
        Refused: with the field that must be mended.

    >>> check_wait(waits_on="customer", has_item=False)
    """
    if waits_on not in WAITS_ON:
        raise Refused(
            gettext_noop("Say on whom this waits: %(names)s."), field="waits_on", names=", ".join(WAITS_ON)
        )
    if waits_on == "item" and not has_item:
        raise Refused(gettext_noop("Say on which other item this waits."), field="waits_for")
