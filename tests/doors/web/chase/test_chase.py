"""The chase list: the most pressing first, each person once, and why."""

from datetime import timedelta
from typing import Any

import pytest

from dure.doors.web.chase.batches import batches
from dure.doors.web.chase.owed import Debts
from dure.doors.web.chase.usual import past
from dure.facts.roles import Role
from dure.records.changes import actions as changes
from dure.records.handoffs.actions import hand_off
from dure.records.ledger.models import Entry
from dure.records.people.actions import remind, tie
from dure.records.promises.actions import promise
from dure.records.work.actions import start, wait
from tests.cast import NOW, Corner, after
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands for each test

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def by(c: Corner, *, days: float = -2, **more: Any) -> dict[str, Any]:
    return {"by": c.jiwoo, "at": after(days=days), "now": after(days=days), **more}


def heard(c: Corner) -> Any:
    return c.hear(at=after(days=-3), now=after(days=-3))


def one_of_each(c: Corner) -> None:
    """An agreement and a handoff of the finance team, a promise of Yujin's, and work that waits for the data team."""
    change = changes.open_change("하루를 자정에", voices=[heard(c)], due_at=after(days=1), **by(c))
    changes.ask_to_agree(change, team=c.finance, **by(c))
    hand_off(heard(c), to_team=c.finance, ask="환율 날짜를 알려 주세요.", due_at=after(days=-4), **by(c))
    promise(heard(c), words="고치겠습니다.", due_at=after(days=5), owner=c.persons["yujin"], **by(c))
    item = c.add_work(heard(c))
    start(item, by=c.yujin, at=NOW, now=NOW)
    wait(item, waits_on="team", by=c.yujin, at=NOW, now=NOW)


def names(found: list[Any]) -> list[str]:
    return [str(one.whom) for one in found]


def test_everybody_who_owes_something_stands_there_once_with_all_of_it(corner: Corner) -> None:
    one_of_each(corner)
    found = batches(Debts(NOW).all, now=NOW)
    assert sorted(names(found)) == ["데이터", "배유진", "재무"]
    finance = next(one for one in found if str(one.whom) == "재무")
    assert {line.debt.kind for line in finance.lines} == {"agreement", "handoff"}


def test_the_order_is_the_index_and_the_page_says_why(corner: Corner) -> None:
    one_of_each(corner)
    found = batches(Debts(NOW).all, now=NOW)
    places = [line.place for one in found for line in one.lines]
    assert sorted(places) == [1, 2, 3, 4]
    assert found[0].lines[0].place == 1
    by_place = sorted((line for one in found for line in one.lines), key=lambda line: line.place)
    assert [line.ranked.index for line in by_place] == sorted(
        (line.ranked.index for line in by_place), reverse=True
    )
    said = words_of(visitor_of(corner.jiwoo).get("/chase/"))
    assert f"Remind {found[0].whom} first" in said
    assert "size" in said
    assert "slack" in said
    assert "Size is our default, not science" in said


def test_a_reminder_is_noted_once_and_then_they_are_left_in_peace(corner: Corner) -> None:
    one_of_each(corner)
    client = visitor_of(corner.jiwoo)
    whom = f"team-{corner.finance.pk}"
    assert client.post(f"/chase/{whom}/").status_code == 302
    entry = Entry.objects.latest("id")
    assert (entry.act, entry.thing, entry.thing_id) == ("people.remind", "team", corner.finance.pk)
    assert "환율 날짜를 알려 주세요." in entry.why
    assert "하루를 자정에" in entry.why
    again = client.post(f"/chase/{whom}/")
    assert again.status_code == 409
    assert "재무 was reminded at" in again.content.decode()
    assert "leave in peace until" in words_of(client.get("/chase/"))


def test_the_words_to_copy_stand_in_both_languages(corner: Corner) -> None:
    one_of_each(corner)
    finance = next(one for one in batches(Debts(NOW).all, now=NOW) if str(one.whom) == "재무")
    assert finance.words.startswith("안녕하세요, 재무. 아래 일들이 답을 기다립니다.")
    assert finance.other_words.startswith("Hello 재무, these wait for your word:")
    assert "하루를 자정에" in finance.other_words


