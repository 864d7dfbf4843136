"""Rules 1 to 7 as import contracts (pyproject.toml), each with a violation planted and caught."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.violations import Violation, imported, kept, lines_of, plant, trees

#: What is planted: in which contract, in which file, and the import or folder that breaks it.
PLANTED = {
    "Floors": ("kit/planted.py", "import dure.facts.loop"),
    "The loop runs one way": ("records/voices/rules.py", "import dure.records.promises.rules"),
    "Inside a record": ("records/people/models.py", "import dure.records.people.queries"),
    "Reading never acts": ("records/work/queries.py", "import dure.records.voices.actions"),
    "Pure floors and rules": ("metrics/planted.py", "import django"),
    "Sources and channels": ("sources/planted.py", "import dure.records.voices.queries"),
    "Only doors, jobs and the demo act": ("lake/planted.py", "import dure.records.voices.actions"),
    "No door knows another": ("doors/web/planted.py", "import dure.doors.cli"),
    "No cycles": ("language/planted_b/__init__.py", "import dure.language.planted_a"),
}

#: Each kind of plugin, and the name by which a file of its folder says that it is one.
PLUGINS = {"sources": "SOURCE", "channels": "CHANNEL", "checks": "CHECK", "metrics": "METRIC"}


def contracts(root: Path) -> tuple[int, str]:
    """What the import contracts say of the tree under ``root``: the exit code and the report."""
    linter = Path(sys.executable).parent / "lint-imports"
    answer = subprocess.run(
        [linter, "--no-cache", "--no-logo"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stdout + answer.stderr


def plugins(root: Path) -> set[str]:
    """The dotted names of the plugins that are built in: files that say so. The rest of a folder they may share."""
    return {
        path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path, tree in trees(root)
        for kind, attribute in PLUGINS.items()
        if path.startswith(f"src/dure/{kind}/")
        if any(
            isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == attribute for node in tree.body
        )
    }


def plugins_that_know_a_plugin(root: Path) -> list[Violation]:
    """Imports of a plugin by a file of the same folder. Who wants plugins asks for all that are found."""
    known = plugins(root)
    return [
        Violation(path, line, f"knows the plugin `{name}`", "let both use a function that is no plugin")
        for path, tree in trees(root)
        if any(path.startswith(f"src/dure/{kind}/") for kind in PLUGINS)
        for name, line in imported(tree)
        for plugin in known
        if f"{name}.".startswith(f"{plugin}.") and not path.startswith(f"src/{plugin.replace('.', '/')}")
    ]


def test_the_import_contracts_are_kept(house: Path) -> None:
    code, report = contracts(house)
    assert code == 0, report


@pytest.fixture(scope="module")
def report_on_planted(house: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    from shutil import copytree, ignore_patterns

    root = tmp_path_factory.mktemp("planted")
    copytree(house / "src", root / "src", ignore=ignore_patterns("__pycache__", "static"))
    (root / "pyproject.toml").write_bytes((house / "pyproject.toml").read_bytes())
    for floor in ("rules", "models", "queries", "actions"):
        for record in ("people", "voices", "promises", "work"):
            plant(root, f"src/dure/records/{record}/{floor}.py", "\n")
    plant(root, "src/dure/records/voices/queries.py", "\nimport django\n")
    plant(root, "src/dure/language/planted_a/__init__.py", "import dure.language.planted_b\n")
    for path, line in PLANTED.values():
        plant(root, f"src/dure/{path}", f"\n{line}\n")
    return contracts(root)[1]


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_import_is_caught_by_its_contract(contract: str, report_on_planted: str) -> None:
    verdict = next(line for line in report_on_planted.splitlines() if line.startswith(contract))
    assert verdict.endswith("BROKEN"), report_on_planted


def test_a_new_floor_a_new_record_and_a_new_room_fail_until_they_are_placed(copy: Path) -> None:
    plant(copy, "src/dure/attic/__init__.py", "")
    plant(copy, "src/dure/records/complaints/__init__.py", "")
    plant(copy, "src/dure/records/voices/letters.py", "")
    _, report = contracts(copy)
    assert "dure.attic" in report
    assert "dure.records.complaints" in report
    assert "dure.records.voices.letters" in report


def test_no_plugin_knows_another(house: Path) -> None:
    kept(plugins_that_know_a_plugin(house))


def test_a_planted_tie_between_plugins_is_caught(copy: Path) -> None:
    plant(copy, "src/dure/metrics/planted_nps.py", "METRIC = Metric(name='planted_nps')\n")
    plant(copy, "src/dure/metrics/planted_spans.py", "def spans(moves): return moves\n")
    lines = [
        "from dure.metrics.planted_nps import METRIC as other",
        "import dure.metrics.planted_nps",
        "from dure.metrics.planted_spans import spans",
        "import dure.facts.numbers",
    ]
    path = plant(copy, "src/dure/metrics/planted_ces.py", "\n".join(lines))
    assert lines_of(plugins_that_know_a_plugin(copy), path) == [1, 2]
