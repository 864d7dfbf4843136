"""The list of handoffs: the unanswered ones first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dure.records.handoffs.actions import accept_handoff, bounce_handoff, hand_off
from tests.doors.web.house_of_two_teams import House, house

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> House:
    return house()


def three(here: House) -> None:
    """One accepted long ago, one sent back, one unanswered; and one that a file brought in, the oldest."""
    hand_off(here.voice(source="desk", days=30), to_team=here.data, ask="파일의 것", **here.ago(days=29))
    accepted = hand_off(here.voice(), to_team=here.data, ask="받은 것", **here.ago(days=8))
    accept_handoff(accepted, why="합니다", **here.ago(days=7))
    bounced = hand_off(
        here.voice(), to_team=here.support, from_team=here.data, ask="돌아온 것", **here.ago(days=6)
    )
    bounce_handoff(bounced, why="우리 일이 아닙니다", **here.ago(days=5))
    hand_off(here.voice(), to_team=here.data, from_team=here.support, ask="기다리는 것", **here.ago(days=2))


def listed(here: House, **asked: object) -> list[str]:
    said = here.client().get("/handoffs/", asked).content.decode()
    asks = ("파일의 것", "받은 것", "돌아온 것", "기다리는 것")
    said = said[said.index('id="list"') :]
    return sorted((ask for ask in asks if ask in said), key=said.index)


def test_a_stranger_is_sent_to_the_login(client) -> None:
    assert client.get("/handoffs/").status_code == 302


def test_the_unanswered_come_first_and_those_of_a_file_last(here: House) -> None:
    three(here)
    found = listed(here)
    assert found[0] == "기다리는 것"
    assert found[-1] == "파일의 것"


def test_the_page_answers_how_many_are_unanswered_and_with_whom_the_oldest_is(here: House) -> None:
    three(here)
    said = here.client().get("/handoffs/").content.decode()
    assert "1 handoff is not answered." in said
    assert "The oldest is with 데이터, since <time" in said


def test_a_handoff_of_a_file_is_not_recorded_rather_than_unanswered(here: House) -> None:
    three(here)
    assert listed(here, stage="offered") == ["기다리는 것"]
    assert listed(here, stage="unrecorded") == ["파일의 것"]


def test_the_list_is_narrowed_by_team_and_by_words(here: House) -> None:
    three(here)
    assert listed(here, team=here.support.pk) == ["돌아온 것"]
    assert listed(here, **{"from": here.support.pk}) == ["기다리는 것"]
    assert listed(here, q="받은") == ["받은 것"]


def test_an_unanswered_handoff_leads_to_where_it_is_answered(here: House) -> None:
    voice = here.voice()
    handoff = hand_off(voice, to_team=here.data, ask="기다리는 것", by=here.by)
    anchor = f"acts-handoff-{handoff.pk}"
    client = here.client()
    assert f"/voice/{voice.pk}/#{anchor}" in client.get("/handoffs/").content.decode()
    assert f'id="{anchor}"' in client.get(f"/voice/{voice.pk}/").content.decode()


def test_before_the_first_handoff_the_page_says_how_one_is_made(here: House) -> None:
    assert "A handoff is made from a voice" in here.client().get("/handoffs/").content.decode()


def test_the_list_asks_the_database_equally_often_however_long_it_is(here: House) -> None:
    client = here.client()
    for n_handoffs in (1, 30):
        for _ in range(n_handoffs):
            hand_off(here.voice(), to_team=here.data, ask="?", by=here.by)
        with CaptureQueriesContext(connection) as asked:
            client.get("/handoffs/")
        assert len(asked) == 9
