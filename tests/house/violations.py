"""What a rule of the house answers with, and what the rules have in common."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

#: More than a person mends before the next run.
SHOWN = 40


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One place where the house breaks one of its rules, and how to mend it."""

    path: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}\n    mend: {self.mend}"


def kept(violations: Iterable[Violation]) -> None:
    """Passes when there is nothing to say; else fails and says how much, and the first of it."""
    lines = [str(violation) for violation in sorted(violations)]
    assert not lines, "\n".join([f"{len(lines)} places break the rule", *lines[:SHOWN]])


def lines_of(violations: Iterable[Violation], path: str) -> list[int]:
    """The lines of one file that a rule complains of, in order, each as often as it does."""
    return sorted(violation.line for violation in violations if violation.path == path)


def plant(root: Path, path: str, text: str) -> str:
    """Writes ``text`` to the end of a file of the throw-away copy; returns the path."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(text)
    return path


def python_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Every Python file of the house but the migrations, with its path under ``root``."""
    for file in sorted((root / "src/dure").rglob("*.py")):
        path = file.relative_to(root)
        if "migrations" not in path.parts:
            yield path.as_posix(), file


def trees(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every Python file of the house but the migrations, read."""
    for path, file in python_files(root):
        yield path, _read(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=1024)
def _read(text: str) -> ast.Module:
    """Read once, though every rule and every copy asks for it: rules look at trees and never change them."""
    return ast.parse(text)


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each dotted name a file imports, ``from a import b`` as ``a.b``, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)


def called(node: ast.Call) -> str:
    """The last name of what is called: ``save`` of ``voice.save()``; empty where it has none."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def keyword(node: ast.Call, name: str) -> ast.expr | None:
    """The value a call gives to one keyword."""
    return next((word.value for word in node.keywords if word.arg == name), None)


def constant(node: ast.expr | None) -> object:
    """The value of a literal; None for anything else."""
    return node.value if isinstance(node, ast.Constant) else None
