"""How templates say a focusing step: thin over :mod:`dure.doors.web.focusing`."""

from typing import Any

from django import template

from dure.doors.web.focusing import STEPS
from dure.records.improvements.rules import STEPS as ORDER

register = template.Library()


@register.inclusion_tag("constraints/_step.html")
def step(state: Any) -> dict[str, Any]:
    """The step an improvement stands in, as its place in the row of five and its name."""
    return {"number": ORDER.index(state.stage) + 1, "name": STEPS[state.stage], "state": state}
