"""The catalogue of touchpoints and the stages of the journey, looked at and changed."""

from typing import Any

import pytest
from django.test import Client

from dure.facts.roles import Role
from dure.records.journeys.queries import stages, touchpoints
from tests.cast import Corner
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

CALL = {
    "name_ko": "첫 통화", "name_en": "First call", "stage": "discover", "department": "sales",
    "events": "usage.event = first_call", "measures": ["journey_funnel"],
}  # fmt: skip


@pytest.fixture
def lead(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo, role=Role.LEAD)


def keys() -> list[str]:
    return [stage.key for stage in stages()]


def point(key: str) -> Any:
    return next((p for p in touchpoints() if p.key == key), None)


def test_the_first_sentence_counts_what_is_measured_and_where_nobody_was_seen(lead: Client) -> None:
    keep(number("journey", "touch_count", 48.0, cut="touchpoint", slice="told"))
    said = words_of(lead.get("/touchpoints/"))
    n, unmeasured = len(touchpoints()), sum(not p.measures for p in touchpoints())
    assert (
        f"Customers meet us at {n} touchpoints. {unmeasured} are measured by no number, and at {n - 1}"
        in said
    )
    assert "as it is shipped" in said


def test_a_touchpoint_is_added_changed_and_taken_out(lead: Client) -> None:
    assert lead.post("/touchpoints/new/", CALL).status_code == 302
    assert (point("first_call").name_ko, point("first_call").measures) == ("첫 통화", ("journey_funnel",))
    assert (
        lead.post("/touchpoints/at/first_call/", CALL | {"name_en": "First talk", "measures": []}).status_code
        == 302
    )
    assert (point("first_call").name_en, point("first_call").measures) == ("First talk", ())
    assert "No number measures this touchpoint yet" in words_of(lead.get("/touchpoints/at/first_call/"))
    lead.post("/touchpoints/at/first_call/remove/")
    assert point("first_call") is None
    assert lead.get("/touchpoints/at/first_call/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"events": "happy"}, "is no event: write one of"),
        ({"events": "moves.step = voice told"}, "an event is one touch only"),
        ({"events": "moves.mood = x"}, "nothing that is heard"),
        ({"name_ko": "이것 → 저것"}, "cannot hold an arrow"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_added(
    lead: Client, wrong: dict[str, Any], why: str
) -> None:
    answer = lead.post("/touchpoints/new/", CALL | wrong)
    assert answer.status_code == 422
    assert why in words_of(answer)
    assert point("first_call") is None


def test_stages_are_renamed_moved_added_and_removed_when_unused(lead: Client) -> None:
    lead.post("/touchpoints/stages/use/rename/", {"name_ko": "쓰기", "name_en": "Using"})
    assert next(s for s in stages() if s.key == "use").name_ko == "쓰기"
    lead.post("/touchpoints/stages/", {"name_ko": "갱신", "name_en": "Renew"})
    assert keys()[-1] == "renew"
    lead.post("/touchpoints/stages/order/", {"order": "discover,verify,buy,use,renew,support"})
    assert keys()[-2:] == ["renew", "support"]
    lead.post("/touchpoints/stages/renew/remove/")
    assert "renew" not in keys()
    assert lead.post("/touchpoints/stages/use/remove/").status_code == 409
    assert "use" in keys()


def test_who_may_not_change_it_may_look_at_it(corner: Corner) -> None:
    viewer = visitor_of(corner.jiwoo, role=Role.VIEWER)
    assert "A lead can change it." in words_of(viewer.get("/touchpoints/at/told/"))
    assert viewer.post("/touchpoints/at/told/", CALL).status_code == 403
    assert viewer.get("/touchpoints/new/").status_code == 403
    assert viewer.post("/touchpoints/at/told/remove/").status_code == 403
    assert point("told").name_en == "Told"


def test_the_catalogue_is_told_in_korean(corner: Corner) -> None:
    said = words_of(visitor_of(corner.jiwoo, role=Role.LEAD, language="ko").get("/touchpoints/"))
    assert "결과 알림" in said
    assert "재지 않음" in said
