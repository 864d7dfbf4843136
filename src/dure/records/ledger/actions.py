"""The one way anything is written: an act, with its right, its transaction and its ledger entry."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pyarrow as pa
from django.db import connection, models, transaction
from django.utils import timezone

from dure.facts.arrivals import KeptAside
from dure.facts.refusals import NotAllowed, Refused, gettext_noop
from dure.facts.roles import Actor, Role
from dure.facts.shapes import TABLES
from dure.kit.arrow import packed
from dure.records.ledger.models import AsideRow, Batch, Entry, Load, State

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Doing:
    """An act under way: in whose name, when it happened, when it is recorded, why, and what it adds."""

    by: Actor
    at: datetime
    now: datetime
    why: str
    thing: str = ""
    thing_id: int | None = None
    facts: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    batches: list[Batch] = field(default_factory=list)

    def about(self, thing: str, thing_id: int) -> None:
        """Names the thing the ledger entry speaks of."""
        self.thing, self.thing_id = thing, thing_id

    def note(self, table: str, **columns: Any) -> None:
        """Adds one row to the lake's ``table``, as of this act."""
        moments = {
            k: v.isoformat() if isinstance(v, datetime) else v for k, v in columns.items() if v is not None
        }
        self.facts[table].append({"ts": self.at.isoformat(), **moments})

    def note_many(self, table: str, *, columns: dict[str, Any]) -> None:
        """Adds many rows to the lake's ``table``: a list (or one value for all) per column, ``ts`` among them.

        They travel whole and compressed, not row by row, in the same transaction as the act.
        """
        n_rows = len(columns["ts"])
        if not n_rows:
            return
        schema = TABLES[table]
        arrays = [
            _column(columns.get(name), n_rows=n_rows, kind=schema.field(name).type) for name in schema.names
        ]
        rows = packed(pa.table(arrays, schema=schema))
        self.batches.append(Batch(table=table, n_rows=n_rows, rows=rows))


def _column(values: Any, *, n_rows: int, kind: pa.DataType) -> pa.Array:
    return pa.array(values if isinstance(values, list) else [values] * n_rows, type=kind)


def act(name: str, *, least: Role) -> Callable[[Callable[Concatenate[Doing, P], T]], Callable[..., T]]:
    """Makes a function the one address of a write: right checked, one transaction, one ledger entry.

    The function takes the :class:`Doing` first; callers leave it out and pass ``by`` (and, where they
    differ from this moment, ``at``, when it happened, and ``now``, when it is recorded; ``why`` too).

    Raises:
        NotAllowed: the actor's role is below ``least``.
        Refused: the act is said to have happened in the future.
    """

    def decorate(do: Callable[Concatenate[Doing, P], T]) -> Callable[..., T]:
        @wraps(do)
        def acted(
            *args: Any,
            by: Actor,
            at: datetime | None = None,
            now: datetime | None = None,
            why: str = "",
            **named: Any,
        ) -> T:
            if by.role < least:
                raise NotAllowed(act=name, least=least)
            now = now or timezone.now()
            doing = Doing(by=by, at=at or now, now=now, why=why.strip())
            if doing.at > doing.now:
                raise Refused(gettext_noop("An act cannot have happened after it was recorded."), field="at")
            with transaction.atomic():
                result = do(doing, *args, **named)
                write_entry(doing, name=name)
            return result

        acted.act, acted.least_role = name, least  # type: ignore[attr-defined]
        return acted

    return decorate


def write_entry(doing: Doing, *, name: str) -> Entry:
    """Writes the act's one ledger entry, in the order in which acts are committed."""
    if connection.vendor == "postgresql":
        # Numbers must be visible in their order, or the drain would pass over an entry that commits late.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [7_351])
    entry = Entry.objects.create(
        act=name,
        thing=doing.thing,
        thing_id=doing.thing_id,
        by_id=doing.by.person_id,
        by_name=doing.by.name,
        happened_at=doing.at,
        recorded_at=doing.now,
        why=doing.why,
        facts=dict(doing.facts),
    )
    for batch in doing.batches:
        batch.entry = entry
    Batch.objects.bulk_create(doing.batches)
    return entry


def hold(thing: models.Model) -> None:
    """Holds a thing until the act ends, so that acts on it come one after the other.

    The thing is held, not its state: who waits for a state that is left meanwhile finds nothing.
    """
    type(thing)._base_manager.select_for_update(no_key=True).only("pk").get(pk=thing.pk)


def enter(doing: Doing, current: State | None, state: State) -> State:
    """Leaves the current state and enters the next, at the moment of the act.

    Raises:
        Refused: the act is dated before the state it leaves was entered.
    """
    if current is not None:
        if doing.at < current.entered_at:
            raise Refused(
                gettext_noop("This cannot have happened before %(entered)s, when the step before it began."),
                field="at",
                entered=current.entered_at.isoformat(timespec="minutes"),
            )
        current.left_at = doing.at
        current.save(update_fields=["left_at"])
    state.entered_at, state.by_id, state.why = doing.at, doing.by.person_id, state.why or doing.why
    state.save()
    return state


@act("ledger.load", least=Role.MEMBER)
def note_load(
    doing: Doing,
    *,
    source: str,
    file_name: str,
    digest: str,
    mapping: dict[str, Any],
    report: dict[str, Any],
    aside: Iterable[KeptAside],
) -> Load:
    """Notes that a file was taken in, what came of it, and the rows kept aside."""
    load = Load.objects.create(
        source=source,
        file_name=file_name,
        digest=digest,
        mapping=mapping,
        report=report,
        loaded_at=doing.at,
        by_name=doing.by.name,
    )
    rows = [(load.pk, row.line, row.column[:200], row.value, row.reason, row.row) for row in aside]
    insert_rows(doing, AsideRow, columns=("load_id", "line", "column", "value", "reason", "row"), rows=rows)
    doing.about("load", load.pk)
    return load


def reserve_ids(doing: Doing, model: type[models.Model], *, n: int) -> list[int]:
    """The next ``n`` ids of a table, for rows that other rows of the same act point at."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, n]
            )
            return [row[0] for row in cursor.fetchall()]
        # Safe on SQLite: a writing transaction begins IMMEDIATE, so nobody else writes meanwhile.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + n + 1))


def insert_rows(
    doing: Doing, model: type[models.Model], *, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Writes many rows of one act at the database's own speed: about six times that of objects one by one.

    ``columns`` are database columns (``voice_id``); moments are adapted as the model would.
    """
    if not rows:
        return
    quoted = ", ".join(connection.ops.quote_name(c) for c in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        adapted = connection.ops.adapt_datetimefield_value
        cursor.executemany(
            f"INSERT INTO {table} ({quoted}) VALUES ({', '.join(['%s'] * len(columns))})",  # noqa: S608 - quoted names
            [[adapted(v) if isinstance(v, datetime) else v for v in row] for row in rows],
        )
