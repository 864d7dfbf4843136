"""``python -m dure.doors.cli``: the console command where it is not on the path."""

from dure.doors.cli import main

main(prog_name="dure")
