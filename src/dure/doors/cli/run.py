"""``dure run``: serves the pages, with the worker beside them."""

import subprocess
import sys

import click

from dure.doors.cli import open_house


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=4, show_default=True, help="Requests answered at once.")
@click.option("--no-worker", is_flag=True, help="Leave the worker to a process of its own (dure work).")
def COMMAND(host: str, port: int, threads: int, no_worker: bool) -> None:  # noqa: N802
    """Serve the pages, and do what is due beside them."""
    serve(host=host, port=port, threads=threads, with_worker=not no_worker)


def serve(*, host: str, port: int, threads: int = 4, with_worker: bool = True) -> None:
    """Serves until it is stopped; the worker it started is stopped with it."""
    open_house()
    from django.conf import settings
    from django.core.management import call_command
    from granian import Granian
    from granian.constants import Interfaces

    call_command("migrate", verbosity=0, interactive=False)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    worker = subprocess.Popen([sys.executable, "-m", "dure.doors.cli", "work"]) if with_worker else None
    try:
        Granian(
            "dure.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            blocking_threads=threads,
            log_level="warning",  # type: ignore[arg-type]
        ).serve()
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait(timeout=30)