def test_what_waits_for_me_and_my_teams_is_counted_apart(corner: Corner) -> None:
    one_of_each(corner)
    tie(corner.persons["jiwoo"], relation="employee", team=corner.finance, by=corner.sera, at=after(days=-9), now=after(days=-9))  # fmt: skip
    client = visitor_of(corner.jiwoo)
    assert "You yourself are waited on for 2 things." in words_of(client.get("/chase/"))
    mine = words_of(client.get("/chase/", {"whom": "me"}))
    assert "환율 날짜를" in mine
    assert "고치겠습니다." not in mine


def test_a_promise_without_an_owner_is_said_to_have_nobody_to_remind(corner: Corner) -> None:
    promise(heard(corner), words="고치겠습니다.", due_at=after(days=5), **by(corner))
    said = words_of(visitor_of(corner.jiwoo).get("/chase/"))
    assert "1 open promise has no owner: nobody can be reminded of it." in said


def test_nothing_owed_says_so(corner: Corner) -> None:
    assert "Nothing is owed." in words_of(visitor_of(corner.jiwoo).get("/chase/"))
    assert "지금 챙길 사람이 없습니다." in words_of(visitor_of(corner.jiwoo, language="ko").get("/chase/"))


def test_a_viewer_looks_and_reminds_nobody(corner: Corner) -> None:
    one_of_each(corner)
    client = visitor_of(corner.sera, role=Role.VIEWER)
    assert "Note that you reminded them" not in words_of(client.get("/chase/"))
    assert client.post(f"/chase/team-{corner.finance.pk}/").status_code == 403


def test_who_owes_nothing_cannot_be_reminded(corner: Corner) -> None:
    assert visitor_of(corner.jiwoo).post(f"/chase/team-{corner.cx.pk}/").status_code == 404


def test_the_interval_of_a_person_is_that_of_their_most_pressing_thing(corner: Corner) -> None:
    change = changes.open_change("하루를 자정에", due_at=after(days=30), **by(corner))
    changes.ask_to_agree(change, team=corner.finance, **by(corner))
    (slow,) = batches(Debts(NOW).all, now=NOW)
    assert slow.interval == timedelta(days=2)
    hand_off(heard(corner), to_team=corner.finance, ask="?", due_at=after(hours=-1), **by(corner))
    (pressed,) = batches(Debts(NOW).all, now=NOW)
    assert pressed.interval == timedelta(hours=1)


def test_a_reminder_counts_from_its_own_moment(corner: Corner) -> None:
    one_of_each(corner)
    remind(
        corner.finance, interval=timedelta(hours=1), by=corner.jiwoo, at=after(hours=-2), now=after(hours=-2)
    )
    finance = next(one for one in batches(Debts(NOW).all, now=NOW) if str(one.whom) == "재무")
    assert (finance.last_at, finance.until_at) == (after(hours=-2), None)


def test_what_they_usually_still_take_is_learned_from_what_waited_as_long() -> None:
    times = [("team-1", NOW, NOW + timedelta(hours=hours)) for hours in (5, 10, 20, 30, 40)]
    kept = past(times)
    assert kept.usual_of("team-1", age_hours=0).lead_hours == 20
    assert (
        kept.usual_of("team-1", age_hours=15).lead_hours == 15
    )  # of 20, 30 and 40 hours the rest: 5, 15, 25
    assert kept.usual_of("team-2", age_hours=0).basis == "all"
    assert kept.usual_of("team-1", age_hours=35).basis == "default"
    assert past([]).usual_of("team-1", age_hours=0).lead_hours == 24


def test_it_asks_the_database_equally_often_however_much_is_owed(
    corner: Corner, django_assert_num_queries: Any
) -> None:
    client = visitor_of(corner.jiwoo)
    for n in (1, 6):
        for _ in range(n):
            one_of_each(corner)
        with django_assert_num_queries(18):
            client.get("/chase/")
