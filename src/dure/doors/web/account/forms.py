"""The forms of an account: hearing a voice, tying a person, ending a tie."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import Moment, words_field
from dure.doors.web.names import CHANNELS, VOICE_KINDS
from dure.doors.web.rights import refusal_text
from dure.doors.web.stages import RELATIONS
from dure.facts.refusals import Refused
from dure.records.people.queries import people
from dure.records.people.rules import checked_dates


class DateBox(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HearForm(forms.Form):
    """What was said, by whom, where and when."""

    words = words_field(_("What was said, in the person's own words"), rows=5)
    title = forms.CharField(label=_("In a few words"), max_length=300, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=tuple(CHANNELS.items()))
    kind = forms.ChoiceField(label=_("Kind"), choices=tuple(VOICE_KINDS.items()))
    at = Moment(label=_("When"), required=False, help_text=_("Leave it empty if it happened just now."))

    def __init__(self, *args: Any, people: QuerySet[Any], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"] = forms.ModelChoiceField(
            people, label=_("Who said it"), required=False, empty_label=gettext("Not known")
        )
        self.order_fields(["words", "title", "person", "channel", "kind", "at"])

    def told(self) -> dict[str, Any]:
        """All but the words, as the act takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "words"}


class TieForm(forms.Form):
    """Who belongs to the account, as what, since when. ``person`` is the one known by that name, if any."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Somebody we know already is found by the name; anybody else is added."),
    )
    email = forms.EmailField(label=_("Mail address"), required=False)
    relation = forms.ChoiceField(label=_("Relation"), choices=tuple(RELATIONS.items()))
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    from_on = forms.DateField(label=_("From"), required=False, widget=DateBox)
    to_on = forms.DateField(
        label=_("Until"), required=False, widget=DateBox, help_text=_("Empty while it lasts.")
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.person: Any = None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("name"):
            self.person = self._known(name=said["name"].strip(), email=said.get("email", ""))
        self._check_dates(said)
        return said

    def _check_dates(self, said: dict[str, Any]) -> None:
        """Before anybody new is added, so that a slip in the dates leaves nobody behind."""
        try:
            checked_dates(from_on=said.get("from_on"), to_on=said.get("to_on"))
        except Refused as refused:
            self.add_error(refused.field, refusal_text(refused))

    def _known(self, *, name: str, email: str) -> Any:
        same = people().filter(name=name)
        same = same.filter(email__iexact=email) if email else same
        found = list(same[:2])
        if len(found) > 1:
            raise forms.ValidationError(
                {"email": gettext("We know several people of this name: give the mail address too.")}
            )
        return found[0] if found else None


class EndTieForm(forms.Form):
    """The last day a tie held."""

    to_on = forms.DateField(label=_("Last day"), widget=DateBox)
