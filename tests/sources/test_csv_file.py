"""A file and its mapping go in, facts come out. The samples stand in tests/samples/files."""

import gzip
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dure.facts.arrivals import Handed, Heard, KeptAside, Moved
from dure.sources.csv_file import FileError, in_korean, mapping_called, read, read_mapping, repairable
from tests.sources.lines_of_facts import line_of, lines_of
from tests.sources.workbook import write_workbook

SAMPLES = Path(__file__).parents[1] / "samples" / "files"

PLAIN: dict[str, Any] = {
    "name": "small",
    "time": {"zone": "UTC"},
    "columns": {"case": "case", "state": "stage", "at": "time", "team": "owner"},
    "states": {"New": "new", "Doing": {"flow": "active", "loop": "started"}, "Done": "done"},
}


def written(folder: Path, text: str, *, name: str = "log.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("file", ["desk.csv", "plain_korean.csv", "contacts.tsv"])
def test_a_sample_becomes_the_facts_written_beside_it(file: str) -> None:
    path = SAMPLES / file
    mapping = read_mapping(path.with_suffix(".toml"))
    assert lines_of(read(path, mapping)) == path.with_suffix(".facts").read_text("utf-8").splitlines()


def test_rows_are_told_apart_into_facts_no_change_and_aside(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "case,stage,time,owner\n"
        "1,New,2026-03-02 09:00,A\n"
        "1,New,2026-03-02 09:10,A\n"
        "1,New,2026-03-02 09:20,\n"
        "1,Lost,2026-03-02 09:30,A\n"
        "1,Done,2026-03-02 10:00,A\n",
    )
    reading = read(path, PLAIN)
    facts = list(reading)
    tally = reading.tally
    assert (tally.n_rows, tally.n_cases, tally.n_no_change, tally.n_aside) == (5, 1, 2, 1)
    assert tally.unmapped_states == {"Lost": 1}
    assert [f.stage for f in facts if isinstance(f, Moved)] == ["New", "Done"]
    assert reading.share_read() == 1.0


def test_rows_of_one_minute_keep_the_order_of_the_file(tmp_path: Path) -> None:
    text = "case,stage,time,owner\n" + "".join(
        f"1,{s},2026-03-02 09:00,A\n" for s in ("New", "Doing", "Done", "Doing")
    )
    moved = [f for f in read(written(tmp_path, text), PLAIN) if isinstance(f, Moved)]
    assert [f.stage for f in moved] == ["New", "Doing", "Done", "Doing"]
    assert [f.position for f in moved] == [2, 3, 4, 5]


def test_rows_of_a_case_are_told_by_time_wherever_they_stand(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "case,stage,time,owner\n"
        "1,Done,2026-03-02 12:00,A\n2,New,2026-03-02 10:00,A\n1,New,2026-03-02 09:00,A\n1,Doing,2026-03-02 10:00,B\n",
    )
    facts = [f for f in read(path, PLAIN) if f.ref == "1"]  # type: ignore[union-attr]
    assert [f.stage for f in facts if isinstance(f, Moved)] == ["New", "Doing", "Done"]
    assert [(f.from_team, f.to_team) for f in facts if isinstance(f, Handed)] == [("A", "B"), ("B", "A")]
    assert facts[0].position == 4


def test_an_unknown_owner_in_between_is_no_team(tmp_path: Path) -> None:
    rows = "".join(f"1,Doing,2026-03-02 09:0{n},{owner}\n" for n, owner in enumerate(["A", "", "A", "", "B"]))
    facts = list(read(written(tmp_path, "case,stage,time,owner\n" + rows), PLAIN))
    assert [(f.from_team, f.to_team) for f in facts if isinstance(f, Handed)] == [("A", "B")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_the_encoding_is_found_out(encoding: str, tmp_path: Path) -> None:
    path = written(tmp_path, "case,stage,time,owner\n1,New,2026-03-02 09:00,고객지원팀\n", encoding=encoding)
    _, moved = read(path, PLAIN)
    assert isinstance(moved, Moved)
    assert moved.team == "고객지원팀"


def test_a_korean_name_on_the_last_line_still_tells_the_encoding(tmp_path: Path) -> None:
    rows = "".join(f"{n},New,2026-03-02 09:00,A\n" for n in range(5_000))
    path = written(
        tmp_path, f"case,stage,time,owner\n{rows}x,New,2026-03-02 09:00,기술팀\n", encoding="cp949"
    )
    assert [f.team for f in read(path, PLAIN) if isinstance(f, Moved)][-1] == "기술팀"


def test_bytes_that_do_not_belong_are_kept_aside_with_their_row(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"case,stage,time,owner\n1,New,2026-03-02 09:00,A\n2,New,2026-03-02 09:00,\xff\xfe\n")
    facts = list(read(path, {**PLAIN, "file": {"encoding": "utf-8"}}))
    assert [line_of(f) for f in facts if isinstance(f, KeptAside)] == [
        "KeptAside line 3 [] '': holds bytes that are not utf-8: set [file] encoding"
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str, tmp_path: Path) -> None:
    text = "case,stage,time,owner\n1,New,2026-03-02 09:00,A\n2,Done,2026-03-02 09:00,A\n".replace(
        ",", delimiter
    )
    assert sum(isinstance(f, Moved) for f in read(written(tmp_path, text), PLAIN)) == 2


@pytest.mark.parametrize("packed", ["zip", "gz"])
def test_a_packed_file_is_read_as_it_is(packed: str, tmp_path: Path) -> None:
    text = "case,stage,time,owner\n1,New,2026-03-02 09:00,A\n"
    path = tmp_path / f"log.csv.{packed}"
    if packed == "gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.md", "not a table")
            archive.writestr("folder/log.csv", text)
    assert [type(f) for f in read(path, PLAIN)] == [Heard, Moved]


def test_an_archive_of_several_tables_asks_which(tmp_path: Path) -> None:
    path = tmp_path / "logs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "case,stage,time,owner\n1,New,2026-03-02 09:00,A\n")
        archive.writestr("b.csv", "case,stage,time,owner\n")
    with pytest.raises(FileError, match=r"\[file\] member to one of: a.csv, b.csv"):
        read(path, PLAIN)
    assert len(list(read(path, {**PLAIN, "file": {"member": "a*"}}))) == 2


def test_a_workbook_gives_the_same_facts_as_the_text(tmp_path: Path) -> None:
    header: list[object] = ["case", "stage", "time", "owner"]
    rows = [
        header,
        [7, "New", datetime.fromisoformat("2026-03-02 09:05"), "고객지원팀"],
        [7, "Doing", "2026-03-02 10:00", "기술팀"],
    ]
    text = "case,stage,time,owner\n7,New,2026-03-02 09:05,고객지원팀\n7,Doing,2026-03-02 10:00,기술팀\n"
    book = write_workbook(rows, to=tmp_path / "log.xlsx")
    assert lines_of(read(book, PLAIN)) == lines_of(read(written(tmp_path, text), PLAIN))


def test_a_workbook_without_the_sheet_asked_for_names_the_ones_it_has(tmp_path: Path) -> None:
    book = write_workbook([["case"]], to=tmp_path / "log.xlsx")
    with pytest.raises(FileError, match=r"no sheet 'Log'.*기록"):
        read(book, {**PLAIN, "file": {"sheet": "Log"}})


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("log.csv", b"", "the file is empty"),
        ("log.xlsx", b"not a workbook", "not a workbook that can be read"),
        ("log.csv", b"case\n\xff\xff\xff\n", "neither utf-8 nor cp949"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(
    name: str, content: bytes, why: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=why):
        read(tmp_path / name, PLAIN)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"nowhere\.csv: there is no such file"):
        read(tmp_path / "nowhere.csv", PLAIN)


def test_columns_may_be_told_by_their_place(tmp_path: Path) -> None:
    path = written(tmp_path, "x,x,x\n1,New,2026-03-02 09:00\n")
    mapping = {**PLAIN, "columns": {"case": "#1", "state": "x#2", "at": "#3"}}
    assert [line_of(f) for f in read(path, mapping)][
        1
    ] == "Moved line 2 2026-03-02 09:00 1 stage='New' state='new'"


def test_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "Export of 2026\n\ncase,stage,time,owner\n1,New,2026-03-02 09:00,A\n")
    moved = list(read(path, {**PLAIN, "file": {"header_line": 3}}))[1]
    assert isinstance(moved, Moved)
    assert moved.position == 4


