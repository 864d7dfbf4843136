"""Rule 2: the loop runs one way. Keys between records are strings and leave no way back."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.violations import Violation, called, constant, kept, keyword, lines_of, plant, trees

KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


def record_order(root: Path) -> list[str]:
    """The record folders from the first word to the outcome, as the import contract lists them."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(list(reversed(c["layers"])) for c in contracts if c.get("containers") == ["dure.records"])


def keys_that_look_back(root: Path) -> list[Violation]:
    """Keys to another record's row that are no string, leave a reverse accessor, or point along the loop."""
    order = record_order(root)
    return [
        violation
        for path, tree in trees(root)
        if path.startswith("src/dure/records/")
        for violation in _in_file(path, tree, order=order)
    ]


def _in_file(path: str, tree: ast.Module, *, order: list[str]) -> Iterator[Violation]:
    home = path.split("/")[3]
    strangers = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dure.records.")
        if (node.module or "").split(".")[2] != home
        for name in node.names
    }
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for key in (n for n in ast.walk(owner) if isinstance(n, ast.Call) and called(n) in KEYS and n.args):
            target = constant(key.args[0])
            if target is None and ast.unparse(key.args[0]).split(".")[0] in strangers:
                what = f"a key to `{ast.unparse(key.args[0])}`, a row of another record, as a class"
                yield Violation(path, key.lineno, what, 'name it by a string: "folder.Model"')
            folder = target.split(".")[0] if isinstance(target, str) and "." in target else home
            if ast.unparse(key.args[0]) == "settings.AUTH_USER_MODEL":
                folder = "people"
            if folder == home:
                continue
            if constant(keyword(key, "related_name")) != "+":
                what = f"a key to {folder} that leaves a reverse accessor there"
                yield Violation(
                    path, key.lineno, what, 'add related_name="+"; ask a query of this folder instead'
                )
            if not _is_abstract(owner) and order.index(folder) > order.index(home):
                what = f"{home} points at {folder}, which comes later in the loop"
                yield Violation(path, key.lineno, what, f"keep the key in {folder}")


def _is_abstract(owner: ast.ClassDef) -> bool:
    """An abstract model has no row of its own: its keys stand in the folders that inherit it."""
    return "abstract = True" in ast.unparse(owner)


def test_keys_between_records_are_strings_and_leave_no_way_back(house: Path) -> None:
    kept(keys_that_look_back(house))


def test_a_planted_reverse_accessor_is_caught(copy: Path) -> None:
    source = (
        "from django.db import models\n"
        "from dure.records.voices.models import Voice\n"
        "class Planted(models.Model):\n"
        "    a = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name='+')\n"
        "    b = models.ForeignKey('voices.Voice', on_delete=models.CASCADE)\n"
        "    c = models.OneToOneField('voices.Voice', on_delete=models.CASCADE, related_name='promise')\n"
        "    d = models.ForeignKey('voices.Voice', on_delete=models.CASCADE, related_name='+')\n"
        "    e = models.ForeignKey('Planted', on_delete=models.CASCADE, related_name='f')\n"
    )
    path = plant(copy, "src/dure/records/promises/planted.py", source)
    assert lines_of(keys_that_look_back(copy), path) == [4, 5, 6]


def test_a_voice_that_knows_its_promise_is_caught_though_it_is_only_a_string(copy: Path) -> None:
    source = "class P(models.Model):\n    p = models.ForeignKey('promises.Promise', models.CASCADE, related_name='+')\n"
    path = plant(copy, "src/dure/records/voices/planted.py", source)
    assert lines_of(keys_that_look_back(copy), path) == [2]
