"""The console command: ``dure ...``. One file is one command, found on the disk."""

import os

import click

from dure.kit.plugins import found


class Commands(click.Group):
    """The commands, each the ``COMMAND`` of a file beside this one; a file is read when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(found(__package__, attribute="COMMAND"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = found(__package__, attribute="COMMAND").get(cmd_name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=Commands, help="dure: customers and coworkers in one measured loop.")
@click.version_option(package_name="dure")
def main() -> None:
    """Every command."""


def open_house() -> None:
    """Makes the records ready for a command: settings read, apps loaded."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dure.config.settings")
    django.setup()
