"""What holds things up, told aloud: one constraint at a time, a guess that failed, one that worked, and then the next."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dure.facts.refusals import Refused
from dure.facts.roles import SYSTEM, Actor
from dure.records.improvements.actions import (
    close_improvement,
    drop_attempt,
    finish_attempt,
    go_on,
    open_improvement,
    plan_attempt,
    repeat,
)
from dure.records.improvements.models import Improvement
from dure.records.improvements.queries import attempts_of, cited_by, ended_states, steps_of
from dure.records.outcomes.actions import keep_numbers
from tests.cast import small_corner

pytestmark = pytest.mark.django_db


def march(day: int, hour: int = 1) -> datetime:
    """A moment in March 2026, in UTC."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def who(actor: Actor, day: int, hour: int = 1) -> dict[str, Any]:
    """In whose name something is done, and when."""
    return {"by": actor, "at": march(day, hour), "now": march(day, hour)}


def measured(day: int, *, team: str, share: float, days: float) -> None:
    """What the job measured that day: who holds up the whole, their share of the waiting, and how long work takes."""
    said = {"version": 1, "stream": "data", "n": 20, "as_of": march(day)}
    keep_numbers(
        [
            {**said, "metric": "bottleneck", "cut": "team.verdict", "slice": team, "value": 2},
            {**said, "metric": "bottleneck", "cut": "team.waiting_share", "slice": team, "value": share},
            {**said, "metric": "flow_time", "cut": "all", "slice": "", "value": days},
        ],
        by=SYSTEM,
        at=march(day),
        now=march(day),
    )


def tried(improvement: Improvement) -> list[tuple[str, str, bool | None]]:
    """What was tried in it, in which step, and whether it worked."""
    return [(one.words, one.step, list(one.states.all())[-1].worked) for one in attempts_of([improvement.pk])]


def test_a_constraint_is_lifted_by_what_is_there_and_the_next_one_is_found() -> None:
    c = small_corner()

    # Sixty percent of all waiting is before the data team. Everybody agrees to look there and nowhere else.
    measured(2, team="data", share=0.6, days=12)
    data = open_improvement("data", **who(c.sera, 2, 2))
    with pytest.raises(Refused, match="One constraint at a time"):
        open_improvement(
            "data", basis="team", station="finance", why="Ours is slow too.", **who(c.sera, 2, 3)
        )

    # Somebody wants to hire at once. First what is there: a reason would be needed to skip that.
    with pytest.raises(Refused, match="Buying more before using what is there"):
        go_on(data, to="elevate", **who(c.sera, 2, 3))
    go_on(data, **who(c.sera, 2, 3))

    # A guess: one meeting on Fridays. By the thirteenth the number has not moved: it failed, and says so.
    guess = {"metric": "flow_time", "to_value": 6, "due_on": date(2026, 3, 6), "stop_on": date(2026, 3, 13)}
    meeting = plan_attempt(
        data, words="금요일마다 밀린 일을 나눈다.", team=c.data, **guess, **who(c.yujin, 3)
    )
    measured(13, team="data", share=0.6, days=13)
    finish_attempt(meeting, worked=False, why="모두 금요일을 기다렸다.", **who(c.yujin, 13, 2))

    # Another: nobody disturbs the first hour. And the others hand over no more than three a week.
    guess |= {"due_on": date(2026, 3, 16), "stop_on": date(2026, 3, 27)}
    hour = plan_attempt(
        data, words="첫 한 시간은 새 일부터 읽는다.", team=c.data, **guess, **who(c.yujin, 13, 3)
    )
    finish_attempt(hour, worked=True, **who(c.yujin, 20))
    go_on(data, **who(c.sera, 20))
    three = plan_attempt(
        data,
        words="한 주에 세 건까지만 넘긴다.",
        team=c.cx,
        **guess | {"due_on": date(2026, 3, 20)},
        **who(c.jiwoo, 20),
    )
    drop_attempt(three, why="이제 밀리지 않는다.", **who(c.jiwoo, 24))

    # Nobody had to be hired. The result is measured, and the constraint has moved on.
    measured(26, team="finance", share=0.5, days=5)
    close_improvement(
        data, result="lifted", why="12일이 5일이 되었다. 사람은 더 뽑지 않았다.", **who(c.sera, 26, 2)
    )
    finance = repeat(data, **who(c.sera, 26, 3))

    assert [s.stage for s in steps_of(data.pk)] == ["identify", "exploit", "subordinate", "repeat"]
    assert tried(data) == [
        ("금요일마다 밀린 일을 나눈다.", "exploit", False),
        ("첫 한 시간은 새 일부터 읽는다.", "exploit", True),
        ("한 주에 세 건까지만 넘긴다.", "subordinate", None),
    ]
    times = {c.cited_when: c.value for c in cited_by([data.pk]) if c.metric == "flow_time"}
    assert times == {"found": 12, "ended": 5}
    assert [(s.improvement, s.result) for s in ended_states("data")] == [(data, "lifted")]
    assert (finance.station, finance.follows, finance.is_by_hand) == ("finance", data, False)
