"""What the sum of several weeks can be, if each is one of the past weeks: exactly, or by drawing them."""

import random
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Final

N_DRAWS: Final = 10_000
SEED: Final = 20_260_105


def chances(weights: Mapping[int, int]) -> dict[int, float]:
    """How likely each weekly count is.

    >>> chances({0: 1, 3: 3})
    {0: 0.25, 3: 0.75}
    """
    total = sum(weights.values())
    return {count: weight / total for count, weight in weights.items()}


def one_week_more(sums: list[float], week: Mapping[int, float], *, size: int) -> list[float]:
    """The distribution of a sum after one more week, as far as the sum stays below ``size``.

    Args:
        sums: how likely each sum 0, 1, 2 ... is so far.
        week: how likely each weekly count is.

    >>> one_week_more([1.0], {0: 0.25, 3: 0.75}, size=5)
    [0.25, 0.0, 0.0, 0.75, 0.0]
    """
    found = [0.0] * size
    for count, chance in week.items():
        n = min(len(sums), size - count)
        if n > 0:
            reached = zip(found[count : count + n], sums[:n], strict=True)
            found[count : count + n] = [was + chance * more for was, more in reached]
    return found


def below(weights: Mapping[int, int], *, size: int) -> Iterator[float]:
    """How likely the sum is still below ``size`` after 1, 2, 3 ... weeks, without end."""
    sums, week = [1.0], chances(weights)
    while True:
        sums = one_week_more(sums, week, size=size)
        yield sum(sums)


def after(weights: Mapping[int, int], *, n_weeks: int) -> list[float]:
    """How likely each sum 0, 1, 2 ... is after so many weeks.

    >>> after({0: 1, 1: 1}, n_weeks=2)
    [0.25, 0.5, 0.25]
    """
    sums, week = [1.0], chances(weights)
    for n in range(1, n_weeks + 1):
        sums = one_week_more(sums, week, size=n * max(weights) + 1)
    return sums


def drawn(
    weights: Mapping[int, int], *, n_weeks: int, n_draws: int = N_DRAWS, seed: int = SEED
) -> Iterator[list[int]]:
    """The sums after 1, 2, 3 ... weeks drawn with replacement, so many times over; the same for the same seed."""
    counts, so_often = list(weights), list(accumulate(weights.values()))
    draw = random.Random(seed).choices  # noqa: S311 - a forecast is no secret
    for _ in range(n_draws):
        yield list(accumulate(draw(counts, cum_weights=so_often, k=n_weeks)))
