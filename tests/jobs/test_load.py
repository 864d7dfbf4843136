"""A load takes in what happened elsewhere: whole, once, and nothing it cannot read."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dure.facts.roles import SYSTEM, Actor, Role
from dure.jobs import load as loading
from dure.jobs.load import load
from dure.records.handoffs.models import Handoff
from dure.records.ledger.models import AsideRow, Batch, Entry
from dure.records.people.models import Account, Person, Team
from dure.records.voices.models import Voice, VoiceState
from dure.records.voices.queries import count_by_stage
from dure.records.work.models import WorkItem, WorkState, WorkVoice

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 4, 1, tzinfo=UTC)
MAPPING = {
    "name": "desk",
    "stream": {"key": "desk", "title": {"ko": "데스크", "en": "Desk"}, "side": "coworker"},
    "time": {"zone": "Asia/Seoul"},
    "columns": {
        "case": "case",
        "at": "at",
        "state": "state",
        "team": "team",
        "account": "site",
        "caller": "caller",
    },
    "states": {
        "Open": "new",
        "Doing": {"flow": "active", "loop": "started"},
        "Asked": {"flow": "waiting", "waits_on": "customer"},
        "Fixed": {"flow": "done", "loop": "shipped"},
    },
}
LOG = """case,state,at,team,site,caller
A,Open,2026-03-02 09:00,,부산,김하나
A,Doing,2026-03-02 10:00,Line 1,부산,김하나
A,Asked,2026-03-02 11:00,Line 2,부산,김하나
A,Doing,2026-03-03 09:00,Line 2,부산,김하나
A,Fixed,2026-03-03 12:00,Line 2,부산,김하나
B,Open,2026-03-02 09:30,Line 1,서울,이둘
B,Doing,2026-03-04 09:30,Line 1,서울,이둘
"""


@pytest.fixture
def take(tmp_path: Path):
    def taken(text: str, *, name: str = "log.csv", by: Actor = SYSTEM):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return load(path, mapping=MAPPING, by=by, now=NOW)

    return taken


def spans(ref: str) -> list[tuple[str, str | None, str, str]]:
    """The states of a case: stage, team, entered and left, in words."""
    return [
        (
            state.stage,
            state.team.name if state.team else None,
            f"{state.entered_at:%m-%d %H:%M}",
            f"{state.left_at:%m-%d %H:%M}" if state.left_at else "now",
        )
        for state in WorkState.objects.filter(item__ref=ref).select_related("team")
    ]


def test_a_case_becomes_a_voice_its_work_and_its_handoffs(take):
    take(LOG)
    voice = Voice.objects.get(ref="A")
    assert (voice.account.name, voice.account.side, voice.person.name) == ("부산", "coworker", "김하나")
    assert [s.stage for s in VoiceState.objects.filter(voice=voice)] == ["heard", "started", "shipped"]
    assert WorkVoice.objects.filter(voice=voice, item__ref="A").count() == 1
    assert [(h.from_team.name, h.to_team.name) for h in Handoff.objects.filter(voice=voice)] == [
        ("Line 1", "Line 2")
    ]


def test_a_state_lasts_until_the_next_is_entered(take):
    take(LOG)
    assert spans("A") == [
        ("Open", None, "03-02 00:00", "03-02 01:00"),
        ("Doing", "Line 1", "03-02 01:00", "03-02 02:00"),
        ("Asked", "Line 2", "03-02 02:00", "03-03 00:00"),
        ("Doing", "Line 2", "03-03 00:00", "03-03 03:00"),
        ("Fixed", "Line 2", "03-03 03:00", "now"),
    ]


def test_the_same_file_twice_adds_nothing(take):
    first, is_new = take(LOG)
    before = (Voice.objects.count(), WorkState.objects.count(), Entry.objects.count(), Batch.objects.count())
    again, is_new_again = take(LOG)
    assert (is_new, is_new_again, again) == (True, False, first)
    assert (
        Voice.objects.count(),
        WorkState.objects.count(),
        Entry.objects.count(),
        Batch.objects.count(),
    ) == before


def test_a_longer_export_of_the_same_log_adds_only_what_is_new(take):
    take(LOG)
    before = (
        Voice.objects.count(),
        Handoff.objects.count(),
        WorkItem.objects.count(),
        WorkState.objects.count(),
    )
    moves = sum(Batch.objects.filter(table="moves").values_list("n_rows", flat=True))
    take(LOG + "B,Fixed,2026-03-05 09:30,Line 1,서울,이둘\n", name="later.csv")
    voices, handoffs, items, states = before
    assert (Voice.objects.count(), Handoff.objects.count(), WorkItem.objects.count()) == (
        voices,
        handoffs,
        items,
    )
    assert WorkState.objects.count() == states + 1
    assert count_by_stage() == {"shipped": 2}
    # the new state of the work, and the stage the voice reached by it
    assert sum(Batch.objects.filter(table="moves").values_list("n_rows", flat=True)) == moves + 2


def test_a_state_that_arrives_late_takes_its_place_among_the_others(take):
    take("\n".join(line for line in LOG.splitlines() if "Asked" not in line) + "\n", name="holes.csv")
    take(LOG)
    assert spans("A")[1:4] == [
        ("Doing", "Line 1", "03-02 01:00", "03-02 02:00"),
        ("Asked", "Line 2", "03-02 02:00", "03-03 00:00"),
        ("Doing", "Line 2", "03-03 00:00", "03-03 03:00"),
    ]
    assert spans("A")[-1][-1] == "now"


def test_a_case_cut_in_two_by_a_chunk_is_one_case(take, monkeypatch):
    monkeypatch.setattr(loading, "CHUNK", 2)
    take(LOG)
    assert [span[0] for span in spans("A")] == ["Open", "Doing", "Asked", "Doing", "Fixed"]
    assert Voice.objects.count() == 2
    assert (Account.objects.count(), Team.objects.count(), Person.objects.filter(ref="김하나").count()) == (
        2,
        2,
        1,
    )


def test_a_row_that_cannot_be_read_is_kept_aside_with_its_line_and_the_others_come_in(take):
    found, _ = take(LOG + "C,Perhaps,2026-03-05 09:30,Line 1,서울,이둘\nD,Open,yesterday,Line 1,서울,이둘\n")
    assert found.report["unmapped_states"] == {"Perhaps": 1}
    aside = {row.line: row for row in AsideRow.objects.all()}
    assert set(aside) == {9, 10}
    assert aside[9].value == "Perhaps"
    assert aside[10].value == "yesterday"
    assert set(Voice.objects.values_list("ref", flat=True)) == {"A", "B"}


def test_a_viewer_may_not_load(take):
    from dure.facts.refusals import NotAllowed

    with pytest.raises(NotAllowed):
        take(LOG, by=Actor(person_id=None, role=Role.VIEWER, name="guest"))
    assert not Voice.objects.exists()


def test_a_mapping_that_cannot_mean_what_it_says_takes_in_nothing(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOG, encoding="utf-8")
    with pytest.raises(ValueError, match="case"):
        load(path, mapping={**MAPPING, "columns": {"at": "at", "state": "state"}}, by=SYSTEM, now=NOW)
    assert not Entry.objects.exists()


def test_a_repository_is_taken_in_once_until_it_has_something_new(tmp_path):
    from dure.records.releases.models import Release
    from dure.sources.csv_file import mapping_called

    def git(*words: str) -> None:
        who = ["-c", "user.name=김코드", "-c", "user.email=code@example.org"]
        subprocess.run(["git", "-C", str(tmp_path), *who, *words], check=True, capture_output=True)

    git("init", "-q")
    mapping = {**mapping_called("git_log"), "name": "git-x", "stream": {"key": "git-x"}}
    git("commit", "--allow-empty", "-qm", "fix: wrong sum")
    git("tag", "1.0")

    def take():
        return load(tmp_path, mapping=mapping, source="git_log", by=SYSTEM, now=datetime.now(tz=UTC))

    assert take()[1]
    assert not take()[1]
    git("commit", "--allow-empty", "-qm", "feat: totals by day")
    assert take()[1]
    assert set(WorkItem.objects.values_list("kind", flat=True)) == {"defect", "feature"}
    assert [r.items.count() for r in Release.objects.all()] == [1]
