"""How people say the five focusing steps, and what came of an improvement."""

from django.utils.translation import pgettext_lazy

from dure.doors.web.names import Words
from dure.records.improvements.rules import (
    ELEVATE,
    EXPLOIT,
    IDENTIFY,
    LIFTED,
    NOT_LIFTED,
    REPEAT,
    SUBORDINATE,
    UNCLEAR,
)

STEPS: dict[str, Words] = {
    IDENTIFY: pgettext_lazy("focusing step", "Identify"),
    EXPLOIT: pgettext_lazy("focusing step", "Exploit"),
    SUBORDINATE: pgettext_lazy("focusing step", "Subordinate"),
    ELEVATE: pgettext_lazy("focusing step", "Elevate"),
    REPEAT: pgettext_lazy("focusing step", "Repeat"),
}
RESULTS: dict[str, Words] = {
    LIFTED: pgettext_lazy("result", "It no longer holds things up"),
    NOT_LIFTED: pgettext_lazy("result", "It still holds things up"),
    UNCLEAR: pgettext_lazy("result", "One cannot say"),
}
