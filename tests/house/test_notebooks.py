"""What docs/notebooks.md shows is what comes out."""

import doctest
from pathlib import Path


def test_every_example_for_notebooks_runs(house: Path) -> None:
    result = doctest.testfile(str(house / "docs/notebooks.md"), module_relative=False)
    assert result.attempted > 20
    assert result.failed == 0
