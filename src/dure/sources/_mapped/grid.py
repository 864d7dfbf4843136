"""Any table in a file as lines of text cells: delimited text or a workbook, plain, gzipped or in a zip."""

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import IO, Any, cast

from python_calamine import CalamineError, CalamineWorkbook

from dure.sources._mapped.columns import column_names
from dure.sources._mapped.faults import FileError

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
TEXTS = (".csv", ".tsv", ".txt", ".log")
DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_BYTES = 1 << 16
_CHUNK_BYTES = 1 << 20
_FIELD_LIMIT = 1 << 20

Line = tuple[int, list[str] | str]


@dataclass(frozen=True, slots=True)
class FileRule:
    """What a mapping declares of the file itself; None is found out by looking."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    member: str | None = None
    header_line: int = 1
    missing: frozenset[str] = frozenset()


#: Nothing is declared; everything is found out by looking.
AS_FOUND = FileRule()


@dataclass
class Grid:
    """A table being read: its header, and its lines as (line number, cells), or (line number, fault).

    A line number is the place in the file where the row begins, the header being line 1.
    """

    header: list[str]
    lines: Iterator[Line]
    delimiter: str
    encoding: str | None
    names: list[str] = field(init=False)
    _raw: IO[bytes] | None = None
    _size: int = 0
    _opened: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.names = column_names(self.header)

    def __enter__(self) -> "Grid":
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def share_read(self) -> float | None:
        """How much of the file has been read, 0 to 1; None where it cannot be known."""
        if self._raw is None or not self._size:
            return None
        return 1.0 if self._raw.closed else min(1.0, self._raw.tell() / self._size)


def grid(path: Path, *, rule: FileRule = AS_FOUND) -> Grid:
    """The table in a file, opened; its lines are read as they are asked for. It closes after the last one.

    Raises:
        FileError: there is no such file, no table in it, or its text is in no encoding we know.
    """
    if not path.is_file():
        raise FileError(f"{path}: there is no such file")
    with ExitStack() as opened:
        raw, name, size = _bytes_of(path, rule, opened)
        if name.lower().endswith(WORKBOOKS):
            return _workbook(raw, rule, name)
        table = _text_table(raw, rule, name)
        table._raw, table._size, table._opened = raw, size, opened.pop_all()
        table.lines = _closing(table.lines, table)
        return table


def _closing(lines: Iterator[Line], table: Grid) -> Iterator[Line]:
    with table:
        yield from lines


def _bytes_of(path: Path, rule: FileRule, opened: ExitStack) -> tuple[IO[bytes], str, int]:
    if path.name.lower().endswith(".gz"):
        return opened.enter_context(cast(IO[bytes], gzip.open(path))), path.name[:-3], 0
    if not zipfile.is_zipfile(path) or path.name.lower().endswith(WORKBOOKS):
        return opened.enter_context(path.open("rb")), path.name, path.stat().st_size
    archive = opened.enter_context(zipfile.ZipFile(path))
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        return opened.enter_context(path.open("rb")), path.name + ".xlsx", path.stat().st_size
    member = _member(names, rule.member, path)
    try:
        return opened.enter_context(archive.open(member)), member, archive.getinfo(member).file_size
    except RuntimeError as fault:
        raise FileError(f"{path}: {member} is locked with a password; unpack it first") from fault


def _member(names: list[str], wanted: str | None, path: Path) -> str:
    tables = [name for name in names if name.lower().endswith(TEXTS + WORKBOOKS) and "__MACOSX" not in name]
    fitting = [name for name in tables if fnmatch(name, wanted)] if wanted else tables
    if len(fitting) != 1:
        found = ", ".join(tables) or "none"
        raise FileError(f"{path}: one table is wanted in the archive; set [file] member to one of: {found}")
    return fitting[0]


def _workbook(raw: IO[bytes], rule: FileRule, name: str) -> Grid:
    try:
        book = CalamineWorkbook.from_filelike(cast(Any, io.BytesIO(raw.read())))
    except CalamineError as fault:
        raise FileError(
            f"{name}: not a workbook that can be read ({fault}); save it again as XLSX"
        ) from fault
    if rule.sheet is not None and rule.sheet not in book.sheet_names:
        raise FileError(
            f"{name}: no sheet {rule.sheet!r}; set [file] sheet to one of: {', '.join(book.sheet_names)}"
        )
    sheet = book.get_sheet_by_name(rule.sheet) if rule.sheet else book.get_sheet_by_index(0)
    rows = [[_cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    if len(rows) < rule.header_line:
        raise FileError(f"{name}: the sheet has no header in line {rule.header_line}")
    lines = ((n, row) for n, row in enumerate(rows, start=1) if n > rule.header_line and any(row))
    return Grid(header=rows[rule.header_line - 1], lines=lines, delimiter=",", encoding=None)


def _cell_text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return (
        ""
        if cell is None
        else str(cell / timedelta(hours=1) if isinstance(cell, timedelta) else cell).strip()
    )


def _text_table(raw: IO[bytes], rule: FileRule, name: str) -> Grid:
    encoding = _marked_encoding(_head(raw)) or rule.encoding or encoding_of(raw, name=name)
    sample = _head(raw).decode(encoding, errors="ignore")
    delimiter = rule.delimiter or delimiter_of(sample)
    csv.field_size_limit(_FIELD_LIMIT)
    text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
    lines = _lines(csv.reader(text, delimiter=delimiter))
    header = next((row for n, row in lines if n >= rule.header_line), None)
    if not isinstance(header, list):
        why = "the file is empty or [file] header_line is wrong"
        raise FileError(f"{name}: no header in line {rule.header_line}: {why}")
    return Grid(header=header, lines=lines, delimiter=delimiter, encoding=encoding)


def _lines(reader: Any) -> Iterator[Line]:
    number = 1
    while True:
        try:
            for row in reader:
                if row:
                    yield number, row
                number = reader.line_num + 1
            return
        except csv.Error as fault:
            yield number, f"lines {number} to {reader.line_num}, {fault}"
            number = reader.line_num + 1


def _head(raw: IO[bytes]) -> bytes:
    raw.seek(0)
    sample = raw.read(_SAMPLE_BYTES)
    raw.seek(0)
    return sample


def encoding_of(raw: IO[bytes], *, name: str = "the file") -> str:
    """The encoding of a text: utf-8 (with or without a mark), utf-16 with a mark, or Korean cp949.

    The whole text is looked at, because a Korean name may first come on the last line.

    Raises:
        FileError: the bytes are none of these.
    """
    if marked := _marked_encoding(_head(raw)):
        return marked
    for encoding in ("utf-8", "cp949"):
        if _decodes(raw, encoding):
            return encoding
    raise FileError(
        f"{name}: neither utf-8 nor cp949; set [file] encoding, for example 'shift_jis' or 'latin-1'"
    )


def _marked_encoding(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig" if head.startswith(b"\xef\xbb\xbf") else None


def _decodes(raw: IO[bytes], encoding: str) -> bool:
    text = io.TextIOWrapper(raw, encoding=encoding)
    try:
        while text.read(_CHUNK_BYTES):
            pass
    except UnicodeDecodeError:
        return False
    finally:
        text.detach()
        raw.seek(0)
    return True


def delimiter_of(sample: str) -> str:
    """The character that cuts the first lines into the most columns, the same number in each.

    >>> delimiter_of("id;when;note\\n1;2026-03-04;a, b\\n"), delimiter_of("one\\ntwo\\n")
    (';', ',')
    """
    lines = sample.splitlines()[:50]
    lines = lines[:-1] if len(lines) > 1 and not sample.endswith("\n") else lines

    def evenness(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        return (widths.count(widths[0]) / len(widths), widths[0]) if widths and widths[0] > 1 else (0.0, 0)

    return max(DELIMITERS, key=evenness)
