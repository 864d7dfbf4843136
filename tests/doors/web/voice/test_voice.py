"""What a voice's page says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dure.facts.roles import Role
from dure.records.handoffs.actions import accept_handoff, hand_off
from dure.records.messages.actions import draft, tell
from dure.records.outcomes.actions import confirm_solved, deny_solved
from dure.records.promises.actions import move_promise, promise
from dure.records.releases.actions import ship
from dure.records.voices.actions import acknowledge, ask_again
from dure.records.work.actions import add_work, cancel, finish, reopen_work, start, wait
from tests.doors.web.house_of_two_teams import House, house

pytestmark = pytest.mark.django_db

#: Two for the login, nine for the voice and its thread, three for what the forms let one choose from.
N_QUERIES = 20


@pytest.fixture
def here() -> House:
    return house()


def page(here: House, voice, *, role: Role = Role.MEMBER, language: str = "en") -> str:
    answer = here.client(role, language=language).get(f"/voice/{voice.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def told_whole(here: House):
    """A voice that went the whole way, in nine days."""
    voice = here.voice(days=9)
    acknowledge(voice, **here.ago(days=8.9))
    made = promise(
        voice, words="20초 안에 열리게 합니다", due_at=here.now + timedelta(days=1), **here.ago(days=8)
    )
    handoff = hand_off(
        voice, to_team=here.data, from_team=here.support, ask="느린 까닭을 찾아 주세요.", **here.ago(days=7)
    )
    accept_handoff(handoff, why="느린 질의를 고칩니다.", **here.ago(days=6.5))
    item = add_work(
        "느린 질의", stream=here.product, kind="defect", voices=[voice], team=here.data, **here.ago(days=6)
    )
    start(item, **here.ago(days=5))
    ask_again(voice, words="언제 되나요?", **here.ago(days=4.5))
    move_promise(made, new_due_at=here.now + timedelta(days=3), why="자료가 늦었습니다.", **here.ago(days=4))
    finish(item, **here.ago(days=3))
    ship("7월 배포", stream=here.product, items=[item], **here.ago(days=2))
    message = draft(voice, words="이제 20초면 열립니다.", **here.ago(days=1.5))
    tell(message, **here.ago(days=1))
    return voice


def test_a_stranger_is_sent_to_the_login_and_a_viewer_may_look(here: House, client) -> None:
    voice = here.voice()
    assert client.get(f"/voice/{voice.pk}/").status_code == 302
    assert "hx-post" not in page(here, voice, role=Role.VIEWER)


def test_a_voice_that_does_not_exist_is_not_found(here: House) -> None:
    assert here.client().get("/voice/999999/").status_code == 404


def test_the_words_stand_in_their_own_language(here: House) -> None:
    assert '<blockquote lang="ko">' in page(here, here.voice())


def test_one_line_of_time_holds_everything_that_happened(here: House) -> None:
    said = page(here, told_whole(here))
    happened = [
        "First word (Phone)", "We said that we have heard it", "Promised: 20초", "Handed from 고객지원 to 데이터",
        "데이터 accepted the handoff", "added: 느린 질의", "They asked again", "The date of the promise moved",
        "Shipped in 7월 배포", "Draft written (Mail)", "Told by Mail",
    ]  # fmt: skip
    places = [said.index(one, said.index("thread-title")) for one in happened]
    assert places == sorted(places)


def test_each_step_says_how_long_after_the_one_before_and_after_the_first_word(here: House) -> None:
    voice = here.voice(days=3)
    acknowledge(voice, **here.ago(days=1))
    said = page(here, voice)
    assert "2 d later" in said
    assert "2 d since the first word" in said


def test_the_longest_wait_is_marked(here: House) -> None:
    voice = here.voice(days=9)
    acknowledge(voice, **here.ago(days=8))
    hand_off(voice, to_team=here.data, ask="?", **here.ago(days=1))
    said = page(here, voice)
    assert said.count("Longest wait") == 1
    assert said.index("Longest wait") > said.index("We said that we have heard it")


def test_a_stage_reached_by_an_act_stands_with_the_act_and_not_beside_it(here: House) -> None:
    voice = here.voice()
    promise(voice, words="고칩니다", due_at=here.now + timedelta(days=1), **here.ago(days=1))
    said = page(here, voice)
    assert "Promised: 고칩니다" in said
    assert "A promise was made" not in said


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (0, "윤상철 does not know yet that we have heard it"),
        (1, "nothing is promised, handed off or being worked on"),
        (2, "데이터: the handoff is not answered"),
        (3, "데이터 has taken it on"),
        (4, "데이터: the work has not begun"),
        (5, "데이터 is working on it"),
        (6, "The work is waiting on the customer"),
        (7, "Waiting on a release"),
        (8, "it has shipped, and 윤상철 has not been told"),
        (9, "Waiting on 윤상철: told"),
        (10, "The loop is closed"),
    ],
)
def test_one_sentence_says_what_waits_on_whom(here: House, steps: int, sentence: str) -> None:
    voice, known = here.voice(), {}

    def add() -> None:
        known["item"] = add_work(
            "질의", stream=here.product, kind="defect", voices=[voice], team=here.data, by=here.by
        )

    acts = [
        lambda: acknowledge(voice, by=here.by),
        lambda: known.update(handoff=hand_off(voice, to_team=here.data, ask="왜?", by=here.by)),
        lambda: accept_handoff(known["handoff"], why="찾습니다", by=here.by),
        add,
        lambda: start(known["item"], by=here.by),
        lambda: wait(known["item"], waits_on="customer", by=here.by),
        lambda: finish(known["item"], by=here.by),
        lambda: ship("배포", stream=here.product, items=[known["item"]], by=here.by),
        lambda: tell(draft(voice, words="됩니다", by=here.by), by=here.by),
        lambda: confirm_solved(voice, by=here.by),
    ]
    for act in acts[:steps]:
        act()
    said = page(here, voice)
    now = said[said.index('id="now"') : said.index("voice-steps")]
    assert sentence in now


def test_in_a_new_round_the_work_of_the_last_one_holds_nothing_up(here: House) -> None:
    voice = told_whole(here)
    deny_solved(voice, words="아직 느려요", by=here.by)
    acknowledge(voice, by=here.by)
    now = page(here, voice).split("voice-steps")[0]
    assert "a release" not in now
    assert "Waiting on 한지우" not in now


def test_work_done_again_waits_for_a_release_again(here: House) -> None:
    voice = here.voice()
    item = add_work("질의", stream=here.product, kind="defect", voices=[voice], by=here.by)
    other = add_work("또", stream=here.product, kind="defect", voices=[voice], by=here.by)
    finish(item, by=here.by)
    ship("7월 배포", stream=here.product, items=[item], by=here.by)
    reopen_work(item, by=here.by)
    finish(item, by=here.by)
    cancel(other, why="필요 없습니다", by=here.by)
    said = page(here, voice)
    assert "Waiting on a release" in said
    assert f"/voice/{voice.pk}/ship/{item.pk}/" in said


def test_a_late_promise_is_named_before_the_work_that_goes_on(here: House) -> None:
    voice = here.voice()
    promise(
        voice, words="고칩니다", owner=here.jiwoo, due_at=here.now - timedelta(days=1), **here.ago(days=5)
    )
    item = add_work("질의", stream=here.product, kind="defect", voices=[voice], **here.ago(days=4))
    start(item, **here.ago(days=3))
    said = page(here, voice)
    assert "Waiting on 한지우: the promise was due and is late" in said
    assert "Move the date" not in said


def test_the_clock_runs_until_they_are_told(here: House) -> None:
    assert "Their clock: 9 d since the first word, and running." in page(here, here.voice(days=9))
    assert "Their clock stopped after 8 d, when they were told." in page(here, told_whole(here))


def test_the_clock_of_a_reopened_voice_runs_on_from_the_first_word(here: House) -> None:
    voice = told_whole(here)
    deny_solved(voice, words="아직 느려요", by=here.by)
    said = page(here, voice)
    assert "Their clock: 9 d since the first word, and running." in said
    assert "Round 2 of the loop" in said
    assert "Not solved for them" in said


def test_the_steps_say_what_is_reached_current_passed_over_and_ahead(here: House) -> None:
    voice = here.voice()
    hand_off(voice, to_team=here.data, ask="?", by=here.by)
    said = page(here, voice)
    assert said.count("voice-reached") == 1
    assert said.count("voice-current") == 1
    assert said.count("Passed over") == 2
    assert said.count("Not reached") == 4


def test_a_new_round_begins_with_being_heard_again(here: House) -> None:
    voice = told_whole(here)
    deny_solved(voice, words="아직 느려요", by=here.by)
    acknowledge(voice, by=here.by)
    said = page(here, voice)
    assert said.count("voice-reached") == 1
    assert said.count("Not reached") == 6


def test_a_wait_after_they_were_told_is_not_their_longest(here: House) -> None:
    voice = here.voice(days=9)
    acknowledge(voice, **here.ago(days=8))
    tell(draft(voice, words="됩니다", **here.ago(days=7)), **here.ago(days=7))
    confirm_solved(voice, **here.ago(days=1))
    said = page(here, voice)
    assert "6 d later" in said
    assert said.count("Longest wait") == 1
    assert said.index("Longest wait") < said.index("6 d later")


def test_the_page_is_said_in_korean(here: House) -> None:
    said = page(here, told_whole(here), language="ko")
    assert "윤상철" in said
    assert "전체 흐름" in said
    assert "The whole thread" not in said


def test_a_made_up_voice_is_labelled(here: House) -> None:
    assert "Synthetic data" in page(here, here.voice(source="village"))
    assert "Synthetic data" not in page(here, here.voice())


def test_the_page_asks_the_database_equally_often_however_long_the_thread(here: House) -> None:
    client, short, long = here.client(), here.voice(), here.voice()
    for n_times in (1, 8):
        voice = short if n_times == 1 else long
        for _ in range(n_times):
            promise(voice, words="고칩니다", due_at=here.now + timedelta(days=1), by=here.by)
            hand_off(voice, to_team=here.data, ask="왜?", by=here.by)
            item = add_work("질의", stream=here.product, kind="debt", voices=[voice], by=here.by)
            start(item, by=here.by)
            draft(voice, words="됩니다", by=here.by)
            ask_again(voice, by=here.by)
    for voice in (short, long):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/voice/{voice.pk}/")
        assert len(asked) == N_QUERIES
