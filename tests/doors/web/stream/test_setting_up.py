"""Setting a stream up in the browser, without code."""

from typing import Any

import pytest
from django.test import Client

from dure.demo.cast import STATE_MAP
from dure.facts.roles import Role
from dure.records.people.queries import teams
from dure.records.work.models import Stream, WorkState
from dure.records.work.queries import current_state, meanings_of, stream_named, teams_in
from tests.cast import Corner, last_entry
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

SETUP = "/stream/data/setup/"


@pytest.fixture
def lead(corner: Corner) -> Client:
    return visitor_of(corner.sera, role=Role.LEAD)


def mapped(**changed: str) -> dict[str, Any]:
    """The form of the map as the village's streams have it, with other meanings for some stages."""
    said: dict[str, Any] = {"part": "map", "why": "검토는 기다림입니다."}
    for n, row in enumerate(STATE_MAP):
        meaning = f"{row['state']}:{row['waits_on']}" if row.get("waits_on") else row["state"]
        said |= {f"stage_{n}": row["stage"], f"meaning_{n}": meaning, f"place_{n}": n + 1}
    return said | changed


def test_a_member_may_not_set_up(corner: Corner) -> None:
    assert visitor_of(corner.jiwoo, role=Role.MEMBER).get(SETUP).status_code == 403


def test_the_page_says_what_is_missing(lead: Client) -> None:
    assert "An owner is missing" in words_of(lead.get(SETUP))


def test_owners_purpose_vision_and_teams_are_named_and_the_change_is_told(
    lead: Client, corner: Corner
) -> None:
    visitor_of(corner.yujin)
    said = {
        "part": "about", "why": "새로 정했습니다.", "name_ko": "데이터", "name_en": "Figures",
        "business_owner": corner.persons["sera"].pk, "technical_owner": corner.persons["yujin"].pk,
        "purpose_en": "The numbers are right.", "vision_en": "We know first.", "teams": [corner.data.pk],
    }  # fmt: skip
    assert lead.post(SETUP, said).status_code == 302
    stream = Stream.objects.get(key="data")
    assert (stream.name_en, stream.business_owner, stream.technical_owner) == (
        "Figures", corner.persons["sera"], corner.persons["yujin"],
    )  # fmt: skip
    assert teams_in(stream) == [corner.data]
    words = words_of(lead.get(SETUP))
    assert "Owners are named" in words
    assert "새로 정했습니다." in words


def test_a_stage_is_given_another_meaning_and_open_work_follows(lead: Client, corner: Corner) -> None:
    item = corner.add_work(corner.hear())
    assert lead.post(SETUP, mapped(meaning_0="waiting:team")).status_code == 302
    assert (current_state(item).state, current_state(item).waits_on) == ("waiting", "team")
    assert last_entry().act == "work.map_stages"


def test_the_order_of_stages_is_the_order_of_their_places(lead: Client) -> None:
    lead.post(SETUP, mapped(place_0="99"))
    assert list(meanings_of(Stream.objects.get(key="data")))[-1] == "접수"


def test_a_stage_no_map_knows_is_listed_to_be_mapped(lead: Client, corner: Corner) -> None:
    corner.add_work(corner.hear())
    WorkState.objects.update(stage="검토")
    words, page = words_of(lead.get(SETUP)), lead.get(SETUP).content.decode()
    assert "1 stage of its work is in no map yet" in words
    assert 'value="검토"' in page
    lead.post(SETUP, mapped(stage_9="검토", meaning_9="active", place_9="10"))
    assert "in no map yet" not in words_of(lead.get(SETUP))


def test_a_new_stage_without_a_meaning_and_a_change_without_a_reason_are_asked_for(lead: Client) -> None:
    answer = lead.post(SETUP, mapped(stage_9="검토", meaning_9=""))
    assert answer.status_code == 422
    assert "Say what this stage means." in words_of(answer)
    answer = lead.post(SETUP, mapped(meaning_0="waiting:team", why=""))
    assert answer.status_code == 422
    assert "Say why the stages mean something else now." in words_of(answer)


def test_targets_that_do_not_make_a_whole_are_refused_with_their_sum(lead: Client) -> None:
    answer = lead.post(SETUP, {"part": "targets", "feature": "60", "defect": "15", "risk": "10"})
    assert answer.status_code == 422
    assert "The four shares must make 100 % together; these make 85 %." in words_of(answer)
    lead.post(SETUP, {"part": "targets", "feature": "60", "defect": "15", "risk": "10", "debt": "15"})
    assert Stream.objects.get(key="data").targets["feature"] == pytest.approx(0.6)


def test_the_front_line_is_named(lead: Client, corner: Corner) -> None:
    lead.post(SETUP, {"part": "front", "front": [corner.cx.pk]})
    assert teams().get(is_front_line=True) == corner.cx
    assert last_entry().act == "people.name_front_line"


def test_a_new_stream_is_set_up_in_one_form(lead: Client, corner: Corner) -> None:
    said = {
        "name_ko": "결제", "name_en": "Payments", "key": "payments", "stage_0": "접수", "meaning_0": "new",
        "stage_1": "진행", "meaning_1": "active", "feature": "100",
    }  # fmt: skip
    answer = lead.post("/streams/new/", said)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/stream/payments/")
    stream = stream_named("payments")
    assert stream is not None
    assert list(meanings_of(stream)) == ["접수", "진행"]
    assert "There is a stream with this short name already." in words_of(lead.post("/streams/new/", said))


def test_a_new_stream_begins_with_stages_in_the_readers_language(corner: Corner) -> None:
    page = visitor_of(corner.sera, role=Role.LEAD, language="ko").get("/streams/new/").content.decode()
    assert 'value="진행 중"' in page
