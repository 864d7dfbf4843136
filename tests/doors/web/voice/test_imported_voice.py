"""A voice that came in by a file: what the file does not say is "not recorded", never a zero and never a reproach."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dure.facts.roles import SYSTEM
from dure.jobs.load import load
from dure.records.voices.queries import known
from tests.doors.web.house_of_two_teams import House, house

pytestmark = pytest.mark.django_db

MAPPING = {
    "name": "desk",
    "stream": {"key": "desk", "title": {"ko": "데스크", "en": "Desk"}, "side": "coworker"},
    "time": {"zone": "Asia/Seoul"},
    "columns": {"case": "case", "at": "at", "state": "state", "team": "team", "words": "category"},
    "states": {
        "Open": "new",
        "Doing": {"flow": "active", "loop": "started"},
        "Asked": {"flow": "waiting", "waits_on": "customer"},
        "Fixed": {"flow": "done", "loop": "shipped"},
    },
    "notes": [
        {
            "what": "derived",
            "of": "words",
            "ko": "말은 기록에 없습니다.",
            "en": "The words are not in the log.",
        }
    ],
}
LOG = """case,state,at,team,category
A,Open,2026-03-02 09:00,,Category 53
A,Doing,2026-03-02 10:00,Line 1,Category 53
A,Asked,2026-03-02 11:00,Line 2,Category 53
A,Fixed,2026-03-03 12:00,Line 2,Category 53
B,Open,2026-03-02 09:30,Line 1,Category 7
B,Doing,2026-03-02 09:40,Line 2,Category 7
C,Open,2026-03-02 09:30,Line 1,Category 8
C,Doing,2026-03-02 09:40,Line 1,Category 8
C,Doing,2026-03-02 10:40,Line 2,Category 8
"""


@pytest.fixture
def here(tmp_path: Path) -> House:
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    load(tmp_path / "log.csv", mapping=MAPPING, by=SYSTEM, now=datetime(2026, 4, 1, tzinfo=UTC))
    return house()


def page(here: House, ref: str) -> str:
    voice_id = known([ref], source="desk")[ref][0]
    return here.client().get(f"/voice/{voice_id}/").content.decode()


def test_words_put_together_from_columns_are_not_shown_as_the_caller_s(here: House) -> None:
    said = page(here, "A")
    assert "What the caller said is not recorded." in said
    assert "The file desk says: Category 53" in said
    assert "<blockquote" not in said


def test_a_telling_the_file_does_not_record_is_not_recorded_rather_than_missing(here: House) -> None:
    said = page(here, "A")
    assert "Whether the customer was told is not recorded." in said
    assert "1 d 3 h from the first word to the answer; when they were told is not recorded." in said
    steps = said[said.index("voice-steps") : said.index("</ol>", said.index("voice-steps"))]
    assert "Not reached" not in steps
    assert "Passed over" not in steps


def test_a_stage_the_file_does_record_is_not_reached_while_the_case_is_open(here: House) -> None:
    said = page(here, "B")
    steps = said[said.index("voice-steps") : said.index("</ol>", said.index("voice-steps"))]
    assert steps.count("Not reached") == 1  # shipped; promised, told and measured the file never says
    assert steps.count("Not recorded") >= 3


def test_a_handover_is_told_once_though_the_file_repeats_the_state(here: House) -> None:
    said = page(here, "C")
    assert said.count("Handed from Line 1 to Line 2") == 1
    assert said.count("Active (Doing)") == 1


def test_a_handover_in_a_file_waits_for_no_answer(here: House) -> None:
    said = page(here, "B")
    assert "Handed from Line 1 to Line 2" in said
    assert "the handoff is not answered" not in said
    assert "/accept/" not in said


def test_what_is_told_here_of_an_imported_voice_is_recorded_from_then_on(here: House) -> None:
    client, voice_id = here.client(), known(["A"], source="desk")["A"][0]
    client.post(f"/voice/{voice_id}/draft/{voice_id}/", {"words": "고쳤습니다", "channel": "phone"})
    said = page(here, "A")
    number = said.split(f"/voice/{voice_id}/tell/")[1].split("/")[0]
    assert client.post(f"/voice/{voice_id}/tell/{number}/").status_code == 302
    assert "Their clock stopped after" in page(here, "A")
