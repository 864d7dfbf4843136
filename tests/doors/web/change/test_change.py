"""The page of a change: who is missing, when it ends, what decides it, and what the customer is told."""

from typing import Any

import pytest
from django.test import Client

from dure.facts.roles import Role
from dure.records.changes import actions as changes
from dure.records.changes.models import Change, Step
from dure.records.messages.models import Message
from dure.records.people.actions import add_calendar, add_person, give_calendar
from dure.records.promises.models import Promise
from tests.cast import Corner, after
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands for each test

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def by(c: Corner, *, days: float = -1, **more: Any) -> dict[str, Any]:
    return {"by": c.jiwoo, "at": after(days=days), "now": after(days=days), **more}


@pytest.fixture
def change(corner: Corner) -> Change:
    """Two teams asked, one of them agrees; three steps in Korea's calendar."""
    hours = {str(day): [["09:00", "18:00"]] for day in range(5)}
    kept = add_calendar("서울", zone="Asia/Seoul", holiday_country="KR", hours=hours, by=corner.sera)
    for team in (corner.data, corner.finance):
        give_calendar(team, calendar=kept, by=corner.sera)
    voice = corner.hear(at=after(days=-2), now=after(days=-2))
    words = {"what": "보고서의 하루가 자정에 끝납니다.", "reason": "손으로 맞추지 않으셔도 됩니다."}
    made = changes.open_change("하루를 자정에", voices=[voice], due_at=after(days=20), **words, **by(corner))
    changes.agree(changes.ask_to_agree(made, team=corner.data, **by(corner)), **by(corner))
    changes.ask_to_agree(made, team=corner.finance, **by(corner))
    first = planned(corner, made, "숫자 확인", days=(2, 2, 2))
    legal = planned(corner, made, "계약 확인", days=(1, 1, 1), team=corner.finance)
    planned(corner, made, "점검", first, legal, days=(1, 2, 3))
    return made


def planned(c: Corner, change: Change, title: str, *after_these: Step, days: Any, team: Any = None) -> Step:
    estimates = dict(zip(("optimistic", "likely", "pessimistic"), days, strict=True))
    return changes.add_step(change, title=title, team=team or c.data, after=after_these, **estimates, **by(c))


def started(c: Corner, change: Change) -> None:
    for one in change.agreements.filter(team=c.finance):
        changes.agree(one, **by(c))
    changes.start_change(change, **by(c))


def page(client: Client, change: Change) -> str:
    answer = client.get(f"/change/{change.pk}/")
    assert answer.status_code == 200
    return words_of(answer)


def post(client: Client, change: Change, name: str, thing: int, **data: Any) -> Any:
    return client.post(f"/change/{change.pk}/{name}/{thing}/", data, headers={"hx-request": "true"})


def test_the_first_sentence_names_who_is_missing_and_between_which_days_it_ends(
    corner: Corner, change: Change
) -> None:
    said = page(visitor_of(corner.jiwoo), change)
    assert "1 of 2 has not agreed yet: 재무. Until then it cannot start." in said
    assert "By the plan it is done between Fri 6 Mar and Mon 9 Mar." in said


def test_it_says_the_same_in_korean(corner: Corner, change: Change) -> None:
    said = page(visitor_of(corner.jiwoo, language="ko"), change)
    assert "2곳 가운데 1곳 이 아직 동의하지 않았습니다: 재무" in said
    assert "3월 6일(금)에서 3월 9일(월) 사이에 끝납니다." in said


def test_the_chain_that_decides_the_end_is_named_in_words(corner: Corner, change: Change) -> None:
    said = page(visitor_of(corner.jiwoo), change)
    assert "숫자 확인 → 점검" in said
    assert said.count("Decides the end") == 2
    assert "slack 1 workdays" in said


def test_a_viewer_may_look_and_is_offered_no_act(corner: Corner, change: Change) -> None:
    client = visitor_of(corner.sera, role=Role.VIEWER)
    assert "act-form" not in client.get(f"/change/{change.pk}/").content.decode()
    assert post(client, change, "start", change.pk).status_code == 403


