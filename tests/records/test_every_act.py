"""What holds for every act: its right, its one entry in the ledger, and all or nothing."""

from datetime import timedelta
from typing import Any

import pytest

from dure.facts.refusals import NotAllowed, Refused
from dure.facts.roles import Actor, Role
from dure.records.ledger.models import Entry
from tests.cast import NOW, Corner, after, last_entry
from tests.records.every_act import RECIPES, every_act, given
from tests.records.rows import all_rows

ACTS = every_act()


def one_by_one(acts: dict[str, Any]) -> Any:
    return pytest.mark.parametrize(("name", "do"), acts.items(), ids=acts)


def role_of(role: Role, corner: Corner) -> Actor:
    return Actor(person_id=corner.yujin.person_id, role=role, name="배유진")


def test_every_act_is_tried_here() -> None:
    assert set(RECIPES) == set(ACTS)


@one_by_one({name: do for name, do in ACTS.items() if do.least_role > Role.VIEWER})
def test_who_may_too_little_is_refused_and_nothing_changes(corner: Corner, name: str, do: Any) -> None:
    args, named = given(name, corner)
    before = all_rows()
    with pytest.raises(NotAllowed):
        do(*args, **named, by=role_of(Role(do.least_role - 1), corner), at=NOW, now=NOW)
    assert all_rows() == before


@one_by_one(ACTS)
def test_who_may_just_enough_is_allowed_and_the_ledger_says_who_when_and_why(
    corner: Corner, name: str, do: Any
) -> None:
    args, named = given(name, corner)
    n_entries, recorded_at = Entry.objects.count(), after(hours=2)
    do(
        *args,
        by=role_of(do.least_role, corner),
        at=NOW,
        now=recorded_at,
        **{"why": "고객이 부탁했습니다.", **named},
    )
    entry = last_entry()
    assert Entry.objects.count() == n_entries + 1
    assert (entry.act, entry.by_id, entry.by_name) == (name, corner.yujin.person_id, "배유진")
    assert (entry.happened_at, entry.recorded_at) == (NOW, recorded_at)
    assert entry.why == named.get("why", "고객이 부탁했습니다.")
    assert entry.thing and entry.thing_id is not None


@one_by_one(ACTS)
def test_nothing_happens_after_it_was_recorded(corner: Corner, name: str, do: Any) -> None:
    args, named = given(name, corner)
    before = all_rows()
    with pytest.raises(Refused, match="after it was recorded"):
        do(*args, **named, by=corner.sera, at=NOW + timedelta(seconds=1), now=NOW)
    assert all_rows() == before


@one_by_one(ACTS)
def test_an_act_whose_entry_cannot_be_written_leaves_nothing(
    corner: Corner, name: str, do: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dure.records.ledger import actions as ledger

    def no_room(*_: object, **__: object) -> None:
        raise OSError("no room left on the disk")

    args, named = given(name, corner)
    before = all_rows()
    monkeypatch.setattr(ledger, "write_entry", no_room)
    with pytest.raises(OSError, match="no room"):
        do(*args, **named, by=corner.sera, at=NOW, now=NOW)
    assert all_rows() == before


def test_whoever_acts_without_a_person_is_named_all_the_same(corner: Corner) -> None:
    ACTS["voices.hear"]("느려요", by=Actor(person_id=None, role=Role.ADMIN, name="dure"), at=NOW, now=NOW)
    assert (last_entry().by_id, last_entry().by_name) == (None, "dure")
