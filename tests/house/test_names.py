"""The grammar of names, as far as a machine can read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.violations import Violation, called, kept, plant, trees

#: A name that could stand over anything tells nothing.
EMPTY_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "base",
    "manager",
    "managers",
    "service",
    "services",
}
EMPTY_NAMES |= {"misc", "core", "lib"}

#: The page every other page extends is called so throughout Django.
KNOWN_BY_CUSTOM = {"base.html"}

#: A word of the field that carries its unit: counted from what was known until then.
FIELD_TERMS = {"as_of"}

UNITS = {"DateTimeField": "_at", "DateField": "_on"}


def empty_names(root: Path) -> Iterator[Violation]:
    """Files and folders named after nothing."""
    for top in ("src", "tests", "docs"):
        for path in sorted((root / top).rglob("*")):
            parts = path.relative_to(root).parts
            if "vendor" in parts or "__pycache__" in parts or path.name in KNOWN_BY_CUSTOM:
                continue
            if path.name.split(".")[0].strip("_").lower() in EMPTY_NAMES:
                mend = "name it after what it holds; where it holds several things, part them"
                yield Violation(path.relative_to(root).as_posix(), 1, f"`{path.name}` says nothing", mend)


def moments_without_unit(root: Path) -> list[Violation]:
    """Columns for a moment not named ``_at``, and columns for a day not named ``_on``."""
    return [
        Violation(
            path,
            node.lineno,
            f"`{name}` holds a {kind.removesuffix('Field')}",
            f"let its name end in `{unit}`",
        )
        for path, tree in trees(root)
        if path.startswith("src/dure/records/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if (unit := UNITS.get(kind := called(node.value)))
        for name in (target.id for target in node.targets if isinstance(target, ast.Name))
        if not name.endswith(unit) and name not in FIELD_TERMS
    ]


def test_no_file_or_folder_is_named_after_nothing(house: Path) -> None:
    kept(empty_names(house))


def test_planted_empty_names_are_caught(copy: Path) -> None:
    planted = ["src/dure/kit/utils.py", "src/dure/lake/helpers/tables.py", "src/dure/doors/web/common.html"]
    for path in planted:
        plant(copy, path, "")
    assert {v.what for v in empty_names(copy)} >= {"`utils.py` says nothing", "`helpers` says nothing"}
    assert {"`common.html` says nothing"} <= {v.what for v in empty_names(copy)}


def test_moments_end_in_at_and_days_in_on(house: Path) -> None:
    kept(moments_without_unit(house))


def test_a_planted_moment_without_its_unit_is_caught(copy: Path) -> None:
    fields = ("due = models.DateTimeField()", "due_on = models.DateField()", "day = models.DateField()")
    source = "class P:\n" + "".join(f"    {field}\n" for field in fields)
    path = plant(copy, "src/dure/records/promises/planted.py", source)
    assert [v.line for v in moments_without_unit(copy) if v.path == path] == [2, 4]
