"""Acts on work: adding it to a voice, and moving it through its stream."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.doors.web.acts.act import Act, ActForm, OneOf, words_field
from dure.doors.web.names import WAITS_ON, WORK_KINDS
from dure.facts.loop import CANCELED, DONE, WAITING
from dure.facts.roles import Actor
from dure.records.releases.actions import ship
from dure.records.work.actions import add_work, cancel, finish, reopen_work, start, wait
from dure.records.work.queries import item_numbered

ASKED = {"yes": True, "no": False}


class Adding(ActForm):
    title = forms.CharField(label=_("What is to be done"), max_length=300)
    stream = OneOf("streams", label=_("Value stream"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *WORK_KINDS.items()])
    team = OneOf("teams", label=_("Team"), required=False)


class Starting(ActForm):
    team = OneOf("teams", label=_("Team"), required=False, help_text=_("Leave it empty to keep the team."))


class Pausing(ActForm):
    waits_on = forms.ChoiceField(label=_("On whom it waits"), choices=[("", "–"), *WAITS_ON.items()])
    waits_for = forms.IntegerField(
        label=_("Number of the other work"), required=False, help_text=_("Only where it waits on other work.")
    )
    asked = forms.TypedChoiceField(
        label=_("Have we asked the customer a question?"),
        choices=[("", "–"), ("yes", _("Yes")), ("no", _("No"))],
        coerce=ASKED.__getitem__,
        empty_value=None,
        required=False,
        help_text=_("Only where it waits on the customer."),
    )
    why = words_field(_("Why"), rows=2, required=False)

    def clean_waits_for(self) -> Any:
        number = self.cleaned_data["waits_for"]
        item = None if number is None else item_numbered(number)
        if number is not None and item is None:
            raise forms.ValidationError(_("There is no work with this number."))
        return item


class Finishing(ActForm):
    why = words_field(_("What was done"), rows=2, required=False)


class TakingUp(ActForm):
    why = words_field(_("Why it is taken up again"), rows=2, required=False)


class Cancelling(ActForm):
    why = words_field(_("Why it is given up"), rows=2)


class Shipping(ActForm):
    name = forms.CharField(label=_("Name of the release"), max_length=200)
    notes = words_field(_("What is new in it"), rows=2, required=False)


def add(voice: Any, *, by: Actor, **named: Any) -> Any:
    """Adds work about one voice."""
    return add_work(named.pop("title"), voices=[voice], by=by, **named)


def ship_alone(item: Any, *, by: Actor, name: str, notes: str) -> Any:
    """Ships one finished item in a release of its own."""
    return ship(name, stream=item.stream, items=[item], notes=notes, by=by)


def after_finishing(item: Any) -> Any:
    """What finishing does to the voices, which differs from stream to stream."""
    if item.stream.waits_for_release:
        return _("The work is done and then waits for a release.")
    return _(
        "This stream ships without releases: the voices it answers count as shipped, and are then to be told."
    )


ANSWERS = (Act(name="add-work", title=_("Add work"), do=add, form=Adding, done=_("The work is added.")),)
ACTS = {
    one.name: one
    for one in (
        Act(name="start", title=pgettext_lazy("work", "Start"), do=start, form=Starting, done=_("The work has begun.")),
        Act(name="wait", title=pgettext_lazy("work", "It waits"), do=wait, form=Pausing, done=_("Noted on whom it waits.")),
        Act(name="finish", title=pgettext_lazy("work", "Finish"), do=finish, form=Finishing, says=after_finishing, done=_("The work is done.")),
        Act(
            name="ship", title=pgettext_lazy("work", "Ship"), do=ship_alone, form=Shipping, done=_("It has shipped."),
            says=lambda item: _("Notes that it is out where customers can use it. The voices it answers are then to be told."),
        ),
        Act(name="take-up", title=pgettext_lazy("work", "Take up again"), do=reopen_work, form=TakingUp, done=_("The work is taken up again.")),
        Act(
            name="cancel", title=pgettext_lazy("work", "Give up"), do=cancel, form=Cancelling, done=_("The work is given up."), is_ending=True,
            says=lambda item: format_lazy(_("Ends the work on “{title}”. The people who asked for it must still be told."), title=item.title),
        ),
    )
}  # fmt: skip


def next_acts(item: Any, *, state: str, is_shipped: bool) -> list[Act]:
    """The acts a state leaves open, the likeliest first.

    Args:
        item: the work, with its stream.
        state: the flow state it stands in.
        is_shipped: whether it went out in a release.
    """
    if state == DONE:
        names = ["ship", "take-up"] if item.stream.waits_for_release and not is_shipped else ["take-up"]
    elif state == CANCELED:
        names = ["take-up"]
    else:
        begin = {
            "new": ["start", "wait", "finish"],
            "active": ["finish", "wait"],
            WAITING: ["start", "wait", "finish"],
        }
        names = [*begin.get(state, ["start"]), "cancel"]
    return [ACTS[name] for name in names]
