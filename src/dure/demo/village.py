"""Telling the village: ninety days, every step of them an act of the records at the moment it happened."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from dure.demo.cast import SOURCE
from dure.demo.footsteps import tell_footsteps
from dure.demo.house import House, build, changes
from dure.demo.script import story
from dure.demo.teller import Teller
from dure.records.voices.queries import has_voices


def tell_village(now: datetime, *, progress: Callable[[int, int], object] | None = None) -> int:
    """Tells the ninety days that end at ``now``, all of them or none; where they stand already, nothing.

    Args:
        now: the moment the story ends. Nothing happens later, save what is promised.
        progress: called with the number of acts told and the number there are.

    Returns:
        How many acts of the story were told; 0 where the village stood already.
    """
    if has_voices(SOURCE):
        return 0
    with transaction.atomic():
        house = House(now=now)
        build(house)
        acts = _acts(house)
        for n_told, do in enumerate(acts, start=1):
            do()
            if progress:
                progress(n_told, len(acts))
        tell_footsteps(house)
    return len(acts)


def _acts(house: House) -> list[Callable[[], Any]]:
    """Every act of the story, the earliest first; those of one moment in the order they are written."""
    teller = Teller(house)
    timed = [(house.at(day, clock), do) for day, clock, do in changes(house)]
    timed += [
        (house.at(step.day, step.at), partial(teller.tell, thread, step=step))
        for thread in story()
        for step in thread.steps
    ]
    return [do for _, do in sorted(timed, key=lambda pair: pair[0])]
