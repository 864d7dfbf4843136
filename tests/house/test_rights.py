"""No view and no act is born without a right."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, path

from tests.house.test_writes import is_actions, is_write
from tests.house.violations import Violation, called, kept, lines_of, plant, trees

#: Django's own admin asks for ``is_staff`` itself, page by page.
GUARDED_BY_DJANGO = "admin"


def acts_without_a_right(root: Path) -> list[Violation]:
    """Functions others may call that write, and are neither an act nor a step within one.

    An act is decorated with ``@act(name, least=Role...)``; a step takes the ``Doing`` of the act it is in.
    """
    return [
        Violation(file, function.lineno, f"`{function.name}` writes, and no right is asked", MEND)
        for file, tree in trees(root)
        if is_actions(file)
        for function in _functions(tree)
        if not function.name.startswith("_")
        and _writes(function)
        and not (_is_act(function) or _is_step(function))
    ]


MEND = "decorate it with @act(name, least=Role...), or take the `doing: Doing` of the act it is a step of"


def views_without_a_right(
    patterns: list[URLPattern | URLResolver], *, under: str = "/"
) -> Iterator[Violation]:
    """Addresses whose view says neither which role it asks (``least_role``) nor that it ``is_public``."""
    for pattern in patterns:
        address = under + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            if pattern.namespace != GUARDED_BY_DJANGO:
                yield from views_without_a_right(pattern.url_patterns, under=address)
            continue
        view = pattern.callback
        if not (hasattr(view, "least_role") or getattr(view, "is_public", False)):
            code = getattr(view, "__code__", None)
            what = f"{view.__module__}.{view.__qualname__} at {address} asks no right"
            mend = (
                "decorate it with @page or @act (least=Role...), or with @public where a stranger may see it"
            )
            yield Violation(view.__module__.replace(".", "/"), code.co_firstlineno if code else 0, what, mend)


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def _writes(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Call) and is_write(node) for node in ast.walk(function))


def _is_act(function: ast.FunctionDef) -> bool:
    return any(isinstance(mark, ast.Call) and called(mark) == "act" for mark in function.decorator_list)


def _is_step(function: ast.FunctionDef) -> bool:
    first = next(iter(function.args.posonlyargs + function.args.args), None)
    return (
        first is not None and first.annotation is not None and ast.unparse(first.annotation).endswith("Doing")
    )


def test_every_act_asks_a_right(house: Path) -> None:
    kept(acts_without_a_right(house))


def test_a_planted_act_without_a_right_is_caught(copy: Path) -> None:
    before = (copy / "src/dure/records/voices/actions.py").read_text().count("\n")
    source = (
        "\n\ndef erase(voice):\n    voice.delete()\n"
        "\n\n@act('erase', least=Role.ADMIN)\ndef erase_rightly(doing, voice):\n    voice.delete()\n"
        "\n\ndef leave(doing: Doing, voice):\n    voice.save()\n"
    )
    file = plant(copy, "src/dure/records/voices/actions.py", source)
    assert lines_of(acts_without_a_right(copy), file) == [before + 3]


def test_every_page_asks_a_right() -> None:
    kept(views_without_a_right(get_resolver().url_patterns))


def test_a_planted_page_without_a_right_is_caught() -> None:
    def bare(request):  # type: ignore[no-untyped-def]
        raise AssertionError

    def open_to_all(request):  # type: ignore[no-untyped-def]
        raise AssertionError

    open_to_all.is_public = True  # type: ignore[attr-defined]
    found = list(views_without_a_right([path("bare/", bare), path("open/", open_to_all)]))
    assert ["/bare/" in violation.what for violation in found] == [True]
