"""What a person says of a file: which column is what, and what each state means."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.doors.web.data.uploads import checked_upload
from dure.doors.web.names import WORK_KINDS
from dure.facts.loop import KINDS
from dure.facts.origins import is_imported
from dure.sources.csv_file import Column

#: What a column can be, in the order they are asked; the first three are needed.
ROLES = {
    "case": _("Case: which rows belong together"),
    "state": _("State the case entered"),
    "at": _("When that happened"),
    "opened": _("When the case was opened"),
    "team": _("Team that owns it"),
    "person": _("Person who works on it"),
    "account": _("Account"),
    "caller": _("Who asked"),
    "channel": _("Channel"),
    "title": _("Title"),
    "words": _("What was said"),
}
NEEDED = ("case", "state", "at")

#: What a state can mean, and the rule a mapping says it by.
RULES: dict[str, dict[str, Any]] = {
    "new": {"flow": "new"},
    "active": {"flow": "active", "loop": "started"},
    "waiting": {"flow": "waiting"},
    "waiting_customer": {"flow": "waiting", "waits_on": "customer"},
    "waiting_team": {"flow": "waiting", "waits_on": "team"},
    "waiting_vendor": {"flow": "waiting", "waits_on": "vendor"},
    "waiting_item": {"flow": "waiting", "waits_on": "item"},
    "waiting_evidence": {"flow": "waiting", "waits_on": "evidence"},
    "done": {"flow": "done", "loop": "shipped"},
    "closed": {"flow": "done"},
    "canceled": {"flow": "canceled"},
    "ignore": {"flow": "ignore"},
}
MEANINGS = [
    ("", _("Not decided: its rows are kept aside")),
    ("new", _("New: nobody has begun")),
    ("active", _("Active: somebody works on it")),
    ("waiting", _("Waiting; on whom is not said")),
    ("waiting_customer", _("Waiting on the customer")),
    ("waiting_team", _("Waiting on another team")),
    ("waiting_vendor", _("Waiting on a vendor")),
    ("waiting_item", _("Waiting on other work")),
    ("waiting_evidence", _("Waiting on evidence")),
    ("done", _("Done: the customer has it")),
    ("closed", _("Done: closed afterwards, by us alone")),
    ("canceled", _("Canceled")),
    ("ignore", _("Leave out of every count")),
]


class UploadForm(forms.Form):
    """The first step: a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX, plain or in a .zip or .gz; 256 MB at most. Its first row names the columns."
        ),
    )

    def clean_file(self) -> Any:
        return checked_upload(self.cleaned_data["file"])


class MappingForm(forms.Form):
    """The second step: what the columns and the states of the file mean."""

    def __init__(
        self,
        data: Any = None,
        *,
        columns: Sequence[Column],
        states: Sequence[str],
        suggested: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=initial_of(suggested, states=states))
        names = [(column.name, column.name) for column in columns]
        for role, words in ROLES.items():
            is_needed = role in NEEDED
            self.fields[f"col_{role}"] = forms.ChoiceField(
                label=words,
                required=is_needed,
                choices=[("", _("Pick a column") if is_needed else _("None")), *names],
            )
        self.fields["zone"] = forms.ChoiceField(
            label=_("Time zone in which the file was written"),
            choices=[(zone, zone) for zone in sorted(available_timezones())],
        )
        self.fields["format"] = forms.CharField(
            label=_("How dates are written"), required=False,
            help_text=_("Such as %d/%m/%Y %H:%M. Leave it empty for 2026-03-04 15:05."),
        )  # fmt: skip
        self.fields["missing"] = forms.CharField(
            label=_("Signs for a missing value"), required=False, help_text=_("Parted by spaces, such as ? -")
        )
        self.fields["name"] = forms.RegexField(
            r"^[\w-]+\Z", label=_("Short name of the source"), max_length=50,
            help_text=_("Letters and digits. The next export of the same system takes the same name: then nothing comes in twice."),
        )  # fmt: skip
        self.fields["title"] = forms.CharField(label=_("Name of the value stream"), max_length=100)
        self.fields["side"] = forms.ChoiceField(
            label=_("Who asks"),
            choices=[
                ("customer", pgettext_lazy("side", "Customer")),
                ("coworker", pgettext_lazy("side", "Coworker")),
            ],
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("What kind of work it is"), choices=[(k, WORK_KINDS[k]) for k in KINDS]
        )
        for n, state in enumerate(states):
            self.fields[f"state_{n}"] = forms.ChoiceField(label=state, required=False, choices=MEANINGS)
        self.states = list(states)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).lower()
        if not is_imported(name):
            raise forms.ValidationError(_("This name is taken by dure itself: choose another."))
        return name

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"col_{role}"] for role in ROLES]

    @property
    def state_fields(self) -> list[forms.BoundField]:
        return [self[f"state_{n}"] for n in range(len(self.states))]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "name", "side", "kind", "zone", "format", "missing")]

    def mapping(self) -> dict[str, Any]:
        """The mapping the answers stand for; call it on a valid form."""
        said = self.cleaned_data
        name = said["name"]
        rules = {
            state: RULES[said[f"state_{n}"]] for n, state in enumerate(self.states) if said[f"state_{n}"]
        }
        return {
            "name": name,
            "stream": {
                "key": name,
                "title": {"ko": said["title"], "en": said["title"]},
                "side": said["side"],
            },
            "file": {"missing": said["missing"].split()},
            "time": {"zone": said["zone"], **({"format": said["format"]} if said["format"] else {})},
            "columns": {role: said[f"col_{role}"] for role in ROLES if said[f"col_{role}"]},
            "case": {"kind": said["kind"]},
            "states": rules,
        }


def initial_of(suggested: Mapping[str, Any], *, states: Sequence[str]) -> dict[str, Any]:
    """The answers a suggested mapping gives; a state it does not know stays undecided."""
    stream, time = suggested.get("stream", {}), suggested.get("time", {})
    formats = time.get("format", "")
    known = {name.casefold(): meaning_of(rule) for name, rule in suggested.get("states", {}).items()}
    return {
        **{f"col_{role}": column for role, column in suggested.get("columns", {}).items()},
        **{f"state_{n}": known.get(state.casefold(), "") for n, state in enumerate(states)},
        "zone": time.get("zone", "Asia/Seoul"),
        "format": formats if isinstance(formats, str) else "",
        "missing": " ".join(suggested.get("file", {}).get("missing", [])),
        "name": suggested.get("name", ""),
        "title": (stream.get("title") or {}).get("ko", suggested.get("name", "")),
        "side": stream.get("side", "customer"),
        "kind": suggested.get("case", {}).get("kind", "feature"),
    }


def meaning_of(rule: str | Mapping[str, Any]) -> str:
    """The meaning a mapping's rule stands for.

    >>> meaning_of("new"), meaning_of({"flow": "waiting", "waits_on": "vendor"}), meaning_of({"flow": "done", "loop": "shipped"})
    ('new', 'waiting_vendor', 'done')
    """
    said = {"flow": rule} if isinstance(rule, str) else dict(rule)
    return next((meaning for meaning, wanted in RULES.items() if wanted == said), "")
