"""Two people act on the same thing at once: one after the other, whatever the database."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from dure.facts.refusals import Refused
from dure.records.changes.actions import (
    add_step,
    agree,
    ask_to_agree,
    estimate_step,
    open_change,
    refuse,
    start_change,
    withdraw_agreement,
)
from dure.records.changes.models import Agreement
from dure.records.handoffs.actions import accept_handoff, bounce_handoff, hand_off
from dure.records.improvements.actions import close_improvement, open_improvement, repeat
from dure.records.improvements.models import ImprovementState
from dure.records.ledger.models import Entry
from dure.records.messages.actions import draft, tell
from dure.records.people.actions import add_person, remind
from dure.records.promises.actions import break_promise, keep_promise, move_promise, promise
from dure.records.voices.actions import acknowledge, reopen
from dure.records.voices.models import VoiceState
from dure.records.work.actions import finish, start, wait
from tests.cast import Corner, after, small_corner
from tests.records.rows import broken_spans

LATER = {"at": after(hours=1), "now": after(hours=1)}


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[Corner]:
    """A corner in a database that several connections share, as they do where dure runs."""
    if connection.vendor != "sqlite":
        yield small_corner()
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    with sqlite3.connect(tmp_path / "shared.sqlite3") as file:
        memory.backup(file)
    connection.connection, connection.settings_dict["NAME"] = None, str(tmp_path / "shared.sqlite3")
    try:
        yield small_corner()
    finally:
        if connection.connection:
            connection.connection.close()
        connection.connection, connection.settings_dict["NAME"] = memory, name


def at_once(*acts: Callable[[], Any]) -> list[Exception]:
    """Does all of them at the same time, each on a connection of its own; gives what was refused or failed."""
    together, faults = Barrier(len(acts)), list[Exception]()

    def do(act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            together.wait(timeout=20)
            act()
        except Exception as fault:  # noqa: BLE001 - every fault is told to the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def by(corner: Corner, **more: Any) -> dict[str, Any]:
    return {"by": corner.jiwoo, **LATER, **more}


ROUNDS = range(5)


def test_of_two_who_close_a_promise_at_once_one_does(shared: Corner) -> None:
    for _ in ROUNDS:
        made = promise(shared.hear(), words="고치겠습니다.", due_at=after(days=3), **by(shared))
        n_entries = Entry.objects.count()
        faults = at_once(
            lambda made=made: keep_promise(made, **by(shared)),
            lambda made=made: break_promise(made, **by(shared, why="못 합니다")),
        )
        assert [type(fault) for fault in faults] == [Refused]
        assert Entry.objects.count() == n_entries + 1
    assert broken_spans() == []


def test_of_two_who_answer_a_handoff_at_once_one_does(shared: Corner) -> None:
    for _ in ROUNDS:
        handoff = hand_off(shared.hear(), to_team=shared.data, ask="줄여 주세요.", **by(shared))
        faults = at_once(
            lambda handoff=handoff: accept_handoff(handoff, **by(shared, why="줄인다")),
            lambda handoff=handoff: bounce_handoff(handoff, **by(shared, why="번호가 없다")),
        )
        assert [type(fault) for fault in faults] == [Refused]
    assert broken_spans() == []


def test_a_message_two_people_send_at_once_is_sent_once(shared: Corner) -> None:
    for _ in ROUNDS:
        message = draft(shared.hear(), words="됩니다.", **by(shared))
        faults = at_once(*[lambda message=message: tell(message, **by(shared))] * 2)
        assert [type(fault) for fault in faults] == [Refused]
    assert broken_spans() == []


def test_a_voice_that_two_people_bring_further_at_once_stands_in_one_stage(shared: Corner) -> None:
    for _ in ROUNDS:
        voice = shared.hear()
        faults = at_once(
            lambda voice=voice: acknowledge(voice, **by(shared)),
            lambda voice=voice: promise(voice, words="고치겠습니다.", due_at=after(days=3), **by(shared)),
            lambda voice=voice: acknowledge(voice, **by(shared)),
        )
        assert faults == []
        assert VoiceState.objects.get(voice=voice, left_at__isnull=True).stage == "promised"
    assert broken_spans() == []


def test_a_voice_reopened_twice_at_once_goes_round_once_more(shared: Corner) -> None:
    for _ in ROUNDS:
        voice = shared.hear()
        tell(draft(voice, words="됩니다.", **by(shared)), **by(shared))
        faults = at_once(*[lambda voice=voice: reopen(voice, **by(shared))] * 2)
        assert [type(fault) for fault in faults] == [Refused]
        assert VoiceState.objects.get(voice=voice, left_at__isnull=True).round == 2
    assert broken_spans() == []


def test_work_that_many_move_at_once_stands_in_one_state(shared: Corner) -> None:
    for _ in ROUNDS:
        item = shared.add_work(shared.hear())
        faults = at_once(
            lambda item=item: start(item, **by(shared)),
            lambda item=item: wait(item, waits_on="team", **by(shared)),
            lambda item=item: finish(item, **by(shared)),
        )
        assert {type(fault) for fault in faults} <= {Refused}
    assert broken_spans() == []


def test_a_promise_moved_by_two_at_once_has_one_date(shared: Corner) -> None:
    for _ in ROUNDS:
        made = promise(shared.hear(), words="고치겠습니다.", due_at=after(days=3), **by(shared))
        faults = at_once(
            *[
                lambda made=made, days=days: move_promise(
                    made, new_due_at=after(days=days), **by(shared, why="까닭")
                )
                for days in (4, 5)
            ]
        )
        assert faults == []
    assert broken_spans() == []


def test_of_two_who_take_up_a_constraint_at_once_one_does_and_the_other_hears_which(shared: Corner) -> None:
    for station in ("data", "support", "finance"):
        named = {"basis": "team", "by": shared.sera, "why": "모두 여기서 기다린다.", **LATER}
        faults = at_once(
            lambda station=station, named=named: open_improvement("data", station=station, **named),
            lambda station=station, named=named: open_improvement("data", station=station, **named),
            lambda named=named: open_improvement("product", station="operation", **named),
        )
        assert [type(fault) for fault in faults] == [Refused]
        assert f"“{station}” is taken up already" in str(faults[0])
        for state in ImprovementState.objects.filter(left_at__isnull=True).exclude(stage="repeat"):
            close_improvement(state.improvement, result="unclear", **by(shared, by=shared.sera, why="끝"))
    assert broken_spans() == []


def test_of_two_who_begin_again_at_once_one_does(shared: Corner) -> None:
    named = {"basis": "team", "station": "data", "why": "여기다."}
    for _ in ROUNDS:
        one = open_improvement("data", **named, **by(shared, by=shared.sera))
        close_improvement(one, result="unclear", **by(shared, by=shared.sera, why="끝"))
        faults = at_once(*[lambda one=one: repeat(one, **named, **by(shared, by=shared.sera))] * 2)
        assert [type(fault) for fault in faults] == [Refused]
        (state,) = ImprovementState.objects.filter(left_at__isnull=True).exclude(stage="repeat")
        close_improvement(state.improvement, result="unclear", **by(shared, by=shared.sera, why="끝"))
    assert broken_spans() == []


def asked(corner: Corner) -> Agreement:
    change = open_change("주문 화면의 단추 하나", voices=[corner.hear()], **by(corner))
    return ask_to_agree(change, team=corner.data, **by(corner))


def test_of_two_who_answer_for_a_team_at_once_both_stand_one_after_the_other(shared: Corner) -> None:
    for _ in ROUNDS:
        one = asked(shared)
        faults = at_once(
            lambda one=one: agree(one, **by(shared)),
            lambda one=one: refuse(one, **by(shared, why="마감 주입니다.")),
        )
        assert faults == []
        assert one.states.count() == 3
    assert broken_spans() == []


def test_a_team_asked_by_two_at_once_stands_on_the_list_once(shared: Corner) -> None:
    for _ in ROUNDS:
        change = open_change("주문 화면의 단추 하나", **by(shared))
        faults = at_once(
            *[lambda change=change: ask_to_agree(change, team=shared.data, **by(shared))] * 2,
        )
        assert [type(fault) for fault in faults] == [Refused]
        assert Agreement.objects.filter(change=change).count() == 1
    assert broken_spans() == []


def test_a_change_started_while_somebody_withdraws_was_agreed_to_when_it_started(shared: Corner) -> None:
    for _ in ROUNDS:
        one = agree(asked(shared), **by(shared))
        faults = at_once(
            lambda one=one: start_change(one.change, **by(shared)),
            lambda one=one: withdraw_agreement(one, **by(shared, why="숫자가 다릅니다.")),
        )
        stages = list(one.change.states.values_list("stage", flat=True))
        assert stages == (["planned"] if faults else ["planned", "started"])
        assert {type(fault) for fault in faults} <= {Refused}
    assert broken_spans() == []


def test_a_person_whom_two_remind_at_once_is_reminded_once(shared: Corner) -> None:
    for _ in ROUNDS:
        whom = add_person("아무개", side="coworker", **by(shared))
        faults = at_once(
            *[lambda whom=whom: remind(whom, interval=timedelta(hours=1), **by(shared))] * 2,
        )
        assert [type(fault) for fault in faults] == [Refused]


def test_two_who_plan_steps_in_a_circle_at_once_leave_none(shared: Corner) -> None:
    for _ in ROUNDS:
        change = open_change("주문 화면의 단추 하나", **by(shared))
        a, b = (add_step(change, title=title, team=shared.data, **by(shared)) for title in ("하나", "둘"))
        faults = at_once(
            lambda a=a, b=b: estimate_step(a, after=[b], **by(shared, why="순서")),
            lambda a=a, b=b: estimate_step(b, after=[a], **by(shared, why="순서")),
        )
        assert [type(fault) for fault in faults] == [Refused]


def test_entries_become_visible_in_the_order_of_their_numbers(shared: Corner) -> None:
    seen: list[list[int]] = []

    def watch() -> None:
        seen.extend(list(Entry.objects.order_by("id").values_list("id", flat=True)) for _ in range(40))

    def speak() -> None:
        for number in range(10):
            shared.hear(f"목소리 {number}")

    assert at_once(watch, speak, speak) == []
    for earlier, later in pairwise(seen):
        new = set(later) - set(earlier)
        assert not new or min(new) > max(earlier)
