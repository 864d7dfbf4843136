"""The customer's clock: it starts at their first word and stops when they have been told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dure.doors.web.voice.story import Story, reached
from dure.facts.loop import MEASURED, SHIPPED, TOLD


@dataclass(frozen=True, slots=True)
class Clock:
    """How long it ran. ``how`` is running, stopped (told), closed (an outcome without a telling) or unrecorded."""

    length: timedelta
    how: str


def clock_of(story: Story, *, now: datetime) -> Clock:
    """The clock of a voice, read now. A reopened voice's clock runs on from the first word."""
    met, first_at = reached(story), story.voice.heard_at
    for stage, how in ((TOLD, "stopped"), (MEASURED, "closed")):
        if stage in met:
            return Clock(met[stage].entered_at - first_at, how)
    if SHIPPED in met and TOLD in story.unrecorded:
        return Clock(met[SHIPPED].entered_at - first_at, "unrecorded")
    return Clock(now - first_at, "running")
