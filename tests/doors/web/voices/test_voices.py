"""The list of voices, and taking one down."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dure.facts.roles import SYSTEM, Role
from dure.records.messages.actions import draft, tell
from dure.records.people.actions import add_account
from dure.records.voices.actions import acknowledge
from dure.records.voices.queries import voices
from tests.doors.web.house_of_two_teams import House, house

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> House:
    return house()


def listed(here: House, **asked: object) -> str:
    said = here.client().get("/voices/", asked).content.decode()
    return said[said.index('id="list"') :].split("</section>")[0]


def test_a_stranger_is_sent_to_the_login(client) -> None:
    assert client.get("/voices/").status_code == 302


def test_the_page_answers_how_many_have_no_answer_yet_and_which_has_stood_longest(here: House) -> None:
    here.voice("오래된 말", days=20)
    tell(draft(here.voice("답한 말", days=30), words="됩니다", by=here.by), by=here.by)
    said = here.client().get("/voices/").content.decode()
    assert "Of 2 voices, 1 has no answer yet." in said
    assert "오래된 말" in said[said.index("page-answer") : said.index("stage-counts")]


def test_before_the_first_voice_the_page_says_how_to_begin(here: House) -> None:
    said = here.client().get("/voices/").content.decode()
    assert "Nobody has been heard yet." in said
    assert said.count('href="/voices/new/"') == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"stage": "acknowledged"}, {"한 마디", "동료의 말"}),
        ({"stage": "heard"}, {"두 마디"}),
        ({"stage": "open"}, {"한 마디", "두 마디", "동료의 말"}),
        ({"stage": "from_acknowledged"}, {"한 마디", "동료의 말"}),
        ({"side": "coworker"}, {"동료의 말"}),
        ({"side": "none"}, {"두 마디"}),
        ({"segment": "mid_market"}, {"한 마디"}),
        ({"segment": "none"}, {"두 마디", "동료의 말"}),
        ({"kind": "chat"}, {"두 마디"}),
        ({"channel": "phone"}, {"한 마디", "동료의 말"}),
        ({"stream": "product"}, {"두 마디"}),
        ({"source": "village"}, {"동료의 말"}),
        ({"waited": "3"}, {"두 마디", "동료의 말"}),
        (
            {"stage": "acknowledged", "side": "customer", "segment": "mid_market", "source": "live"},
            {"한 마디"},
        ),
        ({"q": "마디"}, {"한 마디", "두 마디"}),
        ({"q": "윤상철"}, {"한 마디", "두 마디", "동료의 말"}),
        ({"q": "없는 말"}, set()),
    ],
)
def test_a_list_is_narrowed_by_its_address(here: House, asked: dict[str, str], found: set[str]) -> None:
    inside = add_account("영업팀", side="coworker", by=SYSTEM)
    acknowledge(here.voice("한 마디"), **here.ago(days=1))
    here.voice("두 마디", account=None, kind="chat", channel="chat", stream="product")
    acknowledge(here.voice("동료의 말", account=inside, source="village"), **here.ago(days=5))
    said = listed(here, **asked)
    assert {words for words in ("한 마디", "두 마디", "동료의 말") if words in said} == found


def test_the_account_in_the_address_is_a_choice_that_stays(here: House) -> None:
    here.voice("한울의 말")
    here.voice("다른 말", account=add_account("미르은행", by=SYSTEM))
    said = listed(here, account=here.account.pk)
    assert "한울의 말" in said
    assert "다른 말" not in said
    assert f'<option value="{here.account.pk}" selected>' in said


def test_a_choice_that_is_not_known_is_named_and_left_out(here: House) -> None:
    here.voice("한울의 말")
    said = listed(here, account="1; drop", stage="dreaming")
    assert "stage=dreaming" in said
    assert "account=1; drop" in said
    assert "한울의 말" in said


def test_a_voice_whose_outcome_is_known_waits_no_longer(here: House) -> None:
    voice = here.voice("끝난 말", days=9)
    tell(draft(voice, words="됩니다", **here.ago(days=8)), **here.ago(days=8))
    assert "끝난 말" in listed(here, waited="7")
    here.client().post(f"/voice/{voice.pk}/solved/{voice.pk}/", {"at": ""})
    assert "끝난 말" not in listed(here, waited="7")


def test_the_list_asks_the_database_equally_often_however_long_it_is(here: House) -> None:
    client = here.client()
    for n_voices in (1, 40):
        for _ in range(n_voices):
            here.voice()
        with CaptureQueriesContext(connection) as asked:
            client.get("/voices/")
        assert len(asked) == 10


def test_a_voice_is_taken_down_and_then_shown(here: House) -> None:
    said = {
        "words": "단가가 하나뿐이라 견적서를 다시 만듭니다",
        "account": "한울상사",
        "person": "윤상철",
        "kind": "chat",
        "channel": "chat",
    }
    answer = here.client().post("/voices/new/", said)
    voice = voices().get()
    assert answer.url == f"/voice/{voice.pk}/"
    assert (voice.account, voice.person, voice.language, voice.stage) == (
        here.account,
        here.sangcheol,
        "ko",
        "heard",
    )


def test_a_name_nobody_bears_is_refused_at_its_field(here: House) -> None:
    answer = here.client().post(
        "/voices/new/", {"words": "말", "account": "없는 회사", "kind": "chat", "channel": "chat"}
    )
    assert answer.status_code == 422
    assert "Nothing is called “없는 회사”" in answer.content.decode()
    assert not voices().exists()


def test_a_voice_from_the_future_is_refused_in_words(here: House) -> None:
    at = (here.now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    answer = here.client().post("/voices/new/", {"words": "말", "kind": "chat", "channel": "chat", "at": at})
    assert answer.status_code == 422
    assert "An act cannot have happened after it was recorded." in answer.content.decode()


def test_a_viewer_takes_nothing_down(here: House) -> None:
    assert here.client(Role.VIEWER).get("/voices/new/").status_code == 403
    assert "/voices/new/" not in here.client(Role.VIEWER).get("/voices/?q=x").content.decode()


def test_the_quick_search_finds_a_voice_by_what_was_said(here: House) -> None:
    voice = here.voice("마감 날에는 열리지 않습니다")
    said = here.client().get(reverse("search"), {"q": "마감"}).content.decode()
    assert f"/voice/{voice.pk}/" in said
