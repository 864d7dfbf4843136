"""Value streams set up by people: their map, their targets, their owners. Source: science B1."""

from typing import Any

import pytest

from dure.facts.refusals import Refused
from dure.facts.roles import SYSTEM
from dure.records.promises.actions import keep_promise, promise
from dure.records.work.actions import (
    add_stream,
    describe_stream,
    finish,
    map_stages,
    set_targets,
    start,
    wait,
)
from dure.records.work.models import Stream, WorkState
from dure.records.work.queries import (
    current_state,
    meanings_of,
    passed,
    states_of,
    stream_named,
    teams_in,
    unmapped_stages,
)
from dure.records.work.rules import target_distance
from tests.cast import Corner, after, last_entry
from tests.records.rows import all_rows, broken_spans

WHY = "검토는 기다림입니다."


def by(corner: Corner, **moment: float) -> dict[str, Any]:
    return {"by": corner.sera, "at": after(**moment), "now": after(**moment)}


def mapped(*stages: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(zip(("stage", "state", "waits_on"), stage, strict=False)) for stage in stages]


MAP = mapped(("접수", "new"), ("진행 중", "active"), ("검토", "active"), ("완료", "done"))
REVIEW_WAITS = mapped(("접수", "new"), ("진행 중", "active"), ("검토", "waiting", "team"), ("완료", "done"))


def test_a_stream_has_a_business_and_a_technical_owner_a_purpose_a_vision_and_teams(corner: Corner) -> None:
    stream = add_stream(
        "platform", states=MAP, name_ko="플랫폼", name_en="Platform", business_owner=corner.persons["sera"],
        technical_owner=corner.persons["yujin"], purpose_en="Keeps Naru fast.", vision_en="No screen over a second.",
        teams=[corner.data], **by(corner),
    )  # fmt: skip
    assert stream_named("platform") == stream
    assert [team.key for team in teams_in(stream)] == ["data"]
    assert list(meanings_of(stream)) == ["접수", "진행 중", "검토", "완료"]


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"name_ko": " "}, "name_ko"),
        ({"name_en": ""}, "name_en"),
        ({"key": "data"}, "key"),
        ({"states": mapped(("검토", "active"), ("검토 ", "waiting"))}, "stages"),
        ({"states": mapped(("검토", "asleep"))}, "stages"),
        ({"states": mapped(("검토", "active", "team"))}, "stages"),
        ({"states": mapped(("", "active"))}, "stages"),
        ({"targets": {"feature": 0.6, "defect": 0.2}}, "targets"),
        ({"targets": {"feature": 1.2, "defect": -0.2}}, "feature"),
    ],
)
def test_a_stream_that_cannot_be_is_refused_at_its_field_and_nothing_stays(
    corner: Corner, named: dict[str, Any], field: str
) -> None:
    before = all_rows()
    told = {"key": "platform", "name_ko": "플랫폼", "name_en": "Platform", "states": MAP, **named}
    with pytest.raises(Refused) as refused:
        add_stream(told.pop("key"), **told, **by(corner))
    assert refused.value.field == field
    assert all_rows() == before


def test_renaming_keeps_the_key_and_is_in_the_ledger_with_its_reason(corner: Corner) -> None:
    describe_stream(corner.flow, name_ko="숫자", name_en="Figures", why="팀이 그렇게 부릅니다.", **by(corner))
    stream = stream_named("data")
    assert stream is not None
    assert (stream.name_ko, stream.name_en) == ("숫자", "Figures")
    assert (last_entry().act, last_entry().why) == ("work.describe_stream", "팀이 그렇게 부릅니다.")


def test_a_stage_that_means_something_else_does_so_in_the_past_and_the_present(corner: Corner) -> None:
    item, stream = _reviewed(corner)
    assert map_stages(stream, states=REVIEW_WAITS, why=WHY, **by(corner, hours=4)) == 1
    now = current_state(item)
    assert (now.state, now.waits_on, now.stage, now.why) == ("waiting", "team", "검토", WHY)
    assert now.entered_at == after(hours=2)
    assert broken_spans() == []


