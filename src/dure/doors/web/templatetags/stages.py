"""How templates say where a thing stands: thin over :mod:`dure.doors.web.stages`."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.functional import Promise as Lazy

from dure.doors.web import stages
from dure.kit.clock import zone_named
from dure.language.script import language_of

register = template.Library()


@register.inclusion_tag("parts/pill.html")
def stage(thing: str, name: str) -> dict[str, Any]:
    """A stage as a pill: ``{% stage "voice" state.stage %}``."""
    words, tone = stages.told(thing, stage=name)
    return {"words": words, "tone": tone}


@register.inclusion_tag("parts/pill.html")
def promise_stage(state: Any) -> dict[str, Any]:
    """Where a promise stands by the clock, as a pill; takes its current state."""
    reading = stages.promise_reading(
        stage=state.stage, due_at=state.due_at, entered_at=state.entered_at, now=timezone.now()
    )
    words, tone = stages.told("promise", stage=reading)
    return {"words": words, "tone": tone}


@register.filter
def side(name: str) -> str | Lazy:
    """The side somebody stands on, in words."""
    return stages.SIDES.get(name, name)


@register.filter
def relation(name: str) -> str | Lazy:
    """What somebody is to an account or a team, in words; a source's own word stays as it is."""
    return stages.RELATIONS.get(name, name)


@register.simple_tag
def wall_clock(zone: str) -> str:
    """What the clock on the wall shows in a zone now: "14:05 Asia/Seoul"; the name alone where no zone is called so."""
    try:
        return f"{timezone.now().astimezone(zone_named(zone)):%H:%M} {zone}"
    except ValueError:
        return zone


@register.filter
def kind_of_account(name: str) -> str | Lazy:
    """A segment or an industry in words; a team's own word stays as it is."""
    return stages.KINDS_OF_ACCOUNT.get(name, name)


@register.filter
def tongue(words: str) -> str:
    """The language a text is written in, for its ``lang`` attribute."""
    return language_of(words)
