"""A change several teams must confirm: nobody skipped, one plan, every conflict with its end."""

from datetime import timedelta
from typing import Any

import pytest

from dure.facts.refusals import Refused
from dure.records.changes import actions as changes
from dure.records.changes.models import (
    Agreement,
    AgreementState,
    Change,
    ChangeState,
    Conflict,
    Estimate,
    Step,
)
from dure.records.changes.queries import (
    accounts_of,
    agreements,
    conflicts_of,
    forecasts_of,
    missing_agreements,
    missing_names,
    plan_of,
    state_of,
    steps_now,
)
from dure.records.changes.rules import ratio_to_plan
from dure.records.messages.actions import draft_notices
from dure.records.people.actions import add_calendar, remind
from dure.records.people.queries import calendar_of
from tests.cast import NOW, Corner, after, last_entry

pytestmark = pytest.mark.django_db


def by(c: Corner, *, days: float = 0, **more: Any) -> dict[str, Any]:
    return {"by": c.jiwoo, "at": after(days=days), "now": after(days=days), **more}


def opened(c: Corner, **named: Any) -> Change:
    return changes.open_change("주문 화면의 단추 하나", **{**by(c), "voices": [c.hear()], **named})


def asked(c: Corner, change: Change) -> list[Agreement]:
    """Two teams and a person are asked."""
    return [
        changes.ask_to_agree(change, team=c.data, **by(c)),
        changes.ask_to_agree(change, team=c.finance, **by(c)),
        changes.ask_to_agree(change, person=c.persons["sera"], **by(c)),
    ]


def begun(c: Corner, change: Change) -> Change:
    for one in asked(c, change):
        changes.agree(one, **by(c))
    return changes.start_change(change, **by(c))


def step(
    c: Corner, change: Change, title: str, *after_these: Step, days: tuple[float, ...] = (1, 1, 1)
) -> Step:
    o, m, p = days
    named = {"optimistic": o, "likely": m, "pessimistic": p, "after": after_these}
    return changes.add_step(change, title=title, team=c.data, **named, **by(c))


def test_a_change_touches_the_accounts_of_the_voices_it_answers(corner: Corner) -> None:
    change = opened(corner)
    assert accounts_of([change.pk])[change.pk] == [corner.account]


def test_it_cannot_start_while_one_is_missing_and_the_sentence_names_them_and_counts(corner: Corner) -> None:
    change = opened(corner)
    first, *_ = asked(corner, change)
    changes.agree(first, **by(corner))
    with pytest.raises(
        Refused, match=r"^2 of 3 have not agreed yet: 재무, 문세라\. Nobody can be skipped\.$"
    ):
        changes.start_change(change, **by(corner))
    current = state_of(change.pk)
    assert current is not None
    assert current.stage == "planned"


def test_it_cannot_start_before_anybody_was_asked(corner: Corner) -> None:
    with pytest.raises(Refused, match="nobody has been asked"):
        changes.start_change(opened(corner), **by(corner))


def test_it_starts_when_all_have_agreed(corner: Corner) -> None:
    change = begun(corner, opened(corner))
    assert list(ChangeState.objects.filter(change=change).values_list("stage", flat=True)) == [
        "planned",
        "started",
    ]


@pytest.mark.parametrize("no", [changes.refuse, changes.withdraw_agreement])
def test_a_no_needs_words_and_keeps_its_date(corner: Corner, no: Any) -> None:
    one = changes.agree(changes.ask_to_agree(opened(corner), team=corner.data, **by(corner)), **by(corner))
    with pytest.raises(Refused, match="in words"):
        no(one, **by(corner, days=1))
    no(one, **by(corner, days=1, why="마감 주입니다."))
    said = AgreementState.objects.get(agreement=one, left_at__isnull=True)
    assert (said.why, said.entered_at, said.by_id) == (
        "마감 주입니다.",
        after(days=1),
        corner.jiwoo.person_id,
    )


def test_who_withdraws_is_missing_again_and_nothing_can_be_announced_or_closed(corner: Corner) -> None:
    change = begun(corner, opened(corner))
    one = Agreement.objects.get(change=change, team=corner.data)
    changes.withdraw_agreement(one, **by(corner, days=1, why="숫자가 다릅니다."))
    for act, named in (
        (draft_notices, {"notices": [(corner.hear(), "바뀝니다.")]}),
        (changes.finish_change, {}),
    ):
        with pytest.raises(Refused, match="1 of 3 have not agreed yet: 데이터"):
            act(change, **named, **by(corner, days=2))
    assert missing_names(agreements([change.pk])) == ["데이터"]


def test_who_refused_is_asked_again_in_the_same_place_of_the_list(corner: Corner) -> None:
    change = opened(corner)
    one = changes.ask_to_agree(change, team=corner.data, **by(corner))
    changes.refuse(one, **by(corner, days=1, why="아직 아닙니다."))
    again = changes.ask_to_agree(change, team=corner.data, **by(corner, days=2))
    assert again.pk == one.pk
    assert list(one.states.values_list("stage", flat=True)) == ["asked", "refused", "asked"]
    with pytest.raises(Refused, match="said already"):
        changes.ask_to_agree(change, team=corner.data, **by(corner, days=2))


