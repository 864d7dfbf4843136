"""What kinds, channels, segments and those who are waited on are called; stages are named in ``stages.py``.

The words are those of docs/glossary.md. A name we do not know (a tool's own word) is shown as it is.
"""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

Words = str | Promise

WAITS_ON: dict[str, Words] = {
    "customer": pgettext_lazy("waits on", "the customer"),
    "team": pgettext_lazy("waits on", "another team"),
    "vendor": pgettext_lazy("waits on", "a vendor"),
    "item": pgettext_lazy("waits on", "other work"),
    "evidence": pgettext_lazy("waits on", "evidence"),
}
WORK_KINDS: dict[str, Words] = {
    "feature": pgettext_lazy("kind of work", "Feature"),
    "defect": pgettext_lazy("kind of work", "Defect"),
    "risk": pgettext_lazy("kind of work", "Risk"),
    "debt": pgettext_lazy("kind of work", "Debt"),
}
VOICE_KINDS: dict[str, Words] = {
    "ticket": pgettext_lazy("kind of voice", "Ticket"),
    "session": pgettext_lazy("kind of voice", "Session"),
    "survey": pgettext_lazy("kind of voice", "Survey"),
    "chat": pgettext_lazy("kind of voice", "Chat"),
    "use": pgettext_lazy("kind of voice", "Product use"),
}
CHANNELS: dict[str, Words] = {
    "in_person": pgettext_lazy("channel", "In person"),
    "video": pgettext_lazy("channel", "Video call"),
    "phone": pgettext_lazy("channel", "Phone"),
    "chat": pgettext_lazy("channel", "Chat"),
    "mail": pgettext_lazy("channel", "Mail"),
    "event": pgettext_lazy("channel", "Event"),
    "portal": pgettext_lazy("channel", "Portal"),
    "other": pgettext_lazy("channel", "Other"),
}
SEGMENTS: dict[str, Words] = {
    "enterprise": pgettext_lazy("segment", "Enterprise"),
    "mid_market": pgettext_lazy("segment", "Mid-market"),
    "growth": pgettext_lazy("segment", "Growth"),
    "public": pgettext_lazy("segment", "Public sector"),
    "internal": pgettext_lazy("segment", "Inside the house"),
}
OUTCOMES: dict[str, Words] = {
    "solved": pgettext_lazy("outcome", "Solved for the person"),
    "nps": pgettext_lazy("outcome", "Recommendation (NPS, 0 to 10)"),
    "csat": pgettext_lazy("outcome", "Satisfaction (1 to 5)"),
    "ces": pgettext_lazy("outcome", "Ease (CES, 1 to 7)"),
    "use": pgettext_lazy("outcome", "Use"),
    "renewal": pgettext_lazy("outcome", "Renewal (1 yes, 0 no)"),
}

#: The departments a customer meets.
DEPARTMENT_NAMES: dict[str, Words] = {
    "marketing": pgettext_lazy("department", "Marketing"),
    "sales": pgettext_lazy("department", "Sales"),
    "product": pgettext_lazy("department", "Product development"),
    "success": pgettext_lazy("department", "Customer success"),
    "support": pgettext_lazy("department", "Support"),
    "other": pgettext_lazy("department", "Other"),
}
