"""What may be done on a voice's page, by whom, and how a refusal reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dure.facts.roles import Role
from dure.records.handoffs.actions import hand_off
from dure.records.ledger.queries import entries_about
from dure.records.messages.actions import draft, tell
from dure.records.outcomes.queries import outcomes_of
from dure.records.promises.actions import promise
from dure.records.promises.queries import promises_of
from dure.records.voices.queries import stage_of
from dure.records.work.actions import add_work, finish, start
from dure.records.work.queries import item_numbered
from tests.doors.web.house_of_two_teams import House, house

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> House:
    return house()


def do(client: Client, voice, act: str, thing=None, *, htmx: bool = False, **fields):
    headers = {"hx-request": "true"} if htmx else {}
    return client.post(f"/voice/{voice.pk}/{act}/{(thing or voice).pk}/", fields, headers=headers)


def local(days: float) -> str:
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_an_act_without_javascript_leads_back_to_the_voice(here: House) -> None:
    voice = here.voice()
    answer = do(here.client(), voice, "acknowledge")
    assert answer.status_code == 302
    assert answer.url == f"/voice/{voice.pk}/"
    assert stage_of(voice) == "acknowledged"


def test_an_act_by_htmx_answers_with_the_voice_as_it_then_stands_and_says_so(here: House) -> None:
    answer = do(here.client(), here.voice(), "acknowledge", htmx=True)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert said.lstrip().startswith('<div id="thing"')
    assert 'hx-swap-oob="true"' in said
    assert "Noted: they know that we have heard it." in said
    assert "autofocus" in said


def test_an_act_is_written_in_the_name_of_who_did_it(here: House) -> None:
    voice = here.voice()
    do(here.client(), voice, "acknowledge")
    assert entries_about("voice", thing_id=voice.pk).last().by_name == "한지우"


def test_a_viewer_is_offered_no_act_and_may_do_none(here: House) -> None:
    voice = here.voice()
    assert "act-form" not in here.client(Role.VIEWER).get(f"/voice/{voice.pk}/").content.decode()
    assert do(here.client(Role.VIEWER), voice, "acknowledge").status_code == 403
    assert stage_of(voice) == "heard"


def test_an_act_is_not_done_by_opening_its_address(here: House) -> None:
    voice = here.voice()
    assert here.client().get(f"/voice/{voice.pk}/acknowledge/{voice.pk}/").status_code == 405


def test_an_act_that_does_not_exist_or_is_about_another_voice_is_not_found(here: House) -> None:
    voice, other = here.voice(), here.voice()
    made = promise(other, words="고칩니다", due_at=here.now + timedelta(days=1), by=here.by)
    assert do(here.client(), voice, "enchant").status_code == 404
    assert do(here.client(), voice, "keep", made).status_code == 404


def test_whoever_promises_is_taken_to_see_to_it(here: House) -> None:
    said = here.client().get(f"/voice/{here.voice().pk}/").content.decode()
    assert f'<option value="{here.jiwoo.pk}" selected>한지우</option>' in said


def test_a_promise_is_made_with_its_words_its_date_and_its_owner(here: House) -> None:
    voice = here.voice()
    do(here.client(), voice, "promise", words="20초 안에 열리게 합니다", due_at=local(3), owner=here.jiwoo.pk)
    made = promises_of(voice.pk).get().promise
    assert made.words == "20초 안에 열리게 합니다"
    assert made.owner == here.jiwoo
    assert timedelta(days=2.9) < made.first_due_at - here.now < timedelta(days=3.1)


@pytest.mark.parametrize("htmx", [True, False])
def test_a_refusal_stands_at_its_field_and_what_was_written_stays(here: House, htmx: bool) -> None:
    answer = do(here.client(), here.voice(), "promise", words="고칩니다", due_at=local(-1), htmx=htmx)
    said = answer.content.decode()
    assert answer.status_code == 409
    at_field = said[said.index("_error", said.index('name="due_at"')) :]
    assert at_field[:200].count("A promise needs a due date that lies ahead.") == 1
    assert ">\n고칩니다</textarea>" in said
    assert 'name="acts" open' in said


def test_a_refusal_is_said_in_korean_too(here: House) -> None:
    answer = do(here.client(language="ko"), here.voice(), "promise", words="고칩니다", due_at=local(-1))
    assert "A promise needs" not in answer.content.decode()
    assert answer.status_code == 409


def test_a_field_that_is_missing_is_asked_for(here: House) -> None:
    voice = here.voice()
    answer = do(here.client(), voice, "hand-off", ask="왜 느린가요?")
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    assert stage_of(voice) == "heard"


def test_an_act_that_is_no_longer_offered_is_refused_in_words(here: House) -> None:
    voice = here.voice()
    handoff = hand_off(voice, to_team=here.data, ask="왜?", by=here.by)
    client = here.client()
    assert do(client, voice, "accept", handoff, why="찾아봅니다").status_code == 302
    answer = do(client, voice, "bounce", handoff, why="우리 일이 아닙니다")
    assert answer.status_code == 409
    assert "This handoff has already been answered." in answer.content.decode()


def test_a_promise_that_is_late_cannot_be_moved_and_the_reader_s_clock_says_when_it_was_due(
    here: House,
) -> None:
    voice = here.voice()
    made = promise(voice, words="고칩니다", due_at=here.now - timedelta(days=1), **here.ago(days=3))
    answer = do(here.client(), voice, "move-date", made, new_due_at=local(1), why="늦었습니다")
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "it is late now" in said
    assert (here.now - timedelta(days=1)).isoformat(timespec="minutes") not in said


def test_breaking_a_promise_says_what_it_means_before_it_is_done(here: House) -> None:
    voice = here.voice()
    made = promise(voice, words="고칩니다", due_at=here.now + timedelta(days=1), by=here.by)
    said = here.client().get(f"/voice/{voice.pk}/").content.decode()
    assert "Closes the promise as broken, for good." in said
    do(here.client(), voice, "break", made, why="더 큰 고장이 있었습니다")
    assert promises_of(voice.pk).get().stage == "broken"


def test_telling_says_that_dure_sends_nothing_and_to_whom_before_it_is_noted(here: House) -> None:
    voice = here.voice()
    message = draft(voice, words="이제 됩니다", by=here.by)
    said = here.client().get(f"/voice/{voice.pk}/").content.decode()
    assert (
        "dure itself sends nothing: say or send the words yourself, then note here that you told 윤상철 (Mail)."
        in said
    )
    do(here.client(), voice, "tell", message)
    assert stage_of(voice) == "told"


def test_an_act_may_be_noted_after_it_happened_but_not_before_the_step_it_follows(here: House) -> None:
    voice = here.voice(days=2)
    assert do(here.client(), voice, "acknowledge", at=local(-3)).status_code == 409
    assert do(here.client(), voice, "acknowledge", at=local(-1)).status_code == 302


def test_work_goes_its_whole_way_from_the_page_of_its_voice(here: House) -> None:
    voice, client = here.voice(), here.client()
    do(client, voice, "add-work", title="느린 질의", stream=here.product.pk, kind="defect", team=here.data.pk)
    said = client.get(f"/voice/{voice.pk}/").content.decode()
    number = int(said.split('href="/work/')[1].split("/")[0])
    item = item_numbered(number)
    for name, fields in [
        ("start", {}), ("wait", {"waits_on": "customer", "asked": "yes"}), ("start", {}), ("finish", {}),
        ("ship", {"name": "7월 배포"}),
    ]:  # fmt: skip
        assert do(client, voice, name, item, **fields).status_code == 302
    assert stage_of(voice) == "shipped"


def test_waiting_on_other_work_needs_a_number_that_exists(here: House) -> None:
    voice = here.voice()
    item = add_work("질의", stream=here.product, kind="defect", voices=[voice], by=here.by)
    answer = do(here.client(), voice, "wait", item, waits_on="item", waits_for="999999")
    assert answer.status_code == 422
    assert "There is no work with this number." in answer.content.decode()
    answer = do(here.client(), voice, "wait", item, waits_on="item")
    assert answer.status_code == 409
    assert "Say on which other item this waits." in answer.content.decode()


def test_what_came_of_it_is_noted_in_the_person_s_words(here: House) -> None:
    voice = here.voice()
    tell(draft(voice, words="됩니다", by=here.by), by=here.by)
    do(here.client(), voice, "not-solved", words="아직 느려요")
    assert stage_of(voice) == "reopened"
    assert outcomes_of(voice.pk).get().words == "아직 느려요"


def test_a_score_off_its_scale_is_refused_at_the_value(here: House) -> None:
    voice = here.voice()
    tell(draft(voice, words="됩니다", by=here.by), by=here.by)
    answer = do(here.client(), voice, "measure", kind="csat", value="9")
    assert answer.status_code == 409
    assert "off the scale" in answer.content.decode()


def offered(here: House, voice) -> set[str]:
    said = here.client().get(f"/voice/{voice.pk}/").content.decode()
    return {one.split("/")[0] for one in said.split(f'hx-post="/voice/{voice.pk}/')[1:]}


def test_the_acts_offered_are_those_the_state_leaves_open(here: House) -> None:
    voice = here.voice()
    assert offered(here, voice) == {"acknowledge", "promise", "hand-off", "add-work", "draft", "ask-again"}
    item = add_work("질의", stream=here.product, kind="defect", voices=[voice], by=here.by)
    assert {"start", "wait", "finish", "cancel"} <= offered(here, voice)
    start(item, by=here.by)
    finish(item, by=here.by)
    assert {"ship", "take-up"} <= offered(here, voice)
    tell(draft(voice, words="됩니다", by=here.by), by=here.by)
    assert {"solved", "not-solved", "measure", "reopen"} <= offered(here, voice)
    assert not {"promise", "hand-off", "acknowledge"} & offered(here, voice)
