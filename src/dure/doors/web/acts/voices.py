"""Acts on a voice itself."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.doors.web.acts.act import Act, Happened, words_field
from dure.records.voices.actions import acknowledge, ask_again, reopen


class AskingAgain(Happened):
    words = words_field(_("What they said"), rows=2, required=False)


class Reopening(Happened):
    why = words_field(_("What is not solved"), rows=2)


def them(voice: Any) -> Any:
    """Who said it, as far as we know: the person, else the account, else "the customer"."""
    return polite(voice.person) or voice.account or _("the customer")


def polite(person: Any) -> Any:
    """A person's name as one writes it of a customer; nothing for nobody."""
    return format_lazy(pgettext_lazy("a customer by name", "{name}"), name=person) if person else ""


ACTS = (
    Act(
        name="acknowledge",
        title=_("Acknowledge"),
        do=acknowledge,
        form=Happened,
        says=lambda voice: format_lazy(
            _(
                "Notes that {person} knows: we have heard it, and somebody looks after it. dure itself sends nothing."
            ),
            person=them(voice),
        ),
        done=_("Noted: they know that we have heard it."),
    ),
    Act(
        name="ask-again",
        title=_("They asked again"),
        do=ask_again,
        form=AskingAgain,
        says=lambda voice: _("A mark on the clock: the customer asked before we told them."),
        done=_("Noted: they asked again."),
    ),
    Act(
        name="reopen",
        title=_("Reopen"),
        do=reopen,
        form=Reopening,
        says=lambda voice: _(
            "The voice goes round the loop once more, from the beginning. What was done stays in its thread."
        ),
        done=_("The voice goes round again."),
        is_ending=True,
    ),
)
