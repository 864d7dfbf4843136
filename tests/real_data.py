"""The data folder that stands beside the checkout: ../shared/data, or where DURE_DATA says."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[2] / "shared" / "data"


def real(name: str) -> Path:
    """A file of the data folder. Where it is absent the test is skipped, but in CI it fails."""
    path = Path(os.environ.get("DURE_DATA") or _BESIDE) / name
    if path.exists():
        return path
    why = f"{name} is not in the data folder; set DURE_DATA or put it at {_BESIDE}"
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
