"""A mapping that cannot mean what it says is refused, with the place and the way to mend it."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from dure.sources.csv_file import (
    FileError,
    MappingError,
    checked,
    mapping_called,
    read,
    read_mapping,
    shipped_mappings,
)

GOOD: dict[str, Any] = {
    "name": "desk",
    "time": {"zone": "Asia/Seoul"},
    "columns": {"case": "id", "state": "state", "at": "time"},
    "states": {"New": "new", "Held": {"flow": "waiting", "waits_on": "vendor"}, "Done": "done"},
}


def with_(**changes: Any) -> dict[str, Any]:
    return deepcopy({**GOOD, **changes})


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (with_(colums={}), "mapping desk: colums: no such key; did you mean 'columns'?"),
        (with_(states={}), "mapping desk: [states]: add it: each state of the tool and its flow state"),
        (
            with_(states={"New": "fresh"}),
            "[states.New] flow: 'fresh' is not one of: new, waiting, active, done",
        ),
        (
            with_(states={"New": {"flow": "new", "wait": 1}}),
            "[states.New] wait: no such key; did you mean 'waits_on'?",
        ),
        (
            with_(states={"A": {"flow": "active", "waits_on": "vendor"}}),
            '[states.A]: only a state with flow = "waiting"',
        ),
        (with_(states={"A": {"flow": "new", "aside": "no"}}), "[states.A]: say either flow or aside"),
        (with_(states={"A": {}}), "[states.A]: say either flow or aside"),
        (with_(states={"A": "new", "a": "done"}), "[states.a]: stands twice"),
        (
            with_(states={"A": {"flow": "done", "loop": "sent"}}),
            "[states.A] loop: 'sent' is not one of: heard",
        ),
        (with_(columns={"case": "id", "state": "s"}), "[columns] at: add it: which column says so"),
        (
            with_(columns={**GOOD["columns"], "owner": "x"}),
            "[columns] owner: no such key; known: account, at",
        ),
        (with_(columns={**GOOD["columns"], "title": "{a"}), "[columns] title: a brace is not closed"),
        (
            with_(columns={**GOOD["columns"], "title": []}),
            "[columns] title: must be a column, a template or a list",
        ),
        (with_(time={}), "[time] zone: add it: the zone in which the file's times are written"),
        (with_(time={"zone": "Seoul"}), "[time] zone: no time zone is named 'Seoul'"),
        (with_(time={"zone": "UTC", "format": 1}), "[time] format: must be a text or a list"),
        (with_(file={"rows": "loose"}), "[file] rows: 'loose' is not one of: together, any"),
        (with_(file="x.csv"), "mapping desk: file: must be a table"),
        (with_(case={"opened_state": "New"}), "[case] opened_state: needs [columns] opened"),
        (with_(kinds={"bug": "fault"}), "[kinds] bug: 'fault' is not one of: feature, defect, risk, debt"),
        (with_(notes=[{"of": "x", "que": "y"}]), "[notes.*] que: no such key"),
    ],
)
def test_a_fault_names_its_place_and_how_to_mend_it(mapping: dict[str, Any], message: str) -> None:
    with pytest.raises(MappingError) as fault:
        checked(mapping)
    assert message in str(fault.value)


def test_a_case_opens_in_an_open_state_only() -> None:
    columns = {**GOOD["columns"], "opened": "created"}
    with pytest.raises(MappingError, match="'Done' is no open state"):
        checked(with_(columns=columns, case={"opened_state": "Done"}))


def test_a_column_the_file_has_not_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("id,stat,time\n", encoding="utf-8")
    with pytest.raises(
        MappingError, match=r"\[columns\] state: the file has no column 'state': did you mean 'stat'\?"
    ):
        read(path, GOOD)


def test_a_mapping_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[states]\nNew = new\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"mine.toml: not TOML: .*line 2"):
        read_mapping(path)


def test_a_mapping_is_called_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[states]\nNew = 'new'\n", encoding="utf-8")
    assert mapping_called(str(path))["name"] == "mine"


def test_an_unknown_mapping_lists_the_shipped_ones() -> None:
    with pytest.raises(FileError, match=r"none shipped by this name \(.*plain.*service_desk\)"):
        mapping_called("jira")


@pytest.mark.parametrize("name", sorted(shipped_mappings()))
def test_a_shipped_mapping_says_in_both_languages_what_is_real_and_what_derived(name: str) -> None:
    mapping = mapping_called(name)
    assert mapping["name"] == name
    assert set(mapping["stream"]["title"]) == {"ko", "en"}
    notes = mapping["notes"]
    assert {"derived"} <= {note["what"] for note in notes} <= {"real", "derived", "unknown"}
    assert all(note["ko"].strip() and note["en"].strip() for note in notes)


@pytest.mark.parametrize("name", sorted(shipped_mappings(source="csv_file")))
def test_a_shipped_mapping_for_files_is_valid(name: str) -> None:
    assert checked(mapping_called(name)).name == name


def test_a_bare_waiting_waits_on_nobody_we_know() -> None:
    states = checked(mapping_called("plain")).states
    assert states["waiting"].waits_on is None
    assert states["고객 회신 대기"].waits_on == "customer"
