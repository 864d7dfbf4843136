"""The journey: shipped as five stages and a catalogue, and ours from the first change on."""

from typing import Any

import pytest

from dure.facts.refusals import Refused
from dure.facts.touch_tables import COLUMNS
from dure.kit.plugins import found
from dure.records.journeys import actions, queries
from dure.records.journeys.models import JourneyStage, Touchpoint
from dure.records.journeys.rules import Event, is_software, shipped_points
from dure.records.promises.actions import promise
from tests.cast import NOW, Corner, after
from tests.records.rows import all_rows

CALL: dict[str, Any] = {
    "name_ko": "첫 통화", "stage": "discover", "department": "sales", "events": [Event("usage", "event", "first_call")],
}  # fmt: skip


def by(corner: Corner) -> dict[str, Any]:
    return {"by": corner.sera, "at": NOW, "now": NOW}


def keys() -> list[str]:
    return [stage.key for stage in queries.stages()]


@pytest.mark.django_db
def test_the_journey_is_shipped_with_exactly_five_stages() -> None:
    assert keys() == ["discover", "verify", "buy", "use", "support"]
    assert queries.is_shipped()


def test_every_shipped_touchpoint_can_be_heard_and_is_measured_by_a_number_there_is_or_by_none() -> None:
    points, metrics = shipped_points(), found("dure.metrics", attribute="METRIC")
    events = [event for point in points for event in point.events]
    assert len(set(events)) == len(events)
    assert all(event.column in COLUMNS[event.heard_in] for event in events)
    assert {measure for point in points for measure in point.measures} <= set(metrics)
    assert {point.stage for point in points} == {"discover", "verify", "buy", "use", "support"}
    assert any(not point.measures for point in points)


def test_with_the_first_change_the_shipped_journey_is_written_down_as_ours(corner: Corner) -> None:
    shipped = queries.touchpoints()
    actions.rename_stage("use", name_ko="쓰기", name_en="Using", **by(corner))
    assert [(p.key, p.stage, p.events) for p in queries.touchpoints()] == [
        (p.key, p.stage, p.events) for p in shipped
    ]
    assert next(s for s in queries.stages() if s.key == "use").name_en == "Using"


def test_a_stage_is_added_at_the_end_and_the_order_can_be_changed(corner: Corner) -> None:
    actions.add_stage("Renew", name_ko="갱신", **by(corner))
    assert keys()[-1] == "renew"
    actions.order_stages(["discover", "verify", "buy", "renew", "use", "support"], **by(corner))
    assert keys() == ["discover", "verify", "buy", "renew", "use", "support"]


def test_an_order_that_leaves_a_stage_out_is_refused(corner: Corner) -> None:
    with pytest.raises(Refused, match="every stage"):
        actions.order_stages(["discover", "verify"], **by(corner))


def test_a_stage_in_use_stays_and_one_that_is_not_can_go(corner: Corner) -> None:
    actions.add_stage("Renew", name_ko="갱신", **by(corner))
    before = all_rows()
    with pytest.raises(Refused, match="still in this stage"):
        actions.remove_stage("use", **by(corner))
    assert all_rows() == before
    actions.remove_stage("renew", **by(corner))
    assert "renew" not in keys()


def test_a_journey_keeps_two_stages_at_least(corner: Corner) -> None:
    for point in queries.touchpoints():
        actions.remove_touchpoint(point.key, **by(corner))
    for key in ("discover", "verify", "buy"):
        actions.remove_stage(key, **by(corner))
    with pytest.raises(Refused, match="two stages at least"):
        actions.remove_stage("use", **by(corner))
    assert queries.touchpoints() == []


def test_a_touchpoint_is_added_with_its_event_and_listed_as_unmeasured_until_a_number_measures_it(
    corner: Corner,
) -> None:
    row = actions.add_touchpoint("First call", **CALL, team=corner.cx, **by(corner))
    point = next(p for p in queries.touchpoints() if p.key == "first_call")
    assert (point.measures, point.team_name, point.events) == (
        (),
        corner.cx.name,
        (Event("usage", "event", "first_call"),),
    )
    actions.change_touchpoint(
        row.key, name_en="First call", **CALL, measures=["journey_funnel"], **by(corner)
    )
    assert next(p for p in queries.touchpoints() if p.key == "first_call").measures == ("journey_funnel",)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"events": [Event("moves", "step", "voice told")]}, "is one touch only|already"),
        ({"events": [Event("moves", "mood", "happy")]}, "nothing that is heard"),
        ({"events": [Event("usage", "event", " ")]}, "which value"),
        ({"department": "kitchen"}, "Unknown department"),
        ({"stage": "wonder"}, 'There is no "wonder"'),
        ({"name_ko": " "}, "Korean and in English"),
        ({"name_ko": "이것 → 저것"}, "arrow"),
    ],
)
def test_what_a_touchpoint_cannot_be_is_refused_with_the_reason(
    corner: Corner, wrong: dict[str, Any], why: str
) -> None:
    before = all_rows()
    with pytest.raises(Refused, match=why):
        actions.add_touchpoint("First call", **CALL | wrong, **by(corner))
    assert all_rows() == before


def test_a_change_keeps_the_key_and_removing_takes_the_events_along(corner: Corner) -> None:
    actions.change_touchpoint("told", name_en="We told them", **CALL | {"stage": "support"}, **by(corner))
    assert Touchpoint.objects.get(key="told").name_en == "We told them"
    actions.remove_touchpoint("told", **by(corner))
    assert not Touchpoint.objects.filter(key="told").exists()
    assert JourneyStage.objects.count() == 5


def test_whose_word_a_voice_a_promise_and_work_are_about_reaches_the_numbers_as_rows(corner: Corner) -> None:
    voice = corner.hear(channel="phone")
    made = promise(voice, words="고치겠습니다.", due_at=after(days=3), **by(corner))
    item = corner.add_work(voice)
    rows = queries.spoken_rows(["live"])
    mine = {"voice_id": voice.pk, "person_id": corner.person.pk, "channel": "phone"}
    assert rows == [
        {"thing": "voice", "case_id": voice.pk, **mine},
        {"thing": "promise", "case_id": made.pk, **mine},
        {"thing": "work", "case_id": item.pk, **mine},
    ]


def test_those_we_serve_travel_and_those_who_serve_do_not(corner: Corner) -> None:
    assert queries.traveller_rows(["live"]) == [{"person_id": corner.person.pk, "is_software": False}]


def test_a_bot_is_software_and_an_abbot_is_not() -> None:
    assert [is_software(name) for name in ("release[bot]", "상담봇", "Abbot", "윤상철")] == [
        True,
        True,
        False,
        False,
    ]