def test_only_what_was_agreed_is_withdrawn(corner: Corner) -> None:
    one = changes.ask_to_agree(opened(corner), team=corner.data, **by(corner))
    with pytest.raises(Refused, match="no agreement to withdraw"):
        changes.withdraw_agreement(one, **by(corner, why="?"))


@pytest.mark.parametrize("whom", [{}, {"team": True, "person": True}])
def test_one_is_asked_at_a_time(corner: Corner, whom: dict[str, Any]) -> None:
    named = {"team": corner.data, "person": corner.persons["sera"]} if whom else {}
    with pytest.raises(Refused, match="the team or the person"):
        changes.ask_to_agree(opened(corner), **named, **by(corner))


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        ({"due_at": after(days=-1)}, "must lie ahead"),
        ({"is_fixed": True}, "needs a date"),
    ],
)
def test_a_change_with_an_impossible_date_is_refused(
    corner: Corner, named: dict[str, Any], fault: str
) -> None:
    with pytest.raises(Refused, match=fault):
        opened(corner, **named)


def test_a_change_and_a_step_need_a_name(corner: Corner) -> None:
    with pytest.raises(Refused, match="all teams understand"):
        changes.open_change("  ", **by(corner))
    with pytest.raises(Refused, match="all teams understand"):
        step(corner, opened(corner), " ")


def test_a_fixed_date_stays_and_a_movable_one_moves_with_its_reason(corner: Corner) -> None:
    fixed = opened(corner, due_at=after(days=9), is_fixed=True)
    with pytest.raises(Refused, match="fixed"):
        changes.move_change(fixed, due_at=after(days=20), **by(corner, why="늦습니다."))
    movable = opened(corner, due_at=after(days=9))
    with pytest.raises(Refused, match="in words"):
        changes.move_change(movable, due_at=after(days=20), **by(corner))
    assert changes.move_change(movable, due_at=after(days=20), **by(corner, why="늦습니다.")).due_at == after(
        days=20
    )


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        ((3, 2, 6), "lies between the shortest"),
        ((1, 7, 6), "lies between the shortest"),
        ((-1, 2, 6), "0 to 1000"),
        ((1, None, 6), "all three times, or none"),
    ],
)
def test_estimates_that_contradict_each_other_are_refused(corner: Corner, days: Any, fault: str) -> None:
    with pytest.raises(Refused, match=fault):
        step(corner, opened(corner), "확인", days=days)
    assert Step.objects.count() == 0


def test_steps_that_would_wait_in_a_circle_are_named_and_nothing_changes(corner: Corner) -> None:
    change = opened(corner)
    first = step(corner, change, "확인")
    second = step(corner, change, "바꾸기", first)
    with pytest.raises(Refused, match=r"in a circle: .*확인"):
        changes.estimate_step(first, after=[second], **by(corner, why="순서를 바꿉니다."))
    assert Estimate.objects.filter(step=first).count() == 1
    with pytest.raises(Refused, match="after itself"):
        changes.estimate_step(first, after=[first], **by(corner, why="?"))


def test_a_step_of_another_change_is_no_step_of_this_one(corner: Corner) -> None:
    stranger = step(corner, opened(corner), "확인")
    with pytest.raises(Refused, match="another change"):
        step(corner, opened(corner), "바꾸기", stranger)


def test_two_steps_of_one_change_have_two_names(corner: Corner) -> None:
    change = opened(corner)
    step(corner, change, "확인")
    with pytest.raises(Refused, match="of this name"):
        step(corner, change, "확인")


def test_a_new_estimate_keeps_the_first_one(corner: Corner) -> None:
    change = opened(corner)
    one = step(corner, change, "확인", days=(1, 2, 6))
    with pytest.raises(Refused, match="in words"):
        changes.estimate_step(one, optimistic=1, likely=1, pessimistic=1, **by(corner, days=1))
    changes.estimate_step(
        one, optimistic=4, likely=4, pessimistic=4, **by(corner, days=1, why="더 있습니다.")
    )
    now = steps_now([change.pk])[change.pk][0]
    assert (now.first_days, now.last.likely_days) == (2.5, 4)


def test_a_length_nobody_knows_leaves_the_end_unknown(corner: Corner) -> None:
    change = opened(corner)
    changes.add_step(change, title="확인", team=corner.data, **by(corner))
    plan = plan_of(change, steps=steps_now([change.pk])[change.pk], now=NOW)
    assert (plan.ends_at, plan.missing) == (None, ("확인",))
    assert forecasts_of(change.pk)[-1].ends_at is None


def test_a_step_begins_after_those_it_comes_after(corner: Corner) -> None:
    change = begun(corner, opened(corner))
    first = step(corner, change, "확인")
    second = step(corner, change, "바꾸기", first)
    with pytest.raises(Refused, match="comes after 확인"):
        changes.start_step(second, **by(corner))
    changes.start_step(first, **by(corner))
    with pytest.raises(Refused, match="already been started"):
        changes.start_step(first, **by(corner))
    changes.finish_step(first, **by(corner, days=1))
    changes.start_step(second, **by(corner, days=1))


