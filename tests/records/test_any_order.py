"""Whatever people do, in whatever order, at whatever dates: the records hang together."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from dure.facts.loop import LOOP, REOPENED
from dure.facts.refusals import Refused
from dure.records.handoffs.actions import accept_handoff, bounce_handoff, hand_off
from dure.records.ledger.models import Entry
from dure.records.messages.actions import draft, tell
from dure.records.outcomes.actions import confirm_solved, deny_solved, measure
from dure.records.promises.actions import (
    break_promise,
    keep_promise,
    move_promise,
    promise,
    withdraw_promise,
)
from dure.records.releases.actions import ship
from dure.records.voices.actions import acknowledge, ask_again, reopen
from dure.records.voices.models import VoiceState
from dure.records.voices.rules import place
from dure.records.work.actions import cancel, finish, reopen_work, start, wait
from tests.cast import NOW, small_corner
from tests.records.rows import all_rows, broken_spans

#: How long after the act before this one is said to have happened; sometimes it is dated back.
HOURS = st.integers(min_value=-3, max_value=48)
WORDS = st.sampled_from(["", " ", "까닭이 있습니다.", "It is slow."])


class AnyOrder(RuleBasedStateMachine):
    """People who act as they please."""

    voices, promises, handoffs = Bundle("voices"), Bundle("promises"), Bundle("handoffs")
    items, messages = Bundle("items"), Bundle("messages")

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.corner = small_corner()
        self.now = NOW
        self.n_entries = Entry.objects.count()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def try_to(self, act: Any, *args: Any, hours: int = 1, **named: Any) -> Any:
        """Does an act; where it is refused, nothing has changed. Where it is done, the ledger has one entry more."""
        at = self.now + timedelta(hours=hours)
        self.now = max(self.now, at)
        before = all_rows()
        try:
            done = act(*args, **named, by=self.corner.jiwoo, at=at, now=self.now)
        except Refused:
            assert all_rows() == before
            return None
        self.n_entries += 1
        return done

    @rule(target=voices, hours=HOURS)
    def somebody_speaks(self, hours: int) -> Any:
        return self.try_to(self.corner_hear, hours=hours)

    def corner_hear(self, **doing: Any) -> Any:
        return self.corner.hear(**doing)

    @rule(voice=voices, hours=HOURS, act=st.sampled_from([acknowledge, ask_again, reopen, confirm_solved]))
    def a_voice_moves(self, voice: Any, hours: int, act: Any) -> None:
        self.try_to(act, voice, hours=hours)

    @rule(voice=voices, hours=HOURS, words=WORDS)
    def a_person_denies(self, voice: Any, hours: int, words: str) -> None:
        self.try_to(deny_solved, voice, words=words, hours=hours)

    @rule(
        voice=voices,
        hours=HOURS,
        value=st.integers(-1, 11),
        kind=st.sampled_from(["nps", "csat", "solved", "x"]),
    )
    def a_score_is_given(self, voice: Any, hours: int, value: int, kind: str) -> None:
        self.try_to(measure, voice, kind=kind, value=value, hours=hours)

    @rule(target=promises, voice=voices, hours=HOURS, words=WORDS, due=HOURS)
    def somebody_promises(self, voice: Any, hours: int, words: str, due: int) -> Any:
        return self.try_to(promise, voice, words=words, due_at=self.now + timedelta(hours=due), hours=hours)

    @rule(made=promises, hours=HOURS, why=WORDS, due=HOURS)
    def a_promise_moves(self, made: Any, hours: int, why: str, due: int) -> None:
        if made:
            self.try_to(move_promise, made, new_due_at=self.now + timedelta(hours=due), why=why, hours=hours)

    @rule(
        made=promises,
        hours=HOURS,
        why=WORDS,
        act=st.sampled_from([keep_promise, break_promise, withdraw_promise]),
    )
    def a_promise_closes(self, made: Any, hours: int, why: str, act: Any) -> None:
        if made:
            self.try_to(act, made, why=why, hours=hours)

    @rule(target=handoffs, voice=voices, hours=HOURS, ask=WORDS)
    def somebody_hands_off(self, voice: Any, hours: int, ask: str) -> Any:
        return self.try_to(hand_off, voice, to_team=self.corner.data, ask=ask, hours=hours)

    @rule(handoff=handoffs, hours=HOURS, why=WORDS, act=st.sampled_from([accept_handoff, bounce_handoff]))
    def a_handoff_is_answered(self, handoff: Any, hours: int, why: str, act: Any) -> None:
        if handoff:
            self.try_to(act, handoff, why=why, hours=hours)

    @rule(target=items, voice=voices, has_releases=st.booleans())
    def work_is_added(self, voice: Any, has_releases: bool) -> Any:
        stream = self.corner.product if has_releases else self.corner.flow
        item = self.corner.add_work(voice, stream=stream)
        self.n_entries += 1
        return item

    @rule(item=items, hours=HOURS, why=WORDS, act=st.sampled_from([start, finish, cancel, reopen_work]))
    def work_moves(self, item: Any, hours: int, why: str, act: Any) -> None:
        self.try_to(act, item, why=why, hours=hours)

    @rule(item=items, other=items, hours=HOURS, waits_on=st.sampled_from(["customer", "item", "team", ""]))
    def work_waits(self, item: Any, other: Any, hours: int, waits_on: str) -> None:
        self.try_to(wait, item, waits_on=waits_on, waits_for=other, hours=hours)

    @rule(item=items, other=items, hours=HOURS)
    def a_release_goes_out(self, item: Any, other: Any, hours: int) -> None:
        self.try_to(ship, "나루", stream=self.corner.product, items=[item, other], hours=hours)

    @rule(target=messages, voice=voices, hours=HOURS, words=WORDS)
    def somebody_writes(self, voice: Any, hours: int, words: str) -> Any:
        return self.try_to(draft, voice, words=words, hours=hours)

    @rule(message=consumes(messages), hours=HOURS)
    def somebody_is_told(self, message: Any, hours: int) -> None:
        if message:
            self.try_to(tell, message, hours=hours)

    @invariant()
    def nothing_stands_in_two_states_and_no_time_is_lost_between_them(self) -> None:
        assert broken_spans() == []

    @invariant()
    def the_ledger_has_one_entry_for_each_act(self) -> None:
        assert Entry.objects.count() == self.n_entries

    @invariant()
    def a_voice_goes_forward_within_a_round_and_every_reopening_begins_one(self) -> None:
        paths: dict[int, list[VoiceState]] = {}
        for state in VoiceState.objects.order_by("entered_at", "id"):
            paths.setdefault(state.voice_id, []).append(state)
        for states in paths.values():
            assert [s.round for s in states] == [
                1 + sum(p.stage == REOPENED for p in states[: n + 1]) for n, s in enumerate(states)
            ]
            for earlier, later in pairwise(states):
                assert later.stage == REOPENED or place(later.stage) > place(earlier.stage)
            assert {s.stage for s in states} <= {*LOOP, REOPENED}


@pytest.mark.django_db
def test_whatever_happens_the_records_hang_together() -> None:
    quick = settings(
        max_examples=25,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(AnyOrder, settings=quick)
