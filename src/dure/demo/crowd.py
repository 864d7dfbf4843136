"""A crowd of made-up accounts, to see that lists stay quick. No voices, no people: only rows."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from dure.demo.cast import SOURCE
from dure.facts.roles import SYSTEM
from dure.records.people.actions import add_accounts

FIRST = (
    "가온",
    "나래",
    "다솜",
    "라온",
    "마루",
    "벼리",
    "아람",
    "Alder",
    "Birch",
    "Cedar",
    "Hazel",
    "Linden",
    "Rowan",
    "Willow",
)
SECOND = ("물산", "전자", "유통", "식품", "건설", "제약", "Works", "Supply", "Foods", "Systems", "Textiles")
SEGMENTS = ("enterprise", "mid_market", "growth", "public")
INDUSTRIES = ("distribution", "banking", "ecommerce", "health", "energy", "logistics", "manufacturing")
#: Country, currency, and a usual yearly value in that currency's minor units.
PLACES = (
    ("KR", "KRW", 40_000_000),
    ("US", "USD", 3_000_000),
    ("DE", "EUR", 2_800_000),
    ("JP", "JPY", 4_500_000),
)


def add_crowd(n: int, *, on: date, seed: int = 7) -> int:
    """Adds ``n`` made-up accounts in one act, labelled synthetic like the village; the same seed, the same crowd.

    Returns:
        How many were added.
    """
    return add_accounts(crowd(n, on=on, seed=seed), by=SYSTEM)


def crowd(n: int, *, on: date, seed: int = 7) -> Iterator[dict[str, Any]]:
    """The rows of ``n`` made-up accounts as they stand on a day.

    >>> rows = list(crowd(3, on=date(2026, 3, 2)))
    >>> [row["ref"] for row in rows], rows == list(crowd(3, on=date(2026, 3, 2)))
    (['crowd-00001', 'crowd-00002', 'crowd-00003'], True)
    """
    random = Random(seed)  # noqa: S311 - chance for a demo, not for a secret
    for number in range(1, n + 1):
        country, currency, usual = random.choice(PLACES)
        yield {
            "name": f"{random.choice(FIRST)} {random.choice(SECOND)} {number:05}",
            "segment": random.choice(SEGMENTS),
            "industry": random.choice(INDUSTRIES),
            "country": country,
            "currency": currency,
            "annual_minor": round(usual * random.lognormvariate(0, 0.8)),
            "since_on": on - timedelta(days=random.randint(30, 2_000)),
            "renewal_on": on + timedelta(days=random.randint(-30, 365)),
            "source": SOURCE,
            "ref": f"crowd-{number:05}",
        }
