"""Documents tell the truth about the disk: links lead somewhere, addresses exist, hosts stay out of locks."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.house.violations import Violation, kept, plant

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)")
ADDRESS = re.compile(r"`((?:src|tests|docs|\.ci)/[\w./*-]+)`")
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def pages(root: Path) -> list[Path]:
    """Every document of the house."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the usual hosts make them."""
    headings = re.findall(r"^#+ +(.+?)\s*$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links_to_nowhere(root: Path) -> Iterator[Violation]:
    """Links to a file or a heading that is not there, and addresses in backticks that do not exist."""
    for page in pages(root):
        text = CODE.sub(lambda code: "\n" * code[0].count("\n"), page.read_text(encoding="utf-8"))
        path = page.relative_to(root).as_posix()
        for number, line in enumerate(text.splitlines(), start=1):
            for target in LINK.findall(line):
                if not _leads_somewhere(page, target):
                    yield Violation(
                        path, number, f"a link to {target}", "name a file or a heading that exists"
                    )
            for address in ADDRESS.findall(line):
                if not any(root.glob(address.rstrip("/"))):
                    yield Violation(path, number, f"`{address}` does not exist", "name a file that does")


def _leads_somewhere(page: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return True
    file, _, anchor = target.partition("#")
    goal = page.parent / unquote(file) if file else page
    return goal.exists() and (not anchor or goal.suffix != ".md" or unquote(anchor) in anchors(goal))


def loose_requirements(root: Path) -> Iterator[Violation]:
    """Lines of a lock that name a host, or requirements that carry no hash."""
    for lock in sorted(root.glob("requirements*.lock")):
        text = lock.read_text()
        for number, line in enumerate(text.splitlines(), start=1):
            if "://" in line or line.startswith(("-i", "--index", "--extra-index", "--find-links")):
                yield Violation(lock.name, number, "a lock that names a host", "make locks")
        for requirement in re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE)):
            if "==" not in requirement or "--hash=sha256:" not in requirement:
                yield Violation(
                    lock.name, 1, f"{requirement.splitlines()[0]!r} is not pinned and hashed", "make locks"
                )


def test_the_readme_begins_with_the_two_commands(house: Path) -> None:
    for page in ("README.md", "README.ko.md"):
        block = CODE.search((house / page).read_text(encoding="utf-8"))
        assert block
        assert [line.split("#")[0].strip() for line in block[0].splitlines()[1:3]] == [
            "make demo",
            "make test",
        ]


def test_links_and_addresses_in_the_documents_exist(house: Path) -> None:
    kept(links_to_nowhere(house))


def test_planted_links_to_nowhere_are_caught(copy: Path) -> None:
    text = (
        "# A page\n[a](nowhere.md) [b](#a-page) [c](planted.md#gone)\n`src/dure/kit` `src/dure/cellar.py`\n"
    )
    path = plant(copy, "docs/planted.md", text)
    assert sorted(v.line for v in links_to_nowhere(copy) if v.path == path) == [2, 2, 3]


def test_locks_are_pinned_hashed_and_name_no_host(house: Path) -> None:
    assert len(list(house.glob("requirements*.lock"))) >= 3
    kept(loose_requirements(house))


@pytest.mark.parametrize("line", ["--index-url https://example.invalid/simple", "loose==1.0", "looser>=2"])
def test_a_planted_host_or_loose_requirement_is_caught(line: str, tmp_path: Path) -> None:
    plant(tmp_path, "requirements.lock", f"a==1 \\\n    --hash=sha256:00\n{line}\n")
    assert list(loose_requirements(tmp_path))


def test_each_decision_says_what_why_and_when_it_will_bite(house: Path) -> None:
    decisions = [page for page in (house / "docs/decisions").glob("*.md") if page.stem != "README"]
    assert decisions
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert all(f"\n**{part}.**" in text for part in ("Choice", "Why", "Weighed", "The day it bites")), (
            page.name
        )
