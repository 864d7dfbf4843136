"""Every stage, state and number has its Korean and its English name in docs/glossary.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.violations import Violation, called, constant, kept, keyword, plant, trees

HANGUL = re.compile("[가-힣]")
MEND = "add a row to docs/glossary.md: | `term` | 한국어 | English | what it means |"


def terms(root: Path) -> Iterator[tuple[str, str, int]]:
    """The names the house gives: constants of the loop, and metrics. Each with file and line."""
    for path, tree in trees(root):
        if path == "src/dure/facts/loop.py":
            for node in ast.walk(tree):
                if isinstance(node, ast.AnnAssign) and node.value is not None:
                    for value in ast.walk(node.value):
                        if isinstance(term := constant(value if isinstance(value, ast.expr) else None), str):
                            yield term, path, value.lineno  # type: ignore[attr-defined]
        if path.startswith("src/dure/metrics/"):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and called(node) == "Metric":
                    yield str(constant(keyword(node, "name"))), path, node.lineno


def glossary(root: Path) -> dict[str, tuple[str, str]]:
    """The glossary's rows: term -> (Korean, English)."""
    rows: dict[str, tuple[str, str]] = {}
    for line in (root / "docs/glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) >= 3 and (name := re.fullmatch(r"`([^`]+)`", cells[0])):
            rows[name[1]] = (cells[1], cells[2])
    return rows


def terms_without_a_name(root: Path) -> Iterator[Violation]:
    """Terms that the glossary lacks, or names in one language only."""
    rows = glossary(root)
    for term, path, line in terms(root):
        korean, english = rows.get(term, ("", ""))
        if not HANGUL.search(korean) or not english:
            yield Violation(path, line, f"`{term}` is not in the glossary in both languages", MEND)


def titles_apart_from_the_glossary(root: Path) -> Iterator[Violation]:
    """Numbers that a page calls otherwise than the glossary does. What stands in brackets is left aside."""
    rows = glossary(root)
    for path, tree in trees(root):
        for node in ast.walk(tree) if path.startswith("src/dure/metrics/") else ():
            if isinstance(node, ast.Call) and called(node) == "Metric" and keyword(node, "title"):
                title = ast.literal_eval(ast.unparse(keyword(node, "title")))["ko"]  # type: ignore[arg-type]
                korean = rows.get(str(constant(keyword(node, "name"))), ("", ""))[0]
                if _plain(title) != _plain(korean):
                    mend = "call it the same in both"
                    yield Violation(path, node.lineno, f"{title!r} is {korean!r} in the glossary", mend)


def _plain(name: str) -> str:
    return re.sub(r"\s*\(.*?\)", "", name).strip()


def test_a_number_is_called_on_the_page_as_in_the_glossary(house: Path) -> None:
    kept(titles_apart_from_the_glossary(house))


def test_a_planted_title_of_its_own_is_caught(copy: Path) -> None:
    source = """METRIC = Metric(name="loop_time", title={"ko": "%s", "en": "Loop time"})\n"""
    path = plant(copy, "src/dure/metrics/planted.py", source % "루프 시간" + source % "순환 시간(중앙값)")
    assert [v.line for v in titles_apart_from_the_glossary(copy) if v.path == path] == [1]


def test_every_stage_state_and_number_is_in_the_glossary_in_both_languages(house: Path) -> None:
    kept(terms_without_a_name(house))


def test_the_glossary_is_read_and_the_loop_is_in_it(house: Path) -> None:
    assert {"heard", "told", "waiting"} <= {term for term, _, _ in terms(house)}
    assert glossary(house)["promise"] == ("약속", "promise")


def test_a_planted_stage_and_a_planted_number_are_missed_in_the_glossary(copy: Path) -> None:
    plant(copy, "src/dure/facts/loop.py", '\nPLANTED: Final = "mislaid"\n')
    plant(copy, "src/dure/metrics/planted.py", '\nMETRIC = Metric(name="planted_share", version=1)\n')
    plant(copy, "src/dure/metrics/halves.py", '\nMETRIC = Metric(name="half_named", version=1)\n')
    plant(copy, "docs/glossary.md", "\n| `half_named` | half | half | no Korean |\n")
    said = " ".join(violation.what for violation in terms_without_a_name(copy))
    assert "mislaid" in said
    assert "planted_share" in said
    assert "half_named" in said
