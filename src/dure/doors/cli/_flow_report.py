"""What a flow report says: the numbers, looked up by name, and its sentences. How it looks is told elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from dure.doors.cli._flow_words import REASONS, answer, called
from dure.facts.arrivals import KeptAside
from dure.facts.loop import LOOP
from dure.facts.numbers import Metric, Window

#: The five metrics of the Flow Framework; flow time is told by its middle and by its slow end.
FIVE = ("flow_velocity", "flow_time", "flow_time_p85", "flow_efficiency", "flow_load", "flow_age")
BETWEEN_TEAMS = ("handovers", "ping_pong", "wait_customer_misuse")
ASKED = (
    *FIVE,
    "flow_distribution",
    *BETWEEN_TEAMS,
    "waiting_by",
    "bottleneck",
    "littles_law",
    "loop_stage_time",
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """Everything a flow report needs. ``rows`` are measurements; ``aside`` may hold fewer than ``n_aside``."""

    name: str
    stream: str
    title: Mapping[str, str]
    window: Window
    first_at: datetime
    last_at: datetime
    n_cases: int
    n_rows: int
    n_no_change: int
    n_aside: int
    reasons: Mapping[str, int]
    unmapped_states: Mapping[str, int]
    aside: tuple[KeptAside, ...]
    notes: tuple[Mapping[str, str], ...]
    metrics: Mapping[str, Metric]
    rows: tuple[Row, ...]

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows:
            wanted = "loop" if row["metric"] == "loop_stage_time" else self.stream
            if row["stream"] == wanted:
                found.setdefault((row["metric"], row["cut"]), []).append(row)
        return found

    def one(self, metric: str) -> Row | None:
        """The whole of a metric."""
        return next(iter(self._by_name.get((metric, "all"), [])), None)

    def slices(self, metric: str, cut: str) -> list[Row]:
        """The slices of a metric, as the measurement orders them."""
        return self._by_name.get((metric, cut), [])

    def largest(self, metric: str, cut: str, *, n: int = 10) -> list[Row]:
        """The slices with the greatest values."""
        known = [row for row in self.slices(metric, cut) if row["value"]]
        return sorted(known, key=lambda row: (-row["value"], row["slice"]))[:n]

    def stages(self) -> list[Row]:
        """The loop's stages that this log records; what it never records is not shown as never reached."""
        reached = {
            row["slice"]: row for row in self.slices("loop_stage_time", "stage") if row["value"] is not None
        }
        return [reached[stage] for stage in LOOP if stage in reached]

    def said(self, metric: str, *, language: str) -> str:
        """The whole of a metric in words."""
        return answer(self.one(metric), unit=self.metrics[metric].unit, language=language)

    def constraint(self, basis: str, *, language: str) -> str:
        """The verdict on the bottleneck among teams or states, in words (science B3)."""
        rows = self.slices("bottleneck", f"{basis}.verdict")
        named = [row["slice"] for row in rows if row["value"] is not None]
        if named:
            return ", ".join(named)
        reason = next((row["reason"] for row in rows), None) or "no_data"
        return REASONS.get(reason, REASONS["no_data"])[language]

    def headline(self, *, language: str) -> str:
        """One sentence that answers: what work waits for most."""
        whole, most = self.one("waiting_by"), self.largest("waiting_by", "waits_on", n=1)
        if not whole or not whole["value"] or not most:
            return {
                "ko": "이 기록에는 기다린 시간이 없습니다.",
                "en": "This log records no time spent waiting.",
            }[language]
        share = 100 * most[0]["value"] / whole["value"]
        on = called("waits_on", most[0]["slice"], language=language)
        if most[0]["slice"] == "unknown":
            return {
                "ko": f"기다린 시간의 {share:.0f} %는 누구를 기다렸는지 기록에 없습니다.",
                "en": f"For {share:.0f} % of the time spent waiting, the log does not say on whom.",
            }[language]
        return {
            "ko": f"기다린 시간의 {share:.0f} %는 {on}에게서 답이나 결과를 기다린 시간입니다.",
            "en": f"{share:.0f} % of the time spent waiting was spent waiting on {on}.",
        }[language]
