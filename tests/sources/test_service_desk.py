"""The real year of a service desk: what data/README.md says of it, found again in the facts."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dure.facts.arrivals import Arrival, Handed, Heard, KeptAside, Moved, Reached
from dure.sources.csv_file import Tally, mapping_called, read, suggested_mapping
from tests.real_data import real
from tests.sources.lines_of_facts import lines_of

pytestmark = pytest.mark.data
LOG = "service_desk/incident_event_log.zip"


@pytest.fixture(scope="module")
def year() -> tuple[list[Arrival | KeptAside], Tally]:
    reading = read(real(LOG), mapping_called("service_desk"))
    return list(reading), reading.tally


def test_every_row_is_told_or_accounted_for(year: tuple[list[Any], Tally]) -> None:
    facts, tally = year
    told = {fact.position for fact in facts if not isinstance(fact, KeptAside)}
    assert tally.n_rows == 141_712 == len(told) + tally.n_no_change + tally.n_aside
    assert tally.n_cases == 24_918 == sum(isinstance(fact, Heard) for fact in facts)
    assert tally.unmapped_states == {}
    assert tally.n_opened_late == 5


def test_the_five_rows_that_hold_a_code_for_a_state_are_kept_aside(year: tuple[list[Any], Tally]) -> None:
    aside = [fact for fact in year[0] if isinstance(fact, KeptAside)]
    assert [(row.line, row.column, row.value) for row in aside] == [
        (line, "ident_state", "-100") for line in (115_643, 115_644, 124_509, 124_510, 124_511)
    ]


def test_waits_are_told_apart(year: tuple[list[Any], Tally]) -> None:
    waits: dict[str | None, set[str]] = {}
    for fact in year[0]:
        if isinstance(fact, Moved) and fact.state == "waiting":
            waits.setdefault(fact.waits_on, set()).add(fact.ref)
            assert fact.asked is None
    assert len(waits.pop("customer")) == 5_471
    assert {on: len(refs) for on, refs in waits.items()} == {"vendor": 259, "item": 247, "evidence": 21}


def test_an_unknown_group_is_no_group_among_the_78(year: tuple[list[Any], Tally]) -> None:
    teams = {fact.team for fact in year[0] if isinstance(fact, Moved)} - {None}
    assert len(teams) == 78
    assert "Group ?" not in teams
    handed = [fact for fact in year[0] if isinstance(fact, Handed)]
    assert len(handed) == 19_087
    assert all(fact.from_team in teams and fact.to_team in teams for fact in handed)


def test_incidents_that_came_back_are_reopened(year: tuple[list[Any], Tally]) -> None:
    reached = [fact for fact in year[0] if isinstance(fact, Reached)]
    assert Counter(fact.loop for fact in reached)["reopened"] == 332
    assert len({fact.ref for fact in reached if fact.loop == "reopened"}) == 276


def test_no_voice_is_said_to_have_been_told_or_measured(year: tuple[list[Any], Tally]) -> None:
    stages = {fact.loop for fact in year[0] if isinstance(fact, Moved | Reached)} - {None}
    assert stages == {"acknowledged", "started", "shipped", "reopened"}


def test_the_first_incident_reads_as_the_log_tells_it(year: tuple[list[Any], Tally]) -> None:
    about = "title='Category 55 / 170'"
    shipped = f"kind='defect' loop='shipped' {about}"
    work = f"kind='defect' {about}"
    words = "words='Category 55 / 170, symptom 72' channel='phone'"
    assert lines_of(fact for fact in year[0][:6]) == [
        f"Heard line 2 2016-02-29 01:16 0000045 {words} account='Site 143' person='Caller 2403' {about}",
        f"Moved line 2 2016-02-29 01:16 0000045 stage='New' state='new' {work}",
        f"Moved line 2 2016-02-29 01:23 0000045 stage='New' state='new' team='Group 56' {work}",
        "Reached line 3 2016-02-29 08:53 0000045 loop='acknowledged'",
        f"Moved line 3 2016-02-29 08:53 0000045 stage='Resolved' state='done' team='Group 56' {shipped}",
        f"Moved line 5 2016-03-05 12:00 0000045 stage='Closed' state='done' team='Group 56' {work}",
    ]


def test_a_case_never_goes_back_in_time(year: tuple[list[Any], Tally]) -> None:
    last: dict[str, Any] = {}
    for fact in year[0]:
        if not isinstance(fact, KeptAside):
            assert last.get(fact.ref, fact.at) <= fact.at
            last[fact.ref] = fact.at


def test_the_proposal_for_the_real_log_agrees_with_the_shipped_mapping() -> None:
    proposed, shipped = suggested_mapping(Path(real(LOG))).mapping, mapping_called("service_desk")
    assert {role: proposed["columns"][role] for role in ("case", "at", "state", "opened", "channel")} == {
        role: shipped["columns"][role] for role in ("case", "at", "state", "opened", "channel")
    }
    assert proposed["time"]["format"] == shipped["time"]["format"]
