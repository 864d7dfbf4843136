"""Facts as lines that a person can read and correct: kind, line of the file, moment, case, and what is said."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC

from dure.facts.arrivals import Arrival, KeptAside

#: What is said so often that a line leaves it out.
_USUAL = [("channel", "other"), ("kind", "ticket")]


def line_of(fact: Arrival | KeptAside) -> str:
    """One fact as a line; what is empty or as always is left out."""
    if isinstance(fact, KeptAside):
        return f"KeptAside line {fact.line} [{fact.column}] {fact.value!r}: {fact.reason}"
    said = [
        f"{field.name}={value!r}"
        for field in fields(fact)
        if field.name not in ("ref", "at", "position")
        if (value := getattr(fact, field.name)) not in (None, "") and (field.name, value) not in _USUAL
    ]
    moment = fact.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    return " ".join([type(fact).__name__, f"line {fact.position}", moment, fact.ref, *said])


def lines_of(facts: Iterable[Arrival | KeptAside]) -> list[str]:
    return [line_of(fact) for fact in facts]
