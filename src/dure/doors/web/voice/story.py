"""All that is known of one voice, read in a fixed number of queries."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dure.facts.loop import HEARD, MEASURED, PROMISED, REOPENED, TOLD
from dure.facts.origins import is_imported
from dure.records.handoffs.queries import handoffs_about
from dure.records.ledger.queries import loads
from dure.records.messages.queries import messages_about
from dure.records.outcomes.queries import outcomes_of
from dure.records.promises.queries import promises_about
from dure.records.releases.queries import releases_of
from dure.records.voices.queries import askings_of, path_of, voice_numbered
from dure.records.work.queries import work_about

#: What a case log seldom says. A mapping that names one of them by ``loop`` does say it.
SELDOM_RECORDED = (PROMISED, TOLD, MEASURED)


@dataclass(frozen=True)
class Story:
    """A voice with every state of everything that answers it, each list oldest first."""

    voice: Any
    path: list[Any]
    askings: list[Any]
    promises: list[Any]
    handoffs: list[Any]
    work: list[Any]
    releases: list[Any]
    messages: list[Any]
    outcomes: list[Any]
    mapping: dict[str, Any]

    @cached_property
    def current(self) -> Any:
        """The stage the voice stands in."""
        return next((state for state in self.path if state.left_at is None), None)

    @property
    def stage(self) -> str:
        return self.current.stage if self.current else ""

    def now_of(self, states: list[Any]) -> list[Any]:
        """Of some states, those that still hold."""
        return [state for state in states if state.left_at is None]

    @property
    def is_imported(self) -> bool:
        return is_imported(self.voice.source)

    @property
    def has_words(self) -> bool:
        """Whether the words are the caller's own, and not put together from other columns of a file."""
        return not any(note.get("of") == "words" for note in self.mapping.get("notes", []))

    @property
    def unrecorded(self) -> frozenset[str]:
        """The stages the source never says, reached or not."""
        if not self.is_imported:
            return frozenset()
        rules = self.mapping.get("states", {}).values()
        said = {rule.get("loop") for rule in rules if isinstance(rule, dict)}
        return frozenset(stage for stage in SELDOM_RECORDED if stage not in said)

    @property
    def is_first_touch(self) -> bool:
        """Whether the file says "acknowledged" where somebody first touched the case, told or not."""
        return bool(self.mapping.get("case", {}).get("acknowledged") == "first_touch")

    def is_shipped(self, state: Any) -> bool:
        """Whether work went out in a release since it entered a state; what was done again must ship again."""
        return any(
            r.item_id == state.item_id and r.release.shipped_at >= state.entered_at for r in self.releases
        )


def story_of(voice_id: int) -> Story | None:
    """The story of a voice; None where there is no such voice."""
    voice = voice_numbered(voice_id)
    if voice is None:
        return None
    work = list(work_about(voice_id))
    load = loads().filter(source=voice.source).first() if is_imported(voice.source) else None
    return Story(
        voice=voice,
        path=list(path_of(voice_id)),
        askings=list(askings_of(voice_id)),
        promises=list(promises_about(voice_id)),
        handoffs=list(handoffs_about(voice_id)),
        work=work,
        releases=list(releases_of([*{state.item_id for state in work}])),
        messages=list(messages_about(voice_id)),
        outcomes=list(outcomes_of(voice_id)),
        mapping=load.mapping if load else {},
    )


def reached(story: Story) -> dict[str, Any]:
    """The stages reached in the round the voice is in, with the state that says when; a round begins with being heard."""
    round = story.current.round if story.current else 1
    states = [state for state in story.path if state.round == round]
    return {HEARD if state.stage == REOPENED else state.stage: state for state in states}
