"""The ledger: one entry for each act, with what it adds to the lake."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dure.facts.loop import ACKNOWLEDGED, HEARD
from dure.facts.shapes import TABLES
from dure.records.ledger.models import Entry
from dure.records.ledger.queries import entries_about, entries_after, last_entry_id
from dure.records.outcomes.actions import measure
from dure.records.people.actions import add_account
from dure.records.voices.actions import acknowledge
from dure.records.voices.models import VoiceState
from tests.cast import NOW, Corner, after, last_entry
from tests.records.rows import state_tables


def test_an_act_on_the_loop_adds_its_move_with_account_side_and_segment(corner: Corner) -> None:
    voice = corner.hear()
    move = last_entry().facts["moves"][0]
    assert (move["thing"], move["stage"], move["case_id"]) == ("voice", HEARD, voice.pk)
    assert (move["account_id"], move["side"], move["segment"]) == (
        corner.account.pk,
        "customer",
        "mid_market",
    )
    assert move["ts"] == NOW.isoformat()


def test_a_contact_says_who_and_when_and_never_what(corner: Corner) -> None:
    corner.hear("비밀입니다", channel="phone")
    contact = last_entry().facts["contacts"][0]
    assert (contact["from_id"], contact["to_id"]) == (corner.person.pk, corner.jiwoo.person_id)
    assert "비밀" not in str(last_entry().facts)


def test_a_score_is_kept_with_its_raw_scale(corner: Corner) -> None:
    measure(corner.hear(), kind="nps", value=9, by=corner.jiwoo, at=NOW, now=NOW)
    answer = last_entry().facts["answers"][0]
    assert (answer["question"], answer["value"], answer["scale_low"], answer["scale_high"]) == (
        "nps",
        9,
        0,
        10,
    )


def test_every_column_an_act_adds_is_a_column_of_the_lake(village: None) -> None:
    for facts in Entry.objects.values_list("facts", flat=True):
        for table, rows in facts.items():
            for row in rows:
                assert set(row) <= set(TABLES[table].names)


def test_entries_are_numbered_in_the_order_of_their_writing_not_of_their_happening(corner: Corner) -> None:
    before = last_entry_id()
    corner.hear("나중 일", at=NOW, now=NOW)
    corner.hear("먼저 일", at=after(days=-2), now=NOW)
    happened = [entry.happened_at for entry in entries_after(before, limit=10)]
    assert happened == [NOW, after(days=-2)]


def test_all_acts_on_one_thing_are_found_oldest_first(corner: Corner) -> None:
    voice = corner.hear()
    acknowledge(voice, by=corner.jiwoo, at=after(hours=1), now=after(hours=1))
    assert [entry.act for entry in entries_about("voice", thing_id=voice.pk)] == [
        "voices.hear",
        "voices.acknowledge",
    ]


def test_an_act_is_recorded_now_where_nothing_else_is_said(corner: Corner) -> None:
    from django.utils import timezone

    add_account("온담병원", by=corner.jiwoo)
    entry = last_entry()
    assert entry.happened_at == entry.recorded_at
    assert abs(timezone.now() - entry.recorded_at) < timedelta(seconds=10)


def test_a_thing_cannot_stand_in_two_states_whoever_writes(corner: Corner) -> None:
    voice = corner.hear()
    with pytest.raises(IntegrityError), transaction.atomic():
        VoiceState.objects.create(voice=voice, stage=ACKNOWLEDGED, entered_at=NOW)


def test_every_table_of_states_allows_one_current_state_only() -> None:
    for table in state_tables():
        unique = [c for c in table._meta.constraints if c.name.startswith("one_current")]
        assert len(unique) == 1, table
