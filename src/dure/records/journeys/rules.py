"""What a journey stage and a touchpoint need."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dure.facts.cuts import ARROW
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.shipped_touchpoints import shipped
from dure.facts.touch_tables import COLUMNS

#: The departments a customer meets (003-48).
DEPARTMENTS = ("marketing", "sales", "product", "success", "support", "other")


@dataclass(frozen=True, slots=True)
class Event:
    """What a touchpoint is recognised by: a table of the lake, one of its columns, and a value."""

    heard_in: str
    column: str
    value: str

    def __str__(self) -> str:
        return f"{self.heard_in}.{self.column} = {self.value}"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the journey as it stands now."""

    key: str
    name_ko: str
    name_en: str
    place: int


@dataclass(frozen=True, slots=True)
class Point:
    """A touchpoint as it stands now. ``stage`` is the stage's key; no ``measures`` = not measured yet."""

    key: str
    name_ko: str
    name_en: str
    stage: str
    department: str
    channel: str = ""
    events: tuple[Event, ...] = ()
    measures: tuple[str, ...] = ()
    team_id: int | None = None
    team_name: str = ""


def checked_words(**names: str) -> dict[str, str]:
    """The names, stripped; each language needs one, and none may hold the arrow that stands between two.

    Raises:
        Refused: a name is blank, or holds the arrow.

    >>> checked_words(name_ko=" 구매 ", name_en="Buy")
    {'name_ko': '구매', 'name_en': 'Buy'}
    """
    for field, name in names.items():
        if not name.strip():
            raise Refused(gettext_noop("A name is needed in Korean and in English."), field=field)
        if ARROW.strip() in name:
            raise Refused(
                gettext_noop("A name cannot hold an arrow: it stands between two names."), field=field
            )
    return {field: name.strip() for field, name in names.items()}


def new_key(name_en: str, *, taken: Collection[str]) -> str:
    """A key made of the English name, told apart from those that are taken.

    >>> new_key("Price page!", taken={"price_page"})
    'price_page_2'
    """
    plain = re.sub(r"[^a-z0-9]+", "_", name_en.lower()).strip("_")[:40] or "touch"
    numbered = (f"{plain}_{n}" for n in range(2, len(taken) + 3))
    return next(key for key in (plain, *numbered) if key not in taken)


def checked_order(keys: Sequence[str], *, stages: Iterable[Stage]) -> list[str]:
    """An order that names every stage once.

    Raises:
        Refused: one is missing, unknown or named twice.
    """
    if sorted(keys) != sorted(stage.key for stage in stages):
        raise Refused(gettext_noop("The order must name every stage of the journey once."), field="order")
    return list(keys)


def check_may_go(stage: Stage, *, stages: Collection[Stage], points: Iterable[Point]) -> None:
    """Refuses to remove a stage that is in use, or one of the last two.

    Raises:
        Refused: with the touchpoint that stands in it.
    """
    used = next((point for point in points if point.stage == stage.key), None)
    if used:
        raise Refused(
            gettext_noop('"%(name)s" is still in this stage: move it to another stage first.'),
            name=used.name_en,
        )
    if len(stages) <= 2:
        raise Refused(gettext_noop("A journey has two stages at least."))


def checked_event(event: Event, *, points: Iterable[Point], key: str) -> Event:
    """An event that can be heard, and that is no other touchpoint's.

    Raises:
        Refused: no such table or column, an empty value, or another touchpoint has it.
    """
    value = event.value.strip()
    if event.column not in COLUMNS.get(event.heard_in, ()):
        raise Refused(
            gettext_noop('"%(place)s" is nothing that is heard: choose one of %(known)s.'),
            field="events",
            place=f"{event.heard_in}.{event.column}",
            known=", ".join(f"{table}.{column}" for table, columns in COLUMNS.items() for column in columns),
        )
    if not value:
        raise Refused(gettext_noop("Say which value makes the event this touch."), field="events")
    same = Event(event.heard_in, event.column, value)
    owner = next((point for point in points if point.key != key and same in point.events), None)
    if owner:
        raise Refused(
            gettext_noop('That event is "%(name)s" already: an event is one touch only.'),
            field="events",
            name=owner.name_en,
        )
    return same


def checked_department(department: str) -> str:
    """One of :data:`DEPARTMENTS`.

    Raises:
        Refused: it is none of them.
    """
    if department not in DEPARTMENTS:
        raise Refused(
            gettext_noop('Unknown department "%(name)s": use one of %(known)s.'),
            field="department",
            name=department,
            known=", ".join(DEPARTMENTS),
        )
    return department


def the(key: str, *, rows: Iterable[Any]) -> Any:
    """The stage or touchpoint of this key.

    Raises:
        Refused: there is none.
    """
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise Refused(gettext_noop('There is no "%(key)s" in the journey.'), field="key", key=key)
    return found


def _stage(place: int, key: str, ko: str, en: str) -> Stage:
    return Stage(key, ko, en, place)


#: The five stages of a journey (003-04).
STAGES = (
    _stage(0, "discover", "발견", "Discover"),
    _stage(1, "verify", "검토", "Verify"),
    _stage(2, "buy", "구매", "Buy"),
    _stage(3, "use", "사용", "Use"),
    _stage(4, "support", "지원", "Support"),
)


def shipped_points() -> list[Point]:
    """The touchpoints as they are shipped, in the order of the journey."""
    return [
        Point(
            **{**row, "events": tuple(Event(*e) for e in row["events"]), "measures": tuple(row["measures"])}
        )
        for row in shipped()
    ]


def is_software(name: str) -> bool:
    """Whether a name is that of a program: it ends in "[bot]" or is called a bot.

    >>> is_software("release[bot]"), is_software("Abbot")
    (True, False)
    """
    words = name.strip().lower()
    return words.endswith(("[bot]", "-bot", " bot", "봇"))
