"""Acts on promises: making one as the answer to a voice, and how it ends."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import Act, ActForm, Happened, Moment, OneOf, words_field
from dure.doors.web.acts.voices import polite, them
from dure.records.promises.actions import break_promise, keep_promise, move_promise, promise, withdraw_promise


class Promising(ActForm):
    words = words_field(_("What we promise"), rows=2)
    due_at = Moment(label=_("By when"))
    owner = OneOf("colleagues", is_me=True, label=_("Who sees to it"), required=False)
    is_fixed = forms.BooleanField(
        label=_("The date cannot move (a law, a contract, an event)"), required=False
    )


class Moving(ActForm):
    new_due_at = Moment(label=_("New date"))
    why = words_field(_("Why it moves"), rows=2)


class Keeping(Happened):
    why = words_field(_("How it was kept"), rows=2, required=False)


class Breaking(ActForm):
    why = words_field(_("Why it is broken"), rows=2)


class Withdrawing(ActForm):
    why = words_field(_("What the customer told us"), rows=2)


ANSWERS = (
    Act(
        name="promise",
        title=_("Promise"),
        do=promise,
        form=Promising,
        beside="parts/expected.html",
        says=lambda voice: format_lazy(
            _(
                "A promise to {person}: its date counts from now on. dure itself sends nothing; tell them the date."
            ),
            person=them(voice),
        ),
        done=_("The promise is made."),
    ),
)
ACTS = (
    Act(
        name="keep",
        title=_("Kept"),
        do=keep_promise,
        form=Keeping,
        says=lambda promise: _("Closes the promise as kept; after its due moment it counts as kept late."),
        done=_("The promise is kept."),
    ),
    Act(
        name="move-date",
        title=_("Move the date"),
        do=move_promise,
        form=Moving,
        says=lambda promise: format_lazy(
            _("{person} is to be told the new date and the reason; dure itself sends nothing."),
            person=polite(promise.to) or _("The customer"),
        ),
        done=_("The date has moved."),
    ),
    Act(
        name="break",
        title=_("Broken"),
        do=break_promise,
        form=Breaking,
        says=lambda promise: _(
            "Closes the promise as broken, for good. It counts against us, and the customer is to be told."
        ),
        done=_("The promise is noted as broken."),
        is_ending=True,
    ),
    Act(
        name="withdraw",
        title=_("Withdrawn by the customer"),
        do=withdraw_promise,
        form=Withdrawing,
        says=lambda promise: _(
            "Closes the promise because the customer no longer wants it. It counts neither way."
        ),
        done=_("The promise is withdrawn."),
        is_ending=True,
    ),
)
