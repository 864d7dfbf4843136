"""``dure demo``: the village, the real year, every number, and the pages at one address."""

import os
import subprocess
from pathlib import Path

import click

from dure.doors.cli import open_house

REAL_YEAR = Path("service_desk") / "incident_event_log.zip"
WHERE = (
    "The real year is not here. It is the incident event log of a service desk, CC BY 4.0, UCI Machine Learning\n"
    "Repository no. 498. Put the file at DURE_DATA/service_desk/incident_event_log.zip and run this again."
)


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Load and compute, and stop there.")
def COMMAND(host: str, port: int, no_serve: bool) -> None:  # noqa: N802
    """Load the village and the real year, compute everything, serve. A second run is quick and loses nothing."""
    open_house()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if _tell_village() | _load_real():
        _measure()
    _say_where(host=host, port=port)
    if not no_serve:
        from dure.doors.cli.run import serve

        serve(host=host, port=port)


def _tell_village() -> bool:
    from django.utils import timezone

    from dure.demo.village import tell_village

    with click.progressbar(length=1000, label="the village (synthetic)", show_pos=False) as bar:
        told = tell_village(timezone.now(), progress=lambda n, of: bar.update(1000 * n // of - bar.pos))
    return told > 0


def _load_real() -> bool:
    """Loads the real year where its file is found, and the history of the repository one stands in."""
    from dure.doors.cli.load import taken_in, told

    is_new = False
    folder = Path(os.environ.get("DURE_DATA", "../shared/data"))
    if (folder / REAL_YEAR).exists():
        report, is_new = taken_in(folder / REAL_YEAR, mapping="service_desk")
        click.echo("\n".join(told(report)) if is_new else "the real year: taken in before")
    else:
        click.echo(WHERE)
    if (repository := _repository()) is not None:
        report, is_new_too = taken_in(repository, mapping=None, is_git=True)
        is_new |= is_new_too
    return is_new


def _repository() -> Path | None:
    """The git repository one stands in, where there is one."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return Path(found.stdout.strip()) if found.returncode == 0 else None


def _measure() -> None:
    from dure.jobs.asked import measure_again

    click.echo("computing the numbers ...")
    click.echo(f"{measure_again(say=click.echo):,} numbers")


def _say_where(*, host: str, port: int) -> None:
    from dure.demo.cast import DEMO_PASSWORD, LOGINS

    click.echo(f"\n  http://{host}:{port}\n")
    for login in LOGINS:
        click.echo(f"  {login.username:<10} {DEMO_PASSWORD:<20} {login.role.name.lower()}")
    click.echo("")