def test_rows_kept_aside_can_be_mended_and_loaded_again(tmp_path: Path) -> None:
    path = SAMPLES / "desk.csv"
    mapping = read_mapping(SAMPLES / "desk.toml")
    aside = [f for f in read(path, mapping) if isinstance(f, KeptAside)]
    to_mend = tmp_path / "to_mend.csv"
    assert repairable(aside, path=path, mapping=mapping, to=to_mend) == len(aside) == 9
    again = [f for f in read(to_mend, mapping) if isinstance(f, KeptAside)]
    assert {f.reason for f in again if f.value == "Parked"} == {
        f.reason for f in aside if f.value == "Parked"
    }
    to_mend.write_text(
        to_mend.read_text("utf-8-sig").replace("Parked", "Active").replace("31/2/", "3/2/"), "utf-8"
    )
    mended = [line_of(f) for f in read(to_mend, mapping) if isinstance(f, Moved) and f.ref == "A3"]
    assert [line.split("stage=")[1].split()[0] for line in mended] == ["'Voided'", "'Active'", "'Voided'"]


def test_a_reason_is_told_in_korean_too() -> None:
    aside = [
        f for f in read(SAMPLES / "desk.csv", read_mapping(SAMPLES / "desk.toml")) if isinstance(f, KeptAside)
    ]
    own = {"a code, not a state"}
    assert all(in_korean(row.reason) != row.reason for row in aside if row.reason not in own)
    late = next(row.reason for row in aside if row.value == "soon")
    assert in_korean(late) == (
        "있는 날짜와 시각이 아니거나 %d/%m/%Y %H:%M 형식이 아닙니다. 이 건은 첫 행에서 시작한 것으로 봅니다"
    )


