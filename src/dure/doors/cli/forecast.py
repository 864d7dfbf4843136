"""``dure forecast FILE``: when will it be done, from a log, for someone who has only a log and no server."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import click

from dure.doors.cli._flow_report import Report
from dure.doors.cli._forecast_html import html_forecast
from dure.doors.cli._forecast_told import Told, weeks_of
from dure.doors.cli._forecast_words import answer, basis_sentences, by_then, change
from dure.doors.cli._written import write_tables, written_as
from dure.doors.cli.flow import flow_of
from dure.kit.calendars import calendar
from dure.kit.clock import day_of
from dure.kit.throughput import CannotBeCountedError, to_do
from dure.sources.csv_file import FileError, MappingError, shipped_mappings

_SHIPPED = ", ".join(sorted(shipped_mappings(source="csv_file")))
ASKED = ("flow_velocity", "flow_load")


class Day(click.ParamType):
    """A day written as 2026-12-24."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            return self.fail(f"{value!r} is no day: write it as 2026-12-24", param, ctx)


@click.command("forecast")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--mapping", "-m", default="plain", show_default=True, help=f"A mapping's file, or one of: {_SHIPPED}."
)
@click.option("--git", "is_git", is_flag=True, help="FILE is a git repository.")
@click.option("--items", "-n", type=float, help="How many are to be done.  [default: those in progress]")
@click.option("--growth", type=float, default=1.0, show_default=True, help="1.2 = a fifth more turns up.")
@click.option("--by", type=Day(), help="How many by this day?")
@click.option("--on", type=Day(), help="The day it is counted from.  [default: the last day of the log]")
@click.option("--country", help="Whose public holidays are free, such as KR.  [default: none]")
@click.option("--html", type=click.Path(path_type=Path), help="Where to write the report.  [default: NAME-forecast.html]")  # fmt: skip
@click.option("--language", "-l", type=click.Choice(["ko", "en"]), help="ko or en; the report can show both.")
@written_as
def COMMAND(  # noqa: N802
    file: Path, mapping: str, is_git: bool, items: float | None, growth: float, by: date | None, on: date | None,
    country: str | None, html: Path | None, language: str | None, format: str | None, out: Path | None,
) -> None:  # fmt: skip
    """When will so much be done, and how many by a day: from the weeks of FILE, read by a mapping.

    Nothing is kept and nothing is sent: no server, no database, no network.
    """
    language = language or ("ko" if os.environ.get("LANG", "").startswith("ko") else "en")
    try:
        report = flow_of(file, mapping=mapping, is_git=is_git, now=datetime.now(UTC), asked=ASKED)
        told = forecast_of(report, items=items, growth=growth, by=by, on=on, country=country)
    except (FileError, MappingError, ValueError) as fault:
        raise click.ClickException(str(fault)) from fault
    if format or out:
        write_tables(told.tables(), format=format or "text", out=out)
        click.echo(answer(told, language=language), err=True)
    if html or not (format or out):
        target = html or Path(f"{file.resolve().name.split('.')[0]}-forecast.html")
        target.write_text(html_forecast(told, language=language), encoding="utf-8")
        click.echo("" if format or out else text_forecast(told, language=language))
        click.echo(f"\n{target}")


def forecast_of(
    report: Report,
    *,
    items: float | None,
    growth: float = 1.0,
    by: date | None = None,
    on: date | None = None,
    country: str | None = None,
) -> Told:
    """The forecast of a file's flow.

    Raises:
        CannotBeCountedError: a number of items or a growth that cannot be.
        ValueError: a country whose holidays nobody knows.
    """
    hours = calendar(zone=report.window.zone, country=country)
    load = report.one("flow_load")
    n_open = (load or {}).get("value") or 0.0
    if items is not None and items < 0:
        raise CannotBeCountedError(f"--items {items:g}: give a number from 0")
    return Told(
        report=report,
        weeks=weeks_of(report, calendar=hours),
        calendar=hours,
        on=on or day_of(report.last_at, zone=report.window.zone),
        n_items=to_do(n_open if items is None else items, growth=growth),
        by=by,
    )


def text_forecast(told: Told, *, language: str) -> str:
    """The forecast as plain text."""
    lines = [
        f"{told.report.title[language]} · {told.report.name}", "", answer(told, language=language),
        by_then(told, language=language), change(told, language=language), "",
        *(f"- {line}" for line in basis_sentences(told, language=language)),
    ]  # fmt: skip
    return "\n".join(line for n, line in enumerate(lines) if line or n in (1, 5))
