"""A new account: a firm outside, or a team inside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import ActForm, OneOf
from dure.doors.web.stages import SIDES


class AccountForm(ActForm):
    """What is known of an account when it is added; all but the name may come later."""

    name = forms.CharField(label=_("Name"), max_length=200)
    side = forms.ChoiceField(
        label=_("Side"),
        choices=lambda: list(SIDES.items()),
        help_text=_("A team of your own house is a customer too: choose coworker for it."),
    )
    segment = forms.CharField(label=_("Segment"), max_length=60, required=False)
    country = forms.RegexField(
        r"^[A-Za-z]{2}$", label=_("Country"), required=False, help_text=_("Two letters, such as KR or DE."),
        error_messages={"invalid": _("Two letters, such as KR or DE.")},
    )  # fmt: skip
    owner = OneOf("colleagues", label=_("Owner"), required=False)

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()
