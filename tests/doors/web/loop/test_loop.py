"""The loop: where voices stand, how long each way takes, and what holds it up."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dure.facts.roles import SYSTEM, Role
from dure.jobs.load import load
from dure.records.people.actions import add_account, tie
from dure.records.voices.actions import acknowledge, hear
from tests.cast import NOW, Corner, after
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

LOG = "case,stage,time,owner\nA,New,2026-01-05 09:00,CS\nA,Doing,2026-01-06 09:00,CS\nA,Done,2026-01-08 09:00,CS\n"
MAPPING: dict[str, Any] = {
    "name": "old_desk",
    "stream": {"key": "old_desk", "title": {"ko": "옛 데스크", "en": "The old desk"}},
    "time": {"zone": "Asia/Seoul"},
    "columns": {"case": "case", "state": "stage", "at": "time"},
    "states": {
        "New": "new",
        "Doing": {"flow": "active", "loop": "started"},
        "Done": {"flow": "done", "loop": "shipped"},
    },
}
SLOW = (
    number("loop", "loop_time", 18.5, low=15.0, high=22.0),
    number("loop", "loop_stage_time", 9.0, cut="stage", slice="told"),
    number("loop", "loop_stage_time", 0.5, cut="stage", slice="acknowledged"),
    number("loop", "loop_stage_time", None, cut="stage", slice="measured"),
)
HELD_UP = (
    number("loop", "bottleneck", 2.0, cut="stage.verdict", slice="told"),
    *(
        number("loop", "bottleneck", value, cut=f"stage.{signal}", slice=stage)
        for stage, growth, share, rank in (("told", 1.5, 0.7, 1), ("shipped", 0.2, 0.3, 2))
        for signal, value in (
            ("queue_growth", growth), ("waiting_share", share), ("queue_growth.rank", rank), ("waiting_share.rank", rank)
        )
    ),
)  # fmt: skip


@pytest.fixture
def viewer(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo, role=Role.VIEWER)


def test_a_stranger_is_sent_to_the_login(client: Client, db: None) -> None:
    assert client.get("/loop/").headers["location"] == "/login/?next=/loop/"


def test_before_the_first_voice_the_page_teaches_and_names_the_one_act_that_starts_it(viewer: Client) -> None:
    answer = viewer.get("/loop/")
    assert "Nobody has been heard here yet." in words_of(answer)
    assert b'href="/data/new/"' in answer.content


def test_a_voice_stands_at_the_stage_it_reached_and_its_count_leads_to_it(
    viewer: Client, corner: Corner
) -> None:
    corner.hear("하나")
    acknowledge(corner.hear("둘"), by=corner.jiwoo, at=NOW, now=NOW)
    page = viewer.get("/loop/").content.decode()
    for stage in ("heard", "acknowledged"):
        assert f'<a class="loop-here" href="/voices/?stage={stage}&amp;source=ours">1</a>' in page
    assert '<a class="loop-here" href="/voices/?stage=shipped&amp;source=ours">0</a>' in page


def test_what_is_not_computed_yet_is_said_and_is_no_zero(viewer: Client, corner: Corner) -> None:
    corner.hear()
    words = words_of(viewer.get("/loop/"))
    assert "how long the way takes has not been computed yet" in words
    assert "0 min" not in words


def test_the_first_sentence_says_how_long_the_loop_takes_and_what_holds_it_up(
    viewer: Client, corner: Corner
) -> None:
    corner.hear()
    keep(*SLOW, *HELD_UP)
    page = viewer.get("/loop/").content.decode()
    assert 'a median of <a href="#loop-stages">18 d 12 h</a>.' in page
    assert 'What holds up the whole now is the way to <a href="/loop/told/">“Told”</a>.' in page
    assert 'href="/loop/told/">9 d</a>' in page
    assert "<strong>Told</strong> comes first by 2 of the 2 signals that can be computed." in page


def test_each_station_shows_its_signals_with_rank_agreement_and_who_stands_there(
    viewer: Client, corner: Corner
) -> None:
    tie(corner.persons["jiwoo"], relation="employee", team=corner.cx, by=SYSTEM)
    acknowledge(corner.hear(), by=corner.jiwoo, at=NOW, now=NOW)
    silent = number(
        "loop", "bottleneck", None, cut="stage.utilisation", slice="told", reason="no_service_times"
    )
    shares = (
        number("loop", "bottleneck", 0.1, cut="stage.waiting_share", slice="acknowledged"),
        number("loop", "bottleneck", 3.0, cut="stage.waiting_share.rank", slice="acknowledged"),
    )
    keep(*SLOW, *HELD_UP, silent, *shares)
    words = words_of(viewer.get("/loop/"))
    assert "2 of 2" in words
    assert "no. 3" in words
    assert "Acknowledged CX" in words
    assert "Not computed: How busy it is. The record does not say who worked on what" in words


def test_where_the_signals_differ_no_constraint_is_named(viewer: Client, corner: Corner) -> None:
    corner.hear()
    verdict = number("loop", "bottleneck", None, cut="stage.verdict", reason="no_single_constraint")
    keep(*SLOW, verdict, *(row for row in HELD_UP if row["cut"] != "stage.verdict"))
    words = words_of(viewer.get("/loop/"))
    assert "There is no single constraint" in words
    assert "Share of all waiting: Told" in words
    assert "Voices now stop longest before" in words
    assert "held up here" not in words


def test_a_median_that_is_not_reached_says_why(viewer: Client, corner: Corner) -> None:
    corner.hear()
    keep(*SLOW)
    assert "Fewer than half have got this far" in words_of(viewer.get("/loop/"))


def test_a_side_narrows_the_counts_and_stays_in_every_link(viewer: Client, corner: Corner) -> None:
    inside = add_account("재무팀", side="coworker", segment="internal", by=SYSTEM, at=after(days=-9), now=NOW)
    corner.hear("밖")
    corner.hear("안", account=inside)
    keep(*SLOW, number("loop", "loop_stage_time", 4.0, cut="stage_side", slice="told coworker"))
    page = viewer.get("/loop/?side=coworker").content.decode()
    assert 'href="/voices/?stage=heard&amp;source=ours&amp;side=coworker">1</a>' in page
    assert 'href="/loop/told/?side=coworker">4 d</a>' in page


def test_a_history_shows_what_it_does_not_record_as_not_recorded_and_when_it_ends(
    viewer: Client, corner: Corner, tmp_path: Path
) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    load(tmp_path / "log.csv", mapping=MAPPING, by=SYSTEM, now=NOW)
    old = NOW - timedelta(days=50)
    rows = [number("loop/old_desk", "loop_stage_time", 2.0, cut="stage", slice="shipped")]
    keep(*rows, number("loop/old_desk", "loop_stage_time", None, cut="stage", slice="told"), as_of=old)
    words = words_of(viewer.get("/loop/?source=old_desk"))
    assert "This history does not record when people were told" in words
    assert "This history ends on Mon 12 Jan" in words
    assert "not recorded" in words
    assert "Nobody has been heard here yet." in words_of(viewer.get("/loop/"))


@pytest.mark.parametrize(
    "address", ["/loop/?source=nowhere", "/loop/?side=nobody", "/loop/heard/", "/loop/nothing/"]
)
def test_what_does_not_exist_is_not_found(viewer: Client, address: str) -> None:
    assert viewer.get(address).status_code == 404


def test_the_way_to_a_stage_lists_who_waits_for_it_the_longest_first(viewer: Client, corner: Corner) -> None:
    late = corner.hear("오래된 말", at=after(days=-9), now=NOW)
    for voice, days in ((late, -8), (corner.hear("새 말", at=after(days=-3), now=NOW), -2)):
        acknowledge(voice, by=corner.jiwoo, at=after(days=days), now=NOW)
    corner.hear("아직 접수만 한 말")
    words = words_of(viewer.get("/loop/promised/"))
    assert "2 voices stand at “Acknowledged” and wait for “Promised”" in words
    assert words.index("오래된 말") < words.index("새 말")
    assert "아직 접수만 한 말" not in words


def test_made_up_voices_are_labelled(viewer: Client, corner: Corner) -> None:
    hear("꾸민 말", source="village", by=SYSTEM, at=NOW, now=NOW)
    assert "Synthetic data" in words_of(viewer.get("/loop/"))


def test_the_page_asks_the_database_as_often_for_many_voices_as_for_one(
    viewer: Client, corner: Corner
) -> None:
    keep(*SLOW, *HELD_UP)
    corner.hear()
    viewer.get("/loop/")
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            viewer.get("/loop/")
        assert len(asked) == 8
        for n in range(12):
            corner.hear(f"말 {n}")


def test_the_loop_is_told_in_korean(corner: Corner) -> None:
    corner.hear()
    keep(*SLOW, *HELD_UP)
    words = words_of(visitor_of(corner.jiwoo, role=Role.VIEWER, language="ko").get("/loop/"), under="h1")
    assert words.startswith("첫마디에서 결과를 알려 드리기까지 중앙값 18일 12시간")
