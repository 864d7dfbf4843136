"""dure can be installed: everything a page, a mapping or a migration needs is in the package."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(house_root: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)]
    subprocess.run(command, cwd=house_root, check=True, capture_output=True, text=True)
    with zipfile.ZipFile(next(out.glob("*.whl"))) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def house_root() -> Path:
    return Path(__file__).parents[2]


def test_every_tracked_file_of_the_source_is_in_the_package(house_root: Path, wheel: set[str]) -> None:
    command = ["git", "ls-files", "-z", "src/dure"]
    tracked = subprocess.run(command, cwd=house_root, check=True, capture_output=True, text=True).stdout
    missing = {path.removeprefix("src/") for path in tracked.split("\0") if path} - wheel
    assert not {path for path in missing if (house_root / "src" / path).exists()}


def test_the_package_brings_its_licences_and_its_command(house_root: Path, wheel: set[str]) -> None:
    licences = {Path(name).name for name in wheel if "/licenses/" in name}
    assert {"LICENSE", *(file.name for file in (house_root / "LICENSES").iterdir())} <= licences
    project = tomllib.loads((house_root / "pyproject.toml").read_text())["project"]
    assert project["scripts"]["dure"] == "dure.doors.cli:main"


def test_no_dependency_of_dure_is_a_peer_that_is_only_measured(house_root: Path) -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert "\npm4py==" not in (house_root / lock).read_text()
    assert "\npm4py==" in (house_root / "requirements-bench.lock").read_text()
