"""The drain brings the ledger into the lake: every row, once, whatever dies on the way."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dure.facts.roles import SYSTEM
from dure.facts.shapes import TABLES
from dure.jobs import drain as draining
from dure.jobs.drain import drain
from dure.lake import Lake
from dure.lake import tables as lake_tables
from dure.records.outcomes.actions import confirm_solved, measure
from dure.records.people.actions import add_account, add_person, take_in
from dure.records.voices.actions import acknowledge, ask_again, hear

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def told() -> None:
    """A few acts: five moves, two answers. A score alone closes no loop: the person has not been told."""
    account = add_account("한빛물산", segment="enterprise", by=SYSTEM)
    voice = hear("보고서가 느려요", account=account, by=SYSTEM, at=DAY)
    acknowledge(voice, by=SYSTEM, at=DAY + timedelta(hours=1))
    ask_again(voice, by=SYSTEM, at=DAY + timedelta(days=1))
    confirm_solved(voice, by=SYSTEM, at=DAY + timedelta(days=2))
    other = hear(
        "Thank you for the guide", account=account, person=add_person("James Lee", by=SYSTEM), by=SYSTEM
    )
    measure(other, kind="nps", value=9, by=SYSTEM)


def rows(lake: Lake, table: str) -> list[dict]:
    return [row for path in lake.files(table) for row in pq.read_table(path).to_pylist()]


def said(lake: Lake) -> Counter:
    return Counter((row["thing"], row["case_id"], row["stage"]) for row in rows(lake, "moves"))


def test_every_move_and_answer_comes_into_the_lake_once(told, lake):
    gained = drain(lake)
    assert gained["moves"] == len(rows(lake, "moves")) == 5
    assert gained["answers"] == len(rows(lake, "answers")) == 2
    assert {row["question"] for row in rows(lake, "answers")} == {"solved", "nps"}
    assert max(said(lake).values()) == 1


def test_a_move_keeps_when_it_happened_and_when_it_was_recorded(told, lake):
    drain(lake)
    heard = min(rows(lake, "moves"), key=lambda row: row["ts"])
    assert (heard["stage"], heard["ts"], heard["segment"]) == ("heard", DAY, "enterprise")
    assert heard["recorded_ts"] > DAY + timedelta(days=1)


def test_a_second_drain_adds_nothing_and_a_later_act_only_itself(told, lake):
    drain(lake)
    assert sum(drain(lake).values()) == 0
    hear("또 느려졌어요", by=SYSTEM)
    assert drain(lake) == {**dict.fromkeys(TABLES, 0), "moves": 1}


def test_rows_of_one_table_have_numbers_of_their_own(told, lake):
    drain(lake)
    seqs = [row["seq"] for row in rows(lake, "moves")]
    assert len(seqs) == len(set(seqs))


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("moment", ["before the commit", "after the commit"])
def test_a_drain_that_dies_loses_nothing_and_tells_nothing_twice(told, lake, monkeypatch, step, moment):
    monkeypatch.setattr(draining, "STEP", 3)  # several commits, so that it can die between them
    whole = Lake(lake.root.parent / "whole")
    drain(whole)
    write, calls = lake_tables.write_deltalake, Counter()

    def dying(*args, **named):
        calls["n"] += 1
        if calls["n"] == step and moment == "before the commit":
            raise OSError("the disk is gone")
        written = write(*args, **named)
        if calls["n"] == step:
            raise OSError("the power is gone")
        return written

    monkeypatch.setattr(lake_tables, "write_deltalake", dying)
    with pytest.raises(OSError, match="is gone"):
        drain(lake)
    monkeypatch.setattr(lake_tables, "write_deltalake", write)
    drain(lake)
    assert said(lake) == said(whole)
    assert len(rows(lake, "answers")) == len(rows(whole, "answers"))


def test_acts_without_a_row_for_a_table_do_not_make_the_drain_read_them_for_ever(told, lake, monkeypatch):
    monkeypatch.setattr(draining, "STEP", 2)
    drain(lake)
    assert lake.watermark("usage", app_id="ledger") > 0
    assert lake.n_rows("usage") == 0


def test_an_act_without_facts_leaves_the_lake_as_it_is(lake):
    take_in(source="x", side="customer", accounts=["A"], persons=[], teams={}, by=SYSTEM)
    assert sum(drain(lake).values()) == 0