def test_what_has_left_the_stage_follows_too_so_that_pages_and_numbers_agree(corner: Corner) -> None:
    item, stream = _reviewed(corner)
    finish(item, **by(corner, hours=3))
    map_stages(stream, states=REVIEW_WAITS, why=WHY, **by(corner, hours=4))
    lasted = [(s.stage, s.state) for s in states_of(item.pk) if s.left_at != s.entered_at]
    assert lasted == [("접수", "new"), ("진행 중", "active"), ("검토", "waiting"), ("완료", "done")]
    assert broken_spans() == []


def test_what_once_counted_as_waiting_on_the_customer_is_found_so_no_longer(corner: Corner) -> None:
    item, stream = _reviewed(corner)
    assert passed(state="active").filter(item=item).exists()
    no_work = mapped(("접수", "new"), ("진행 중", "waiting", "vendor"), ("검토", "waiting", "team"))
    map_stages(stream, states=no_work, why=WHY, **by(corner, hours=4))
    assert not passed(state="active").filter(item=item).exists()
    assert passed(waits_on="vendor").filter(item=item).exists()


def test_a_map_taken_back_gives_each_state_its_first_meaning_again(corner: Corner) -> None:
    item, stream = _reviewed(corner)
    map_stages(stream, states=REVIEW_WAITS, why=WHY, **by(corner, hours=4))
    without = [one for one in MAP if one["stage"] != "검토"]
    map_stages(stream, states=without, why="되돌립니다.", **by(corner, hours=5))
    assert (current_state(item).state, current_state(item).waits_on) == ("active", "")
    assert unmapped_stages(stream) == [("검토", "active", 1)]
    assert broken_spans() == []


def test_a_changed_meaning_needs_its_reason_and_another_order_does_not(corner: Corner) -> None:
    _, stream = _reviewed(corner)
    with pytest.raises(Refused, match="why"):
        map_stages(stream, states=REVIEW_WAITS, **by(corner, hours=4))
    assert map_stages(stream, states=MAP[::-1], **by(corner, hours=4)) == 0
    assert list(meanings_of(stream)) == ["완료", "검토", "진행 중", "접수"]


def test_a_voice_belongs_to_the_first_stream_that_took_up_work_about_it(corner: Corner) -> None:
    voice = corner.hear()
    corner.add_work(voice)
    corner.add_work(voice, stream=corner.product)
    assert type(voice).objects.get(pk=voice.pk).stream == "data"


def test_targets_are_set_changed_and_taken_away(corner: Corner) -> None:
    set_targets(
        corner.flow, targets={"feature": 0.6, "defect": 0.15, "risk": 0.1, "debt": 0.15}, **by(corner)
    )
    assert Stream.objects.get(key="data").targets["risk"] == 0.1
    set_targets(corner.flow, targets={"feature": 0}, **by(corner))
    assert Stream.objects.get(key="data").targets == {}


def test_the_distance_to_the_target_is_half_the_sum_of_the_differences() -> None:
    actual = {"feature": 0.5, "defect": 0.3, "risk": 0.05, "debt": 0.15}
    target = {"feature": 0.6, "defect": 0.15, "risk": 0.1, "debt": 0.15}
    assert target_distance(actual, target=target) == pytest.approx(0.15)
    assert target_distance(target, target=target) == 0


def _reviewed(corner: Corner) -> Any:
    """An item that was begun and then came to review, in a stream of its own."""
    stream = add_stream(
        "platform", states=MAP, name_ko="플랫폼", name_en="Platform", by=SYSTEM, at=after(), now=after()
    )
    item = corner.add_work(corner.hear(), stream=stream)
    start(item, **by(corner, hours=1))
    wait(item, waits_on="team", **by(corner, hours=2))
    WorkState.objects.filter(item=item, left_at__isnull=True).update(
        stage="검토", state="active", waits_on=""
    )
    return item, stream


def test_a_promise_kept_counts_for_the_stream_its_voice_came_to(corner: Corner) -> None:
    voice = corner.hear()
    promised = promise(voice, words="고치겠습니다.", due_at=after(days=3), **by(corner))
    corner.add_work(voice)
    keep_promise(promised, **by(corner, days=1))
    assert last_entry().facts["moves"][0]["stream"] == "data"