def test_an_answer_is_noted_on_the_page_and_then_it_can_start(corner: Corner, change: Change) -> None:
    client = visitor_of(corner.jiwoo)
    missing = change.agreements.get(team=corner.finance)
    said = words_of(post(client, change, "agree", missing.pk, why="마감 다음 날이면 됩니다."), under="div")
    assert "Everybody agrees: it can start." in said
    assert post(client, change, "start", change.pk).status_code == 200
    assert "Everybody agrees, and it is under way." in page(client, change)


def test_starting_too_early_is_refused_with_the_names(corner: Corner, change: Change) -> None:
    answer = post(visitor_of(corner.jiwoo), change, "start", change.pk)
    assert answer.status_code == 409
    assert "1 of 2 have not agreed yet: 재무. Nobody can be skipped." in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (
            {"optimistic": 3, "likely": 2, "pessimistic": 6},
            "lies between the shortest (3) and the longest (6)",
        ),
        ({"optimistic": "", "likely": "", "pessimistic": "", "title": ""}, "This field is required."),
        ({"team": "987654"}, "Select a valid choice"),
    ],
)
def test_a_step_that_cannot_be_is_sent_back_with_its_reason(
    corner: Corner, change: Change, data: dict[str, Any], fault: str
) -> None:
    whole = {"title": "한 단계", "team": corner.data.pk, **data}
    answer = post(visitor_of(corner.jiwoo), change, "add-step", change.pk, **whole)
    assert answer.status_code in (409, 422)
    assert fault in answer.content.decode()
    assert change.steps.count() == 3


def test_a_circle_is_named_in_the_form(corner: Corner, change: Change) -> None:
    first, last = change.steps.get(title="숫자 확인"), change.steps.get(title="점검")
    data = {"optimistic": 1, "likely": 1, "pessimistic": 1, "after": [last.pk], "why": "순서를 바꿉니다."}
    answer = post(visitor_of(corner.jiwoo), change, "plan-anew", first.pk, **data)
    assert answer.status_code == 409
    assert "wait for each other in a circle" in answer.content.decode()


def test_a_step_nobody_can_judge_leaves_the_end_unknown_and_says_which(
    corner: Corner, change: Change
) -> None:
    client = visitor_of(corner.jiwoo)
    answer = post(client, change, "add-step", change.pk, title="번역", team=corner.cx.pk)
    assert answer.status_code == 200
    said = page(client, change)
    assert "nobody has said how long this takes: 번역." in said
    assert "no calendar: counted round the clock" in said


def test_a_step_planned_anew_shows_what_was_said_first_and_why(corner: Corner, change: Change) -> None:
    step = change.steps.get(title="숫자 확인")
    changes.estimate_step(
        step, optimistic=4, likely=4, pessimistic=4, **by(corner, why="숫자가 더 있습니다.")
    )
    said = page(visitor_of(corner.jiwoo), change)
    assert "4 workdays (shortest 4, most likely 4, longest 4)" in said
    assert "first 2" in said
    assert "숫자가 더 있습니다." in said


def test_the_notice_says_what_when_why_and_what_to_do_in_the_readers_language_and_zone(
    corner: Corner, change: Change
) -> None:
    said = page(visitor_of(corner.jiwoo), change)
    assert "윤상철 님께" in said
    assert "보고서의 하루가 자정에 끝납니다." in said
    assert "3월 6일(금)에서 3월 9일(월) 사이 (Seoul 시각 기준)" in said
    assert "없습니다. 지금처럼 쓰시면 됩니다." in said
    assert "another language than theirs" not in said


def test_a_reader_of_english_in_chicago_gets_their_own_days_and_a_warning_of_korean_words(
    corner: Corner, change: Change
) -> None:
    marcus = add_person("Marcus Hale", language="en", zone="America/Chicago", by=corner.sera)
    other = changes.open_change(
        change.title, what=change.what, voices=[corner.hear(person=marcus)], **by(corner, days=0)
    )
    planned_now = {"optimistic": 2, "likely": 2, "pessimistic": 2, **by(corner, days=0)}
    changes.add_step(other, title="숫자 확인", team=corner.data, **planned_now)
    said = page(visitor_of(corner.jiwoo), other)
    assert "Dear Marcus Hale," in said
    # Thursday noon in Seoul is Wednesday evening there.
    assert "On Wed 4 Mar (Chicago time)." in said
    assert "another language than theirs" in said


