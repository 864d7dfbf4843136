"""Acts on a change: who must agree, which steps, what is in the way, and what the customer is told."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.doors.web.acts.act import Act, ActForm, Given, Moment, OneOf, words_field
from dure.facts.roles import Actor
from dure.records.changes import actions
from dure.records.changes.queries import StepNow
from dure.records.messages.actions import draft_notices
from dure.records.work.queries import item_numbered


class GivenOfChange(Given):
    """What the forms of one change let one choose from: its own steps too."""

    def __init__(self, me: int | None, *, steps_now: list[StepNow]) -> None:
        super().__init__(me)
        self.steps_now = steps_now

    @cached_property
    def steps(self) -> list[tuple[Any, str]]:
        return [(one.step, one.step.title) for one in self.steps_now]


class Steps(forms.TypedMultipleChoiceField):
    """Some steps of this change."""

    def fill(self, given: Any) -> None:
        """Takes the steps to choose from."""
        by_key = {str(step.pk): step for step, _name in given.steps}
        self.choices = [(str(step.pk), name) for step, name in given.steps]
        self.coerce = by_key.__getitem__


class Asking(ActForm):
    team = OneOf("teams", label=_("A team"), required=False)
    person = OneOf("colleagues", label=_("Or a person"), required=False)
    due_at = Moment(label=_("Answer needed by"), required=False)


class Answering(ActForm):
    why = words_field(_("In their words"), rows=2, required=False)


class SayingNo(ActForm):
    why = words_field(_("Why, in their words"), rows=2)


class Estimating(ActForm):
    optimistic = forms.FloatField(label=_("Shortest (workdays of the team)"), required=False, min_value=0)
    likely = forms.FloatField(
        label=_("Most likely"),
        required=False,
        min_value=0,
        help_text=_("Leave all three empty while nobody knows."),
    )
    pessimistic = forms.FloatField(label=_("Longest"), required=False, min_value=0)
    after = Steps(
        label=_("After which steps"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        empty_value=[],
    )
    not_before_at = Moment(label=_("Not before"), required=False)
    due_at = Moment(label=_("Must be done by"), required=False)

    def __init__(self, *args: Any, given: Any, **named: Any) -> None:
        super().__init__(*args, given=given, **named)
        after: Any = self.fields["after"]
        after.fill(given)


class AddingStep(Estimating):
    title = forms.CharField(label=_("What is done"), max_length=200)
    team = OneOf("teams", label=_("By which team"))
    item = forms.IntegerField(
        label=_("Number of the work"),
        required=False,
        help_text=_("Only where the step is work that stands in dure."),
    )
    field_order = ("title", "team", "optimistic", "likely", "pessimistic", "after")

    def clean_item(self) -> Any:
        number = self.cleaned_data["item"]
        item = None if number is None else item_numbered(number)
        if number is not None and item is None:
            raise forms.ValidationError(_("There is no work with this number."))
        return item


class PlanningAnew(Estimating):
    why = words_field(_("Why it is planned anew"), rows=2)


class Describing(ActForm):
    what = words_field(_("What changes for the customer, in plain words"), rows=2, required=False)
    reason = words_field(_("Why it changes"), rows=2, required=False)
    customer_does = words_field(
        _("What the customer must do"),
        rows=2,
        required=False,
        help_text=_("Leave it empty if they need do nothing."),
    )


class MovingDate(ActForm):
    due_at = Moment(label=_("New date"))
    why = words_field(_("Why it moves"), rows=2)


class NotingConflict(ActForm):
    team = OneOf("teams", label=_("Between this team"))
    other_team = OneOf("teams", label=_("And this team"))
    what = words_field(_("What they cannot both have"), rows=2)


class Resolving(ActForm):
    why = words_field(_("How it was settled"), rows=2)


class Noticing(ActForm):
    words = words_field(_("The notice"), rows=12)


def describe(change: Any, *, by: Actor, **named: Any) -> Any:
    return actions.describe_change(change, by=by, **named)


def draft_notice(voice: Any, *, by: Actor, words: str) -> Any:
    """Drafts the notice of the change a voice is looked at from (``voice.change``)."""
    return draft_notices(voice.change, notices=[(voice, words)], by=by)


ON_CHANGE: dict[str, tuple[str, ...]] = {
    "planned": ("ask", "add-step", "describe", "move", "conflict", "start", "drop"),
    "started": ("ask", "add-step", "describe", "move", "conflict", "finish", "drop"),
    "announced": ("ask", "add-step", "describe", "move", "conflict", "finish", "drop"),
}
ON_AGREEMENT: dict[str, tuple[str, ...]] = {
    "asked": ("agree", "refuse"),
    "agreed": ("withdraw",),
    "refused": ("agree",),
    "withdrawn": ("agree",),
}
ON_STEP: dict[str, tuple[str, ...]] = {
    "waiting": ("start-step", "plan-anew"),
    "started": ("finish-step", "plan-anew"),
    "done": (),
}
ON_CONFLICT: dict[str, tuple[str, ...]] = {"open": ("resolve",), "resolved": ()}

OPEN_ACTS: dict[str, dict[str, tuple[str, ...]]] = {
    "change": ON_CHANGE,
    "agreement": ON_AGREEMENT,
    "step": ON_STEP,
    "conflict": ON_CONFLICT,
}

CHANGE_ACTS = (
    Act(
        name="ask", title=_("Ask to agree"), do=actions.ask_to_agree, form=Asking, done=_("They are asked."),
        says=lambda change: _("They stand on the list from now on: the change cannot start before all of them agree."),
    ),
    Act(name="add-step", title=_("Add a step"), do=actions.add_step, form=AddingStep, done=_("The step is planned.")),
    Act(
        name="describe", title=_("Words for the customer"), do=describe, form=Describing, done=_("The words are kept."),
        says=lambda change: _("The customer's notice is made of these words and of the dates of the plan."),
    ),
    Act(
        name="move", title=_("Move the wished date"), do=actions.move_change, form=MovingDate, done=_("The date is moved."),
        says=lambda change: _("Promises about it keep their own dates: move them too, so that the customer is told."),
    ),
    Act(name="conflict", title=_("Note a conflict"), do=actions.note_conflict, form=NotingConflict, done=_("The conflict is noted.")),
    Act(
        name="start", title=pgettext_lazy("change", "Start"), do=actions.start_change, done=_("The change is under way."),
        says=lambda change: _("Only when everybody on the list agrees. The plan as it stands is kept, to compare with what comes."),
    ),
    Act(name="finish", title=pgettext_lazy("change", "Close as done"), do=actions.finish_change, done=_("The change is done.")),
    Act(
        name="drop", title=pgettext_lazy("change", "Give up"), do=actions.drop_change, form=SayingNo, done=_("The change is given up."),
        is_ending=True,
    ),
)  # fmt: skip
AGREEMENT_ACTS = (
    Act(name="agree", title=_("Agrees"), do=actions.agree, form=Answering, done=_("Noted: they agree.")),
    Act(name="refuse", title=_("Does not agree"), do=actions.refuse, form=SayingNo, done=_("Noted: they do not agree."), is_ending=True),
    Act(
        name="withdraw", title=_("No longer agrees"), do=actions.withdraw_agreement, form=SayingNo,
        done=_("Noted: they no longer agree."), is_ending=True,
    ),
)  # fmt: skip
STEP_ACTS = (
    Act(name="start-step", title=pgettext_lazy("step", "Begin"), do=actions.start_step, done=_("The step has begun.")),
    Act(name="finish-step", title=pgettext_lazy("step", "Done"), do=actions.finish_step, done=_("The step is done.")),
    Act(
        name="plan-anew", title=_("Plan anew"), do=actions.estimate_step, form=PlanningAnew, done=_("The step is planned anew."),
        says=lambda step: format_lazy(_("What was said before of “{title}” is kept."), title=step.title),
    ),
)  # fmt: skip
CONFLICT_ACTS = (Act(name="resolve", title=_("Settle"), do=actions.resolve_conflict, form=Resolving, done=_("The conflict is settled.")),)  # fmt: skip
NOTICE_ACTS = (
    Act(
        name="notice", title=_("Draft this notice"), do=draft_notice, form=Noticing,
        done=_("The draft is kept with the voice. Read it there, send it yourself, and note that you told them."),
        says=lambda voice: _("A draft: nobody outside sees it, and dure itself sends nothing. Change the words as you like, not the dates."),
    ),
)  # fmt: skip

#: On what each act is done, and the acts.
ABOUT: dict[str, tuple[Act, ...]] = {
    "change": CHANGE_ACTS,
    "agreement": AGREEMENT_ACTS,
    "step": STEP_ACTS,
    "conflict": CONFLICT_ACTS,
    "notice": NOTICE_ACTS,
}
BY_NAME = {act.name: (about, act) for about, acts in ABOUT.items() for act in acts}


def acts_on(about: str, *, stage: str, change_stage: str) -> list[Act]:
    """The acts that a thing of a change leaves open in its stage; none once the change is closed."""
    if change_stage not in ON_CHANGE:
        return []
    names = OPEN_ACTS[about].get(stage, ())
    if about == "step" and change_stage == "planned":
        names = tuple(name for name in names if name == "plan-anew")
    return [BY_NAME[name][1] for name in names]
