"""``dure load FILE --mapping M``: takes a file in and says what came of it."""

from pathlib import Path
from typing import Any

import click

from dure.doors.cli import open_house
from dure.facts.roles import SYSTEM
from dure.sources.csv_file import FileError, MappingError, mapping_called, repairable, shipped_mappings


@click.command("load")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--mapping", "-m", help="A mapping's file, or the name of one that ships with dure.")
@click.option("--git", "is_git", is_flag=True, help="FILE is a git repository.")
@click.option(
    "--aside", type=click.Path(path_type=Path), help="Write the rows kept aside here, to be mended."
)
def COMMAND(file: Path, mapping: str | None, is_git: bool, aside: Path | None) -> None:  # noqa: N802
    """Take FILE in by a mapping (docs/mappings.md). The same file twice adds nothing."""
    if not mapping and not is_git:
        raise click.UsageError(f"say --mapping NAME ({', '.join(shipped())}) or a file of your own, or --git")
    open_house()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    try:
        report, is_new = taken_in(file, mapping=mapping, is_git=is_git)
    except (FileError, MappingError, ValueError) as fault:
        raise click.ClickException(str(fault)) from fault
    if not is_new:
        click.echo(f"{file}: taken in before; nothing was added.")
    for line in told(report):
        click.echo(line)
    if aside:
        _write_aside(report, file=file, to=aside)


def shipped() -> list[str]:
    """The names of the mappings that ship with dure."""
    return sorted(shipped_mappings(source="csv_file"))


def git_mapping(repository: Path) -> dict[str, Any]:
    """The mapping of a repository: as shipped, in a stream of its own."""
    name = repository.resolve().name
    stream = {"key": f"git-{name}", "title": {"ko": name, "en": name}}
    return {**mapping_called("git_log"), "name": f"git-{name}", "stream": stream}


def taken_in(file: Path, *, mapping: str | None, is_git: bool = False) -> tuple[Any, bool]:
    """The load of a file, with a progress bar while it runs."""
    from django.utils import timezone

    from dure.jobs.load import load

    asked = git_mapping(file) if is_git else mapping_called(mapping or "")
    source = "git_log" if is_git else "csv_file"
    with click.progressbar(length=1000, label=file.resolve().name, show_pos=False) as bar:

        def progress(n_facts: int, share: float | None) -> None:
            bar.label = f"{file.resolve().name}: {n_facts:,} facts"
            bar.update(int(1000 * (share or 0)) - bar.pos)

        report, is_new = load(
            file, mapping=asked, source=source, by=SYSTEM, now=timezone.now(), progress=progress
        )
        bar.update(1000 - bar.pos)
    return report, is_new


def told(load: Any) -> list[str]:
    """What came in, what did not, and why, in lines."""
    report = load.report
    rows = f"{report['n_rows']:,} rows, " if "n_rows" in report else ""
    lines = [f"{load.source}: {rows}{report.get('n_cases', 0):,} cases"]
    lines += [f"  {kind}: {n:,}" for kind, n in sorted(report.get("facts", {}).items())]
    if report.get("n_no_change"):
        lines.append(f"  rows that changed nothing: {report['n_no_change']:,}")
    lines += [f"  kept aside {n:,}: {reason}" for reason, n in report.get("reasons", {}).items()]
    lines += [
        f"  unmapped state {state!r}: {n:,} rows" for state, n in report.get("unmapped_states", {}).items()
    ]
    return lines


def _write_aside(load: Any, *, file: Path, to: Path) -> None:
    from dure.records.ledger.queries import rows_aside

    n_rows = repairable(rows_aside(load.pk), path=file, mapping=load.mapping, to=to)
    click.echo(f"{to}: {n_rows:,} rows to mend; load it again with the same mapping")
