"""What the stages and states of the loop are called on a page, and which tone they take.

The words are those of docs/glossary.md. A stage we have no name for (a tool's own word) is shown as it is.
"""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from dure.facts import loop

Words = str | Promise

LOOP_NAMES: dict[str, Words] = {
    loop.HEARD: pgettext_lazy("stage of the loop", "Heard"),
    loop.ACKNOWLEDGED: pgettext_lazy("stage of the loop", "Acknowledged"),
    loop.PROMISED: pgettext_lazy("stage of the loop", "Promised"),
    loop.HANDED_OFF: pgettext_lazy("stage of the loop", "Handed off"),
    loop.STARTED: pgettext_lazy("stage of the loop", "Started"),
    loop.SHIPPED: pgettext_lazy("stage of the loop", "Shipped"),
    loop.TOLD: pgettext_lazy("stage of the loop", "Told"),
    loop.MEASURED: pgettext_lazy("stage of the loop", "Outcome known"),
    loop.REOPENED: pgettext_lazy("stage of the loop", "Reopened"),
    loop.ASKED: pgettext_lazy("mark on the loop", "Asked again"),
}
FLOW_NAMES: dict[str, Words] = {
    loop.NEW: pgettext_lazy("flow state", "New"),
    loop.WAITING: pgettext_lazy("flow state", "Waiting"),
    loop.ACTIVE: pgettext_lazy("flow state", "Active"),
    loop.DONE: pgettext_lazy("flow state", "Done"),
    loop.CANCELED: pgettext_lazy("flow state", "Cancelled"),
    loop.IGNORE: pgettext_lazy("flow state", "Ignored"),
}
PROMISE_NAMES: dict[str, Words] = {
    loop.MADE: pgettext_lazy("stage of a promise", "Made"),
    loop.MOVED: pgettext_lazy("stage of a promise", "Moved"),
    loop.KEPT: pgettext_lazy("stage of a promise", "Kept"),
    loop.BROKEN: pgettext_lazy("stage of a promise", "Broken"),
    loop.WITHDRAWN: pgettext_lazy("stage of a promise", "Withdrawn"),
}
HANDOFF_NAMES: dict[str, Words] = {
    loop.OFFERED: pgettext_lazy("stage of a handoff", "Offered"),
    loop.ACCEPTED: pgettext_lazy("stage of a handoff", "Accepted"),
    loop.BOUNCED: pgettext_lazy("stage of a handoff", "Bounced"),
}
WAITS_ON_NAMES: dict[str, Words] = {
    "customer": pgettext_lazy("on whom it waits", "the customer"),
    "team": pgettext_lazy("on whom it waits", "another team"),
    "vendor": pgettext_lazy("on whom it waits", "a vendor"),
    "item": pgettext_lazy("on whom it waits", "other work"),
    "evidence": pgettext_lazy("on whom it waits", "evidence"),
}
WORK_KIND_NAMES: dict[str, Words] = {
    "feature": pgettext_lazy("kind of work", "Feature"),
    "defect": pgettext_lazy("kind of work", "Defect"),
    "risk": pgettext_lazy("kind of work", "Risk"),
    "debt": pgettext_lazy("kind of work", "Debt"),
}
VOICE_KIND_NAMES: dict[str, Words] = {
    "ticket": pgettext_lazy("kind of voice", "Ticket"),
    "session": pgettext_lazy("kind of voice", "Session"),
    "survey": pgettext_lazy("kind of voice", "Survey"),
    "chat": pgettext_lazy("kind of voice", "Chat"),
    "use": pgettext_lazy("kind of voice", "Product use"),
}
CHANNEL_NAMES: dict[str, Words] = {
    "in_person": pgettext_lazy("channel", "In person"),
    "video": pgettext_lazy("channel", "Video call"),
    "phone": pgettext_lazy("channel", "Phone"),
    "chat": pgettext_lazy("channel", "Chat"),
    "mail": pgettext_lazy("channel", "Mail"),
    "event": pgettext_lazy("channel", "Event"),
    "portal": pgettext_lazy("channel", "Portal"),
    "other": pgettext_lazy("channel", "Other"),
}
SIDE_NAMES: dict[str, Words] = {
    "customer": pgettext_lazy("side", "Customers"),
    "coworker": pgettext_lazy("side", "Coworkers"),
}
SEGMENT_NAMES: dict[str, Words] = {
    "enterprise": pgettext_lazy("segment", "Enterprise"),
    "mid_market": pgettext_lazy("segment", "Mid-market"),
    "growth": pgettext_lazy("segment", "Growth"),
    "public": pgettext_lazy("segment", "Public sector"),
    "internal": pgettext_lazy("segment", "Internal"),
}

#: Tones of the pill and of the timeline's dot: good | bad | care | busy | calm.
TONES = {
    loop.HEARD: "care",
    loop.ACKNOWLEDGED: "busy",
    loop.PROMISED: "busy",
    loop.HANDED_OFF: "busy",
    loop.STARTED: "busy",
    loop.SHIPPED: "care",
    loop.TOLD: "good",
    loop.MEASURED: "good",
    loop.REOPENED: "bad",
    loop.ASKED: "bad",
    loop.WAITING: "care",
    loop.ACTIVE: "busy",
    loop.DONE: "good",
    loop.MOVED: "care",
    loop.KEPT: "good",
    loop.BROKEN: "bad",
    loop.OFFERED: "care",
    loop.ACCEPTED: "good",
    loop.BOUNCED: "bad",
}


def tone_of(stage: str) -> str:
    """The tone of a stage or state; calm where it calls for nothing.

    >>> tone_of("broken"), tone_of("withdrawn")
    ('bad', 'calm')
    """
    return TONES.get(stage, "calm")


#: Sources whose acts are done in dure itself. Of all others we know only what their file says.
TOLD_HERE = ("live", "village")


def is_imported(source: str) -> bool:
    """Whether a thing came in by a file, so that what is missing is not recorded, rather than not done.

    >>> is_imported("service_desk"), is_imported("live")
    (True, False)
    """
    return source not in TOLD_HERE
