"""What a person says of a working calendar: hours of each weekday, zone, holidays, days that differ."""

import re
from typing import Any
from zoneinfo import available_timezones

import holidays
from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.doors.web.acts.act import Given, words_field
from dure.doors.web.templatetags.dure import language
from dure.kit.calendars import WEEKDAYS

DAYS = {
    "mon": pgettext_lazy("weekday", "Monday"),
    "tue": pgettext_lazy("weekday", "Tuesday"),
    "wed": pgettext_lazy("weekday", "Wednesday"),
    "thu": pgettext_lazy("weekday", "Thursday"),
    "fri": pgettext_lazy("weekday", "Friday"),
    "sat": pgettext_lazy("weekday", "Saturday"),
    "sun": pgettext_lazy("weekday", "Sunday"),
}
OFFICE = "09:00-18:00"


class CalendarForm(forms.Form):
    """A calendar as text that a person can edit."""

    name = forms.CharField(label=_("Name"), max_length=120)
    zone = forms.ChoiceField(label=_("Time zone"))
    holiday_country = forms.ChoiceField(
        label=_("Public holidays of"), required=False, help_text=_("On these days nobody works.")
    )
    days_off = words_field(
        _("Further days off"), rows=2, required=False,
        help_text=_("One day a line, such as 2026-05-04: a holiday the government added, a day of the house."),
    )  # fmt: skip
    days_on = words_field(
        _("Days worked although they are holidays or weekends"), rows=2, required=False, help_text=_("One day a line.")
    )  # fmt: skip
    teams = forms.TypedMultipleChoiceField(label=_("Teams that work by it"), required=False)

    def __init__(self, data: Any = None, *, calendar: Any = None, given: Given) -> None:
        super().__init__(data, initial=_initial(calendar, given=given))
        by_key = {str(team.pk): team for team, _name in given.teams}
        self.fields["zone"] = forms.ChoiceField(
            label=_("Time zone"), choices=[(zone, zone) for zone in sorted(available_timezones())]
        )
        self.fields["holiday_country"] = forms.ChoiceField(
            label=_("Public holidays of"), required=False, help_text=_("On these days nobody works."),
            choices=[("", _("None")), *countries()],
        )  # fmt: skip
        self.fields["teams"] = forms.TypedMultipleChoiceField(
            label=_("Teams that work by it"), required=False, coerce=by_key.__getitem__,
            choices=[(str(team.pk), name) for team, name in given.teams],
        )  # fmt: skip
        for day, words in DAYS.items():
            self.fields[day] = forms.CharField(label=words, required=False, max_length=120)
        self.order_fields(["name", "zone", *DAYS, "holiday_country", "days_off", "days_on", "teams"])

    @property
    def hours_fields(self) -> list[forms.BoundField]:
        return [self[day] for day in DAYS]

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("holiday_country", "days_off", "days_on")]

    def told(self) -> dict[str, Any]:
        """The answers as the acts take them; call it on a valid form."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "zone": said["zone"],
            "holiday_country": said["holiday_country"],
            "hours": {
                str(n): [re.split(r"\s*[-–~]\s*", shift.strip()) for shift in said[day].split(",")]
                for n, day in enumerate(WEEKDAYS)
                if said[day].strip()
            },
            "days_off": said["days_off"].split(),
            "days_on": said["days_on"].split(),
        }


def countries() -> list[tuple[str, str]]:
    """The countries whose holidays are known, by their name in the reader's language."""
    names = Locale(language()).territories
    found = [(code, names.get(code, code)) for code in holidays.list_supported_countries() if len(code) == 2]
    return sorted(found, key=lambda country: country[1])


def _initial(calendar: Any, *, given: Given) -> dict[str, Any]:
    if calendar is None:
        return {"zone": "Asia/Seoul", "holiday_country": "KR", **dict.fromkeys(WEEKDAYS[:5], OFFICE)}
    shifts = {day: calendar.hours.get(str(n), ()) for n, day in enumerate(WEEKDAYS)}
    return {
        "name": calendar.name,
        "zone": calendar.zone,
        "holiday_country": calendar.holiday_country,
        "days_off": "\n".join(calendar.days_off),
        "days_on": "\n".join(calendar.days_on),
        "teams": [str(team.pk) for team, _name in given.teams if team.calendar_id == calendar.pk],
        **{day: ", ".join("-".join(shift) for shift in told) for day, told in shifts.items()},
    }
