"""Every source keeps the contract of dure.facts.origins. A new source is tested by being there."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast, get_args

import pytest

from dure.facts.arrivals import Arrival, Contacted, Heard, KeptAside, Moved, Reached
from dure.facts.loop import FLOW_STATES, KINDS, LOOP, REOPENED, WAITING, WAITS_ON
from dure.facts.origins import Source
from dure.kit.plugins import found
from dure.sources.csv_file import read_mapping

SOURCES = cast(dict[str, Source], found("dure.sources", attribute="SOURCE"))
SAMPLES = Path(__file__).parents[1] / "samples"


def payloads(source: str, folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """What to read: a folder of samples named after the source, files with a mapping beside them, or a repository."""
    if source == "git_log":
        yield small_repository(folder), {}
    elif source == "csv_file":
        for mapping in sorted((SAMPLES / "files").glob("*.toml")):
            for path in sorted(mapping.parent.glob(f"{mapping.stem}.[ct]sv")):
                yield path, read_mapping(mapping)
    else:
        for path in sorted((SAMPLES / source).glob("*.json")):
            yield path, {}


def small_repository(folder: Path) -> Path:
    who = ("-c", "user.name=이서준", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), (*who, "commit", "-q", "--allow-empty", "-m", "fix: one"), ("tag", "v1")):
        subprocess.run(["git", "-C", str(folder), *words], check=True)
    return folder


@pytest.fixture(params=SOURCES, scope="module")
def source(request: pytest.FixtureRequest) -> Source:
    return SOURCES[request.param]


@pytest.fixture(scope="module")
def facts(source: Source, tmp_path_factory: pytest.TempPathFactory) -> list[Arrival | KeptAside]:
    folder = tmp_path_factory.mktemp(source.name)
    return [fact for path, mapping in payloads(source.name, folder) for fact in source.read(path, mapping)]


def test_a_source_is_named_like_its_file_and_titled_in_both_languages(source: Source) -> None:
    assert source.name in source.read.__module__.split(".") or "." not in source.read.__module__
    assert set(source.title) >= {"ko", "en"}
    assert all(text.strip() for text in source.title.values())


def test_a_source_has_samples_and_they_hold_facts(facts: list[Arrival | KeptAside]) -> None:
    assert [fact for fact in facts if not isinstance(fact, KeptAside)], "put a payload into tests/samples"


def test_a_source_hands_over_facts_only(facts: list[Arrival | KeptAside]) -> None:
    assert {type(fact) for fact in facts} <= {*get_args(Arrival), KeptAside}


def test_every_moment_is_an_instant_in_utc(facts: list[Arrival | KeptAside]) -> None:
    assert all(fact.at.utcoffset() == timedelta(0) for fact in facts if not isinstance(fact, KeptAside))


def test_every_fact_tells_its_case_and_its_place(facts: list[Arrival | KeptAside]) -> None:
    for fact in facts:
        if isinstance(fact, KeptAside):
            assert fact.line > 0
            assert fact.reason
        else:
            assert fact.ref
            assert fact.position > 0


def test_every_word_is_one_we_know(facts: list[Arrival | KeptAside]) -> None:
    for fact in facts:
        if isinstance(fact, Moved):
            assert fact.state in FLOW_STATES
            assert fact.kind in (*KINDS, "")
            assert fact.loop in (None, *LOOP)
            assert fact.waits_on in ((None, *WAITS_ON) if fact.state == WAITING else (None,))
        if isinstance(fact, Reached):
            assert fact.loop in (*LOOP, REOPENED)
        if isinstance(fact, Heard | Contacted):
            assert fact.channel in ("in_person", "video", "phone", "chat", "mail", "event", "portal", "other")


def test_the_same_payload_gives_the_same_facts_again(source: Source, tmp_path: Path) -> None:
    for path, mapping in payloads(source.name, tmp_path):
        assert list(source.read(path, mapping)) == list(source.read(path, mapping))


def test_nothing_to_read_is_refused_with_its_name(source: Source, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    mapping = next((mapping for _, mapping in payloads(source.name, tmp_path)), {})
    with pytest.raises(ValueError, match="nowhere"):
        list(source.read(nowhere, mapping))
