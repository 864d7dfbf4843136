"""``dure flow``: a log goes in, its flow is printed, and a report is written that needs nothing else."""

import csv
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from dure.doors.cli import main
from dure.doors.cli._flow_moves import gathered, moves_table
from dure.facts.shapes import MOVES
from dure.sources.csv_file import mapping_called, read
from tests.real_data import real

LOG = """case,stage,time,owner
F1,New,2026-01-05 09:00,Web
F1,Active,2026-01-06 09:00,Web
F1,Waiting for customer,2026-01-08 09:00,Web
F1,Active,2026-01-12 09:00,Data
F1,Done,2026-01-13 09:00,Data
D1,New,2026-01-07 09:00,Web
D1,Waiting for vendor,2026-01-08 09:00,Web
D1,Active,2026-01-09 09:00,Web
D1,Done,2026-01-10 09:00,Web
X1,Parked <b>,2026-01-10 09:00,Web
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "work.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


def flow(*words: str) -> str:
    answer = CliRunner().invoke(main, ["flow", *words], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_the_numbers_are_those_of_the_worked_example(log: Path, tmp_path: Path) -> None:
    said = flow(str(log), "-l", "en", "--html", str(tmp_path / "r.html"))
    assert "Flow velocity: 2" in said
    assert "Flow efficiency: 44.4 %" in said
    assert "80 % of the time spent waiting was spent waiting on the customer." in said
    assert re.search(r"Handovers: 0\.50", said)
    assert "2 cases in 10 rows. 0 rows changed nothing, 1 are kept aside." in said


def test_what_was_kept_aside_is_listed_with_its_reason_in_both_languages(log: Path, tmp_path: Path) -> None:
    assert "a state the mapping does not know" in flow(
        str(log), "-l", "en", "--html", str(tmp_path / "r.html")
    )
    assert "매핑에 없는 상태입니다" in flow(str(log), "-l", "ko", "--html", str(tmp_path / "r.html"))


class References(HTMLParser):
    """Everything a page would fetch, and everything it would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            f"{tag} {name}" for name, _ in attrs if name in ("src", "href", "srcset", "data", "action")
        ]
        self.found += [tag] if tag in ("script", "link", "iframe", "img") else []
        self.found += [name for name, _ in attrs if name.startswith("on")]
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def page(log: Path, tmp_path: Path) -> str:
    flow(str(log), "-l", "ko", "--html", str(tmp_path / "r.html"))
    return (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_page_needs_nothing_from_elsewhere(page: str) -> None:
    parser = References()
    parser.feed(page)
    assert parser.found == []
    assert parser.open == []
    assert "url(" not in page
    assert "@import" not in page


def test_the_page_is_written_in_korean_and_english(page: str) -> None:
    assert page.startswith('<!doctype html>\n<html lang="ko">')
    assert page.count('<span lang="ko">') == page.count('<span lang="en">') > 30
    for word in ("흐름 보고서", "Flow report", "누구를 기다렸나", "Waiting, by whom"):
        assert word in page


def test_what_the_log_says_is_shown_as_text_and_never_as_markup(page: str) -> None:
    assert "Parked &lt;b&gt;" in page
    assert "Parked <b>" not in page


def test_a_report_is_written_beside_where_one_stands(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    flow(str(log))
    assert (tmp_path / "work-flow.html").exists()


def test_a_repository_has_a_flow_too(tmp_path: Path) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), (*who, "commit", "-q", "--allow-empty", "-m", "fix: one")):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    said = flow(str(tmp_path), "--git", "-l", "en", "--html", str(tmp_path / "r.html"))
    assert "Flow velocity: 1" in said
    assert "defects 100 %" in said


def test_the_numbers_come_as_tables_for_other_tools(log: Path, tmp_path: Path) -> None:
    out = tmp_path / "numbers"
    flow(str(log), "-f", "csv", "-o", f"{out}.csv")
    flow(str(log), "-f", "json", "-o", f"{out}.json")
    flow(str(log), "-f", "parquet", "-o", f"{out}.parquet")
    with out.with_suffix(".csv").open(encoding="utf-8-sig") as page:
        from_csv = list(csv.DictReader(page))
    from_json = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))["numbers"]
    assert pq.read_table(out.with_suffix(".parquet")).to_pylist() == from_json
    velocity = [row for row in from_json if row["metric"] == "flow_velocity" and row["cut"] == "all"]
    assert [(row["value"], row["n"], row["unit"]) for row in velocity] == [(2.0, 2, "items")]
    assert len(from_csv) == len(from_json)
    assert "metric" in flow(str(log), "-f", "text")


def test_a_table_that_cannot_go_to_a_terminal_is_refused_with_what_to_do(log: Path) -> None:
    answer = CliRunner().invoke(main, ["flow", str(log), "-f", "parquet"])
    assert answer.exit_code == 1
    assert "say with --out where to write it" in answer.output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nowhere.csv"], "nowhere.csv: there is no such file"),
        (["nowhere.csv", "-m", "jira"], "none shipped by this name"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(words: list[str], why: str) -> None:
    answer = CliRunner().invoke(main, ["flow", *words])
    assert answer.exit_code == 1
    assert why in answer.output


def test_a_file_without_a_readable_case_says_what_was_wrong_most_often(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case,stage,time,owner\n1,New,yesterday,A\n", encoding="utf-8")
    answer = CliRunner().invoke(main, ["flow", str(path)])
    assert "no case could be read; most often: not a date and time that exists" in answer.output


def test_no_server_and_no_database_is_needed(log: Path, tmp_path: Path) -> None:
    run = "import sys; from dure.doors.cli import main; main(standalone_mode=False); print('django' in sys.modules)"
    without = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    answer = subprocess.run(
        [sys.executable, "-c", run, "flow", str(log), "--html", str(tmp_path / "r.html")],
        env={**without, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.splitlines()[-1] == "False"


def test_moves_have_the_shape_of_the_lake(log: Path) -> None:
    found = gathered(read(log, mapping_called("plain")))
    now = datetime(2026, 2, 1, tzinfo=UTC)
    table = moves_table(found, stream="plain", source="plain", side=None, recorded_at=now)
    assert table.schema.equals(MOVES)
    rows = table.to_pylist()
    assert [row["seq"] for row in rows] == list(range(len(rows)))
    assert [row["stage"] for row in rows if row["thing"] == "voice" and row["case_id"] == 1] == [
        "heard", "started", "handed_off", "shipped",
    ]  # fmt: skip


@pytest.mark.data
def test_the_real_year_waits_on_the_customer_most(tmp_path: Path) -> None:
    log = str(real("service_desk/incident_event_log.zip"))
    said = flow(log, "-m", "service_desk", "-l", "en", "--html", str(tmp_path / "r.html"))
    assert "24,918 cases in 141,712 rows. 30,614 rows changed nothing, 5 are kept aside." in said
    assert "77 % of the time spent waiting was spent waiting on the customer." in said
    assert "Flow velocity: 24,918" in said
    assert "Waiting for a customer who was not asked: not recorded, so not known" in said