def test_a_quote_that_is_never_closed_is_kept_aside_with_all_it_swallowed(tmp_path: Path) -> None:
    text = 'case,stage,time,owner\n1,New,2026-03-02 09:00,A\n2,New,"2026-03-02 09:00,A\n3,New,2026-03-02 09:00,A\n'
    facts = list(read(written(tmp_path, text), PLAIN))
    (aside,) = [fact for fact in facts if isinstance(fact, KeptAside)]
    assert aside.line == 3
    assert "3,New" in aside.row


def test_a_field_beyond_all_measure_is_kept_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    swallowed = "x" * 100 + "\n"
    text = 'case,stage,time,owner\n1,New,"' + swallowed * 12_000 + '",A\n2,New,2026-03-02 09:00,A\n'
    facts = list(read(written(tmp_path, text), PLAIN))
    first = next(fact for fact in facts if isinstance(fact, KeptAside))
    assert first.line == 2
    assert first.reason.startswith("not a row of delimited text, a quote may never be closed: lines 2 to ")


def test_a_name_longer_than_a_name_is_kept_aside_with_its_column(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(
        f"case,stage,time,owner\nA,Doing,2026-03-02 09:00,{'가' * 201}\nB,Doing,2026-03-02 09:00,데이터\n"
    )
    facts = list(read(path, mapping_called("plain")))
    aside = [fact for fact in facts if isinstance(fact, KeptAside)]
    assert [(row.line, row.column) for row in aside] == [(2, "owner")]
    assert "right column" in aside[0].reason
    assert {fact.ref for fact in facts if isinstance(fact, Heard)} == {"B"}
