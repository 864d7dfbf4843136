"""What an engine is asked, composed once per process: only the window's moments differ from run to run.

Composing a year's numbers as expressions and turning them into SQL takes Python a second; the engine
answers a small lake in a tenth of that. So a query is composed with *marks* in place of the window's
moments, its text is kept, and the moments asked for are written over the marks. A metric that does
arithmetic with the window in Python fails on a mark; it is composed anew for each window instead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple, cast

import ibis
import ibis.expr.schema as sch
import ibis.expr.types as ir
import pyarrow as pa

from dure.facts.calendar import ALL_WEEKS, with_week
from dure.facts.derived import DERIVED, Derived
from dure.facts.kept_cases import HELD, MENDED, not_holding
from dure.facts.known import KNOWN
from dure.facts.moments import Mark, moment
from dure.facts.numbers import Metric, Window
from dure.facts.shapes import TABLES
from dure.lake.engine import Compiling, seen_schema

#: What is handed to the engine as rows, by name and shape; everything else is a query over these.
GIVEN: Final[Mapping[str, pa.Schema]] = {**TABLES, **KNOWN, "all_weeks": ALL_WEEKS}


@dataclass(frozen=True)
class Held:
    """What of the derived tables stands in the lake: nothing, all of it, or all but the cases that moved."""

    is_all: bool = False
    is_some: bool = False
    shapes: Mapping[str, pa.Schema] = field(default_factory=lambda: GIVEN, compare=False)

    def stands_in(self, name: str) -> str | None:
        """Under which name a table is handed to the engine, if it is."""
        if self.is_all and name in HELD:
            return f"held_{name}"
        return name if name in self.shapes else None


NOTHING: Final = Held()

#: Reads a table by the name under which the engine knows it.
Named = Callable[[str, sch.Schema], ir.Table]


class Composed:
    """The tables and answers for one window, as expressions; each table is composed once."""

    def __init__(
        self, *, window: Window, sources: tuple[str, ...], named: Named, held: Held = NOTHING
    ) -> None:
        self.window, self.sources, self.named, self.held = window, sources, named, held
        self.derived = MENDED if held.is_some else DERIVED
        self.made: dict[str, ir.Table] = {}

    def table(self, name: str) -> ir.Table:
        """A table as others read it: a kept one by its name, the others read through."""
        if name not in self.made:
            in_lake = self.held.stands_in(name)
            self.made[name] = self._given(in_lake) if in_lake else self._derived(name)
        return self.made[name]

    def kept(self, name: str) -> ir.Table:
        """The query behind a kept table."""
        table = self.derived[name]
        needs = {need: self.table(need) for need in table.needs}
        shaped = table.shape(**needs, window=self.window) if table.windowed else table.shape(**needs)
        return with_week(shaped, table.dated, weeks=self.table("all_weeks")) if table.dated else shaped

    def answer(self, metric: Metric) -> ir.Table:
        """What the metric says."""
        return metric.measure(**{need: self.table(need) for need in metric.needs}, window=self.window)

    def _given(self, name: str) -> ir.Table:
        rows = self.named(name, seen_schema(self.held.shapes[name]))
        if name == "held_known":
            return not_holding(rows, window=self.window, sources=self.sources)
        if name not in TABLES:
            return rows
        seen = rows.filter((rows.recorded_ts <= moment(self.window.as_of)).fill_null(True))
        return (
            seen.filter(seen.source.isin(self.sources)) if self.sources and "source" in seen.columns else seen
        )

    def _derived(self, name: str) -> ir.Table:
        query = self.kept(name)
        return self.named(kept_name(name), query.schema()) if self.derived[name].kept else query


def needs_of(table: Derived) -> tuple[str, ...]:
    """What a derived table is made of."""
    return (*table.needs, "all_weeks") if table.dated else table.needs


def kept_name(name: str) -> str:
    """How the engine calls a derived table that is kept."""
    return f"kept_{name}"


def _unbound(name: str, schema: sch.Schema) -> ir.Table:
    return ibis.table(schema, name=name)


class Texts:
    """The text of each query for one window, from what the process keeps."""

    def __init__(
        self, engine: Compiling, *, window: Window, sources: tuple[str, ...], held: Held = NOTHING
    ) -> None:
        self.engine, self.window = engine, window
        self.kept = _kept_texts(type(engine), window.end <= window.as_of, window.zone, sources, held)
        self.fresh = Composed(window=window, sources=sources, named=_unbound, held=held)
        self.moments = {mark: engine.moment(at) for mark, at in _asked(window).items()}

    def table(self, name: str) -> str:
        """The query behind a kept table."""
        return self._text(name, lambda composed: composed.kept(name))

    def answer(self, metric: Metric) -> str:
        """The query behind a metric's answer."""
        return self._text(metric, lambda composed: composed.answer(metric))

    def _text(self, key: str | Metric, query: Callable[[Composed], ir.Table]) -> str:
        if key not in self.kept.texts:
            self.kept.texts[key] = self._marked(query)
        text = self.kept.texts[key]
        if text is None:
            return self.engine.compiled(query(self.fresh))
        for mark, said in self.moments.items():
            text = text.replace(self._mark(mark), said)
        return text

    def _marked(self, query: Callable[[Composed], ir.Table]) -> str | None:
        """None where the window is more to the query than moments; what is wrong with it shows without marks."""
        try:
            return self.engine.compiled(query(self.kept.composed))
        except Exception:  # noqa: BLE001 - whatever a metric does with a mark
            return None

    def _mark(self, mark: Mark) -> str:
        if mark not in self.kept.marks:
            self.kept.marks[mark] = self.engine.moment(mark.stands_as)
        return self.kept.marks[mark]


class _Kept(NamedTuple):
    composed: Composed
    texts: dict[str | Metric, str | None]
    marks: dict[Mark, str]


@lru_cache(maxsize=32)
def _kept_texts(
    engine: type[Compiling], is_past: bool, zone: str, sources: tuple[str, ...], held: Held
) -> _Kept:
    """What was composed so far, for windows that end before (or after) their ``as_of``."""
    start, end, as_of = _START, _END, _AS_OF if is_past else _BEFORE_END
    window = Window(cast(datetime, start), cast(datetime, end), cast(datetime, as_of), zone)
    return _Kept(Composed(window=window, sources=sources, named=_unbound, held=held), {}, {})


_ODD: Final = datetime(1903, 2, 3, 4, 5, 6, 789012, tzinfo=UTC)  # nobody's window
_START, _BEFORE_END, _END, _AS_OF = (Mark(_ODD + timedelta(days=n)) for n in range(4))


def _asked(window: Window) -> dict[Mark, datetime]:
    return {_START: window.start, _END: window.end, _AS_OF: window.as_of, _BEFORE_END: window.as_of}
