"""What goes from one team to another, as the numbers say: the whole, the strongest ways, and the teams they join."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dure.doors.web.addresses import address
from dure.doors.web.measured import Measured
from dure.doors.web.numbers import Number
from dure.facts.cuts import ARROW

#: So many teams are drawn, and so many ways between them: more is a knot nobody can read.
MOST_TEAMS = 12
MOST_DRAWN = 24
MOST_LISTED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One way: from whom to whom, how often, of how many items, and how long until the receiver begins."""

    giver: str
    receiver: str
    giver_name: str
    receiver_name: str
    n: int
    n_cases: int
    share: float
    wait: Number
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """All ways that were measured, the strongest first; ``n_all`` counts what is not among them too."""

    flows: tuple[Flow, ...]
    n_all: int
    whole: Number

    @property
    def strongest(self) -> Flow | None:
        return self.flows[0] if self.flows else None

    @property
    def slowest(self) -> Flow | None:
        """The longest median among the ways that are listed."""
        known = [flow for flow in self.flows[:MOST_LISTED] if flow.wait.value]
        return max(known, key=lambda flow: flow.wait.value or 0.0, default=None)

    @property
    def teams(self) -> list[str]:
        """The teams most of it goes through, those with most first."""
        through: Counter[str] = Counter()
        for flow in self.flows:
            through[flow.giver] += flow.n
            through[flow.receiver] += flow.n
        return [team for team, _n in through.most_common(MOST_TEAMS)]

    @property
    def drawn(self) -> list[Flow]:
        """The strongest ways between these teams."""
        among = set(self.teams)
        inside = [flow for flow in self.flows if {flow.giver, flow.receiver} <= among]
        return inside[:MOST_DRAWN]

    @property
    def listed(self) -> tuple[Flow, ...]:
        return self.flows[:MOST_LISTED]

    def rest(self, shown: Sequence[Flow]) -> tuple[int, float]:
        """How many handovers are not among those shown, and their share."""
        n = self.n_all - sum(flow.n for flow in shown)
        return n, n / self.n_all if self.n_all else 0.0


def found(measured: Measured, *, stream: str, names: Mapping[str, str]) -> Flows:
    """The ways of a stream, from its measurements."""
    whole = measured.number("handover_map")
    cases = measured.slices("handover_map", cut="pair_cases")
    rows = measured.slices("handover_map", cut="pair")
    order = sorted(rows.values(), key=lambda row: (-row.n, row.slice))
    flows = tuple(
        _flow(measured, row.slice, n=row.n, n_cases=int(cases[row.slice].value or 0), n_all=whole.n or 0, stream=stream, names=names)
        for row in order
        if row.slice in cases
    )  # fmt: skip
    return Flows(flows=flows, n_all=whole.n or 0, whole=whole)


def _flow(
    measured: Measured, pair: str, *, n: int, n_cases: int, n_all: int, stream: str, names: Mapping[str, str]
) -> Flow:
    giver, _arrow, receiver = pair.partition(ARROW)
    href = address("/items/", stream=stream, handed=pair)
    return Flow(
        giver=giver,
        receiver=receiver,
        giver_name=names.get(giver, giver),
        receiver_name=names.get(receiver, receiver),
        n=n,
        n_cases=n_cases,
        share=n / n_all if n_all else 0.0,
        wait=measured.number("handover_map", cut="pair", slice=pair, href=href),
        href=href,
    )


def matrix(flows: Flows) -> list[tuple[str, list[Flow | None]]]:
    """The teams against each other: a row for each giver, a cell for each receiver; None where nothing went."""
    teams = flows.teams
    by_pair = {(flow.giver, flow.receiver): flow for flow in flows.flows}
    return [(giver, [by_pair.get((giver, receiver)) for receiver in teams]) for giver in teams]
