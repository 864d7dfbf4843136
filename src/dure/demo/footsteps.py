"""What the people of the village did on our pages and in Naru: made up like everything here, and labelled so.

They looked at the warehouse scanner, tried it, bought it and used it; at every step some went no further.
"""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from dure.demo.cast import PEOPLE, SOURCE
from dure.demo.house import House
from dure.facts.loop import CUSTOMER
from dure.facts.roles import SYSTEM
from dure.records.people.actions import take_in_usage

#: Each step: the event, how many of those who came so far go on to it, and after how many minutes most do.
_STEPS = (
    ("page_viewed", 0.95, 0),
    ("pricing_viewed", 0.75, 25),
    ("trial_started", 0.7, 1_500),
    ("contract_signed", 0.5, 9_000),
    ("signed_in", 0.9, 600),
    ("feature_used", 0.95, 6),
)
_FIRST_DAY, _LAST_DAY = 55, 30


def tell_footsteps(house: House, *, seed: int = 11) -> int:
    """Brings the footsteps in, as one act on the day the story begins to speak of them.

    Returns:
        How many events there are.
    """
    rows = sorted(_rows(house, Random(seed)), key=lambda row: (row["ts"], row["person_id"]))  # noqa: S311 - a demo
    columns = {name: [row[name] for row in rows] for name in ("ts", "person_id", "event")}
    take_in_usage(
        source=SOURCE, columns={**columns, "n": [1] * len(rows)}, by=SYSTEM, now=house.now, at=house.now
    )
    return len(rows)


def _rows(house: House, random: Random) -> Iterator[dict[str, Any]]:
    for card in PEOPLE:
        if card.side != CUSTOMER:
            continue
        person_id = house.people[card.key].pk
        at = house.at(
            random.randint(_LAST_DAY, _FIRST_DAY), f"{random.randint(9, 17):02}:{random.randint(0, 59):02}"
        )
        for event, share, minutes in _STEPS:
            if random.random() > share:
                break
            at += timedelta(minutes=minutes * random.uniform(0.4, 2.5))
            yield {"ts": at, "person_id": person_id, "event": event}
            yield from _trouble(event, at=at, person_id=person_id, random=random)


def _trouble(event: str, *, at: Any, person_id: int, random: Random) -> Iterator[dict[str, Any]]:
    """Some press the same three times, some see an error and leave."""
    if event == "pricing_viewed" and random.random() < 0.3:
        for n in (1, 2):
            yield {"ts": at + timedelta(seconds=12 * n), "person_id": person_id, "event": event}
    if event == "trial_started" and random.random() < 0.4:
        yield {
            "ts": at + timedelta(minutes=random.randint(4, 14)),
            "person_id": person_id,
            "event": "error_seen",
        }
