"""How templates say where a thing stands: thin over :mod:`dure.doors.web.stages`."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.functional import Promise as Lazy

from dure.doors.web import stages

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
