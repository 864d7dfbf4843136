"""Rule 3: writes stand only in actions. One address for each write."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.violations import Violation, called, constant, kept, lines_of, plant, trees

#: Names that nothing but the database answers to.
ALWAYS = {
    f"{prefix}{name}"
    for prefix in ("", "a")
    for name in (
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "create_user",
        "create_superuser",
    )
} | {
    "asave",
    "acreate",
    "aupdate",
    "adelete",
    "executemany",
    "executescript",
    "save_m2m",
    "_raw_delete",
}

COMMANDS_THAT_WRITE = {"loaddata", "flush", "createsuperuser", "changepassword"}

#: Names that dicts, sets, hashes, Delta tables and workbooks share with rows. Rows take keywords only.
ROWS_TAKE_NO_POSITION = {"save", "create", "update", "delete"}

CHANGES_TIES = {"add", "remove", "set", "clear"}

MEND = "call an action of records/*/actions.py, or write one there; a dict that takes keywords is `a | {...}`"


def writes_outside_actions(root: Path) -> list[Violation]:
    """Calls that write rows anywhere but in records/*/actions.py (and in migrations)."""
    ties = _many_to_many_names(root)
    return [
        Violation(path, node.lineno, f"`{ast.unparse(node.func)}` writes", MEND)
        for path, tree in trees(root)
        if not is_actions(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and is_write(node, ties=ties)
    ]


def is_write(node: ast.Call, *, ties: frozenset[str] = frozenset()) -> bool:
    """Whether a call writes rows, as far as its shape can say.

    ``values.update(other)``, ``digest.update(data)`` and ``table.delete("id = 1")`` take a position and
    are no rows; ``rows.update(team=None)``, ``voice.save()`` and ``rows.delete()`` take none and are.
    ``dict.update(a=1)`` has the same shape as a row's: it is refused too, and has a better spelling.
    """
    name = called(node)
    if name in ALWAYS or (name == "call_command" and constant(node.args[0]) in COMMANDS_THAT_WRITE):
        return True
    if not isinstance(node.func, ast.Attribute):
        return False
    if name in ROWS_TAKE_NO_POSITION:
        rows = ".objects" in ast.unparse(node.func.value) or name in {"save", "delete"}
        return not node.args and (bool(node.keywords) or rows)
    if name == "cursor":
        return "connection" in ast.unparse(node.func.value)
    owner = node.func.value
    return name in CHANGES_TIES and isinstance(owner, ast.Attribute) and owner.attr in ties


def is_actions(path: str) -> bool:
    """Whether a file is the ``actions`` of a record."""
    parts = path.removesuffix(".py").split("/")
    return parts[:3] == ["src", "dure", "records"] and parts[4:5] == ["actions"]


def _many_to_many_names(root: Path) -> frozenset[str]:
    return frozenset(name for path, tree in trees(root) if "/records/" in path for name in _ties(tree))


def _ties(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        if called(node.value) == "ManyToManyField":
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def test_writes_stand_only_in_actions(house: Path) -> None:
    kept(writes_outside_actions(house))


def test_every_way_of_writing_planted_in_a_page_is_caught(copy: Path) -> None:
    ways = [
        "voice.save()",
        "voice.save(update_fields=['title'])",
        "voice.delete()",
        "Voice.objects.create(words='hello')",
        "Voice.objects.create()",
        "Voice.objects.filter(id=1).update(title='')",
        "Voice.objects.filter(id=1).update(**values)",
        "Voice.objects.bulk_create(rows)",
        "Voice.objects.get_or_create(ref='a')",
        "await voice.asave()",
        "form.save()",
        "call_command('loaddata', 'people')",
        "connection.cursor()",
        "connections['default'].cursor()",
        "voice.people.add(person)",
    ]
    plant(
        copy,
        "src/dure/records/voices/models.py",
        "\nclass P(M):\n    people = models.ManyToManyField('people.Person')\n",
    )
    path = plant(
        copy,
        "src/dure/doors/web/planted.py",
        "async def page(voice):\n" + "".join(f"    {w}\n" for w in ways),
    )
    assert lines_of(writes_outside_actions(copy), path) == list(range(2, len(ways) + 2))


def test_a_write_in_queries_or_jobs_is_caught_too(copy: Path) -> None:
    for path in ("src/dure/records/voices/queries.py", "src/dure/jobs/planted.py"):
        plant(copy, path, "\n\ndef sweep(rows):\n    rows.delete()\n")
        assert lines_of(writes_outside_actions(copy), path)


def test_what_only_looks_like_a_write_is_let_pass(copy: Path) -> None:
    ways = [
        "a.update(b)",
        "h.update(b'')",
        "table.delete('id = 1')",
        "seen.add(1)",
        "book.save('f.xlsx')",
        "s.clear()",
    ]
    path = plant(copy, "src/dure/doors/web/planted.py", "".join(f"{way}\n" for way in ways))
    assert lines_of(writes_outside_actions(copy), path) == []


def test_actions_may_write(copy: Path) -> None:
    path = plant(copy, "src/dure/records/voices/actions.py", "\n\ndef hear(voice):\n    voice.save()\n")
    assert lines_of(writes_outside_actions(copy), path) == []
