"""Forms for stages and touchpoints: what the acts take, and lists to choose from."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import ActForm, OneOf, PlainSelect
from dure.doors.web.measured import definitions, in_tongue
from dure.doors.web.names import CHANNELS, DEPARTMENT_NAMES
from dure.doors.web.templatetags.dure import language
from dure.facts.touch_tables import COLUMNS
from dure.records.journeys.rules import DEPARTMENTS, Event, Point, Stage


class StageForm(forms.Form):
    """The two names of a stage."""

    name_ko = forms.CharField(label=_("Name in Korean"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)


class PointForm(ActForm):
    """A touchpoint: where, whose, by what it is recognised, and by what it is measured."""

    name_ko = forms.CharField(label=_("Name in Korean"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    stage = forms.ChoiceField(label=_("Stage"), widget=PlainSelect)
    department = forms.ChoiceField(
        label=_("Department"),
        widget=PlainSelect,
        choices=[(key, DEPARTMENT_NAMES[key]) for key in DEPARTMENTS],
    )
    team = OneOf("teams", label=_("Team that answers for it"), required=False)
    channel = forms.ChoiceField(
        label=_("Channel"),
        required=False,
        widget=PlainSelect,
        choices=[("", "–"), *CHANNELS.items(), ("web", _("Web"))],
    )
    events = forms.CharField(
        label=_("Recognised by"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One event a line: usage.event = page_viewed, or moves.step = voice told."),
    )
    measures = forms.MultipleChoiceField(
        label=_("Measured by"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )

    def __init__(self, *args: Any, stages: list[Stage], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["stage"].choices = [(s.key, _said(s)) for s in stages]  # type: ignore[attr-defined]
        known = sorted((in_tongue(metric.title), name) for name, metric in definitions().items())
        self.fields["measures"].choices = [(name, title) for title, name in known]  # type: ignore[attr-defined]

    def clean_events(self) -> list[Event]:
        """The events, one a line.

        Raises:
            forms.ValidationError: a line does not name a table, a column and a value.
        """
        lines = [line.strip() for line in self.cleaned_data["events"].splitlines() if line.strip()]
        return [_event(line) for line in lines]


def _event(line: str) -> Event:
    place, equals, value = line.partition("=")
    heard_in, dot, column = place.strip().partition(".")
    if not (equals and dot and value.strip()):
        known = ", ".join(f"{table}.{column}" for table, columns in COLUMNS.items() for column in columns)
        raise forms.ValidationError(
            gettext('"%(line)s" is no event: write one of %(known)s, then = and the value.')
            % {"line": line, "known": known}
        )
    return Event(heard_in, column, value.strip())


def initial_of(point: Point) -> dict[str, Any]:
    """A touchpoint as its form shows it."""
    return {
        "name_ko": point.name_ko,
        "name_en": point.name_en,
        "stage": point.stage,
        "department": point.department,
        "team": point.team_id,
        "channel": point.channel,
        "events": "\n".join(str(event) for event in point.events),
        "measures": list(point.measures),
    }


def _said(row: Stage | Point) -> str:
    return row.name_en if language() == "en" else row.name_ko
