"""A few rows said inside the query itself, so that no engine needs them registered beforehand."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir


def literal_rows(rows: Sequence[Mapping[str, Any]], *, columns: Mapping[str, str]) -> ir.Table:
    """The rows as a table of these columns (name: Ibis type); no rows give an empty table."""
    if not rows:
        one = ibis.literal(True).name("is_row").as_table()
        return one.select(**{name: ibis.null(kind) for name, kind in columns.items()}).filter(
            ibis.literal(False)
        )
    struct = "struct<" + ", ".join(f"{name}: {kind}" for name, kind in columns.items()) + ">"
    each = ibis.literal([dict(row) for row in rows], type=f"array<{struct}>").unnest().name("row").as_table()
    return each.select(**{name: each.row[name] for name in columns})
