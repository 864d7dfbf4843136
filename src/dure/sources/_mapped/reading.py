"""A file being read by its mapping: facts one by one, and the count of what became of its rows."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from dure.facts.arrivals import Arrival, Contacted, KeptAside
from dure.sources._mapped.cases import Case, Opening, Step, told
from dure.sources._mapped.columns import Cell, Row, cell
from dure.sources._mapped.faults import MappingError
from dure.sources._mapped.grid import Grid
from dure.sources._mapped.mapping import Mapping
from dure.sources._mapped.moments import Moments
from dure.sources._mapped.reasons import reason

_UNREADABLE = "\ufffd"

#: What a name or a number may be long; beyond it a column of text was taken for one.
NAME_LENGTH = 200


def _cut(name: str | None) -> str | None:
    return name[:NAME_LENGTH] if name else None


@dataclass(slots=True)
class Tally:
    """What became of the rows read so far. ``n_rows`` is the sum of told, no change and aside rows."""

    n_rows: int = 0
    n_cases: int = 0
    n_no_change: int = 0
    n_aside: int = 0
    n_opened_late: int = 0
    unmapped_states: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)


class Reading(Iterator[Arrival | KeptAside]):
    """The facts of a file, in the order of its cases; ``tally`` counts along.

    It never raises for a bad row: the row is handed out as :class:`KeptAside`.
    """

    def __init__(self, table: Grid, *, mapping: Mapping) -> None:
        self.table, self.mapping, self.tally = table, mapping, Tally()
        self._cells = {key: self._cell(key) for key in mapping.columns}
        self._instant = Moments(
            mapping.formats, zone=mapping.zone, ambiguous=mapping.ambiguous, nonexistent=mapping.nonexistent
        ).instant
        self._facts = self._contacts() if mapping.reads == "contacts" else self._cases()

    def __next__(self) -> Arrival | KeptAside:
        fact = next(self._facts)
        self.tally.facts[type(fact).__name__] += 1
        return fact

    def share_read(self) -> float | None:
        """How much of the file has been read, 0 to 1, for a progress bar; None where unknown."""
        return self.table.share_read()

    def _cell(self, key: str) -> Cell:
        try:
            return cell(self.mapping.columns[key], names=self.table.names, missing=self.mapping.file.missing)
        except LookupError as fault:
            why = str(fault.args[0])
            raise MappingError(why, mapping=self.mapping.name, table="columns", key=key) from None

    def _said(self, key: str, row: Row) -> str | None:
        found = self._cells.get(key)
        return found(row) if found else None

    def _aside(self, line: int, row: Row, key: str, value: str | None, why: str) -> KeptAside:
        self.tally.n_aside += 1
        column = self.mapping.columns.get(key, "")
        text = row_text(row, delimiter=self.table.delimiter)
        return KeptAside(line=line, column=str(column), value=value or "", reason=why, row=text)

    def _whole_rows(self) -> Iterator[tuple[int, list[str] | KeptAside]]:
        """Rows as wide as the header, in text that could be decoded; the others kept aside."""
        width = len(self.table.header)
        for line, row in self.table.lines:
            self.tally.n_rows += 1
            if isinstance(row, str):
                yield line, self._aside(line, [], "", None, reason("no_row", why=row))
            elif len(row) != width:
                yield (
                    line,
                    self._aside(line, row, "", None, reason("width", n=len(row), wanted=width)),
                )
            elif self.table.encoding is not None and any(_UNREADABLE in text for text in row):
                yield (
                    line,
                    self._aside(line, row, "", None, reason("bytes", encoding=self.table.encoding)),
                )
            else:
                yield line, row

    def _step(self, line: int, row: Row) -> Step | KeptAside:
        state = self._cells["state"](row)
        if state is None:
            return self._aside(line, row, "state", None, reason("no_state"))
        rule = self.mapping.states.get(state.casefold())
        if rule is None:
            self.tally.unmapped_states[state] += 1
            return self._aside(line, row, "state", state, reason("unmapped"))
        if rule.aside is not None:
            return self._aside(line, row, "state", state, rule.aside)
        text = self._cells["at"](row)
        if text is None:
            return self._aside(line, row, "at", None, reason("no_time"))
        team, person = self._said("team", row), self._said("person", row)
        for key, name in (("team", team), ("person", person)):
            if name and len(name) > NAME_LENGTH:
                return self._aside(line, row, key, name, reason("too_long"))
        try:
            return Step(self._instant(text), line, rule, team, person)
        except ValueError as fault:
            return self._aside(line, row, "at", text, str(fault))

    def _cases(self) -> Iterator[Arrival | KeptAside]:
        gathered: dict[str, Case] = {}
        closed: set[str] = set()
        ref_of, together = self._cells["case"], self.mapping.rows == "together"
        for line, row in self._whole_rows():
            if isinstance(row, KeptAside):
                yield row
                continue
            ref = ref_of(row)
            if ref is None:
                yield self._aside(line, row, "case", None, reason("no_case"))
                continue
            if len(ref) > NAME_LENGTH:
                yield self._aside(line, row, "case", ref, reason("too_long"))
                continue
            if together and ref not in gathered and gathered:
                yield from self._told(gathered)
                closed.update(gathered)
                gathered.clear()
            if ref in closed:
                yield self._aside(line, row, "case", ref, reason("scattered"))
                continue
            step = self._step(line, row)
            if isinstance(step, KeptAside):
                yield step
                continue
            yield from self._gather(gathered, ref, step, row)
        yield from self._told(gathered)

    def _gather(self, gathered: dict[str, Case], ref: str, step: Step, row: Row) -> Iterator[KeptAside]:
        case, key = gathered.get(ref), (step.at, step.position)
        if case is None or key < case.first:
            opened_at, faults = self._opened_at(step.position, row)
            yield from faults
            opening = self._opening(row, opened_at)
            case = gathered.setdefault(ref, Case(ref=ref, opening=opening, first=key))
            case.opening, case.first = opening, key
        case.steps.append(step)

    def _opened_at(self, line: int, row: Row) -> tuple[datetime | None, list[KeptAside]]:
        text = self._said("opened", row)
        if text is None:
            return None, []
        try:
            return self._instant(text), []
        except ValueError as fault:
            self.tally.n_aside -= 1
            why = reason("opened", why=fault)
            return None, [self._aside(line, row, "opened", text, why)]

    def _opening(self, row: Row, opened_at: datetime | None) -> Opening:
        said: Callable[[str], str | None] = partial(self._said, row=row)
        title = said("title") or ""
        return Opening(
            opened_at=opened_at, title=title, words=said("words") or title, account=_cut(said("account")),
            kind=self.mapping.kinds.get((said("kind") or "").casefold(), self.mapping.kind),
            channel=self.mapping.channels.get((said("channel") or "").casefold(), self.mapping.channel),
            caller=_cut(said("caller")),
        )  # fmt: skip

    def _told(self, gathered: dict[str, Case]) -> Iterator[Arrival]:
        for case in gathered.values():
            self.tally.n_cases += 1
            self.tally.n_opened_late += (
                case.opening.opened_at is not None and case.opening.opened_at > case.first[0]
            )
            lines: set[int] = set()
            for fact in told(case, mapping=self.mapping):
                lines.add(fact.position)
                yield fact
            self.tally.n_no_change += len(case.steps) - len(lines)

    def _contacts(self) -> Iterator[Arrival | KeptAside]:
        for line, row in self._whole_rows():
            yield row if isinstance(row, KeptAside) else self._contact(line, row)

    def _contact(self, line: int, row: Row) -> Contacted | KeptAside:
        said: Callable[[str], str | None] = partial(self._said, row=row)
        for key in ("at", "from", "to"):
            if said(key) is None:
                return self._aside(line, row, key, None, reason("contact"))
        try:
            minutes = None if said("minutes") is None else float(str(said("minutes")).replace(",", ""))
        except ValueError:
            return self._aside(line, row, "minutes", said("minutes"), reason("minutes"))
        try:
            at = self._instant(str(said("at")))
        except ValueError as fault:
            return self._aside(line, row, "at", said("at"), str(fault))
        channel = self.mapping.channels.get((said("channel") or "").casefold(), self.mapping.channel)
        return Contacted(
            ref=said("case") or f"line {line}", at=at, position=line, from_person=str(said("from")),
            to_person=str(said("to")), channel=channel, minutes=minutes, account=said("account"),
        )  # fmt: skip


def row_text(row: Row, *, delimiter: str) -> str:
    """A row as the file would write it, without its line end.

    >>> row_text(["1", "a;b"], delimiter=";")
    '1;"a;b"'
    """
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(row)
    return text.getvalue()
