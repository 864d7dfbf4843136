"""A number as we show it: never without n, coverage, interval or reason, moment and definition."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Window:
    """The half-open stretch of time ``[start, end)`` a number speaks of, and the zone of its days.

    ``as_of`` is the moment up to which the rows are read (``recorded_ts <= as_of``).
    """

    start: datetime
    end: datetime
    as_of: datetime
    zone: str = "Asia/Seoul"


#: What comes last and shows in what people do and say: effort, satisfaction, recommendation, use, renewal.
OUTCOMES: Final = ("ces", "csat", "nps", "use", "renewal")


@dataclass(frozen=True, slots=True)
class Metric:
    """One number's definition. A file in ``dure/metrics`` holds exactly one, named ``METRIC``.

    ``measure`` takes the tables named in ``needs`` as keywords, and ``window``; it returns a table
    with the columns stream, cut, slice, value, n, coverage, low, high, reason (see
    :data:`dure.facts.shapes.MEASUREMENTS`).
    """

    name: str
    version: int
    unit: str  # days | hours | share | times | items | points | items_per_week
    needs: tuple[str, ...]
    measure: Callable[..., ir.Table]
    title: dict[str, str] = field(hash=False)  # {"ko": ..., "en": ...}
    meaning: dict[str, str] = field(hash=False)  # what it says and how it is computed, one or two sentences
    better: str | None = None  # lower | higher | None (no direction)
    source: str = ""  # paper or page
    #: What it is expected to move before, by name: other numbers, or OUTCOMES. A claim of the field, not yet
    #: shown in anybody's data.
    leads: tuple[str, ...] = ()
