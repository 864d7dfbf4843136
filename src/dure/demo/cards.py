"""What is written down of each of the cast. Days count back from today; a key is what the story calls them by."""

from dataclasses import dataclass, field

from dure.facts.roles import Role


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """When somebody works."""

    key: str
    name: str
    zone: str
    country: str
    hours: tuple[str, str]


@dataclass(frozen=True, slots=True)
class TeamCard:
    """A team of the house; ``once`` is what it was called until ``renamed_days`` ago."""

    key: str
    name: str
    purpose: str
    calendar: str = "seoul"
    is_front_line: bool = False
    once: str = ""
    renamed_days: int = 0


@dataclass(frozen=True, slots=True)
class CoworkerCard:
    """One of the nine who look after the customers."""

    key: str
    name: str
    title: str
    team: str
    role: Role
    language: str = "ko"
    zone: str = "Asia/Seoul"
    is_remote: bool = False


@dataclass(frozen=True, slots=True)
class AccountCard:
    """Somebody we serve. ``renewal_days`` lie ahead, ``since_days`` behind, both in calendar days."""

    key: str
    name: str
    segment: str
    industry: str
    country: str
    owner: str
    annual_minor: int | None
    currency: str
    since_days: int
    renewal_days: int | None
    side: str = "customer"
    team: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A person's tie to an account or (``"team:data"``) a team, in working days before today; None is open."""

    to: str
    relation: str
    title: str
    from_days: int | None = None
    to_days: int | None = None


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person we serve, with every tie they have had."""

    key: str
    name: str
    ties: tuple[Tie, ...]
    side: str = "customer"
    language: str = "ko"
    zone: str = "Asia/Seoul"
    is_remote: bool = False


@dataclass(frozen=True, slots=True)
class LoginCard:
    """A demo login: one for each role."""

    username: str
    person: str
    role: Role


@dataclass(frozen=True, slots=True)
class StreamCard:
    """A value stream with its owners and what is meant by it."""

    key: str
    name_ko: str
    name_en: str
    business_owner: str
    technical_owner: str
    waits_for_release: bool = False
    teams: tuple[str, ...] = ()
    #: In Korean and in English.
    purpose: tuple[str, str] = ("", "")
    vision: tuple[str, str] = ("", "")
    targets: dict[str, float] = field(default_factory=dict)
