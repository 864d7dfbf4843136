"""What somebody asks of a forecast, from the address; what cannot be asked is said at its field."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.kit.throughput import MOST_ITEMS, CannotBeCountedError, to_do
from dure.records.work.queries import item_numbered, place_in_line

WHATS = {
    "open": _("Everything that is not done"),
    "item": _("One item, where it stands in line"),
    "own": _("A number of items"),
}


@dataclass
class Asked:
    """So many items, with what is still to be found among them; and, if asked, a date and other streams."""

    what: str = "open"
    n: str = ""
    item: str = ""
    growth: str = "1"
    by: str = ""
    others: list[str] = field(default_factory=list)
    n_items: int = 0
    found_item: Any = None
    by_on: date | None = None
    faults: dict[str, str | Promise] = field(default_factory=dict)


def asked(query: QueryDict, *, stream: Any, n_open: int) -> Asked:
    """What an address asks about a stream."""
    told = Asked(
        what=query.get("what", "open") if query.get("what") in WHATS else "open",
        n=query.get("n", "")[:20].strip(),
        item=query.get("item", "")[:20].strip().removeprefix("#"),
        growth=query.get("growth", "1")[:10].strip() or "1",
        by=query.get("by", "")[:10],
        others=[key for key in query.getlist("with") if key != stream.key],
    )
    n_items = float(n_open)
    if told.what == "own":
        n_items = _number(told.n)
    elif told.what == "item":
        n_items = _in_line(told, stream=stream)
    if "item" not in told.faults:
        _count(told, n_items)
    _day(told)
    return told


def _count(told: Asked, n_items: float) -> None:
    try:
        told.n_items = to_do(n_items)
    except CannotBeCountedError:
        told.faults["n"] = _("Give a number of items from 0 to %(most)s.") % {"most": f"{MOST_ITEMS:,}"}
        return
    try:
        told.n_items = to_do(n_items, growth=_number(told.growth))
    except CannotBeCountedError:
        told.faults["growth"] = _(
            "Give a factor from 1 (nothing is added) to 10, and no more than a million items in all."
        )


def _in_line(told: Asked, *, stream: Any) -> float:
    number = int(told.item) if told.item.isdecimal() and len(told.item) < 10 else 0
    item = item_numbered(number) if number else None
    place = place_in_line(item) if item and item.stream_id == stream.pk else None
    if place is None:
        told.faults["item"] = _("Give the number of an item of this stream that is not done, such as 12.")
    told.found_item = item if place else None
    return float(place or 0)


def _day(told: Asked) -> None:
    if told.by:
        try:
            told.by_on = date.fromisoformat(told.by)
        except ValueError:
            told.faults["by"] = _("Give a day such as 2026-12-24.")


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return float("nan")
