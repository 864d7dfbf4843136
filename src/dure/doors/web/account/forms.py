"""The forms of an account: hearing a voice, tying a person, ending a tie."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.doors.web.stages import RELATIONS
from dure.records.people.queries import people

CHANNELS = (
    ("mail", pgettext_lazy("channel", "Mail")),
    ("phone", pgettext_lazy("channel", "Phone")),
    ("chat", pgettext_lazy("channel", "Chat")),
    ("video", pgettext_lazy("channel", "Video call")),
    ("in_person", pgettext_lazy("channel", "In person")),
    ("event", pgettext_lazy("channel", "Event")),
    ("portal", pgettext_lazy("channel", "Portal")),
    ("other", pgettext_lazy("channel", "Other")),
)
KINDS = (
    ("ticket", pgettext_lazy("voice kind", "Request")),
    ("session", pgettext_lazy("voice kind", "Listening session")),
    ("chat", pgettext_lazy("voice kind", "Remark in passing")),
    ("survey", pgettext_lazy("voice kind", "Survey answer")),
    ("use", pgettext_lazy("voice kind", "Seen in use")),
)


class DateBox(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HearForm(forms.Form):
    """What was said, by whom, where and when."""

    words = forms.CharField(
        label=_("What was said"),
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
        max_length=10_000,
        help_text=_("In the person's own words, Korean or English."),
    )
    title = forms.CharField(label=_("In a few words"), max_length=300, required=False)
    person = forms.ModelChoiceField(label=_("Who said it"), queryset=None, required=False)
    channel = forms.ChoiceField(label=_("Where it was said"), choices=CHANNELS)
    kind = forms.ChoiceField(label=_("Kind of voice"), choices=KINDS)
    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty means now. The customer's clock starts at this moment."),
    )

    def __init__(self, *args: Any, people: QuerySet[Any], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"].queryset = people
        self.fields["person"].empty_label = gettext("Not known")

    def told(self) -> dict[str, Any]:
        """All but the words, as the act takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "words"}


class TieForm(forms.Form):
    """Who belongs to the account, as what, since when. ``person`` is the one known by that name, if any."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Somebody we know already is found by the name; anybody else is added.")
    )
    email = forms.EmailField(label=_("Mail address"), required=False)
    relation = forms.ChoiceField(label=_("Relation"), choices=tuple(RELATIONS.items()))
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    from_on = forms.DateField(label=_("From"), required=False, widget=DateBox)
    to_on = forms.DateField(label=_("Until"), required=False, widget=DateBox, help_text=_("Empty while it lasts."))
    person: Any = None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("name"):
            self.person = self._known(name=said["name"].strip(), email=said.get("email", ""))
        return said

    def _known(self, *, name: str, email: str) -> Any:
        same = people().filter(name=name)
        same = same.filter(email__iexact=email) if email else same
        found = list(same[:2])
        if len(found) > 1:
            raise forms.ValidationError({"email": gettext("We know several people of this name: give the mail address too.")})
        return found[0] if found else None


class EndTieForm(forms.Form):
    """The last day a tie held."""

    to_on = forms.DateField(label=_("Last day"), widget=DateBox)
