"""The house as it stands, and a throw-away copy of it to plant violations in."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest


@pytest.fixture(scope="session")
def house() -> Path:
    """The root of the repository."""
    return Path(__file__).parents[2]


@pytest.fixture
def copy(house: Path, tmp_path: Path) -> Path:
    """The house's source, documents and settings of its tools, copied where harm does none."""
    passed_over = ignore_patterns("__pycache__", "vendor", "*.png", "*.woff2")
    copytree(house / "src", tmp_path / "src", ignore=passed_over)
    copytree(house / "docs", tmp_path / "docs", ignore=passed_over)
    for file in ["pyproject.toml", *(page.name for page in house.glob("*.md"))]:
        (tmp_path / file).write_bytes((house / file).read_bytes())
    return tmp_path
