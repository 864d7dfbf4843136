"""Tables for other tools: where they go, and what each format keeps."""

import json
from datetime import date
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dure.doors.cli._written import write_tables

WEEKS = pa.table({"week": ["2026-W10", "2026-W11"], "n_done": [2, None], "on": [date(2026, 3, 8), None]})
TEAMS = pa.table({"team": ["기술지원", "Web, and more"], "share": [0.25, 12345.6]})
BOTH = {"weeks": WEEKS, "teams": TEAMS}


def test_several_tables_go_into_a_folder_one_file_each(tmp_path: Path) -> None:
    files = write_tables(BOTH, format="parquet", out=tmp_path / "new" / "tables")
    assert [file.name for file in files] == ["weeks.parquet", "teams.parquet"]
    assert pq.read_table(files[0]).equals(WEEKS)
    csv = write_tables(BOTH, format="csv", out=tmp_path / "tables")
    assert csv[0].read_text(encoding="utf-8-sig").splitlines() == ["week,n_done,on", "2026-W10,2,2026-03-08", "2026-W11,,"]  # fmt: skip
    assert '"Web, and more",12345.6' in csv[1].read_text(encoding="utf-8-sig")


def test_several_tables_are_one_file_as_json(tmp_path: Path) -> None:
    (file,) = write_tables(BOTH, format="json", out=tmp_path / "all.json")
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["weeks"] == [
        {"week": "2026-W10", "n_done": 2, "on": "2026-03-08"},
        {"week": "2026-W11", "n_done": None, "on": None},
    ]


def test_text_keeps_columns_in_line_also_in_korean(capsys: pytest.CaptureFixture[str]) -> None:
    write_tables({"teams": TEAMS}, format="text", out=None)
    assert capsys.readouterr().out.splitlines() == [
        "teams",
        "  team            share",
        "  기술지원         0.25",
        "  Web, and more  12,346",
    ]


@pytest.mark.parametrize(("format", "why"), [("csv", "2 files"), ("parquet", "no text")])
def test_what_no_terminal_can_show_is_refused(format: str, why: str) -> None:
    with pytest.raises(click.ClickException, match=why):
        write_tables(BOTH, format=format, out=None)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(click.ClickException, match=r"cannot be written"):
        write_tables(BOTH, format="json", out=tmp_path / "file" / "below.json")
