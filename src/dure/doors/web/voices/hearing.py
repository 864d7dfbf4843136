"""The form that takes down what a person said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import Moment, words_field
from dure.doors.web.names import CHANNELS, VOICE_KINDS
from dure.records.people.queries import accounts, people


class Hearing(forms.Form):
    """What was said, by whom, and how we heard it."""

    words = words_field(_("What was said, in the person's own words"), rows=4)
    account = forms.CharField(
        label=_("Account"), required=False, help_text=_("The name, as it stands in Accounts.")
    )
    person = forms.CharField(
        label=_("Person"),
        required=False,
        help_text=_("The name, or the mail address where two share a name."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list(VOICE_KINDS.items()))
    channel = forms.ChoiceField(label=_("Channel"), choices=list(CHANNELS.items()), initial="mail")
    at = Moment(label=_("When"), required=False, help_text=_("Leave it empty if it happened just now."))

    def clean_account(self) -> Any:
        return _one(accounts(), name__iexact=self.cleaned_data["account"].strip())

    def clean_person(self) -> Any:
        said = self.cleaned_data["person"].strip()
        return _one(people(), **{"email__iexact" if "@" in said else "name__iexact": said})


def _one(rows: Any, **what: str) -> Any:
    """The one row that is called so; None for no name."""
    name = next(iter(what.values()))
    if not name:
        return None
    found = list(rows.filter(**what)[:2])
    if not found:
        raise forms.ValidationError(
            _("Nothing is called “%(name)s”. Look for it in the search (Ctrl K)."), params={"name": name}
        )
    if len(found) > 1:
        raise forms.ValidationError(_("More than one is called “%(name)s”."), params={"name": name})
    return found[0]
