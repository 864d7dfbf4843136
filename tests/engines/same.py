"""When two engines have said the same."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from dure.facts.shapes import MEASUREMENTS

#: Sums of the same numbers in another order differ in their last places: a relative 1e-9 is some thousand times
#: what ten million doubles of a like size lose, and a thousandth of what any page shows. Little's law is a
#: difference of two such sums, whose true value is 0: hence as much in absolute terms.
TOLERANCE = 1e-9

Row = dict[str, Any]


def differences(here: pa.Table, there: pa.Table) -> list[str]:
    """What is not the same in two tables of measurements, slice by slice; their order does not count."""
    ours, theirs = _by_slice(here), _by_slice(there)
    return [
        f"{'/'.join(key)}: {column} is {mine!r} here and {other!r} there"
        for key in sorted({*ours, *theirs})
        for column in MEASUREMENTS.names
        if column != "seq"
        and not same(mine := ours.get(key, {}).get(column), other := theirs.get(key, {}).get(column))
    ]


@contextmanager
def under(engine: str) -> Iterator[None]:
    """The environment names this engine, as in life."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DURE_ENGINE", engine)
        yield


def same(one: Any, other: Any) -> bool:
    """Equal; numbers with a point to the tolerance."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(one == other)


def _by_slice(rows: pa.Table) -> dict[tuple[str, ...], Row]:
    told = rows.to_pylist()
    found = {tuple(str(row[c]) for c in ("metric", "stream", "cut", "slice")): row for row in told}
    assert len(found) == len(told), "a slice is said twice"
    return found


def of_metric(rows: pa.Table, name: str) -> pa.Table:
    return rows.filter(pc.equal(rows["metric"], name))
