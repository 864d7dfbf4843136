"""``dure journey``: a log goes in; what follows what, the paths, the funnel and the obstacles come out."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from dure.doors.cli import main
from dure.doors.cli.journey import journey_of
from tests.doors.cli.test_flow import References
from tests.real_data import real

LOG = """case,stage,time,owner
1,New,2026-01-05 09:00,A
1,Active,2026-01-05 10:00,A
1,Done,2026-01-05 12:00,A
2,New,2026-01-05 09:00,A
2,Active,2026-01-06 09:00,A
3,New,2026-01-05 09:00,A
3,Parked <b>,2026-01-05 09:00,A
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "work.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


def journey(*words: str) -> str:
    answer = CliRunner().invoke(main, ["journey", *words], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_what_follows_what_is_printed_with_how_often_and_how_long_after(log: Path, tmp_path: Path) -> None:
    said = journey(str(log), "-l", "en", "--html", str(tmp_path / "r.html"))
    assert "New → Active: 2, 12.5 hours" in said
    assert "There are 3 different paths." in said
    assert "3 cases in 7 rows, 1 kept aside." in said


def test_the_funnel_has_the_steps_that_are_named_and_without_them_it_says_how(
    log: Path, tmp_path: Path
) -> None:
    html = str(tmp_path / "r.html")
    said = journey(str(log), "-l", "en", "--steps", "New,Active,Done", "--html", html)
    assert "New → Active: 3, 2, 66.7 %" in said
    assert "Active → Done (biggest leak): 2, 1, 50.0 %" in said
    assert "--steps로 단계를 차례대로 적으십시오" in journey(str(log), "-l", "ko", "--html", html)


def test_a_step_that_is_nowhere_in_the_log_is_named_with_those_that_are(log: Path) -> None:
    answer = CliRunner().invoke(main, ["journey", str(log), "--steps", "New,Paid"])
    assert answer.exit_code == 1
    assert "Paid: no case was ever there; the log has Active, Done, New" in answer.output


def test_tables_come_as_csv_json_and_parquet(log: Path, tmp_path: Path) -> None:
    words = ["journey", str(log), "-f", "json", "-s", "New,Active,Done"]
    told = json.loads(CliRunner().invoke(main, words, catch_exceptions=False).stdout)
    assert set(told) == {"follows", "variants", "funnel", "obstacles"}
    assert told["follows"][0] == {"from": "New", "to": "Active", "n": 2, "median_minutes": 750.0}
    journey(str(log), "-f", "parquet", "-o", str(tmp_path / "tables"))
    assert pq.read_table(tmp_path / "tables/follows.parquet").column_names == [
        "from",
        "to",
        "n",
        "median_minutes",
    ]
    journey(str(log), "-f", "csv", "-o", str(tmp_path / "csv"))
    assert "New,Active,2,750.0" in (tmp_path / "csv/follows.csv").read_text(encoding="utf-8-sig")


def test_the_page_needs_nothing_from_elsewhere_and_shows_the_log_as_text(log: Path, tmp_path: Path) -> None:
    journey(str(log), "-l", "ko", "--html", str(tmp_path / "r.html"))
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    parser = References()
    parser.feed(page)
    assert (parser.found, parser.open) == ([], [])
    assert page.count('<span lang="ko">') == page.count('<span lang="en">') > 20
    assert "여정 보고서" in page
    assert "<b>," not in page


def test_what_software_did_is_left_out_and_said(tmp_path: Path) -> None:
    mapping = tmp_path / "who.toml"
    mapping.write_text(
        'name = "who"\n[time]\nzone = "UTC"\n[columns]\ncase = "case"\nstate = "stage"\nat = "time"\nperson = "owner"\n'
        '[states]\n"New" = "new"\n"Done" = "done"\n',
        encoding="utf-8",
    )
    path = tmp_path / "log.csv"
    path.write_text(
        "case,stage,time,owner\n1,New,2026-01-05 09:00,A\n1,Done,2026-01-05 10:00,A\n2,New,2026-01-05 09:00,triage[bot]\n",
        encoding="utf-8",
    )
    said = journey(str(path), "-m", str(mapping), "-l", "en", "--html", str(tmp_path / "r.html"))
    assert "rows of software are left out" in said
    assert "New → Done: 1, 1.0 hours" in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("case,stage,time,owner\n1,New,yesterday,A\n", "no case could be read; most often"),
        ("case,stage,time,owner\n", "no case could be read"),
    ],
)
def test_a_file_without_a_readable_case_is_refused_with_the_reason(
    tmp_path: Path, text: str, why: str
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    answer = CliRunner().invoke(main, ["journey", str(path)])
    assert answer.exit_code == 1
    assert why in answer.output


def test_equal_moments_and_cases_without_end_make_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    rows = "".join(f"{n},New,2026-01-05 09:00,A\n{n},Active,2026-01-05 09:00,A\n" for n in range(50))
    path.write_text("case,stage,time,owner\n" + rows, encoding="utf-8")
    report = journey_of(path, steps=["New", "Active"], now=datetime(2026, 2, 1, tzinfo=UTC))
    assert report.tables["follows"].to_pylist() == [
        {"from": "New", "to": "Active", "n": 50, "median_minutes": 0.0}
    ]
    assert report.tables["funnel"].to_pylist()[0]["share"] == 1.0
    assert report.tables["obstacles"].num_rows == 0


def test_no_server_and_no_database_is_needed(log: Path, tmp_path: Path) -> None:
    run = "import sys; from dure.doors.cli import main; main(standalone_mode=False); print('django' in sys.modules)"
    without = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    answer = subprocess.run(
        [sys.executable, "-c", run, "journey", str(log), "--html", str(tmp_path / "r.html")],
        env={**without, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.splitlines()[-1] == "False"


@pytest.mark.data
def test_the_real_year_has_its_paths_and_its_waits(tmp_path: Path) -> None:
    log = real("service_desk/incident_event_log.zip")
    report = journey_of(
        log, mapping="service_desk", steps=["New", "Resolved", "Closed"], now=datetime(2026, 2, 1, tzinfo=UTC)
    )
    follows = report.tables["follows"].to_pylist()
    assert (follows[0]["from"], follows[0]["to"], follows[0]["n"]) == ("Resolved", "Closed", 24_916)
    assert sum(report.tables["variants"]["n"].to_pylist()) == report.n_cases == 24_918
