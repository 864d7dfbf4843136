"""``dure journey FILE``: the way cases or people take through a log, for someone who has only a log and no server."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import click

from dure.doors.cli._flow_moves import gathered, moves_table
from dure.doors.cli._journey_html import html_report
from dure.doors.cli._journey_report import METRICS, JourneyReport
from dure.doors.cli._journey_text import summary, text_report
from dure.doors.cli._written import write_tables, written_as
from dure.facts.numbers import Metric, Window
from dure.kit.plugins import found
from dure.records.journeys.rules import is_software
from dure.sources.csv_file import FileError, MappingError, mapping_called, read, shipped_mappings

_SHIPPED = ", ".join(sorted(shipped_mappings(source="csv_file")))


@click.command("journey")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--mapping", "-m", default="plain", show_default=True, help=f"A mapping's file, or one of: {_SHIPPED}."
)
@click.option("--steps", "-s", help="The stages of the funnel in order, with commas: New,Active,Done.")
@click.option(
    "--html", type=click.Path(path_type=Path), help="Where to write the report.  [default: NAME-journey.html]"
)
@click.option("--language", "-l", type=click.Choice(["ko", "en"]), help="ko or en; the report can show both.")
@written_as
def COMMAND(  # noqa: N802
    file: Path, mapping: str, steps: str | None, html: Path | None, language: str | None, format: str | None, out: Path | None
) -> None:  # fmt: skip
    """Read FILE by a mapping (docs/mappings.md): what follows what, common paths, a funnel, and where time is lost.

    With --format, the tables come for other tools, and the report is written where --html says.
    Nothing is kept and nothing is sent: no server, no database, no network.
    """
    language = language or ("ko" if os.environ.get("LANG", "").startswith("ko") else "en")
    asked = [step.strip() for step in (steps or "").split(",") if step.strip()]
    try:
        report = journey_of(file, mapping=mapping, steps=asked, now=datetime.now(UTC))
    except (FileError, MappingError) as fault:
        raise click.ClickException(str(fault)) from fault
    if report.unknown_steps:
        raise click.ClickException(
            f"--steps: {', '.join(report.unknown_steps)}: no case was ever there; the log has {', '.join(_stages(report))}"
        )
    if format or out:
        write_tables(report.tables, format=format or "text", out=out)
        click.echo(summary(report, language=language), err=True)
    if html or not (format or out):
        target = html or Path(f"{file.resolve().name.split('.')[0]}-journey.html")
        target.write_text(html_report(report, language=language), encoding="utf-8")
        click.echo("" if format or out else text_report(report, language=language))
        click.echo(f"\n{target}")


def journey_of(
    file: Path, *, mapping: str = "plain", steps: Sequence[str] = (), now: datetime
) -> JourneyReport:
    """The journey of a file.

    Args:
        steps: the stages of the funnel, in order; none = no funnel. A stage not named may be skipped.

    Raises:
        FileError: it cannot be read, or holds no case.
        MappingError: the mapping cannot mean what it says.
    """
    rules = mapping_called(mapping)
    facts: Any = read(file, rules)
    people = _People(facts)
    has = gathered(people)
    if has.first_at is None or has.last_at is None:
        most = next((f"; most often: {reason}" for reason, _ in has.reasons.most_common(1)), "")
        raise FileError(f"{file}: no case could be read{most}")
    stream = rules.get("stream", {})
    key = str(stream.get("key", rules["name"]))
    window = Window(
        start=has.first_at,
        end=has.last_at + timedelta(microseconds=1),
        as_of=now,
        zone=str(rules["time"]["zone"]),
    )
    moves = moves_table(has, stream=key, source=str(rules["name"]), side=stream.get("side"), recorded_at=now)
    stages = sorted({stage for stage in has.columns["stage"] if stage is not None})
    rows = [*_measured(METRICS, moves, window, stages)]
    rows += _measured(("journey_funnel",), moves, window, steps) if len(steps) > 1 else []
    return JourneyReport(
        name=file.resolve().name, stream=key, title=stream.get("title", {"ko": key, "en": key}),
        first_at=has.first_at, last_at=has.last_at, n_cases=len(has.ids), n_rows=facts.tally.n_rows,
        n_aside=facts.tally.n_aside, n_software=people.n_software, reasons=dict(has.reasons.most_common()),
        rows=tuple(rows), steps=tuple(steps), unknown_steps=tuple(step for step in steps if step not in stages),
    )  # fmt: skip


class _People:
    """The facts that are no software's; counts those that are."""

    def __init__(self, facts: Iterable[Any]) -> None:
        self.facts, self.n_software = facts, 0

    def __iter__(self) -> Iterator[Any]:
        for fact in self.facts:
            if is_software(getattr(fact, "person", None) or ""):
                self.n_software += 1
            else:
                yield fact


def _measured(
    names: Sequence[str], moves: Any, window: Window, stages: Sequence[str]
) -> list[dict[str, Any]]:
    """The numbers, every stage of the log being a touchpoint and a stage of the journey of its own."""
    from dure.lake.measuring import measured

    known = cast(dict[str, Metric], found("dure.metrics", attribute="METRIC"))
    points = [
        {
            "touchpoint": stage,
            "journey_stage": stage,
            "place": n,
            "heard_in": "moves",
            "column": "stage",
            "value": stage,
        }
        for n, stage in enumerate(stages)
    ]
    asked = [known[name] for name in names]
    return measured(asked, window=window, tables={"moves": moves}, known={"touchpoints": points}).to_pylist()


def _stages(report: JourneyReport) -> list[str]:
    follows = report.tables["follows"].to_pydict()
    return sorted({*follows["from"], *follows["to"]})
