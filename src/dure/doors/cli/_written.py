"""Tables written for other tools: text for a terminal, CSV, JSON and Parquet. Shared by the commands that read a file."""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import pyarrow as pa

FORMATS = ("text", "csv", "json", "parquet")

Command = TypeVar("Command", bound=Callable[..., Any])


def written_as(command: Command) -> Command:
    """Adds ``--format`` and ``--out`` to a command, which receives them as ``format`` and ``out``."""
    command = click.option(
        "--out",
        "-o",
        type=click.Path(path_type=Path),
        help="Where to write the tables: a file, or a folder for several tables as CSV or Parquet.  [default: the terminal]",
    )(command)
    return click.option(
        "--format", "-f", type=click.Choice(FORMATS), help="Give the numbers as tables instead of the report."
    )(command)


def write_tables(tables: Mapping[str, pa.Table], *, format: str, out: Path | None) -> list[Path]:
    """Writes tables by their names, to the terminal where ``out`` is None.

    One table goes to the file ``out``. Several go to one file as text or JSON, and to the folder ``out``
    as CSV or Parquet, one file each.

    Args:
        format: one of :data:`FORMATS`.

    Returns:
        The files that were written.

    Raises:
        click.ClickException: Parquet, or several tables as CSV, without ``out``; ``out`` cannot be written.
    """
    if out is None:
        click.echo(_on_terminal(tables, format=format))
        return []
    many_files = format in ("csv", "parquet") and len(tables) > 1
    try:
        out.mkdir(parents=True, exist_ok=True) if many_files else out.parent.mkdir(
            parents=True, exist_ok=True
        )
        if not many_files:
            _write_one(out, tables, format=format)
            return [out]
        files = [out / f"{name}.{format}" for name in tables]
        for file, (name, table) in zip(files, tables.items(), strict=True):
            _write_one(file, {name: table}, format=format)
        return files
    except OSError as fault:
        raise click.ClickException(
            f"{out}: cannot be written: {fault.strerror}. Name another place with --out."
        ) from fault


def _on_terminal(tables: Mapping[str, pa.Table], *, format: str) -> str:
    if format == "parquet":
        raise click.ClickException("Parquet is no text: say with --out where to write it.")
    if format == "csv" and len(tables) > 1:
        raise click.ClickException(
            f"{len(tables)} tables as CSV are {len(tables)} files: say with --out in which folder to write them."
        )
    return _text_of(tables, format=format).rstrip("\n")


def _write_one(file: Path, tables: Mapping[str, pa.Table], *, format: str) -> None:
    if format == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(next(iter(tables.values())), file)
    else:
        # A byte order mark tells a spreadsheet that Korean in a CSV is UTF-8.
        file.write_text(
            _text_of(tables, format=format), encoding="utf-8-sig" if format == "csv" else "utf-8", newline=""
        )


def _text_of(tables: Mapping[str, pa.Table], *, format: str) -> str:
    if format == "json":
        rows = {name: table.to_pylist() for name, table in tables.items()}
        return json.dumps(rows, ensure_ascii=False, indent=1, default=_plain) + "\n"
    if format == "csv":
        return _csv(next(iter(tables.values())))
    return "\n".join("\n".join(_lines(name, table)) + "\n" for name, table in tables.items())


def _csv(table: pa.Table) -> str:
    import csv
    import io

    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        writer.writerow(["" if value is None else _plain(value) for value in row.values()])
    return page.getvalue()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _lines(name: str, table: pa.Table) -> Iterator[str]:
    rows = [[_shown(value) for value in row.values()] for row in table.to_pylist()]
    widths = [max(_width(cell) for cell in column) for column in zip(table.column_names, *rows, strict=True)]
    is_number = [
        pa.types.is_integer(field.type) or pa.types.is_floating(field.type) for field in table.schema
    ]
    yield name
    for cells in (table.column_names, *rows):
        padded = (
            " " * (width - _width(cell)) + cell if right else cell + " " * (width - _width(cell))
            for cell, width, right in zip(cells, widths, is_number, strict=True)
        )
        yield ("  " + "  ".join(padded)).rstrip()


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(_plain(value))


def _width(text: str) -> int:
    """Columns of a terminal: a Korean letter takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
