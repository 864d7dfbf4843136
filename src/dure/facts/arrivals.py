"""What a source hands over: things that happened elsewhere, told in our words.

``ref`` is the source's own id of the case; (source, ref) is how the same thing is recognised
when it arrives again. ``position`` is the line (or the ordinal) in the payload and breaks ties
between rows of the same moment. Team, account and person are the source's own names or ids;
``None`` means the source does not say.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """A person's first word on a case: it becomes a voice."""

    ref: str
    at: datetime
    position: int
    words: str
    channel: str = "other"
    kind: str = "ticket"
    account: str | None = None
    person: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A case entered a state of the tool; ``state`` is the flow state it maps to.

    ``loop`` names the stage of the loop the voice reaches by it, where the mapping declares one.
    ``kind`` is empty where the source does not say what kind of work it is.
    """

    ref: str
    at: datetime
    position: int
    stage: str
    state: str
    waits_on: str | None = None
    asked: bool | None = None
    team: str | None = None
    person: str | None = None
    kind: str = ""
    loop: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """A voice reached a stage of the loop by something that did not move its case.

    Such as the first touch by the desk (acknowledged), or the case coming back (reopened).
    """

    ref: str
    at: datetime
    position: int
    loop: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A case went from one team to another."""

    ref: str
    at: datetime
    position: int
    from_team: str | None
    to_team: str


@dataclass(frozen=True, slots=True)
class Contacted:
    """Two people were in touch: who, when, how long; never what was said."""

    ref: str
    at: datetime
    position: int
    from_person: str
    to_person: str
    channel: str = "other"
    minutes: float | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """A release went out, and these cases were in it."""

    ref: str
    at: datetime
    position: int
    name: str
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptAside:
    """A row that could not be read: where it stands, why, and how to mend it."""

    line: int
    column: str
    value: str
    reason: str
    row: str


Arrival = Heard | Moved | Reached | Handed | Contacted | Shipped
