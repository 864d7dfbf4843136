"""Acts on what came of it: the person's own yes or no, and other measures."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import Act, ActForm, Happened, words_field
from dure.doors.web.acts.voices import them
from dure.doors.web.names import OUTCOMES
from dure.records.outcomes.actions import confirm_solved, deny_solved, measure


class Confirming(Happened):
    words = words_field(_("What they said"), rows=2, required=False)


class Denying(Happened):
    words = words_field(_("What is not solved, in their words"), rows=2)


class Measuring(ActForm):
    kind = forms.ChoiceField(
        label=_("What was measured"), choices=[(k, w) for k, w in OUTCOMES.items() if k != "solved"]
    )
    value = forms.FloatField(label=_("Value"))
    words = words_field(_("What they said"), rows=2, required=False)


ACTS = (
    Act(
        name="solved",
        title=_("Solved for them"),
        do=confirm_solved,
        form=Confirming,
        says=lambda voice: format_lazy(
            _("Only {person} can say this: note it when they have. The loop is closed."), person=them(voice)
        ),
        done=_("Noted: solved for them."),
    ),
    Act(
        name="not-solved",
        title=_("Not solved for them"),
        do=deny_solved,
        form=Denying,
        says=lambda voice: _("The voice goes round the loop once more, with their words as the reason."),
        done=_("Noted: not solved; the voice goes round again."),
        is_ending=True,
    ),
    Act(name="measure", title=_("Measure"), do=measure, form=Measuring, done=_("The outcome is noted.")),
)
