"""Who stands behind an obstacle: people, accounts or cases, by name and with a way to them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.doors.web.journey.mapped import Mapped
from dure.facts.touch_tables import traveller
from dure.records.people.queries import accounts, people


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Somebody behind a number: how often, and their part of it (minutes lost, or a good word or not)."""

    name: str
    href: str
    value: float
    n: int


def behind(mapped: Mapped, *, kind: str, place: str) -> list[Met]:
    """The people of an obstacle, those who lost most first."""
    return _met(mapped, metric="obstacles", cut=f"{kind}.who", place=place)


def who_said(mapped: Mapped, *, place: str) -> list[Met]:
    """Who judged a touchpoint: the bad words first; ``value`` is 1 for a good one and 0 for a bad one."""
    return _met(mapped, metric="touch_memory", cut="touchpoint.who", place=place)[::-1]


def _met(mapped: Mapped, *, metric: str, cut: str, place: str) -> list[Met]:
    rows = mapped.measured.slices(metric, cut=cut)
    mine = [(slice.rpartition(" | "), row) for slice, row in rows.items()]
    told = [(traveller(int(who)), row) for (of, _bar, who), row in mine if of == place]
    names = _names([who for who, _row in told])
    met = [Met(name=_name(who, names), href=_href(who), value=row.value or 0, n=row.n) for who, row in told]
    return sorted(met, key=lambda one: -one.value)


def _names(whos: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    ids: dict[str, set[int]] = {"person": set(), "account": set(), "case": set()}
    for kind, pk in whos:
        ids[kind].add(pk)
    found: dict[tuple[str, int], str] = {}
    for kind, rows in (("person", people()), ("account", accounts())):
        named: Any = rows.filter(pk__in=ids[kind]).values_list("pk", "name") if ids[kind] else []
        found |= {(kind, pk): name for pk, name in named}
    return found


def _name(who: tuple[str, int], names: dict[tuple[str, int], str]) -> str:
    return names.get(who) or _("Case %(number)s") % {"number": who[1]}


def _href(who: tuple[str, int]) -> str:
    kind, pk = who
    if kind == "case":
        return ""
    return reverse("journey_person" if kind == "person" else "account", args=[pk])
