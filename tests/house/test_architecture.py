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

    A folder that shows one child shows them all; how deep the drawing goes is the drawer's choice.
    """
    folders = drawn(root)
    for folder, line in folders.items():
        if not (root / folder).is_dir():
            yield Violation(PAGE, line, f"`{folder}/` is drawn and does not exist", "take it out of the tree")
    for parent in {folder.rpartition("/")[0] for folder in folders} - {""}:
        for child in sorted((root / parent).iterdir()) if (root / parent).is_dir() else []:
            path = child.relative_to(root).as_posix()
            if (
                child.is_dir()
                and child.name not in NOT_DRAWN
                and path not in folders
                and any(child.rglob("*.*"))
            ):
                line = folders.get(parent, 1)
                yield Violation(
                    PAGE, line, f"`{path}/` stands and is not drawn", "add it to the tree, with its purpose"
                )


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
