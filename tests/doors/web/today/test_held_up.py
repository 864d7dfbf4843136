"""Today shows those who lead what is taken up as holding things up, and everybody what of it is theirs to do."""

from datetime import timedelta
from typing import Any

import pytest

from dure.facts.roles import Role
from dure.records.improvements.actions import go_on, open_improvement, plan_attempt
from dure.records.improvements.models import Attempt
from dure.records.people.actions import tie
from tests.cast import NOW, Corner
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

WORDS = "아침 한 시간은 새 인계부터 읽습니다."


def planned(corner: Corner, **whom: Any) -> Attempt:
    """Something that is to be tried at the data team by tomorrow."""
    keep(number("data", "flow_time", 6.0))
    by: dict[str, Any] = {"by": corner.sera, "at": NOW, "now": NOW}
    found = open_improvement("data", basis="team", station="data", why="여기서 기다립니다.", **by)
    go_on(found, **by)
    day = NOW.date() + timedelta(days=1)
    said = {"words": WORDS, "due_on": day, "stop_on": day, "metric": "flow_time", "to_value": 3.0}
    return plan_attempt(found, **said, **whom, **by)


def test_whoever_leads_sees_each_constraint_that_is_taken_up_and_its_step(corner: Corner) -> None:
    planned(corner, team=corner.data)
    page = words_of(visitor_of(corner.sera, role=Role.LEAD).get("/today/"))
    assert "data: 데이터" in page
    assert "2. Exploit" in page


def test_whoever_is_to_act_sees_what_by_when_and_nobody_else_does(corner: Corner) -> None:
    attempt = planned(corner, person=corner.persons["jiwoo"])
    page = visitor_of(corner.jiwoo).get("/today/")
    assert f"/constraints/data/#attempt-{attempt.pk}" in page.content.decode()
    assert f"{WORDS} by Wed 4 Mar" in words_of(page)
    assert "2. Exploit" not in words_of(page)
    assert f"#attempt-{attempt.pk}" not in visitor_of(corner.yujin).get("/today/").content.decode()


def test_what_a_team_is_to_do_is_on_the_desk_of_its_people(corner: Corner) -> None:
    attempt = planned(corner, team=corner.data)
    assert f"#attempt-{attempt.pk}" not in visitor_of(corner.yujin).get("/today/").content.decode()
    tie(corner.persons["yujin"], relation="employee", team=corner.data, by=corner.sera, at=NOW, now=NOW)
    assert f"{WORDS} by" in words_of(visitor_of(corner.yujin).get("/today/"))


def test_what_others_did_about_a_constraint_is_among_what_changed(corner: Corner) -> None:
    planned(corner, team=corner.data)
    page = words_of(visitor_of(corner.jiwoo).get("/today/"))
    assert "took up a constraint : data" in page.replace("constraint: data", "constraint : data")
    assert f"planned what to try : {WORDS}" in page.replace("try: ", "try : ")
