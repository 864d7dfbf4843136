"""``dure measure``: brings the ledger into the lake and computes every number anew."""

import time

import click

from dure.doors.cli import open_house


@click.command("measure")
def COMMAND() -> None:  # noqa: N802
    """Compute every number anew, from all that is recorded."""
    open_house()
    from dure.jobs.asked import measure_again

    began = time.perf_counter()
    n_numbers = measure_again(say=click.echo)
    click.echo(f"{n_numbers:,} numbers in {time.perf_counter() - began:.1f} s")
