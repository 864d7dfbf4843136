"""``dure work``: the process that does what is due and what was asked for."""

from datetime import timedelta

import click

from dure.doors.cli import open_house


@click.command("work")
def COMMAND() -> None:  # noqa: N802
    """Do what is due (drain, measure, compact) and what people asked for in the browser, until stopped."""
    open_house()
    from django.conf import settings

    from dure.jobs.asked import measure_again
    from dure.jobs.drain import drain
    from dure.jobs.rounds import Due, make_rounds
    from dure.lake import Lake, compact

    lake = Lake(settings.LAKE)
    make_rounds(
        [
            Due("drain", lambda: drain(lake), every=timedelta(seconds=30)),
            Due("measure", measure_again, every=timedelta(hours=1)),
            Due("compact", lambda: compact(lake), every=timedelta(hours=1)),
        ],
        say=click.echo,
    )
