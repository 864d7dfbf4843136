"""Acts on what holds things up: taking it up, trying something, going on, and ending with the result."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import Act, ActForm, OneOf, PlainSelect, words_field
from dure.doors.web.focusing import RESULTS, STEPS
from dure.doors.web.names import Words
from dure.facts.roles import Actor, Role
from dure.records.improvements import actions
from dure.records.improvements.rules import (
    ELEVATE,
    OPEN,
    REPEAT,
    TRYING,
)

Choices = Sequence[tuple[str, Words]]

#: Between the parts of a choice that is made of several; what may hold any sign comes last.
BAR = "|"
WORKED = {"yes": True, "no": False}


class Day(forms.DateField):
    """A day."""

    class Box(forms.DateInput):
        input_type = "date"

    def __init__(self, **named: Any) -> None:
        super().__init__(widget=self.Box(format="%Y-%m-%d"), **named)


class Choice(forms.ChoiceField):
    """A choice of one, written at once."""

    def __init__(self, choices: Choices, **named: Any) -> None:
        super().__init__(choices=[("", "–"), *choices], widget=PlainSelect, **named)


def taking(stations: Choices, *, is_named: bool) -> type[ActForm]:
    """A form that takes up a constraint: one of these places (``basis BAR key``), or what the signals name."""
    help_text = _("Leave it empty to take what the signals name.") if is_named else ""
    fields = {
        "station": Choice(stations, label=_("Which place"), required=not is_named, help_text=help_text),
        "why": words_field(
            _("Why this place"),
            rows=2,
            required=not is_named,
            help_text=_("Only where the signals do not name it.") if is_named else "",
        ),
    }
    return type("Taking", (ActForm,), fields)


def planning(numbers: Sequence[tuple[str, Words, str]]) -> type[ActForm]:
    """A form that plans what is tried; ``numbers`` are (``metric BAR cut BAR slice``, title, unit)."""
    units = {key: unit for key, _title, unit in numbers}

    def clean(form: Any) -> Any:
        data = forms.Form.clean(form) or {}
        if units.get(data.get("number", "")) == "share" and data.get("to_value") is not None:
            data["to_value"] /= 100
        return data

    fields = {
        "words": words_field(_("What will be done"), rows=2),
        "team": OneOf("teams", label=_("Which team must act"), required=False),
        "person": OneOf("colleagues", label=_("Who must act"), required=False),
        "due_on": Day(label=_("Done by")),
        "number": Choice([(key, title) for key, title, _unit in numbers], label=_("Which number is to move")),
        "to_value": forms.FloatField(
            label=_("To which value"),
            help_text=_("Shares in per cent, times in days, the others as they are shown."),
        ),
        "stop_on": Day(
            label=_("Until when"), help_text=_("If the number has not moved by this day, one stops.")
        ),
        "clean": clean,
    }
    return type("Planning", (ActForm,), fields)


class GoingOn(ActForm):
    to = Choice(
        [(step, STEPS[step]) for step in OPEN],
        label=_("To which step"),
        required=False,
        help_text=_("Leave it empty for the next one."),
    )
    why = words_field(
        _("Why"), rows=2, required=False, help_text=_("Needed where a step is skipped or gone back to.")
    )


class Closing(ActForm):
    result = Choice(list(RESULTS.items()), label=_("What came of it"))
    why = words_field(_("What was learned"), rows=2)


class Ending(ActForm):
    worked = forms.TypedChoiceField(
        label=_("Did the number move as hoped?"),
        choices=[("", _("One cannot say yet")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=WORKED.__getitem__,
        empty_value=None,
        required=False,
    )
    why = words_field(_("What was learned"), rows=2, required=False)


class Dropping(ActForm):
    why = words_field(_("Why it is given up"), rows=2)


def _taken(station: str) -> dict[str, str]:
    basis, _bar, key = station.partition(BAR)
    return {"basis": basis, "station": key}


def take(place: Any, *, by: Actor, station: str = "", why: str = "") -> Any:
    """Takes up the constraint of a place."""
    return actions.open_improvement(place.key, **_taken(station), why=why, by=by)


def take_next(improvement: Any, *, by: Actor, station: str = "", why: str = "") -> Any:
    """Begins again after an improvement that has ended."""
    return actions.repeat(improvement, **_taken(station), why=why, by=by)


def plan(improvement: Any, *, by: Actor, number: str, **named: Any) -> Any:
    """Plans what is tried, with the number it is to move."""
    metric, cut, slice = number.split(BAR, 2)
    return actions.plan_attempt(improvement, metric=metric, cut=cut, slice=slice, by=by, **named)


TAKE = Act(
    name="take", title=_("Take up this constraint"), do=take, least=Role.LEAD, done=_("The constraint is taken up."),
    says=lambda place: _("Keeps the numbers as they stand now, and begins the first of the five steps. One at a time."),
)  # fmt: skip
TAKE_NEXT = Act(
    name="take-next", title=_("Begin again"), do=take_next, least=Role.LEAD, done=_("It begins again."),
    says=lambda improvement: _("Begins the first step with what holds things up now."),
)  # fmt: skip
PLAN = Act(
    name="plan", title=_("Plan what to try"), do=plan, done=_("It is planned."),
    says=lambda improvement: _("A guess that can fail: who does what, and which number shows whether it helped."),
)  # fmt: skip
GO_ON = Act(
    name="go-on", title=_("Next step"), do=actions.go_on, form=GoingOn, least=Role.LEAD, done=_("On to the next step."),
)  # fmt: skip
CLOSE = Act(
    name="close", title=_("Close with the result"), do=actions.close_improvement, form=Closing, least=Role.LEAD,
    done=_("The result is noted."), is_ending=True,
    says=lambda improvement: _("Keeps the numbers as they stand now beside those it began with. It stays in the history, whatever came of it."),
)  # fmt: skip
FINISH = Act(
    name="finish", title=_("Done"), do=actions.finish_attempt, form=Ending, done=_("Noted as done."),
    says=lambda attempt: _("Keeps the number as it stands now. What did not work stays where all can see it."),
)  # fmt: skip
DROP = Act(
    name="drop", title=_("Give up"), do=actions.drop_attempt, form=Dropping, done=_("Noted as given up."),
    is_ending=True,
)  # fmt: skip

ON_ATTEMPTS = (FINISH, DROP)


def with_form(act: Act, form: type[ActForm]) -> Act:
    """An act with a form made for one thing."""
    return replace(act, form=form)


def acts_in(step: str, *, n_planned: int) -> list[Act]:
    """The acts an improvement's step leaves open, the likeliest first; what is still planned keeps it open."""
    if step == REPEAT:
        return [TAKE_NEXT]
    closing = [] if n_planned else [CLOSE]
    if step == ELEVATE:
        return [PLAN, *closing, GO_ON]
    return [*([PLAN] if step in TRYING else []), GO_ON, *closing]
