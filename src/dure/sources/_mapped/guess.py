"""A mapping proposed from what a file looks like, for a person to confirm. Guesses are shown as guesses."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dure.sources._mapped.moments import local_time
from dure.sources._mapped.preview import Column, columns, distinct_values, first_rows
from dure.sources._mapped.shipped import mapping_called

#: Words in a header that speak for a role, the stronger first. ``owner`` counts as a team until someone says otherwise.
_WORDS: dict[str, tuple[str, ...]] = {
    "case": (
        "case id", "case", "ticket id", "incident", "issue key", "접수번호", "문의번호", "티켓",
        "번호", "key", "number", "id",
    ),
    "state": ("state", "status", "stage", "상태", "단계"),
    "at": (
        "updated at", "changed at", "timestamp", "변경일시", "변경 일시", "처리일시",
        "updated", "time", "일시", "시각", "date", "날짜",
    ),
    "opened": ("opened at", "created at", "opened", "created", "접수일시", "접수일", "등록일시", "등록일", "생성일"),
    "team": ("assignment group", "team", "group", "담당팀", "부서", "팀", "owner", "담당"),
    "person": ("assigned to", "assignee", "담당자"),
    "account": ("account", "customer", "company", "고객사", "회사", "거래처", "location"),
    "caller": ("caller", "requester", "reporter", "요청자", "문의자", "고객명"),
    "channel": ("contact type", "channel", "채널", "경로"),
    "title": ("title", "subject", "summary", "제목"),
    "words": ("description", "content", "내용", "문의내용", "본문"),
}  # fmt: skip
_PATTERNS = (
    "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%d/%m/%Y", "%m/%d/%Y",
    "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y.%m.%d %H:%M",
    "%Y.%m.%d %H:%M:%S", "%Y.%m.%d", "%Y. %m. %d. %H:%M", "%Y. %m. %d.", "%Y. %m. %d. %p %I:%M",
    "%Y. %m. %d. %p %I:%M:%S", "%Y-%m-%d %p %I:%M", "%Y-%m-%d %p %I:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d",
)  # fmt: skip
_MOST_STATES = 60
_ENOUGH_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mapping to confirm, and what could not be told from the file, in both languages."""

    mapping: dict[str, Any]
    doubts: tuple[dict[str, str], ...]


def suggested_mapping(path: Path, *, zone: str = "Asia/Seoul") -> Suggestion:
    """A mapping guessed from the first 2,000 rows of a file (its states from all rows); a person must confirm it.

    States whose names we do not know stay out of it: they are listed as doubts, never guessed.

    Raises:
        FileError: the file cannot be read.
    """
    _, rows = first_rows(path)
    seen = columns(path)
    values = {column.name: [row[n].strip() for row in rows] for n, column in enumerate(seen)}
    patterns = {column.name: date_patterns(values[column.name]) for column in seen}
    roles = _roles(seen, patterns)
    states, unknown = _states(distinct_values(path, column=roles["state"]) if "state" in roles else [])
    missing = [
        token for token in ("?", "-", "N/A", "NULL", "null") if any(token in said for said in values.values())
    ]
    formats = patterns.get(roles.get("at", ""), [])
    mapping = {
        "name": re.sub(r"\W+", "_", path.stem.split(".")[0]).strip("_").lower() or "mapping",
        "file": {"missing": missing},
        "time": {"zone": zone, **({"format": formats[0]} if formats else {})},
        "columns": roles,
        "states": states,
    }
    return Suggestion(mapping=mapping, doubts=tuple(_doubts(roles, formats, unknown, zone)))


def date_patterns(values: list[str]) -> list[str]:
    """The patterns in which (nearly) all of the values are dates; two, where day and month cannot be told apart.

    >>> date_patterns(["29/2/2016 01:16", "?", "3/4/2016 10:00"]), date_patterns(["3/4/2016"])
    (['%d/%m/%Y %H:%M'], ['%d/%m/%Y', '%m/%d/%Y'])
    """
    said = [value for value in dict.fromkeys(values) if any(sign.isdigit() for sign in value)][:200]
    readers = {pattern: local_time(pattern) for pattern in _PATTERNS}
    return [
        pattern for pattern, read in readers.items()
        if said and sum(read(value) is not None for value in said) >= _ENOUGH_SHARE * len(said)
    ]  # fmt: skip


def _roles(seen: list[Column], patterns: dict[str, list[str]]) -> dict[str, str]:
    free = {column.name: column for column in seen}
    roles: dict[str, str] = {}
    for role in (
        "opened",
        "at",
        "state",
        "case",
        "person",
        "team",
        "account",
        "caller",
        "channel",
        "title",
        "words",
    ):
        fitting = [column for column in free.values() if _can_be(role, column, patterns)]
        best = max(fitting, key=lambda column: _likeness(role, column), default=None)
        if best is not None and _likeness(role, best) > 0:
            roles[role] = best.name
            del free[best.name]
    if "at" not in roles and "opened" in roles:
        roles["at"] = roles.pop("opened")
    return {role: roles[role] for role in _WORDS if role in roles}


def _can_be(role: str, column: Column, patterns: dict[str, list[str]]) -> bool:
    if role in ("at", "opened"):
        return bool(patterns[column.name])
    return not patterns[column.name] and (role != "state" or 1 <= column.n_distinct <= _MOST_STATES)


def _likeness(role: str, column: Column) -> float:
    """How much a header speaks for a role: the stronger the word, and the more of the header it is, the more."""
    header = re.sub(r"[_\-.]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.header)).casefold().strip()
    words = _WORDS[role]
    scores = [
        (len(words) - n) / len(words) + len(word) / max(len(header), 1)
        for n, word in enumerate(words)
        if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", header)
    ]
    share_said = 1 - column.n_missing / max(column.n_looked_at, 1)
    return max(scores, default=0.0) * (0.5 + share_said / 2)


def _states(values: list[str]) -> tuple[dict[str, Any], list[str]]:
    known = {name.casefold(): rule for name, rule in mapping_called("plain")["states"].items()}
    return (
        {name: known[name.casefold()] for name in values if name.casefold() in known},
        [name for name in values if name.casefold() not in known],
    )


def _doubts(roles: dict[str, str], formats: list[str], unknown: list[str], zone: str) -> list[dict[str, str]]:
    doubts = [
        {
            "of": role,
            "ko": f"'{role}'에 맞는 열을 찾지 못했습니다. 직접 골라 주십시오.",
            "en": f"No column looks like '{role}': pick it.",
        }
        for role in ("case", "state", "at")
        if role not in roles
    ]
    if len(formats) > 1:
        doubts.append({
            "of": "format",
            "ko": f"날짜에서 일과 월의 순서를 알 수 없습니다: {' 또는 '.join(formats)}",
            "en": f"Whether day or month comes first cannot be told: {' or '.join(formats)}",
        })  # fmt: skip
    if unknown:
        listed = ", ".join(unknown[:20])
        doubts.append({
            "of": "states",
            "ko": f"뜻을 정해야 하는 상태: {listed}",
            "en": f"States whose meaning you must set: {listed}",
        })  # fmt: skip
    doubts.append({
        "of": "zone",
        "ko": f"파일의 시각을 {zone} 기준으로 읽습니다. 다르면 고쳐 주십시오.",
        "en": f"Times are read in the zone {zone}: correct it if they were written elsewhere.",
    })  # fmt: skip
    return doubts
