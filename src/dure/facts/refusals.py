"""Refusals: a clear no, with the place and the way to mend it, in words a door can translate."""

from typing import Any

from dure.facts.roles import Role


def gettext_noop(text: str) -> str:
    """Marks a sentence for the translators; the door that shows it translates it."""
    return text


class Refused(Exception):
    """An act the rules do not allow now. ``text`` is an English sentence with ``%(name)s`` places.

    >>> str(Refused("no voice %(id)s", id=7))
    'no voice 7'
    """

    def __init__(self, text: str, *, field: str = "", **places: Any) -> None:
        super().__init__(text % places if places else text)
        self.text, self.field, self.places = text, field, places


class NotAllowed(Refused):
    """The actor's role is below the one the act asks for."""

    def __init__(self, *, act: str, least: Role) -> None:
        super().__init__(
            gettext_noop("%(act)s needs the role %(role)s or higher: ask an administrator."),
            act=act,
            role=least.name.lower(),
        )
