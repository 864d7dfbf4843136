"""What a mapping says, checked. The language is told in docs/mappings.md."""

import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dure.facts.loop import ACKNOWLEDGED, DONE, FLOW_STATES, KINDS, LOOP, WAITING, WAITS_ON
from dure.kit.clock import zone_named
from dure.sources._mapped.faults import FileError, MappingError, did_you_mean
from dure.sources._mapped.grid import FileRule

CHANNELS = ("in_person", "video", "phone", "chat", "mail", "event", "portal", "other")
CASE_COLUMNS = (
    "case", "at", "state", "opened", "team", "person", "account", "caller", "channel", "kind", "title", "words",
)  # fmt: skip
CONTACT_COLUMNS = ("case", "at", "from", "to", "channel", "minutes", "account")
KEYS: dict[str, dict[str, Any]] = {
    "": {"name": str, "source": ("csv_file",), "reads": ("cases", "contacts"), "stream": dict, "file": dict,
         "time": dict, "columns": dict, "case": dict, "states": dict, "channels": dict, "kinds": dict, "notes": list},
    "stream": {"key": str, "title": dict, "side": ("customer", "coworker")},
    "file": {"encoding": str, "delimiter": str, "sheet": str, "member": str, "header_line": int, "missing": list,
             "rows": ("together", "any")},
    "time": {"zone": str, "format": (str, list), "ambiguous": ("refuse", "earlier", "later"),
             "nonexistent": ("refuse", "later")},
    "case": {"opened_state": str, "acknowledged": ("first_touch",), "kind": KINDS, "channel": CHANNELS, "voice": str},
    "states.*": {"flow": FLOW_STATES, "waits_on": WAITS_ON, "asked": bool, "loop": LOOP, "aside": str},
    "notes.*": {"what": ("real", "derived", "unknown"), "of": str, "ko": str, "en": str},
}  # fmt: skip
_NEEDED = {"cases": ("case", "at", "state"), "contacts": ("at", "from", "to")}


@dataclass(frozen=True, slots=True)
class StateRule:
    """What a state of the tool means to us."""

    name: str
    flow: str
    waits_on: str | None = None
    asked: bool | None = None
    loop: str | None = None
    aside: str | None = None


@dataclass(frozen=True)
class Mapping:
    """A mapping that means something: every key known, every value of its kind."""

    name: str
    reads: str
    stream: str
    title: dict[str, str]
    side: str | None
    file: FileRule
    rows: str
    zone: str
    formats: tuple[str, ...]
    ambiguous: str
    nonexistent: str
    columns: dict[str, str | list[str]]
    states: dict[str, StateRule]
    opened_state: str | None
    acknowledged: str | None
    kind: str
    channel: str
    voice: str
    kinds: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    notes: tuple[dict[str, str], ...] = ()


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping in a TOML file, as a dict; its name is the file's where it has none of its own.

    Raises:
        FileError: no such file, or not TOML (with the line).
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise FileError(f"{path}: the mapping cannot be read: {fault.strerror}") from fault
    except ValueError as fault:
        raise FileError(f"{path}: not TOML: {fault}") from fault
    return {"name": path.stem, **found}


def checked(mapping: AnyMapping[str, Any]) -> Mapping:
    """The mapping a dict stands for.

    Raises:
        MappingError: a key is unknown, a value is of the wrong kind, or something needed is missing;
            the message names mapping, table and key, and how to mend it.
    """
    name = str(mapping.get("name") or "(unnamed)")
    _check_table(name, "", mapping)
    for table in ("stream", "file", "time", "case"):
        _check_table(name, table, mapping.get(table, {}))
    reads = mapping.get("reads", "cases")
    columns = _checked_columns(name, reads, mapping.get("columns", {}))
    states = _checked_states(name, mapping.get("states", {}))
    if reads == "cases" and not states:
        raise MappingError("add it: each state of the tool and its flow state", mapping=name, table="states")
    kinds = _translations(name, "kinds", mapping.get("kinds", {}), KINDS)
    channels = _translations(name, "channels", mapping.get("channels", {}), CHANNELS)
    notes = mapping.get("notes", [])
    for note in notes:
        _check_table(name, "notes.*", note)
    stream, file, time, case = (mapping.get(table, {}) for table in ("stream", "file", "time", "case"))
    opened_state = _checked_opened(name, case, columns, states)
    return Mapping(
        name=name, reads=reads, stream=stream.get("key", name),
        title=stream.get("title", {"ko": name, "en": name}), side=stream.get("side"),
        file=_file_rule(file), rows=file.get("rows", "any"), zone=_checked_zone(name, time), formats=_formats(time),
        ambiguous=time.get("ambiguous", "refuse"), nonexistent=time.get("nonexistent", "refuse"),
        columns=columns, states=states, opened_state=opened_state,
        acknowledged=ACKNOWLEDGED if "acknowledged" in case else None,
        kind=case.get("kind", ""), channel=case.get("channel", "other"), voice=case.get("voice", "ticket"),
        kinds=kinds, channels=channels, notes=tuple(notes),
    )  # fmt: skip


