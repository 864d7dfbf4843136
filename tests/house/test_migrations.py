"""No model changes without its migration."""

import os
import subprocess
import sys
from pathlib import Path

from tests.house.violations import plant


def missing_migrations(root: Path) -> str:
    """What `makemigrations` would still have to write; empty where nothing is missing."""
    answer = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "DJANGO_SETTINGS_MODULE": "dure.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if answer.returncode == 0 else answer.stdout + answer.stderr


def test_no_migration_is_missing(house: Path) -> None:
    assert missing_migrations(house) == ""


def test_a_planted_column_without_its_migration_is_caught(copy: Path) -> None:
    source = "\n\nclass Planted(models.Model):\n    words = models.TextField()\n"
    plant(copy, "src/dure/records/voices/models.py", source)
    assert "Create model Planted" in missing_migrations(copy)
