"""ARCHITECTURE.md draws the house as it stands on the disk."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.violations import Violation, kept, plant

PAGE = "ARCHITECTURE.md"
NOT_DRAWN = {"__pycache__", "migrations"}


def drawn(root: Path) -> dict[str, int]:
    """The folders of the tree in ARCHITECTURE.md, with the line each is drawn on. Two spaces a level."""
    folders: dict[str, int] = {}
    above: list[str] = []
    inside = False
    for number, line in enumerate((root / PAGE).read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("```"):
            inside = line == "```tree"
        elif inside and (entry := re.match(r"( *)([\w./-]+)/(?:\s|$)", line)):
            above = [*above[: len(entry[1]) // 2], entry[2]]
            folders["/".join(above)] = number
    return folders


def tree_against_disk(root: Path) -> Iterator[Violation]:
    """Folders drawn that are gone, and folders that stand undrawn beside a drawn one.

    A folder that shows one child shows them all; how deep the drawing goes is the drawer's choice. A folder of tests
    named like one of ``src/dure`` is drawn by the words "mirrors src/dure".
    """
    folders = drawn(root)
    for folder, line in folders.items():
        if not (root / folder).is_dir():
            yield Violation(PAGE, line, f"`{folder}/` is drawn and does not exist", "take it out of the tree")
    for parent in {folder.rpartition("/")[0] for folder in folders} - {""}:
        for child in sorted((root / parent).glob("*/")):
            path = child.relative_to(root).as_posix()
            if path not in folders and _asks_to_be_drawn(root, child):
                mend = "add it to the tree, with its purpose"
                yield Violation(PAGE, folders.get(parent, 1), f"`{path}/` stands and is not drawn", mend)


def _asks_to_be_drawn(root: Path, folder: Path) -> bool:
    mirrors = folder.parent == root / "tests" and (root / "src/dure" / folder.name).is_dir()
    holds = any(file.is_file() and "__pycache__" not in file.parts for file in folder.rglob("*"))
    return folder.is_dir() and folder.name not in NOT_DRAWN and holds and not mirrors


def test_the_tree_in_architecture_is_the_tree_on_the_disk(house: Path) -> None:
    kept(tree_against_disk(house))


def test_the_tree_draws_the_floors_and_the_records(house: Path) -> None:
    assert {"src/dure/kit", "src/dure/records/ledger", "src/dure/doors/web", "tests/house"} <= set(
        drawn(house)
    )


def test_a_planted_folder_and_a_folder_that_is_gone_are_caught(copy: Path) -> None:
    plant(copy, "src/dure/records/complaints/__init__.py", "")
    plant(copy, PAGE, "\n```tree\nsrc/dure/\n  cellar/   nothing is here\n```\n")
    said = [violation.what for violation in tree_against_disk(copy)]
    assert "`src/dure/records/complaints/` stands and is not drawn" in said
    assert "`src/dure/cellar/` is drawn and does not exist" in said
