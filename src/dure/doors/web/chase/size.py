"""How much hangs on what is owed: our default, no science, and shown as such (B9)."""

from collections.abc import Collection
from typing import Any, Final

from dure.kit.chasing import size_of
from dure.kit.wording import amount_of

#: Roughly what one unit of a currency is in euros. Sizes are orders of magnitude: a tenth more or less says nothing.
ROUGH_EUROS: Final = {
    "EUR": 1.0,
    "USD": 0.9,
    "GBP": 1.15,
    "KRW": 0.0006,
    "JPY": 0.006,
    "INR": 0.01,
    "CHF": 1.05,
}

#: What makes a thing weigh more than its revenue and its readers.
USUAL, FAULT, UNMOVABLE = 0, 1, 2


def size(accounts: Collection[Any], *, n_people: int = 0, severity: int = USUAL) -> float:
    """The size of a thing that touches these accounts; an unknown or foreign yearly value adds nothing."""
    known = [
        amount_of(one.annual_minor, currency=one.currency) * ROUGH_EUROS[one.currency]
        for one in accounts
        if one.annual_minor is not None and one.currency in ROUGH_EUROS
    ]
    return size_of(
        annual_euros=sum(known) if known else None, n_waiting=len(accounts) + n_people, severity=severity
    )
