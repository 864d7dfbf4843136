"""What others wrote and we ship carries its licence; nothing a page needs comes from elsewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.violations import Violation, kept, plant

SHIPPED = {".css", ".js", ".mjs", ".woff2", ".svg"}
#: A stylesheet, script or picture that the browser would fetch from another machine.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(?:https?:)?//
      | <link\b[^>]*\bhref=["']?(?:https?:)?//
      | @import\s+(?:url\()?["']?(?:https?:)?//
      | url\(\s*["']?(?:https?:)?//""",
    re.VERBOSE | re.IGNORECASE,
)


def vendored_without_licence(root: Path) -> Iterator[Violation]:
    """Packages under static/vendor that bring files and no licence, neither beside them nor in LICENSES/."""
    for vendor in sorted((root / "src/dure").rglob("static/vendor")):
        for package in sorted(child for child in vendor.iterdir() if child.is_dir()):
            ships = any(file.suffix in SHIPPED for file in package.rglob("*"))
            beside = any(
                re.match(r"licen[cs]e|copying|notice|ofl", f.name, re.IGNORECASE) for f in package.rglob("*")
            )
            if ships and not beside and not any((root / "LICENSES").glob(f"*{package.name}*")):
                path = package.relative_to(root).as_posix()
                yield Violation(path, 1, "files of others without their licence", "add LICENSE beside them")


def fetched_from_elsewhere(root: Path) -> Iterator[Violation]:
    """Styles, scripts and pictures that a page would load from another machine."""
    for file in sorted((root / "src/dure").rglob("*")):
        if file.suffix in {".html", ".css"} and not file.name.endswith(".min.css"):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
                if FETCHED.search(line):
                    path = file.relative_to(root).as_posix()
                    yield Violation(
                        path, number, "something fetched from elsewhere", "vendor it under static/vendor"
                    )


def test_what_others_wrote_carries_its_licence(house: Path) -> None:
    kept(vendored_without_licence(house))


def test_a_page_needs_nothing_from_elsewhere(house: Path) -> None:
    kept(fetched_from_elsewhere(house))


def test_a_planted_script_without_licence_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "src/dure/doors/web/static/vendor/bare/bare.js", "1\n")
    plant(tmp_path, "src/dure/doors/web/static/vendor/kept/kept.js", "1\n")
    plant(tmp_path, "src/dure/doors/web/static/vendor/kept/LICENSE", "MIT\n")
    plant(tmp_path, "src/dure/doors/web/static/vendor/held/held.css", "a{}\n")
    plant(tmp_path, "LICENSES/held-MIT.txt", "MIT\n")
    assert [v.path.rpartition("/")[2] for v in vendored_without_licence(tmp_path)] == ["bare"]


def test_a_planted_fetch_is_caught(tmp_path: Path) -> None:
    lines = [
        '<script src="https://example.invalid/a.js"></script>',
        '<link rel="stylesheet" href="//example.invalid/a.css">',
        '<a href="https://example.invalid/">a link is no fetch</a>',
        "<style>@import url(https://example.invalid/a.css)</style>",
    ]
    plant(tmp_path, "src/dure/doors/web/planted.html", "\n".join(lines))
    assert [v.line for v in fetched_from_elsewhere(tmp_path)] == [1, 2, 4]
