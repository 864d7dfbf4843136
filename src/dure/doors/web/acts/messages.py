"""Acts of telling: a draft, and the note that a person told the customer."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import Act, ActForm, Happened, words_field
from dure.doors.web.acts.voices import polite, them
from dure.doors.web.names import CHANNELS
from dure.records.messages.actions import draft, tell


class Drafting(ActForm):
    words = words_field(_("What we will tell them"), rows=5)
    channel = forms.ChoiceField(label=_("How"), choices=list(CHANNELS.items()), initial="mail")


ANSWERS = (
    Act(
        name="draft",
        title=_("Write to them"),
        do=draft,
        form=Drafting,
        says=lambda voice: format_lazy(_("A draft to {person}. Nobody outside sees it."), person=them(voice)),
        done=_("The draft is kept."),
    ),
)
ACTS = (
    Act(
        name="tell",
        title=_("Note that you told them"),
        do=tell,
        form=Happened,
        says=lambda message: format_lazy(
            _("dure itself sends nothing: say or send the words yourself, then note here that you told {person} ({channel}). Their clock stops at that moment."),
            person=polite(message.to) or _("the customer"), channel=CHANNELS.get(message.channel, message.channel),
        ),
        done=_("Noted: they have been told."),
    ),
)  # fmt: skip
