"""The page of today: what is due, what is late, what waits, and what changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dure.facts.roles import Role
from dure.records.handoffs.actions import accept_handoff, hand_off
from dure.records.messages.actions import draft
from dure.records.people.actions import tie
from dure.records.people.models import User
from dure.records.promises.actions import keep_promise, promise
from dure.records.promises.models import Promise
from dure.records.voices.actions import acknowledge
from dure.records.voices.models import Voice
from dure.records.work.actions import finish, start
from tests.cast import NOW, Corner, after
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock of every test here

pytestmark = pytest.mark.django_db

TODAY = "/today/"


def heard(
    corner: Corner, words: str = "월말 보고서가 40분 걸립니다.", *, days: float = -8, **named: Any
) -> Voice:
    return corner.hear(words, at=after(days=days), now=after(days=days), **named)


def promised(corner: Corner, words: str, *, due: float, owner: str = "jiwoo") -> Promise:
    """A promise due some days from now, made a week ago."""
    voice = heard(corner)
    at = after(days=-7)
    return promise(
        voice,
        words=words,
        due_at=after(days=due),
        owner=corner.persons[owner],
        by=corner.jiwoo,
        at=at,
        now=at,
    )


@pytest.fixture
def jiwoo(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo)


def test_the_start_page_is_today(jiwoo: Client) -> None:
    assert jiwoo.get("/", follow=True).redirect_chain == [(TODAY, 302)]


def test_a_day_that_asks_for_nothing_says_so(jiwoo: Client) -> None:
    assert "Nothing is due today, and nobody waits for your word." in words_of(jiwoo.get(TODAY))


def test_the_first_sentence_says_what_is_late_due_and_waited_for_since_when(
    corner: Corner, jiwoo: Client
) -> None:
    promised(corner, "어제 것", due=-1)
    promised(corner, "오늘 것", due=0.1)
    promised(corner, "오늘 것 또 하나", due=0.2)
    at = after(days=-5)
    hand_off(heard(corner), to_team=corner.data, ask="까닭을 찾아 주세요.", by=corner.jiwoo, at=at, now=at)
    said = words_of(jiwoo.get(TODAY))
    assert (
        "1 promise is late. 2 promises are due today. 1 handoff has waited for 데이터 since Thursday." in said
    )


def test_the_sentence_is_said_in_korean_too(corner: Corner) -> None:
    promised(corner, "오늘 것", due=0.1)
    at = after(days=-5)
    hand_off(heard(corner), to_team=corner.data, ask="까닭을 찾아 주세요.", by=corner.jiwoo, at=at, now=at)
    said = words_of(visitor_of(corner.jiwoo, language="ko").get(TODAY))
    assert "약속 1건 이 오늘까지입니다. 1건 은 목요일부터 데이터 쪽 답을 기다립니다." in said


def test_a_promise_due_at_this_very_moment_is_due_today_and_not_late(corner: Corner, jiwoo: Client) -> None:
    promised(corner, "지금 막", due=0)
    desk = jiwoo.get(TODAY).context["desk"]
    assert (desk.late.n, desk.due_today.n) == (0, 1)


def test_the_last_minute_of_the_day_is_today_and_midnight_is_not(corner: Corner, jiwoo: Client) -> None:
    promised(corner, "자정 직전", due=12 / 24 - 1 / 1440)
    promised(corner, "자정", due=12 / 24)
    desk = jiwoo.get(TODAY).context["desk"]
    assert [p.promise.words for p in desk.due_today.rows] == ["자정 직전"]
    assert [p.promise.words for p in desk.due_soon.rows] == ["자정"]


def test_my_desk_holds_my_promises_and_everybodys_desk_all_of_them(corner: Corner, jiwoo: Client) -> None:
    promised(corner, "지우 것", due=0.1)
    promised(corner, "유진 것", due=0.1, owner="yujin")
    assert "유진 것" not in words_of(jiwoo.get(TODAY))
    assert "유진 것" in words_of(jiwoo.get(TODAY, {"whose": "all"}))


def test_those_who_lead_begin_with_everybodys_desk(corner: Corner) -> None:
    promised(corner, "유진 것", due=0.1, owner="yujin")
    assert "유진 것" in words_of(visitor_of(corner.sera, role=Role.LEAD).get(TODAY))


def test_a_handoff_to_my_team_waits_on_me_until_it_is_answered(corner: Corner) -> None:
    tie(corner.persons["yujin"], relation="employee", team=corner.data, by=corner.sera, at=NOW, now=NOW)
    at = after(days=-2)
    handoff = hand_off(
        heard(corner), to_team=corner.data, ask="까닭을 찾아 주세요.", by=corner.jiwoo, at=at, now=at
    )
    client = visitor_of(corner.yujin)
    assert "Handed to my team, not answered" in words_of(client.get(TODAY))
    accept_handoff(handoff, why="느린 까닭을 찾는다", by=corner.yujin, at=NOW, now=NOW)
    assert "Handed to my team, not answered" not in words_of(client.get(TODAY))


def test_a_voice_stays_on_the_desk_until_it_is_acknowledged(corner: Corner, jiwoo: Client) -> None:
    voice = heard(corner, "로그인이 안 됩니다.")
    assert "1 voice has not been acknowledged." in words_of(jiwoo.get(TODAY))
    acknowledge(voice, by=corner.jiwoo, at=NOW, now=NOW)
    assert "로그인이 안 됩니다." not in words_of(jiwoo.get(TODAY))


def test_what_nobody_owns_lies_on_everybodys_desk(corner: Corner) -> None:
    heard(corner, "주인 없는 말", account=None, person=None)
    assert "주인 없는 말" in words_of(visitor_of(corner.yujin).get(TODAY))


def test_what_was_heard_for_an_account_of_somebody_else_is_not_on_my_desk(corner: Corner) -> None:
    corner.account.owner = corner.persons["jiwoo"]
    corner.account.save()
    heard(corner, "지우의 고객이 한 말")
    assert "지우의 고객이 한 말" in words_of(visitor_of(corner.jiwoo).get(TODAY))
    assert "지우의 고객이 한 말" not in words_of(visitor_of(corner.yujin).get(TODAY))


def test_what_is_done_and_not_told_waits_for_a_word(corner: Corner, jiwoo: Client) -> None:
    item = corner.add_work(heard(corner, "표가 느립니다."))
    start(item, by=corner.yujin, at=NOW, now=NOW)
    finish(item, by=corner.yujin, at=NOW, now=NOW)
    assert "1 person does not yet know that it is done." in words_of(jiwoo.get(TODAY))


def test_my_draft_that_was_not_sent_is_shown_to_me_alone(corner: Corner, jiwoo: Client) -> None:
    draft(heard(corner), words="곧 알려 드리겠습니다.", by=corner.jiwoo, at=NOW, now=NOW)
    assert "곧 알려 드리겠습니다." in words_of(jiwoo.get(TODAY))
    assert "Written, not sent" not in words_of(visitor_of(corner.yujin).get(TODAY))


def test_history_brought_in_has_no_place_on_the_desk(corner: Corner, jiwoo: Client) -> None:
    heard(corner, "옛 기록", source="service_desk")
    assert "Nothing is due today, and nobody waits for your word." in words_of(
        jiwoo.get(TODAY, {"whose": "all"})
    )


def test_made_up_things_on_the_desk_are_called_so(corner: Corner, jiwoo: Client) -> None:
    heard(corner, "마을의 말", source="village")
    assert "Synthetic data" in words_of(jiwoo.get(TODAY))


def test_what_others_did_since_the_last_look_is_told_with_its_reason(corner: Corner, jiwoo: Client) -> None:
    voice = heard(corner, "로그인이 안 됩니다.", days=-1)
    acknowledge(voice, by=corner.yujin, why="급합니다", at=NOW, now=NOW)
    changes = jiwoo.get(TODAY).context["changes"]
    assert [(one.who, str(one.did), one.title, one.why, one.href) for one in changes.rows] == [
        ("배유진", "acknowledged", "로그인이 안 됩니다.", "급합니다", f"/voice/{voice.pk}/")
    ]


def test_what_i_did_myself_is_no_news_to_me(corner: Corner, jiwoo: Client) -> None:
    keep_promise(promised(corner, "내 것", due=1), by=corner.jiwoo, at=NOW, now=NOW)
    assert jiwoo.get(TODAY).context["changes"].n == 0


def test_a_look_is_remembered_and_a_reload_within_the_visit_still_shows_the_news(
    corner: Corner, jiwoo: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    acknowledge(heard(corner, days=-1), by=corner.yujin, at=after(hours=-1), now=after(hours=-1))
    assert jiwoo.get(TODAY).context["changes"].n == 1
    assert User.objects.get(person=corner.persons["jiwoo"]).looked_at == NOW
    assert jiwoo.get(TODAY).context["changes"].n == 1
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=1))
    assert jiwoo.get(TODAY).context["changes"].n == 0
    assert User.objects.get(person=corner.persons["jiwoo"]).looked_at == NOW + timedelta(hours=1)


def test_a_promise_is_settled_where_it_is_read(corner: Corner, jiwoo: Client) -> None:
    late = promised(corner, "어제 것", due=-1)
    answer = jiwoo.post(f"/promises/{late.pk}/", {"act": "keep", "next": TODAY}, follow=True)
    assert answer.redirect_chain == [(TODAY, 302)]
    assert "어제 것" not in words_of(answer)


def test_today_needs_a_login(client: Client, db: None) -> None:
    assert client.get(TODAY).url == f"/login/?next={TODAY}"


@pytest.mark.parametrize("n", [1, 12])
def test_the_page_asks_as_often_on_a_full_day_as_on_a_calm_one(
    corner: Corner, jiwoo: Client, n: int, django_assert_num_queries: Any
) -> None:
    jiwoo.get(TODAY)
    for i in range(n):
        promised(corner, f"약속 {i}", due=0.1)
        hand_off(heard(corner), to_team=corner.data, ask=f"부탁 {i}", by=corner.jiwoo, at=NOW, now=NOW)
        draft(heard(corner), words=f"초안 {i}", by=corner.yujin, at=NOW, now=NOW)
    with django_assert_num_queries(12):
        jiwoo.get(TODAY)
