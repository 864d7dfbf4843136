"""What may be shipped."""

from dure.facts.loop import DONE
from dure.facts.refusals import Refused, gettext_noop


def check_done(*, title: str, state: str) -> None:
    """Refuses to ship work that is not done.

    Raises:
        Refused: with the title of the item.
    """
    if state != DONE:
        raise Refused(
            gettext_noop('"%(title)s" is not done yet: finish it before it is shipped.'), title=title
        )
