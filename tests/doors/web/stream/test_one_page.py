"""Business and IT read one page: what customers get, the kinds of work meant, leading measures, what is missing."""

from typing import Any

import pytest
from django.test import Client

from dure.doors.web.measured import Measured
from dure.doors.web.stream.targets import effect
from dure.facts.roles import Role
from dure.records.outcomes.models import Measurement
from dure.records.work.actions import describe_stream, set_targets
from tests.cast import Corner, after
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

TARGET = {"feature": 0.6, "defect": 0.15, "risk": 0.1, "debt": 0.15}
DONE = {"feature": 0.5, "defect": 0.3, "risk": 0.05, "debt": 0.15}


@pytest.fixture
def lead(corner: Corner) -> Client:
    return visitor_of(corner.sera, role=Role.LEAD)


def now(corner: Corner) -> dict[str, Any]:
    return {"by": corner.sera, "at": after(), "now": after()}


def kinds(shares: dict[str, float], *, cut: str = "kind", **said: Any) -> list[dict[str, Any]]:
    return [
        number("data", "flow_distribution", share, cut=cut, slice=kind, **said)
        for kind, share in shares.items()
    ]


def test_the_time_from_the_first_word_until_told_heads_the_page(lead: Client, corner: Corner) -> None:
    describe_stream(
        corner.flow, purpose_en="The numbers are right.", vision_en="We know first.", **now(corner)
    )
    keep(number("data", "flow_time", 3.0), number("loop", "loop_time", 12.0, cut="stream", slice="data"))
    words = words_of(lead.get("/stream/data/"))
    assert "Half of those who spoke up through this stream are told the outcome within 12 d." in words
    assert "What it is for: The numbers are right." in words
    assert "Where it is to go: We know first." in words


def test_the_distance_to_the_target_is_told_for_done_and_for_load(lead: Client, corner: Corner) -> None:
    set_targets(corner.flow, targets=TARGET, **now(corner))
    keep(*kinds(DONE), *kinds(TARGET, cut="kind_load"))
    words = words_of(lead.get("/stream/data/"))
    assert "What was done is 15% away from the target" in words
    assert "What is in progress is 0% away." in words


def test_without_a_target_there_is_no_distance_and_it_is_missing(lead: Client) -> None:
    keep(*kinds(DONE))
    words = words_of(lead.get("/stream/data/"))
    assert "No target is set, so there is no distance to it." in words
    assert "Target for the kinds of work No target is set. Set a target" in words


def test_debt_that_piles_up_is_told_only_where_the_interval_leaves_no_doubt(lead: Client) -> None:
    in_progress = kinds({"debt": 0.4}, cut="kind_load", low=0.3, high=0.5)
    keep(*in_progress, *kinds({"debt": 0.1}, low=0.05, high=0.2))
    assert "Debt piles up: it is 40% of what is in progress and 10%" in words_of(lead.get("/stream/data/"))
    keep(*in_progress, *kinds({"debt": 0.1}, low=0.01, high=0.35))
    assert "Debt piles up" not in words_of(lead.get("/stream/data/"))


def test_old_debt_is_told_where_there_is_more_than_a_handful(lead: Client) -> None:
    age = number("data", "flow_age", 10.0)
    keep(age, number("data", "flow_age", 40.0, cut="kind", slice="debt", n=9))
    assert "Debt in progress is old: begun 40 d ago (median), all work 10 d ago." in words_of(
        lead.get("/stream/data/")
    )
    keep(age, number("data", "flow_age", 40.0, cut="kind", slice="debt", n=1))
    assert "Debt in progress is old" not in words_of(lead.get("/stream/data/"))


def test_flow_times_after_weeks_with_more_debt_paid_off_are_seen_beside_the_others() -> None:
    rows = []
    for n in range(24):
        week = f"2026-W{n + 10}"
        rows += [
            number("data", "flow_debt", 0.3 if n % 12 < 6 else 0.0, cut="week", slice=week),
            number("data", "flow_time", 2.0 if n % 12 in range(1, 7) else 5.0, cut="week", slice=week),
        ]
    seen = effect(Measured(Measurement(**row) for row in rows))
    assert seen is not None
    assert seen.more_days < seen.less_days
    assert effect(Measured(Measurement(**row) for row in rows[:16])) is None


def test_leading_measures_stand_beside_the_lagging_ones_as_expected_not_shown(lead: Client) -> None:
    keep(number("data", "flow_time", 3.0), number("data", "flow_load", 7.0))
    words = words_of(lead.get("/stream/data/"))
    assert "Expected by the field, not yet shown in your data." in words
    assert "Flow load: 7" in words


def test_what_is_missing_says_the_act_that_begins_it(lead: Client) -> None:
    keep(number("data", "push_to_front", None, reason="front_line_not_declared"))
    page = lead.get("/stream/data/").content.decode()
    assert '<a href="/stream/data/setup/#front">Say which teams are the front line</a>' in page
    assert '<a href="/voices/?stream=data&amp;stage=told">Ask those who were told</a>' in page
    assert '<a href="/stream/data/setup/#about">Name both owners</a>' in page


def test_work_across_teams_is_counted_and_timed(lead: Client) -> None:
    keep(
        number("data", "cross_team_time", 6.0, cut="teams", slice="several", n=3),
        number("data", "cross_team_time", 2.0, cut="teams", slice="one", n=9),
    )
    words = words_of(lead.get("/stream/data/"))
    assert "3 items (25% of those done) went through more than one team." in words
    assert "Half of them took at most 6 d; of those that stayed with one team, 2 d." in words
