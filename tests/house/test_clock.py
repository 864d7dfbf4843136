"""Rule 8: the clock is an argument (`now`, `on`) everywhere but in doors, jobs and actions.

Reading the clock is refused by ruff (banned-api in pyproject.toml); a model that reads it by itself, here.
"""

import ast
import json
import subprocess
import sys
from pathlib import Path

from tests.house.violations import Violation, called, constant, kept, keyword, lines_of, plant, trees

MEND = "take the moment as an argument: `now` or `on`"


def clocks_read(root: Path) -> list[Violation]:
    """Places that ask what time it is, and models that stamp themselves."""
    return _called_by_name(root) + _stamped_by_model(root)


def _called_by_name(root: Path) -> list[Violation]:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--select",
        "TID251",
        "--output-format",
        "json",
    ]
    answer = subprocess.run([*command, "src"], cwd=root, capture_output=True, text=True, check=False)
    assert answer.returncode in (0, 1), answer.stderr
    return [
        Violation(_under(root, fault["filename"]), fault["location"]["row"], fault["message"], MEND)
        for fault in json.loads(answer.stdout)
    ]


def _under(root: Path, file: str) -> str:
    return Path(file).resolve().relative_to(root.resolve()).as_posix()


def _stamped_by_model(root: Path) -> list[Violation]:
    return [
        Violation(path, node.lineno, f"`{called(node)}` that reads the clock by itself", MEND)
        for path, tree in trees(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        if any(constant(keyword(node, word)) is True for word in ("auto_now", "auto_now_add"))
    ]


def test_the_clock_is_an_argument_everywhere_but_in_doors_jobs_and_actions(house: Path) -> None:
    kept(clocks_read(house))


def test_every_way_of_reading_the_clock_planted_in_a_rule_is_caught(copy: Path) -> None:
    source = (
        "import time\n"
        "from datetime import UTC, date, datetime\n"
        "from django.utils import timezone\n"
        "import ibis\n"
        "a = datetime.now(UTC)\n"
        "b = date.today()\n"
        "c = timezone.now()\n"
        "d = time.time()\n"
        "e = ibis.now()\n"
        "f = models.DateTimeField(default=timezone.now)\n"
        "g = models.DateTimeField(auto_now_add=True)\n"
        "h = time.perf_counter()\n"
    )
    path = plant(copy, "src/dure/records/voices/planted.py", source)
    assert lines_of(clocks_read(copy), path) == [5, 6, 7, 8, 9, 10, 11]


def test_doors_jobs_and_actions_may_read_the_clock(copy: Path) -> None:
    source = "\nfrom datetime import UTC, datetime\nNOW = datetime.now(UTC)\n"
    for path in ("doors/web/planted.py", "jobs/planted.py", "records/voices/actions.py"):
        assert lines_of(clocks_read(copy), plant(copy, f"src/dure/{path}", source)) == []
