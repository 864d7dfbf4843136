"""Who acts, and how much they may decide."""

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """The staff role that decides an act; a higher one may do all a lower one may.

    >>> Role.LEAD >= Role.MEMBER
    True
    """

    VIEWER = 1
    MEMBER = 2
    LEAD = 3
    ADMIN = 4


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or the software itself, ``person_id=None``) in whose name an act is done."""

    person_id: int | None
    role: Role
    name: str


SYSTEM = Actor(person_id=None, role=Role.ADMIN, name="dure")
