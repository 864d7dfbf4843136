"""The words and tones of stages, the same on every page. A tone only repeats what the word says."""

from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.doors.web.names import SEGMENTS
from dure.facts import loop
from dure.records.promises.rules import OPEN, is_kept_in_time, is_late

Told = tuple[str | Lazy, str]

#: By thing and stage: the word, and one of the tones of ``parts/pill.html``.
STAGES: dict[str, dict[str, Told]] = {
    "voice": {
        loop.HEARD: (pgettext_lazy("stage", "Heard"), "care"),
        loop.ACKNOWLEDGED: (pgettext_lazy("stage", "Acknowledged"), "calm"),
        loop.PROMISED: (pgettext_lazy("stage", "Promised"), "busy"),
        loop.HANDED_OFF: (pgettext_lazy("stage", "Handed off"), "busy"),
        loop.STARTED: (pgettext_lazy("stage", "Started"), "busy"),
        loop.SHIPPED: (pgettext_lazy("stage", "Shipped"), "care"),
        loop.TOLD: (pgettext_lazy("stage", "Told"), "good"),
        loop.MEASURED: (pgettext_lazy("stage", "Measured"), "good"),
        loop.REOPENED: (pgettext_lazy("stage", "Reopened"), "bad"),
    },
    "promise": {
        loop.MADE: (pgettext_lazy("promise", "Open"), "calm"),
        loop.MOVED: (pgettext_lazy("promise", "Date moved"), "busy"),
        loop.KEPT: (pgettext_lazy("promise", "Kept"), "good"),
        loop.BROKEN: (pgettext_lazy("promise", "Broken"), "bad"),
        loop.WITHDRAWN: (pgettext_lazy("promise", "Withdrawn"), "calm"),
        "late": (pgettext_lazy("promise", "Late"), "bad"),
        "due_today": (pgettext_lazy("promise", "Due today"), "care"),
        "kept_late": (pgettext_lazy("promise", "Kept late"), "care"),
    },
    "handoff": {
        loop.OFFERED: (_("Waiting for an answer"), "care"),
        loop.ACCEPTED: (_("Accepted"), "good"),
        loop.BOUNCED: (_("Sent back"), "bad"),
    },
    "change": {
        "planned": (pgettext_lazy("change", "Being agreed"), "care"),
        "started": (pgettext_lazy("change", "Under way"), "busy"),
        "announced": (pgettext_lazy("change", "Announced"), "busy"),
        "done": (pgettext_lazy("change", "Done"), "good"),
        "dropped": (pgettext_lazy("change", "Given up"), "calm"),
    },
    "agreement": {
        "asked": (pgettext_lazy("agreement", "Asked, no answer"), "care"),
        "agreed": (pgettext_lazy("agreement", "Agrees"), "good"),
        "refused": (pgettext_lazy("agreement", "Does not agree"), "bad"),
        "withdrawn": (pgettext_lazy("agreement", "No longer agrees"), "bad"),
    },
    "step": {
        "waiting": (pgettext_lazy("step", "Not begun"), "calm"),
        "started": (pgettext_lazy("step", "Under way"), "busy"),
        "done": (pgettext_lazy("step", "Done"), "good"),
    },
    "conflict": {
        "open": (pgettext_lazy("conflict", "Not settled"), "bad"),
        "resolved": (pgettext_lazy("conflict", "Settled"), "good"),
    },
    "work": {
        loop.NEW: (pgettext_lazy("state", "New"), "calm"),
        loop.ACTIVE: (pgettext_lazy("state", "Active"), "busy"),
        loop.WAITING: (pgettext_lazy("state", "Waiting"), "care"),
        loop.DONE: (pgettext_lazy("state", "Done"), "good"),
        loop.CANCELED: (pgettext_lazy("state", "Canceled"), "calm"),
        loop.IGNORE: (pgettext_lazy("state", "Ignored"), "calm"),
    },
}

SIDES = {"customer": pgettext_lazy("side", "Customer"), "coworker": pgettext_lazy("side", "Coworker")}

#: What somebody is to an account or a team, apart from the side they stand on (001-19).
RELATIONS = {
    "employee": pgettext_lazy("relation", "Employee"),
    "champion": pgettext_lazy("relation", "Champion"),
    "decision_maker": pgettext_lazy("relation", "Decision maker"),
    "partner": pgettext_lazy("relation", "Partner"),
    "contractor": pgettext_lazy("relation", "Contractor"),
}

#: Segments and industries by the words the village and most teams use; anybody's own words stand as they are.
KINDS_OF_ACCOUNT = {
    **SEGMENTS,
    "inside": pgettext_lazy("industry", "Inside the house"),
    "distribution": pgettext_lazy("industry", "Distribution"),
    "banking": pgettext_lazy("industry", "Banking"),
    "ecommerce": pgettext_lazy("industry", "Online retail"),
    "health": pgettext_lazy("industry", "Health care"),
    "energy": pgettext_lazy("industry", "Energy"),
    "logistics": pgettext_lazy("industry", "Logistics"),
    "manufacturing": pgettext_lazy("industry", "Manufacturing"),
}


def told(thing: str, *, stage: str) -> Told:
    """The word and the tone of a stage; a stage no one has named stands as it is."""
    return STAGES[thing].get(stage, (stage, "calm"))


def promise_reading(*, stage: str, due_at: datetime, entered_at: datetime, now: datetime) -> str:
    """What a promise is at this moment: its stage, or late, due_today or kept_late, which the clock says (B7)."""
    if is_late(stage=stage, due_at=due_at, now=now):
        return "late"
    if stage in OPEN and timezone.localdate(due_at) == timezone.localdate(now):
        return "due_today"
    if stage == loop.KEPT and not is_kept_in_time(stage=stage, kept_at=entered_at, due_at=due_at):
        return "kept_late"
    return stage
