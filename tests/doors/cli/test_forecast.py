"""``dure forecast``: a log goes in, dates come out with what they rest on, or the reason why there are none."""

import json
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from dure.doors.cli import main
from tests.doors.cli.test_flow import References

HISTORY = (2, 3, 0, 4, 1, 3)
MONDAY = date(2026, 3, 2)


def log_of(path: Path, counts: tuple[int, ...], *, n_open: int = 8) -> Path:
    """A log in which so many cases were done in each week, and so many are in progress at its end."""
    lines, n = ["case,stage,time,owner"], 0
    for week, count in enumerate(counts):
        for _ in range(count):
            n, day = n + 1, MONDAY + timedelta(weeks=week)
            lines += [f"C{n},Active,{day} 09:00,Web", f"C{n},Done,{day + timedelta(days=1)} 15:00,Web"]
    end = MONDAY + timedelta(weeks=len(counts))
    # The first case was there from the first Monday on, so that every week lies in what was watched.
    lines += [f"O0,Active,{MONDAY - timedelta(days=3)} 09:00,Web"]
    lines += [f"O{k},Active,{end} 09:00,Web" for k in range(1, n_open)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return log_of(tmp_path / "work.csv", HISTORY)


def forecast(*words: str) -> str:
    answer = CliRunner().invoke(main, ["forecast", *words], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_the_dates_are_those_of_the_worked_example(log: Path, tmp_path: Path) -> None:
    said = forecast(str(log), "-l", "en", "--by", "2026-05-12", "--html", str(tmp_path / "r.html"))
    assert "8 items are done by 2026-05-18 with 85 % certainty (within 5 weeks), and as likely as not by 2026-05-11." in said  # fmt: skip
    assert "4 whole weeks of work lie before 2026-05-12: 9 or more with 50 %, 6 with 85 %, 4 with 95 % certainty." in said  # fmt: skip
    assert "6 complete weeks, 2026-W10 to 2026-W15" in said


def test_holidays_put_the_dates_off(log: Path, tmp_path: Path) -> None:
    said = forecast(str(log), "-l", "ko", "--country", "KR", "--html", str(tmp_path / "r.html"))
    assert "KR의 공휴일을 뺐습니다." in said
    assert "2026-05-18" not in said


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((3, 2, 4), "Not enough history: six complete weeks"),
        ((0,) * 8, "nothing was done in any of these weeks"),
    ],
)
def test_too_little_history_is_refused_with_its_reason(
    tmp_path: Path, counts: tuple[int, ...], why: str
) -> None:
    log = log_of(tmp_path / "work.csv", counts)
    said = forecast(str(log), "-l", "en", "--html", str(tmp_path / "r.html"))
    assert "No date can be told" in said
    assert why in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["-n", "-3"], "--items -3: give a number from 0"),
        (["-n", "5", "--growth", "0.2"], "give a factor from 1"),
        (["-n", "1e12"], "give a number from 0 to 1,000,000"),
        (["--by", "soon"], "write it as 2026-12-24"),
        (["--country", "XX"], "no holidays known for 'XX'"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_how_to_mend_it(log: Path, words: list[str], why: str) -> None:
    answer = CliRunner().invoke(main, ["forecast", str(log), *words])
    assert answer.exit_code != 0
    assert why in answer.output


def test_the_tables_go_to_other_tools(log: Path, tmp_path: Path) -> None:
    forecast(str(log), "-f", "json", "-o", str(tmp_path / "all.json"))
    told = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert [row["n_weeks"] for row in told["dates"]] == [4, 5, 7]
    assert round(told["chances"][4]["done_by_then"], 4) == 0.8615
    assert [row["n_done"] for row in told["weeks"]] == list(HISTORY)
    forecast(str(log), "-f", "parquet", "-o", str(tmp_path / "tables"))
    assert pq.read_table(tmp_path / "tables/dates.parquet")["sure"].to_pylist() == [0.5, 0.85, 0.95]


def test_the_report_needs_nothing_from_elsewhere_and_speaks_both_languages(log: Path, tmp_path: Path) -> None:
    forecast(str(log), "-l", "ko", "--html", str(tmp_path / "r.html"))
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    parser = References()
    parser.feed(page)
    assert parser.found == []
    assert parser.open == []
    assert "85 % 확률로 2026-05-18까지" in page
    assert "8 items are done by 2026-05-18" in page
