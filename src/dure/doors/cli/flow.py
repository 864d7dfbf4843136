"""``dure flow FILE``: the flow of a log, for someone who has only a log and no server."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import click
import pyarrow as pa

from dure.doors.cli._flow_html import html_report
from dure.doors.cli._flow_moves import Gathered, gathered, moves_table
from dure.doors.cli._flow_report import ASKED, Report
from dure.doors.cli._flow_text import summary, text_report
from dure.doors.cli._written import write_tables, written_as
from dure.facts.numbers import Metric, Window
from dure.kit.plugins import found
from dure.sources.csv_file import FileError, MappingError, mapping_called, read, shipped_mappings
from dure.sources.git_log import read as read_repository

_SHIPPED = ", ".join(sorted(shipped_mappings(source="csv_file")))


@click.command("flow")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--mapping", "-m", default="plain", show_default=True, help=f"A mapping's file, or one of: {_SHIPPED}."
)
@click.option("--git", "is_git", is_flag=True, help="FILE is a git repository.")
@click.option(
    "--html", type=click.Path(path_type=Path), help="Where to write the report.  [default: NAME-flow.html]"
)
@click.option("--language", "-l", type=click.Choice(["ko", "en"]), help="ko or en; the report can show both.")
@written_as
def COMMAND(  # noqa: N802
    file: Path, mapping: str, is_git: bool, html: Path | None, language: str | None, format: str | None, out: Path | None
) -> None:  # fmt: skip
    """Read FILE by a mapping (docs/mappings.md), print its flow, and write a report to send on.

    With --format, the numbers come as a table for other tools, and the report is written where --html says.
    Nothing is kept and nothing is sent: no server, no database, no network.
    """
    language = language or ("ko" if os.environ.get("LANG", "").startswith("ko") else "en")
    try:
        report = flow_of(file, mapping=mapping, is_git=is_git, now=datetime.now(UTC))
    except (FileError, MappingError) as fault:
        raise click.ClickException(str(fault)) from fault
    if format or out:
        write_tables({"numbers": numbers(report)}, format=format or "text", out=out)
        click.echo(summary(report, language=language), err=True)
    if html or not (format or out):
        target = html or Path(f"{file.resolve().name.split('.')[0]}-flow.html")
        target.write_text(html_report(report, language=language), encoding="utf-8")
        click.echo("" if format or out else text_report(report, language=language))
        click.echo(f"\n{target}")


def flow_of(
    file: Path, *, mapping: str = "plain", is_git: bool = False, now: datetime, asked: tuple[str, ...] = ASKED
) -> Report:
    """The flow of a file or a repository, as far as these metrics tell it.

    Raises:
        FileError: it cannot be read, or holds no case.
        MappingError: the mapping cannot mean what it says.
    """
    rules = mapping_called("git_log" if is_git else mapping)
    facts: Any = read_repository(file, rules) if is_git else read(file, rules)
    has = gathered(facts)
    if has.first_at is None or has.last_at is None:
        most = next((f"; most often: {reason}" for reason, _ in has.reasons.most_common(1)), "")
        raise FileError(f"{file}: no case could be read{most}")
    stream = rules.get("stream", {})
    key = str(stream.get("key", rules["name"]))
    zone = "Asia/Seoul" if is_git else str(rules["time"]["zone"])
    window = Window(start=has.first_at, end=has.last_at + timedelta(minutes=1), as_of=now, zone=zone)
    metrics = _metrics(asked)
    moves = moves_table(has, stream=key, source=str(rules["name"]), side=stream.get("side"), recorded_at=now)
    return Report(
        name=file.resolve().name, stream=key, title=stream.get("title", {"ko": key, "en": key}), window=window,
        first_at=has.first_at, last_at=has.last_at, metrics=metrics, rows=_measured(metrics, moves, window),
        notes=tuple(rules.get("notes", ())), **_counts(facts, has),
    )  # fmt: skip


def numbers(report: Report) -> pa.Table:
    """Every number of a report as one table: what it is, its slice, and all that belongs to it."""
    told = ("stream", "cut", "slice", "value", "n", "coverage", "low", "high", "reason")
    rows = [
        {"metric": row["metric"], "unit": report.metrics[row["metric"]].unit, **{name: row[name] for name in told}}
        for row in report.rows
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=_NUMBERS)


_NUMBERS = pa.schema(
    [
        *((name, pa.string()) for name in ("metric", "unit", "stream", "cut", "slice")),
        ("value", pa.float64()),
        ("n", pa.int64()),
        *((name, pa.float64()) for name in ("coverage", "low", "high")),
        ("reason", pa.string()),
    ]
)


def _metrics(asked: tuple[str, ...]) -> dict[str, Metric]:
    known = cast(dict[str, Metric], found("dure.metrics", attribute="METRIC"))
    return {name: known[name] for name in asked}


def _measured(metrics: dict[str, Metric], moves: Any, window: Window) -> tuple[dict[str, Any], ...]:
    from dure.lake.measuring import measured

    return tuple(measured(metrics.values(), window=window, tables={"moves": moves}).to_pylist())


def _counts(facts: Any, has: Gathered) -> dict[str, Any]:
    """What became of the rows: a file's own tally, or for a repository one row per commit and tag."""
    tally = getattr(facts, "tally", None)
    n_aside = has.facts["KeptAside"]
    return {
        "n_cases": len(has.ids),
        "n_rows": tally.n_rows if tally else len(has.ids) + has.facts["Shipped"] + n_aside,
        "n_no_change": tally.n_no_change if tally else 0,
        "n_aside": tally.n_aside if tally else n_aside,
        "reasons": dict(has.reasons.most_common()),
        "unmapped_states": dict(tally.unmapped_states.most_common()) if tally else {},
        "aside": tuple(has.aside),
    }
