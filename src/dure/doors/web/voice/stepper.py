"""The loop as eight steps: which are reached, which is current, which are ahead, which nobody wrote down."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dure.doors.web.stages import STAGES
from dure.doors.web.voice.story import Story, reached
from dure.facts.loop import HEARD, LOOP, REOPENED
from dure.records.voices.rules import place


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: ``how`` is reached, current, ahead, skipped or unrecorded."""

    name: object
    how: str
    at: datetime | None = None


def steps(story: Story) -> list[Step]:
    """The eight stages, as far as this round has come."""
    met = reached(story)
    at = {stage: state.entered_at for stage, state in met.items()}
    return [
        Step(STAGES["voice"][stage][0], _how(stage, story=story, met=met), at.get(stage)) for stage in LOOP
    ]


def _how(stage: str, *, story: Story, met: dict[str, Any]) -> str:
    if stage == story.stage or (stage == HEARD and story.stage == REOPENED):
        return "current"
    if stage in met:
        return "reached"
    is_passed = bool(story.stage) and place(stage) < place(story.stage)
    if stage in story.unrecorded or (is_passed and story.is_imported):
        return "unrecorded"
    return "skipped" if is_passed else "ahead"