def test_a_notice_is_drafted_only_after_all_agreed_and_is_not_sent(corner: Corner, change: Change) -> None:
    client = visitor_of(corner.jiwoo)
    voice_id = change.voices.get().voice_id
    assert post(client, change, "notice", voice_id, words="바뀝니다.").status_code == 409
    started(corner, change)
    assert post(client, change, "notice", voice_id, words="바뀝니다.").status_code == 200
    message = Message.objects.get()
    assert message.states.get().stage == "draft"
    assert change.states.latest("id").stage == "announced"


def test_a_conflict_is_noted_and_settled_on_the_page(corner: Corner, change: Change) -> None:
    client = visitor_of(corner.jiwoo)
    teams = {"team": corner.data.pk, "other_team": corner.finance.pk}
    assert (
        post(client, change, "conflict", change.pk, what="같은 주에는 안 됩니다.", **teams).status_code == 200
    )
    conflict = change.conflicts.get()
    assert post(client, change, "resolve", conflict.pk, why="한 주 뒤로 옮겼습니다.").status_code == 200
    assert "한 주 뒤로 옮겼습니다." in page(client, change)


def test_what_was_done_stands_against_its_first_plan(corner: Corner, change: Change) -> None:
    started(corner, change)
    for title in ("숫자 확인", "계약 확인", "점검"):
        step = change.steps.get(title=title)
        changes.start_step(step, **by(corner, days=-0.5))
        changes.finish_step(step, **by(corner, days=-0.4))
    changes.finish_change(change, **by(corner, days=0))
    said = page(visitor_of(corner.jiwoo), change)
    assert "Done on" in said
    assert "of the time of its first plan" in said
    assert "took" in said


def test_the_acts_of_another_change_are_not_found_here(corner: Corner, change: Change) -> None:
    other = changes.open_change("다른 것", **by(corner))
    stranger = changes.ask_to_agree(other, team=corner.cx, **by(corner))
    client = visitor_of(corner.jiwoo)
    assert post(client, change, "agree", stranger.pk).status_code == 404
    assert post(client, change, "no-such-act", change.pk).status_code == 404
    assert client.get("/change/987654/").status_code == 404


def test_a_plain_form_without_script_does_the_same(corner: Corner, change: Change) -> None:
    missing = change.agreements.get(team=corner.finance)
    answer = visitor_of(corner.jiwoo).post(f"/change/{change.pk}/agree/{missing.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/change/{change.pk}/")


def test_a_change_without_anything_says_what_to_do(corner: Corner) -> None:
    empty = changes.open_change("아직 빈 것", **by(corner))
    said = page(visitor_of(corner.jiwoo), empty)
    assert "Nobody has been asked to agree yet: say first who must." in said
    assert "It has no steps yet, so nobody knows when it is done." in said


def test_it_is_found_by_the_quick_search(corner: Corner, change: Change) -> None:
    found = visitor_of(corner.jiwoo).get("/search/", {"q": "자정"}, headers={"hx-request": "true"})
    assert f"/change/{change.pk}/" in found.content.decode()


def test_it_asks_the_database_equally_often_however_many_steps_there_are(
    corner: Corner, change: Change, django_assert_num_queries: Any
) -> None:
    client = visitor_of(corner.jiwoo)
    page(client, change)
    for n in range(6):
        planned(corner, change, f"단계 {n}", days=(1, 1, 1))
        changes.note_conflict(change, team=corner.data, other_team=corner.cx, what="?", **by(corner))
    with django_assert_num_queries(15):
        page(client, change)


def test_a_promise_on_a_voice_that_the_change_answers_takes_the_range_of_its_plan(
    corner: Corner, change: Change
) -> None:
    client, voice_id = visitor_of(corner.jiwoo), change.voices.get().voice_id
    offered = words_of(client.get(f"/voice/{voice_id}/"))
    assert "The plan of 하루를 자정에 ends between Mon 9 Mar and Mon 9 Mar" in offered
    data = {"words": "다음 주 월요일까지 바꾸겠습니다.", "due_at": "2026-03-09T18:00"}
    client.post(f"/voice/{voice_id}/promise/{voice_id}/", data)
    made = Promise.objects.get()
    assert (str(made.expected_from_on), str(made.expected_to_on)) == ("2026-03-09", "2026-03-09")
    assert made.basis == {"change": change.pk, "title": "하루를 자정에", "n_steps": 3}
    assert "by the plan of 하루를 자정에" in words_of(client.get("/promises/"))
