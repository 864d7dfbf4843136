"""Numbers as the job keeps them, for pages that show them."""

from datetime import datetime
from typing import Any

from dure.facts.roles import SYSTEM
from dure.records.outcomes.actions import keep_numbers
from tests.cast import NOW


def number(
    stream: str, metric: str, value: float | None, *, cut: str = "all", slice: str = "", **said: Any
) -> dict[str, Any]:
    """One number, with what it rests on; one without a value says why."""
    told = {
        "n": 12,
        "coverage": 1.0,
        "low": None,
        "high": None,
        "reason": "" if value is not None else "not_reached",
        **said,
    }
    return {
        "stream": stream,
        "metric": metric,
        "version": 1,
        "cut": cut,
        "slice": slice,
        "value": value,
        "as_of": NOW,
        **told,
    }


def keep(*rows: dict[str, Any], as_of: datetime = NOW) -> None:
    """Keeps these numbers and no others."""
    keep_numbers([{**row, "as_of": as_of} for row in rows], by=SYSTEM, now=NOW)
