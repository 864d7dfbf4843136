"""What holds things up: one screen with the answer, the argument, the gain, who must act, and the board."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dure.doors.web.constraints.gain import throughput_of
from dure.facts.roles import Role
from dure.records.improvements.models import Attempt, Improvement
from dure.records.improvements.queries import open_improvement_of
from dure.records.people.actions import tie
from dure.records.promises.actions import promise
from dure.records.voices.actions import acknowledge
from dure.records.work.actions import start, wait
from tests.cast import NOW, Corner, after
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

NUMBERS = [
    number("data", "bottleneck", 2.0, cut="team.verdict", slice="data"),
    number("data", "bottleneck", 0.6, cut="team.waiting_share", slice="data"),
    number("data", "bottleneck", 1.5, cut="team.queue_growth", slice="data"),
    number("data", "bottleneck", 1.0, cut="team.waiting_share.rank", slice="data"),
    number("data", "bottleneck", 1.0, cut="team.queue_growth.rank", slice="data"),
    number("data", "bottleneck", 0.4, cut="team.waiting_share", slice="finance"),
    number("data", "flow_time", 6.0),
    number("loop", "bottleneck", None, cut="stage.verdict", reason="no_single_constraint"),
    number("loop", "bottleneck", 0.5, cut="stage.waiting_share", slice="promised"),
    number("loop", "bottleneck", 0.5, cut="stage.waiting_share", slice="acknowledged"),
]
TRY = {
    "words": "아침 한 시간은 새 인계부터 읽습니다.",
    "due_on": "2026-03-10",
    "stop_on": "2026-03-24",
    "number": "bottleneck|team.waiting_share|data",
    "to_value": "30",
}


@pytest.fixture
def lead(corner: Corner) -> Client:
    keep(*NUMBERS)
    return visitor_of(corner.sera, role=Role.LEAD)


def improvement() -> Improvement:
    found = open_improvement_of("data")
    assert found is not None
    return found


def taken_up(lead: Client) -> Improvement:
    assert lead.post("/constraints/data/take/data/", {}).status_code == 302
    return improvement()


def planned(lead: Client, corner: Corner) -> Attempt:
    one = taken_up(lead)
    lead.post(f"/constraints/data/go-on/{one.pk}/", {})
    answer = lead.post(f"/constraints/data/plan/{one.pk}/", {**TRY, "team": corner.data.pk})
    assert answer.status_code == 302
    return Attempt.objects.get()


def waiting_work(corner: Corner, *, n: int, gone: int) -> None:
    """Work that waits at the data team now, and some whose wait ended two weeks ago."""
    for place in range(n + gone):
        item = corner.add_work(corner.hear(at=after(days=-40), now=after(days=-40)), title=f"일 {place}")
        begun = {"by": corner.yujin, "at": NOW, "now": NOW}
        wait(item, waits_on="team", **begun)
        if place >= n:
            start(item, **begun)
    from dure.records.work.models import WorkState

    WorkState.objects.filter(state="waiting", left_at__isnull=False).update(
        entered_at=after(days=-20), left_at=after(days=-14)
    )


def test_a_stranger_is_sent_to_the_login_and_an_unknown_place_is_not_found(
    client: Client, lead: Client
) -> None:
    assert client.get("/constraints/").status_code == 302
    assert lead.get("/constraints/nowhere/").status_code == 404
    assert lead.post("/constraints/data/take/loop/", {}).status_code == 404
    assert lead.post("/constraints/data/nonsense/data/", {}).status_code == 404


def test_one_screen_says_what_holds_up_the_loop_and_every_stream_and_since_when_it_is_known(
    lead: Client,
) -> None:
    page = words_of(lead.get("/constraints/"))
    assert "The loop: no single place holds up the whole now." in page
    assert "data 데이터 nothing taken up" in page
    assert "product not computed yet nothing taken up" in page
    page = words_of(lead.get("/constraints/data/"))
    assert "data: 데이터 holds up the whole now." in page
    assert "as of" in page


def test_it_says_the_same_in_korean(corner: Corner) -> None:
    keep(*NUMBERS)
    page = words_of(visitor_of(corner.sera, role=Role.LEAD, language="ko").get("/constraints/data/"))
    assert "data: 지금 전체를 막고 있는 곳은 데이터입니다." in page


def test_before_anything_is_computed_it_says_how_the_numbers_come(corner: Corner) -> None:
    page = words_of(visitor_of(corner.sera, role=Role.LEAD).get("/constraints/data/"))
    assert "The numbers are not there yet" in page
    assert "Take up" not in page


def test_the_gain_is_told_with_what_is_measured_and_what_is_assumed(corner: Corner, lead: Client) -> None:
    waiting_work(corner, n=4, gone=8)
    page = words_of(lead.get("/constraints/data/"))
    # 8 went on in 8 weeks, 4 wait: 4 / 1 a week = 28 days; half of it is 14, and 14 days a week fall away.
    assert "would last 14 d instead of 28 d, and 14 days of waiting would fall away each week" in page
    assert "4 wait now; 8 went on in 8 whole weeks (1 a week)" in page
    assert "these places do not stand in one row" in page
    assert "Who gains 1 account" in page


def test_where_nothing_waits_or_nothing_goes_on_it_says_that_it_cannot_say(
    corner: Corner, lead: Client
) -> None:
    page = words_of(lead.get("/constraints/data/"))
    assert "Cannot say how much waiting would fall away: nothing waits there" in page
    waiting_work(corner, n=2, gone=0)
    assert "nothing went on from there in these weeks" in words_of(lead.get("/constraints/data/"))


def test_the_gain_in_throughput_ends_where_the_next_stage_holds_things_up() -> None:
    day = NOW.date()
    weekly = {
        stage: {day: n} for stage, n in (("promised", 12), ("started", 7), ("shipped", 9), ("told", 15))
    }
    found = throughput_of("started", weekly=weekly)
    assert found is not None
    assert (found.a_week, found.to_a_week, found.gain) == (7, 9, 2)
    assert str(found.next_place) in ("Shipped", "반영")
    assert throughput_of("told", weekly=weekly) is None
    assert throughput_of("acknowledged", weekly=weekly) is None


def test_who_must_act_is_the_team_and_its_people(corner: Corner, lead: Client) -> None:
    page = words_of(lead.get("/constraints/data/"))
    assert "데이터 nobody belongs to this team" in page
    tie(corner.persons["yujin"], relation="employee", team=corner.data, by=corner.sera, at=NOW, now=NOW)
    assert "데이터 배유진" in words_of(lead.get("/constraints/data/"))


def test_for_a_stage_of_the_loop_those_must_act_who_did_it_or_nobody_is_named(
    corner: Corner, lead: Client
) -> None:
    keep(*NUMBERS[:7], number("loop", "bottleneck", 2.0, cut="stage.verdict", slice="acknowledged"),
         number("loop", "bottleneck", 0.5, cut="stage.waiting_share", slice="acknowledged"))  # fmt: skip
    assert "Nobody is named for this step. That is the first finding" in words_of(lead.get("/constraints/"))
    acknowledge(corner.hear(), by=corner.jiwoo, at=NOW, now=NOW)
    tie(corner.persons["jiwoo"], relation="employee", team=corner.cx, by=corner.sera, at=NOW, now=NOW)
    page = words_of(lead.get("/constraints/"))
    assert "CX did this step 1 time 한지우" in page


def test_what_hinders_support_counts_each_open_voice_once_under_what_it_waits_for(
    corner: Corner, lead: Client
) -> None:
    corner.hear()
    answered = corner.hear("또 느려요.")
    acknowledge(answered, by=corner.jiwoo, at=NOW, now=NOW)
    wait(corner.add_work(answered), waits_on="vendor", by=corner.yujin, at=NOW, now=NOW)
    page = words_of(lead.get("/constraints/"))
    assert "Our first answer 1 voice" in page
    assert "Work that waits on a vendor 1 voice 또 느려요." in page
    assert "What hinders customer support most: 1 account waits for" in page


def test_promises_to_those_who_wait_are_told_apart_by_whether_they_may_move(
    corner: Corner, lead: Client
) -> None:
    voice = corner.hear()
    by: dict[str, Any] = {"by": corner.jiwoo, "at": NOW, "now": NOW}
    promise(voice, words="목요일까지 까닭을 알려 드립니다.", due_at=after(days=2), **by)
    promise(voice, words="신고 기한 전에 고칩니다.", due_at=after(days=1), is_fixed=True, **by)
    wait(corner.add_work(voice), waits_on="team", **by)
    page = words_of(lead.get("/constraints/data/"))
    assert "1 promise to those who wait may move, 1 may not." in page
    assert page.index("목요일까지 까닭을") < page.index("신고 기한 전에")


def test_who_may_not_lead_takes_nothing_up_and_a_viewer_is_offered_nothing(
    corner: Corner, lead: Client
) -> None:
    member = visitor_of(corner.jiwoo, role=Role.MEMBER)
    assert "Take up this constraint" not in words_of(member.get("/constraints/data/"))
    assert member.post("/constraints/data/take/data/", {}).status_code == 403
    assert open_improvement_of("data") is None


def test_a_lead_takes_up_the_constraint_and_the_board_shows_the_numbers_it_rests_on(lead: Client) -> None:
    assert "Take up this constraint" in words_of(lead.get("/constraints/data/"))
    taken_up(lead)
    page = words_of(lead.get("/constraints/data/"))
    assert "데이터 is taken up as what holds up the whole" in page
    assert "1. Identify now" in page
    assert "Share of all waiting: 데이터 60% 60%" in page
    assert "1. Identify" in words_of(lead.get("/constraints/"))


def test_a_second_one_is_refused_in_place_with_the_one_that_is_open(lead: Client) -> None:
    taken_up(lead)
    again = lead.post("/constraints/data/take/data/", {"station": "team|finance", "why": "여기도"})
    assert again.status_code == 409
    assert "One constraint at a time: “data” is taken up already." in words_of(again)


def test_where_no_single_place_is_named_the_form_asks_which_and_why(lead: Client) -> None:
    nothing = lead.post("/constraints/loop/take/loop/", {})
    assert nothing.status_code == 422
    said = {"station": "stage|promised", "why": "날짜를 듣지 못한 고객이 많습니다."}
    assert lead.post("/constraints/loop/take/loop/", said).status_code == 302
    page = words_of(lead.get("/constraints/"))
    assert "Named by a person; the signals did not name this place." in page
    assert "날짜를 듣지 못한 고객이 많습니다." in page


def test_what_is_tried_stands_in_its_step_with_its_hypothesis_and_can_be_ended(
    corner: Corner, lead: Client
) -> None:
    attempt = planned(lead, corner)
    assert (attempt.from_value, attempt.to_value) == (0.6, 0.3)
    page = words_of(lead.get("/constraints/data/"))
    assert "아침 한 시간은 새 인계부터 읽습니다. Planned 데이터 · by" in page
    assert "Share of all waiting: 데이터 : 60% → 30%" in page.replace("데이터: 60%", "데이터 : 60%")
    member = visitor_of(corner.jiwoo, role=Role.MEMBER)
    missing = member.post(f"/constraints/data/finish/{attempt.pk}/", {"worked": "no", "why": ""})
    assert missing.status_code == 409
    assert "what did not work is worth as much" in words_of(missing)
    done = {"worked": "no", "why": "모두 금요일을 기다렸습니다."}
    assert member.post(f"/constraints/data/finish/{attempt.pk}/", done).status_code == 302
    page = words_of(lead.get("/constraints/data/"))
    assert "It did not work" in page
    assert "모두 금요일을 기다렸습니다." in page


def test_a_plan_without_somebody_to_act_keeps_what_was_written(corner: Corner, lead: Client) -> None:
    one = taken_up(lead)
    lead.post(f"/constraints/data/go-on/{one.pk}/", {})
    answer = lead.post(f"/constraints/data/plan/{one.pk}/", TRY)
    assert answer.status_code == 409
    assert "Say who must act" in words_of(answer)
    assert TRY["words"] in answer.content.decode()


def test_it_ends_with_its_result_stays_in_the_history_and_begins_again(corner: Corner, lead: Client) -> None:
    attempt = planned(lead, corner)
    one = improvement()
    early = lead.post(f"/constraints/data/close/{one.pk}/", {"result": "not_lifted", "why": "x"})
    assert early.status_code == 409
    assert "still open (1)" in words_of(early)
    lead.post(f"/constraints/data/drop/{attempt.pk}/", {"why": "사람을 구하지 못했습니다."})
    said = {"result": "not_lifted", "why": "몰아서 나누면 모두 기다립니다."}
    assert lead.post(f"/constraints/data/close/{one.pk}/", said).status_code == 302
    page = words_of(lead.get("/constraints/data/"))
    assert "It still holds things up" in page
    assert "몰아서 나누면 모두 기다립니다." in page
    assert "사람을 구하지 못했습니다." in page
    assert "Begin again" in page
    assert lead.post(f"/constraints/data/take-next/{one.pk}/", {}).status_code == 302
    assert improvement().follows == one


def test_when_the_signals_name_another_place_by_now_the_page_says_so(lead: Client) -> None:
    taken_up(lead)
    keep(number("data", "bottleneck", 2.0, cut="team.verdict", slice="finance"),
         number("data", "bottleneck", 0.7, cut="team.waiting_share", slice="finance"))  # fmt: skip
    page = words_of(lead.get("/constraints/data/"))
    assert (
        "By now the signals name finance : close this one with its result and begin again."
        in page.replace("finance:", "finance :")
    )


def test_what_the_browser_asks_for_in_part_comes_without_the_frame(lead: Client) -> None:
    answer = lead.post("/constraints/data/take/data/", {}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert 'id="thing"' in answer.content.decode()


def test_an_attempt_of_another_place_is_not_found_here(corner: Corner, lead: Client) -> None:
    attempt = planned(lead, corner)
    assert lead.post(f"/constraints/loop/finish/{attempt.pk}/", {}).status_code == 404
    assert lead.post("/constraints/data/finish/999999/", {}).status_code == 404


@pytest.mark.parametrize("n", [1, 6])
def test_the_page_asks_as_often_with_many_attempts_as_with_one(corner: Corner, lead: Client, n: int) -> None:
    attempt = planned(lead, corner)
    one = attempt.improvement
    for place in range(1, n):
        said = {**TRY, "words": f"{place}", "team": corner.data.pk}
        lead.post(f"/constraints/data/plan/{one.pk}/", said)
    assert Attempt.objects.count() == n
    with CaptureQueriesContext(
        connection,
    ) as asked:
        lead.get("/constraints/data/")
    assert len(asked) <= 40


def test_an_attempt_past_its_day_reads_as_overdue(corner: Corner, lead: Client, monkeypatch: Any) -> None:
    planned(lead, corner)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=9))
    assert "Overdue" in words_of(lead.get("/constraints/data/"))


def test_a_number_says_how_many_decisions_cite_it(lead: Client) -> None:
    assert "cites it" not in words_of(lead.get("/stream/data/"))
    taken_up(lead)
    assert "1 decision cites it" in words_of(lead.get("/stream/data/"))
