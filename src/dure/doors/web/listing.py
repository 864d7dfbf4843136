"""Lists of many rows: columns, filters, order and pages are declared, and remembered in the address.

A page declares one :class:`Listing` and gives :meth:`Listing.shown` the rows of a query; the answer goes to
``parts/list.html``. Nothing is kept on the server: the address says all, so that a list can be sent on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.functional import cached_property as once

Words = str | Promise
Rows = QuerySet[Any]

#: Up to here rows are counted exactly; beyond, "50,000+" is shown: counting all would cost more than it says.
COUNTED_UP_TO = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. ``sort`` names the fields it is ordered by, "-" before one that runs against the others; without
    it there is no order by this column."""

    name: str
    title: Words
    sort: tuple[str, ...] = ()
    is_number: bool = False
    may_be_empty: bool = False  # then unknown goes last, whichever the direction
    on_phone: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One choice in the address: ``?name=value``. ``narrow`` takes the rows and the chosen value."""

    name: str
    title: Words
    choices: Callable[[], Sequence[tuple[str, Words]]]
    narrow: Callable[[Rows, str], Rows]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter with its choices and the one that is chosen ("" for all)."""

    filter: Filter
    choices: Sequence[tuple[str, Words]]
    value: str


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What a list shows. ``order`` is the column it is ordered by at first, "-" before it for the last first."""

    columns: tuple[Column, ...]
    order: str
    filters: tuple[Filter, ...] = ()
    search: Callable[[Rows, str], Rows] | None = None
    n_per_page: int = 50

    def shown(self, rows: Rows, *, asked: Mapping[str, str]) -> "Shown":
        """The rows as the address asks for them.

        Args:
            rows: a query's rows, without order.
            asked: ``request.GET``.
        """
        chosen = [self._chosen(one, asked=asked) for one in self.filters]
        query = words_asked(asked) if self.search else ""
        narrowed = self.search(rows, query) if self.search and query else rows
        for one in chosen:
            narrowed = one.filter.narrow(narrowed, one.value) if one.value else narrowed
        sort = asked.get("sort", "") if self._column(asked.get("sort", "")) else self.order
        return Shown(
            listing=self,
            rows_asked=narrowed.order_by(*self._ordering(sort)),
            chosen=chosen,
            query=query,
            sort=sort,
            page_asked=_whole(asked.get("page", "1")),
            unknown=[
                f"{f.name}={asked[f.name]}"
                for f, c in zip(self.filters, chosen, strict=True)
                if asked.get(f.name, "") != c.value
            ],
        )

    def _chosen(self, one: Filter, *, asked: Mapping[str, str]) -> Chosen:
        choices, value = one.choices(), asked.get(one.name, "")
        return Chosen(one, choices, value if value in {str(v) for v, _ in choices} else "")

    def _column(self, sort: str) -> Column | None:
        return next((c for c in self.columns if c.sort and c.name == sort.removeprefix("-")), None)

    def _ordering(self, sort: str) -> list[Any]:
        column, is_down = self._column(sort), sort.startswith("-")
        fields = column.sort if column else ()
        may_be_empty = bool(column and column.may_be_empty)
        ordered = [
            _placed(f.removeprefix("-"), is_down=is_down != f.startswith("-"), may_be_empty=may_be_empty)
            for f in fields
        ]
        return [*ordered, "-pk" if is_down else "pk"]


def _placed(field: str, *, is_down: bool, may_be_empty: bool) -> OrderBy | str:
    if may_be_empty:
        return F(field).desc(nulls_last=True) if is_down else F(field).asc(nulls_last=True)
    return f"-{field}" if is_down else field


@dataclass(kw_only=True)
class Shown:
    """One page of a list. The rows and the count are read once, when the template first asks."""

    listing: Listing
    rows_asked: Rows
    chosen: list[Chosen]
    query: str
    sort: str
    page_asked: int
    unknown: list[str] = field(default_factory=list)

    @once
    def count(self) -> int:
        """The number of rows, exact up to COUNTED_UP_TO."""
        return self.rows_asked.order_by().values("pk")[: COUNTED_UP_TO + 1].count()

    @property
    def is_counted(self) -> bool:
        return self.count <= COUNTED_UP_TO

    @property
    def n_shown(self) -> int:
        return min(self.count, COUNTED_UP_TO)

    @property
    def n_pages(self) -> int:
        return max(1, -(-self.n_shown // self.listing.n_per_page))

    @property
    def page(self) -> int:
        return min(max(1, self.page_asked), self.n_pages)

    @once
    def rows(self) -> list[Any]:
        start = (self.page - 1) * self.listing.n_per_page
        # Sorted by number alone: SQLite would carry every column of every row, words too, through the sort.
        numbers = list(self.rows_asked.values_list("pk", flat=True)[start : start + self.listing.n_per_page])
        return list(self.rows_asked.filter(pk__in=numbers)) if numbers else []

    @property
    def first(self) -> int:
        return (self.page - 1) * self.listing.n_per_page + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def pages_near(self) -> list[int | None]:
        """The page numbers worth a link; None stands for a gap."""
        near = sorted({1, self.n_pages, *range(max(1, self.page - 1), min(self.n_pages, self.page + 1) + 1)})
        return [n for a, b in pairwise([0, *near]) for n in ([None, b] if b - a > 1 else [b])]

    @property
    def has_search(self) -> bool:
        return self.listing.search is not None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query) or any(one.value for one in self.chosen)

    @property
    def heads(self) -> list[dict[str, Any]]:
        """The column heads: title, direction now, and the ``sort`` a press on it asks for."""
        now, is_down = self.sort.removeprefix("-"), self.sort.startswith("-")
        return [
            {
                "column": c,
                "direction": ("descending" if is_down else "ascending") if c.name == now else "",
                "next": f"-{c.name}" if c.name == now and not is_down else c.name,
            }
            for c in self.listing.columns
        ]


def words_asked(asked: Mapping[str, str]) -> str:
    """The words somebody looks for, ``?q=``; a NUL, which PostgreSQL refuses, is in no word."""
    return asked.get("q", "").replace("\0", "").strip()


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 1
