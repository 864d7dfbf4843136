"""docs/mappings.md tells the language that is run."""

import tomllib
from pathlib import Path

from dure.sources._mapped.mapping import CASE_COLUMNS, CHANNELS, CONTACT_COLUMNS, KEYS
from dure.sources.csv_file import checked

PAGE = (Path(__file__).parents[2] / "docs" / "mappings.md").read_text(encoding="utf-8")


def test_every_key_of_the_language_is_told() -> None:
    keys = {key for table in KEYS.values() for key in table} | {*CASE_COLUMNS, *CONTACT_COLUMNS}
    untold = {
        key for key in keys if f"`{key}`" not in PAGE and f"\n{key} = " not in PAGE and f"[{key}]" not in PAGE
    }
    assert untold <= {"source", "ko", "en"}


def test_every_word_a_key_may_hold_is_told() -> None:
    words = {
        word for table in KEYS.values() for kind in table.values() if isinstance(kind, tuple) for word in kind
    }
    untold = {word for word in {*words, *CHANNELS} if isinstance(word, str) and word not in PAGE}
    assert untold <= {"csv_file", "cases"}


def test_the_example_is_a_valid_mapping() -> None:
    example = PAGE.split("```toml\n")[1].split("```")[0]
    assert checked(tomllib.loads(example)).opened_state == "접수"
