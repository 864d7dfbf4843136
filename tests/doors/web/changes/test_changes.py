"""The list of changes: who must still agree, what is due next, and whether it will be in time; and opening one."""

from typing import Any

import pytest

from dure.facts.roles import Role
from dure.records.changes import actions as changes
from dure.records.changes.models import Change
from tests.cast import Corner, after
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands for each test

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def by(c: Corner, *, days: float = -1, **more: Any) -> dict[str, Any]:
    return {"by": c.jiwoo, "at": after(days=days), "now": after(days=days), **more}


def opened(c: Corner, title: str, **named: Any) -> Change:
    change = changes.open_change(title, voices=[c.hear()], **named, **by(c))
    changes.ask_to_agree(change, team=c.finance, **by(c))
    changes.add_step(change, title="숫자 확인", team=c.data, optimistic=2, likely=2, pessimistic=2, **by(c))
    return change


def test_it_answers_how_many_are_held_up_and_by_whom(corner: Corner) -> None:
    opened(corner, "하루를 자정에", due_at=after(days=9))
    said = words_of(visitor_of(corner.jiwoo).get("/changes/"))
    assert "1 change is open. 1 of them cannot go on: somebody has not agreed." in said
    assert "재무 has been asked longest" in said
    assert "1 of 1 재무" in said
    assert "숫자 확인 Thu 5 Mar 12:00" in said
    assert "7 d to spare" in said


def test_a_change_that_will_be_too_late_says_by_how_much(corner: Corner) -> None:
    opened(corner, "하루를 자정에", due_at=after(days=1))
    assert "1 d too late" in words_of(visitor_of(corner.jiwoo).get("/changes/"))


def test_it_is_narrowed_to_the_open_ones(corner: Corner) -> None:
    opened(corner, "열린 것")
    changes.drop_change(opened(corner, "닫힌 것"), **by(corner, why="아무도 바라지 않습니다."))
    client = visitor_of(corner.jiwoo)
    assert "닫힌 것" in words_of(client.get("/changes/"))
    assert "닫힌 것" not in words_of(client.get("/changes/", {"stage": "open"}))
    dropped = words_of(client.get("/changes/", {"stage": "dropped"}))
    assert "1 to 1 of 1" in dropped
    assert "닫힌 것" in dropped


def test_an_empty_list_says_what_to_do(corner: Corner) -> None:
    assert "No change is open." in words_of(visitor_of(corner.jiwoo).get("/changes/"))
    assert "변경을 하나 열어 보세요." in words_of(visitor_of(corner.jiwoo, language="ko").get("/changes/"))


def test_a_change_is_opened_for_accounts_and_a_voice_and_belongs_to_whoever_opened_it(corner: Corner) -> None:
    voice = corner.hear()
    data = {
        "title": "하루를 자정에",
        "accounts": corner.account.name,
        "voice": voice.pk,
        "due_at": "2026-03-20T18:00",
    }
    answer = visitor_of(corner.jiwoo).post("/changes/new/", data)
    change = Change.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/change/{change.pk}/")
    assert change.owner_id == corner.jiwoo.person_id
    assert [one.account for one in change.accounts.all()] == [corner.account]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"title": " "}, "This field is required."),
        ({"accounts": "없는 회사"}, "Nothing is called “없는 회사”"),
        ({"voice": "98765"}, "There is no voice with this number."),
        ({"due_at": "2026-01-01T09:00"}, "The date must lie ahead."),
        ({"is_fixed": "on"}, "A fixed date needs a date."),
    ],
)
def test_what_cannot_be_opened_is_sent_back_with_its_reason(
    corner: Corner, data: dict[str, str], fault: str
) -> None:
    answer = visitor_of(corner.jiwoo).post("/changes/new/", {"title": "하루를 자정에", **data})
    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert not Change.objects.exists()


def test_a_viewer_cannot_open_one(corner: Corner) -> None:
    assert visitor_of(corner.sera, role=Role.VIEWER).get("/changes/new/").status_code == 403


def test_it_asks_the_database_equally_often_however_long_it_is(
    corner: Corner, django_assert_num_queries: Any
) -> None:
    client = visitor_of(corner.jiwoo)
    for n in (1, 9):
        for i in range(n):
            opened(corner, f"변경 {n}.{i}")
        with django_assert_num_queries(14):
            client.get("/changes/")
