"""How templates say numbers, moments, names and states: thin over :mod:`dure.kit.wording`."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dure.doors.web.charts import Chart
from dure.doors.web.numbers import Number
from dure.kit import wording

register = template.Library()

ICONS = Path(__file__).parent.parent / "static/vendor/icons"

UNKNOWN = "–"


def language() -> str:
    """The reader's language; Korean where none is active."""
    return "en" if (get_language() or "ko").startswith("en") else "ko"


@register.filter
def duration(length: timedelta | float | None) -> str:
    """A timedelta, or a number of days, as "3일 4시간" or "3 d 4 h"."""
    if length is None:
        return UNKNOWN
    return wording.duration(
        length if isinstance(length, timedelta) else timedelta(days=length), language=language()
    )


@register.filter
def number(value: float | None) -> str:
    return UNKNOWN if value is None else wording.number(value)


@register.filter
def share(value: float | None) -> str:
    return UNKNOWN if value is None else wording.share(value)


@register.filter
def quantity(value: float | None, unit: str) -> str:
    return UNKNOWN if value is None else wording.quantity(value, unit=unit, language=language())


@register.filter
def money(amount: float | None, currency: str) -> str:
    return UNKNOWN if amount is None else wording.money(amount, currency=currency)


@register.filter
def money_minor(minor: int | None, currency: str) -> str:
    """An amount kept in minor units, with its currency."""
    return (
        UNKNOWN
        if minor is None
        else wording.money(wording.amount_of(minor, currency=currency), currency=currency)
    )


@register.filter
def day(on: date | None) -> str:
    today = timezone.localdate()
    return UNKNOWN if on is None else wording.day(on, language=language(), today=today)


@register.filter
def weekday(on: date) -> str:
    """A day of the last six as its weekday ("Tuesday"), any other as a date."""
    return wording.weekday(on, language=language(), today=timezone.localdate())


@register.simple_tag
def moment(at: datetime | None) -> str | SafeString:
    """A moment, absolute, with the distance from now in the tooltip."""
    return _time(at, first="absolute")


#: Nobody counts 3,563 days back; the histories that are loaded are years old.
LONG_PAST = timedelta(days=180)


@register.simple_tag
def ago(at: datetime | None) -> str | SafeString:
    """A moment's distance from now, with the date and hour in the tooltip; the day itself once it is long past."""
    return _time(at, first="relative")


@register.simple_tag
def clock(at: datetime | None) -> str | SafeString:
    """A moment both ways: "3일 전 · 11월 19일(목) 14:05"."""
    return _time(at, first="both")


def _time(at: datetime | None, *, first: str) -> str | SafeString:
    if at is None:
        return UNKNOWN
    relative = wording.ago(at, now=timezone.now(), language=language())
    if first == "relative" and timezone.now() - at > LONG_PAST:
        first = "day"
    zone = timezone.get_current_timezone_name()
    absolute = wording.moment(at, zone=zone, language=language(), today=timezone.localdate())
    day = wording.day(timezone.localtime(at).date(), language=language(), today=timezone.localdate())
    both = f"{relative} · {absolute}"
    shown = {"relative": relative, "absolute": absolute, "both": both, "day": day}[first]
    title = absolute if first in ("relative", "day") else relative
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), title, shown)


@register.simple_tag
def interval(one: Number) -> str:
    """The interval of a number: "65%~80%" or "65% to 80%"; nothing where it has none."""
    if one.low is None or one.high is None:
        return ""
    low, high = (wording.quantity(v, unit=one.unit, language=language()) for v in (one.low, one.high))
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


@register.filter
def named(name: str) -> SafeString:
    """A name in its own script, told to the screen reader in its own language."""
    code = script_language(name)
    return format_html('<bdi lang="{}">{}</bdi>', code, name) if code else format_html("<bdi>{}</bdi>", name)


def script_language(name: str) -> str:
    """The language a name's letters betray: ko, ja, or "" where they do not tell.

    >>> script_language("박서연"), script_language("さくら商事"), script_language("James Lee")
    ('ko', 'ja', '')
    """
    if any("가" <= letter <= "힣" for letter in name):
        return "ko"
    return "ja" if any("぀" <= letter <= "ヿ" for letter in name) else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Tabler icon, drawn beside words and hidden from the screen reader."""
    return _drawing(name)


@cache
def _drawing(name: str) -> SafeString:
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    return mark_safe(drawing.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S308 our own files


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field in the look of the house."""
    return field.as_widget(attrs={"class": _look(field)})


@register.simple_tag
def named_control(field: BoundField) -> SafeString:
    """A form field that bears its label itself: in a table, whose heads are the labels one sees."""
    return field.as_widget(attrs={"class": _look(field), "aria-label": str(field.label)})


def _look(field: BoundField) -> str:
    kind = getattr(field.field.widget, "input_type", "")
    return {"checkbox": "form-check-input", "select": "form-select"}.get(kind, "form-control")


@register.filter
def table(chart: Chart) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rows of a chart's table in the reader's language."""
    return chart.table(language=language())


@register.filter
def at(row: Any, place: int) -> Any:
    """One place of a row."""
    return row[place]