def _check_table(name: str, table: str, found: object) -> None:
    known = KEYS[table]
    if not isinstance(found, AnyMapping):
        raise MappingError("must be a table", mapping=name, table=table)
    for key, value in found.items():
        if key not in known:
            raise MappingError(f"no such key; {did_you_mean(key, known)}", mapping=name, table=table, key=key)
        _check_value(name, table, key, value, known[key])


def _check_value(name: str, table: str, key: str, value: object, wanted: Any) -> None:
    if isinstance(wanted, tuple) and isinstance(wanted[0], str):
        if value not in wanted:
            raise MappingError(
                f"{value!r} is not one of: {', '.join(wanted)}", mapping=name, table=table, key=key
            )
    elif not isinstance(value, wanted):
        kinds = wanted if isinstance(wanted, tuple) else (wanted,)
        plain = {str: "a text", list: "a list", dict: "a table", int: "a whole number", bool: "true or false"}
        raise MappingError(
            f"must be {' or '.join(plain[k] for k in kinds)}", mapping=name, table=table, key=key
        )


def _checked_columns(name: str, reads: str, found: AnyMapping[str, Any]) -> dict[str, str | list[str]]:
    known = CASE_COLUMNS if reads == "cases" else CONTACT_COLUMNS
    for key, value in found.items():
        if key not in known:
            raise MappingError(
                f"no such key; {did_you_mean(key, known)}", mapping=name, table="columns", key=key
            )
        templates = [value] if isinstance(value, str) else value
        if (
            not isinstance(templates, list)
            or not templates
            or not all(isinstance(each, str) for each in templates)
        ):
            raise MappingError(
                "must be a column, a template or a list of them", mapping=name, table="columns", key=key
            )
        if any(each.count("{") != each.count("}") for each in templates):
            raise MappingError("a brace is not closed", mapping=name, table="columns", key=key)
    for key in _NEEDED[reads]:
        if key not in found:
            raise MappingError("add it: which column says so", mapping=name, table="columns", key=key)
    return dict(found)


def _checked_states(name: str, found: AnyMapping[str, Any]) -> dict[str, StateRule]:
    rules: dict[str, StateRule] = {}
    for state, value in found.items():
        table = f"states.{state}"
        rule = {"flow": value} if isinstance(value, str) else value
        _check_state(name, table, rule)
        if state.casefold() in rules:
            raise MappingError("stands twice (capitals make no difference)", mapping=name, table=table)
        rules[state.casefold()] = StateRule(name=state, **{"flow": "ignore", **rule})
    return rules


def _check_state(name: str, table: str, rule: AnyMapping[str, Any]) -> None:
    try:
        _check_table(name, "states.*", rule)
    except MappingError as fault:
        raise MappingError(fault.message, mapping=name, table=table, key=fault.key) from None
    if ("flow" in rule) == ("aside" in rule):
        raise MappingError(
            "say either flow or aside (why its rows are kept aside)", mapping=name, table=table
        )
    if rule.get("flow") != WAITING and ("waits_on" in rule or "asked" in rule):
        raise MappingError('only a state with flow = "waiting" waits on someone', mapping=name, table=table)


def _translations(
    name: str, table: str, found: AnyMapping[str, Any], known: tuple[str, ...]
) -> dict[str, str]:
    for key, value in found.items():
        _check_value(name, table, key, value, known)
    return {key.casefold(): value for key, value in found.items()}


def _checked_zone(name: str, time: AnyMapping[str, Any]) -> str:
    zone = str(time.get("zone", ""))
    try:
        return zone_named(zone).key
    except ValueError as fault:
        why = (
            f"{fault}"
            if zone
            else "add it: the zone in which the file's times are written, such as 'Asia/Seoul'"
        )
        raise MappingError(why, mapping=name, table="time", key="zone") from None


def _checked_opened(
    name: str, case: AnyMapping[str, Any], columns: AnyMapping[str, Any], states: AnyMapping[str, StateRule]
) -> str | None:
    state = case.get("opened_state")
    if state is None:
        return None
    if "opened" not in columns:
        raise MappingError("needs [columns] opened", mapping=name, table="case", key="opened_state")
    rule = states.get(state.casefold())
    if rule is None or rule.flow == DONE or rule.aside:
        raise MappingError(
            f"{state!r} is no open state of [states]", mapping=name, table="case", key="opened_state"
        )
    return rule.name


def _formats(time: AnyMapping[str, Any]) -> tuple[str, ...]:
    found = time.get("format", ())
    return (found,) if isinstance(found, str) else tuple(found)


def _file_rule(file: AnyMapping[str, Any]) -> FileRule:
    plain = {key: value for key, value in file.items() if key not in ("rows", "missing")}
    return FileRule(**plain, missing=frozenset(str(token) for token in file.get("missing", ())))