def test_no_step_begins_before_the_change_does(corner: Corner) -> None:
    with pytest.raises(Refused, match="not been started yet"):
        changes.start_step(step(corner, opened(corner), "확인"), **by(corner))


def test_a_change_closes_when_its_steps_are_done_and_then_takes_no_more_acts(corner: Corner) -> None:
    change = begun(corner, opened(corner))
    one = step(corner, change, "확인")
    with pytest.raises(Refused, match="not done: 확인"):
        changes.finish_change(change, **by(corner))
    changes.start_step(one, **by(corner))
    changes.finish_step(one, **by(corner, days=1))
    changes.finish_change(change, **by(corner, days=1))
    with pytest.raises(Refused, match="closed"):
        step(corner, change, "또 하나")


def test_what_came_is_held_against_the_first_forecast(corner: Corner) -> None:
    change = opened(corner)
    one = step(corner, change, "확인", days=(10, 10, 10))
    begun(corner, change)
    first_end = forecasts_of(change.pk)[-1].ends_at
    assert first_end == after(days=10)  # the team has no calendar: its days are counted round the clock
    changes.start_step(one, **by(corner))
    changes.finish_step(one, **by(corner, days=5))
    assert forecasts_of(change.pk)[-1].ends_at == after(days=5)
    assert ratio_to_plan(planned=10, actual=5) == 0.5


def test_a_conflict_keeps_who_settled_it_how_and_when(corner: Corner) -> None:
    change = opened(corner)
    teams = {"team": corner.data, "other_team": corner.finance}
    with pytest.raises(Refused, match="two teams"):
        changes.note_conflict(change, team=corner.data, other_team=corner.data, what="?", **by(corner))
    conflict = changes.note_conflict(change, what="같은 주에는 안 됩니다.", **teams, **by(corner))
    with pytest.raises(Refused, match="in words"):
        changes.resolve_conflict(conflict, **by(corner, days=1))
    changes.resolve_conflict(conflict, **by(corner, days=1, why="한 주 뒤로 옮겼습니다."))
    stands = conflicts_of([change.pk]).get()
    assert (stands.stage, stands.why, stands.entered_at) == (
        "resolved",
        "한 주 뒤로 옮겼습니다.",
        after(days=1),
    )
    with pytest.raises(Refused, match="already resolved"):
        changes.resolve_conflict(conflict, **by(corner, days=1, why="다시"))
    assert Conflict.objects.count() == 1


def test_a_notice_is_drafted_to_everybody_and_nothing_is_sent(corner: Corner) -> None:
    change = begun(corner, opened(corner))
    voice = corner.hear()
    (message,) = draft_notices(change, notices=[(voice, "단추가 옮겨 갑니다.")], **by(corner))
    assert list(message.states.values_list("stage", flat=True)) == ["draft"]
    current = state_of(change.pk)
    assert current is not None
    assert current.stage == "announced"
    draft_notices(change, notices=[(voice, "하루 늦습니다.")], **by(corner, days=1))


def test_a_change_not_started_is_not_announced(corner: Corner) -> None:
    change = opened(corner)
    for one in asked(corner, change):
        changes.agree(one, **by(corner))
    with pytest.raises(Refused, match="not been started"):
        draft_notices(change, notices=[(corner.hear(), "?")], **by(corner))


def test_those_who_are_missing_are_listed_until_the_change_is_closed(corner: Corner) -> None:
    change = opened(corner)
    asked(corner, change)
    assert [str(state.agreement) for state in missing_agreements()] == ["데이터", "재무", "문세라"]
    changes.drop_change(change, **by(corner, why="아무도 바라지 않습니다."))
    assert not missing_agreements().exists()


def test_a_person_is_reminded_once_in_an_interval(corner: Corner) -> None:
    sera, every = corner.persons["sera"], timedelta(hours=4)
    remind(sera, interval=every, words="두 가지를 기다립니다.", **by(corner))
    assert (last_entry().thing, last_entry().thing_id, last_entry().why) == (
        "person",
        sera.pk,
        "두 가지를 기다립니다.",
    )
    with pytest.raises(Refused, match=r"문세라 was reminded .* Leave them in peace"):
        remind(sera, interval=every, **by(corner, days=0.1))
    remind(sera, interval=every, **by(corner, days=0.2))


def test_a_teams_calendar_is_the_one_it_was_given(corner: Corner) -> None:
    assert calendar_of(corner.data) is None
    kept = add_calendar(
        "서울", zone="Asia/Seoul", holiday_country="KR", hours={"0": [["09:00", "12:00"], ["13:00", "18:00"]]},
        days_off=["2026-03-09"], days_on=["2026-03-02"], by=corner.sera,
    )  # fmt: skip
    corner.data.calendar = kept
    team = calendar_of(corner.data)
    assert team is not None
    monday = NOW.date() - timedelta(days=1)
    assert [team.is_workday(monday + timedelta(days=n)) for n in (0, 1, 7, 14)] == [True, False, False, True]
    assert len(team.shifts_on(monday)) == 2
    assert calendar_of(corner.data) is team
