"""A few rows said inside the query itself, so that no engine needs them registered beforehand."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir


def literal_rows(rows: Sequence[Mapping[str, Any]], *, columns: Mapping[str, str]) -> ir.Table:
    """The rows as a table of these columns (name: Ibis type); no rows give an empty table.

    Columns are lists from which each row picks its place: rows as structs are nothing every engine can
    hand to its workers.
    """
    if not rows:
        one = ibis.literal(True).name("is_row").as_table()
        return one.select(**{name: ibis.null(kind) for name, kind in columns.items()}).filter(
            ibis.literal(False)
        )
    each = ibis.literal(list(range(len(rows))), type="array<int64>").unnest().name("place").as_table()
    return each.select(
        **{
            name: ibis.literal([row[name] for row in rows], type=f"array<{kind}>")[each.place]
            for name, kind in columns.items()
        }
    )
