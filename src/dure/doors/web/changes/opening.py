"""The form that opens a change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import Moment, words_field
from dure.records.people.queries import accounts
from dure.records.voices.queries import voice_numbered


class Opening(forms.Form):
    """What changes, for whom, and by when."""

    title = forms.CharField(label=_("What changes, in words that all teams understand"), max_length=300)
    what = words_field(_("What changes for the customer, in plain words"), rows=2, required=False)
    reason = words_field(_("Why it changes"), rows=2, required=False)
    customer_does = words_field(
        _("What the customer must do"),
        rows=2,
        required=False,
        help_text=_("Leave it empty if they need do nothing."),
    )
    accounts = forms.CharField(
        label=_("For which accounts"),
        required=False,
        help_text=_("The names, as they stand in Accounts, with commas."),
    )
    voice = forms.IntegerField(label=_("Number of the voice it answers"), required=False)
    begin_at = Moment(label=_("Not before"), required=False)
    due_at = Moment(label=_("Wished by"), required=False)
    is_fixed = forms.BooleanField(
        label=_("The date cannot move (a law, a contract, an event)"), required=False
    )

    def clean_accounts(self) -> list[Any]:
        names = [name.strip() for name in self.cleaned_data["accounts"].split(",") if name.strip()]
        return [_account(name) for name in names]

    def clean_voice(self) -> Any:
        number = self.cleaned_data["voice"]
        voice = None if number is None else voice_numbered(number)
        if number is not None and voice is None:
            raise forms.ValidationError(_("There is no voice with this number."))
        return voice

    def said(self, owner: Any) -> dict[str, Any]:
        """What was filled in, as the act takes it; whoever opens a change owns it."""
        said = dict(self.cleaned_data)
        voice = said.pop("voice")
        return {**said, "voices": [voice] if voice else [], "owner": owner}


def _account(name: str) -> Any:
    found = list(accounts().filter(name__iexact=name)[:2])
    if len(found) == 1:
        return found[0]
    words = _("More than one is called “%(name)s”.") if found else _("Nothing is called “%(name)s”. Look for it in the search (Ctrl K).")  # fmt: skip
    raise forms.ValidationError(words, params={"name": name})
