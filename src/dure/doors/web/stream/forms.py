"""What a person says of a value stream: what it is, what its stages mean, what kinds of work are meant."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.doors.web.acts.act import ActForm, Given, OneOf, words_field
from dure.doors.web.names import WORK_KINDS
from dure.facts.loop import KINDS
from dure.facts.origins import TOLD_HERE

#: What a stage can mean: flow state, or flow state and on whom it waits.
MEANINGS = (
    ("", _("Not in the map")),
    ("new", _("New: nobody has begun")),
    ("active", _("Active: somebody works on it")),
    ("waiting", _("Waiting; on whom is not said")),
    ("waiting:customer", _("Waiting on the customer")),
    ("waiting:team", _("Waiting on another team")),
    ("waiting:vendor", _("Waiting on a vendor")),
    ("waiting:item", _("Waiting on other work")),
    ("waiting:evidence", _("Waiting on evidence")),
    ("done", _("Done")),
    ("canceled", _("Canceled")),
    ("ignore", _("Leave out of every count")),
)
#: What a new stream begins with.
FIRST = (
    (pgettext_lazy("stage of a new stream", "New"), "new"),
    (pgettext_lazy("stage of a new stream", "In progress"), "active"),
    (pgettext_lazy("stage of a new stream", "Waiting for the customer"), "waiting:customer"),
    (pgettext_lazy("stage of a new stream", "Waiting for another team"), "waiting:team"),
    (pgettext_lazy("stage of a new stream", "Done"), "done"),
    (pgettext_lazy("stage of a new stream", "Given up"), "canceled"),
)
N_EMPTY = 3


class AboutForm(ActForm):
    """What a stream is called and is for, who owns it, which teams work in it."""

    name_ko = forms.CharField(label=_("Name in Korean"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    business_owner = OneOf(
        "colleagues", label=_("Business owner"), required=False,
        help_text=_("Answers for what the customer gets out of it."),
    )  # fmt: skip
    technical_owner = OneOf(
        "colleagues", label=_("Technical owner"), required=False,
        help_text=_("Answers for how it is built and run."),
    )  # fmt: skip
    purpose_ko = forms.CharField(label=_("What it is for, in Korean"), max_length=300, required=False)
    purpose_en = forms.CharField(
        label=_("What it is for, in English"), max_length=300, required=False,
        help_text=_("One plain sentence from the customer's side."),
    )  # fmt: skip
    vision_ko = words_field(_("Where it is to go, in Korean"), rows=2, required=False)
    vision_en = words_field(_("Where it is to go, in English"), rows=2, required=False)
    waits_for_release = forms.BooleanField(
        label=_("Finished work waits for a release before customers have it"), required=False
    )

    def __init__(self, *args: Any, given: Given, sources: Collection[str] = TOLD_HERE, **named: Any) -> None:
        super().__init__(*args, given=given, **named)
        near = [(team, name) for team, name in given.teams if team.source in sources]
        by_key = {str(team.pk): team for team, _name in near}
        self.fields["teams"] = forms.TypedMultipleChoiceField(
            label=_("Teams that work in it"), required=False, coerce=by_key.__getitem__,
            choices=[(str(team.pk), name) for team, name in near],
        )  # fmt: skip

    @property
    def words(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "teams"]


class NewForm(AboutForm):
    """What a new stream needs besides: its short name, which stays."""

    key = forms.RegexField(
        r"^[\w-]+\Z", label=_("Short name"), max_length=80,
        help_text=_("Letters, digits and hyphens, for addresses. It stays when the name changes."),
        error_messages={"invalid": _("Letters, digits and hyphens only.")},
    )  # fmt: skip
    field_order = ("name_ko", "name_en", "key", "waits_for_release")


class TargetForm(forms.Form):
    """The share of each kind of work that is meant, in per cent."""

    def __init__(self, data: Any = None, *, targets: Mapping[str, float]) -> None:
        super().__init__(data, initial={kind: f"{100 * share:.4g}" for kind, share in targets.items()})
        for kind in KINDS:
            self.fields[kind] = forms.FloatField(
                label=str(WORK_KINDS[kind]), required=False, min_value=0, max_value=100,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )  # fmt: skip

    def targets(self) -> dict[str, float]:
        return {kind: (self.cleaned_data.get(kind) or 0.0) / 100 for kind in KINDS}


class FrontForm(forms.Form):
    """Which teams meet the customer first."""

    def __init__(self, data: Any = None, *, teams: Iterable[Any]) -> None:
        self.known = {str(team.pk): team for team in teams}
        first = [key for key, team in self.known.items() if team.is_front_line]
        super().__init__(data, initial={"front": first})
        self.fields["front"] = forms.MultipleChoiceField(
            label=_("Teams that meet the customer first"), required=False,
            choices=[(key, team.name) for key, team in self.known.items()],
        )  # fmt: skip

    def changed(self) -> list[tuple[Any, bool]]:
        """The teams for which something else was said than before."""
        chosen = set(self.cleaned_data["front"])
        return [
            (team, key in chosen) for key, team in self.known.items() if team.is_front_line != (key in chosen)
        ]


class MapForm(forms.Form):
    """The stages of a stream in their order, each with its meaning; the ones no map knows stand below."""

    def __init__(
        self, data: Any = None, *, stages: Sequence[tuple[Any, str]], unmapped: Iterable[str] = ()
    ) -> None:
        rows = [*stages, *((stage, "") for stage in unmapped), *(("", "") for _n in range(N_EMPTY))]
        initial: dict[str, Any] = {}
        for n, (stage, meaning) in enumerate(rows):
            initial |= {f"stage_{n}": stage, f"meaning_{n}": meaning, f"place_{n}": n + 1}
        super().__init__(data, initial=initial)
        self.rows, self.known = rows, {str(stage) for stage, _meaning in rows if stage}
        for n in range(len(rows)):
            self.fields[f"stage_{n}"] = forms.CharField(label=_("Stage"), max_length=200, required=False)
            self.fields[f"meaning_{n}"] = forms.ChoiceField(
                label=_("Meaning"), choices=MEANINGS, required=False
            )
            self.fields[f"place_{n}"] = forms.IntegerField(label=_("Order"), min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for n in range(len(self.rows)):
            stage = said.get(f"stage_{n}", "")
            if stage and not said.get(f"meaning_{n}") and stage not in self.known:
                self.add_error(f"meaning_{n}", _("Say what this stage means."))
        return said

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"place_{n}"], self[f"stage_{n}"], self[f"meaning_{n}"]) for n in range(len(self.rows))]

    def stages(self) -> list[dict[str, str]]:
        """The map as the acts take it; a stage without a meaning is in no map."""
        said = self.cleaned_data
        told = [(said.get(f"place_{n}") or n + 1, n) for n in range(len(self.rows))]
        found = []
        for _place, n in sorted(told):
            state, _colon, waits_on = said[f"meaning_{n}"].partition(":")
            if state and said[f"stage_{n}"]:
                found.append({"stage": said[f"stage_{n}"], "state": state, "waits_on": waits_on})
        return found


def shown_meaning(state: str, waits_on: str) -> str:
    """The choice a state and its wait stand for."""
    return f"{state}:{waits_on}" if waits_on else state
