"""The numbers of a journey, put where a page shows them: the map, the funnel, the obstacles, the memories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.functional import cached_property as once
from django.utils.translation import gettext_lazy as _

from dure.doors.web.journey.arcs import strongest_arcs
from dure.doors.web.journey.choice import Choice
from dure.doors.web.measured import Measured, Row
from dure.doors.web.names import DEPARTMENT_NAMES
from dure.doors.web.templatetags.dure import language
from dure.facts.cuts import ARROW
from dure.records.journeys.rules import DEPARTMENTS, Point, Stage

N_FOLLOWS, N_PATHS, N_OBSTACLES = 12, 8, 10

#: Below this many words nobody can say whether a memory is good or bad.
FEW_WORDS = 3

OBSTACLES: dict[str, Promise] = {
    "repeat": _("The same three times in a minute"),
    "error_exit": _("An error, then gone"),
    "long_wait": _("Waited longer than nearly all others"),
    "back_and_forth": _("To and fro"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One place where people lose time."""

    kind: Promise | str
    place: str
    n: int
    minutes: float
    score: float
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What people said after a touch. ``tone`` is good, bad, or "" where nobody can tell."""

    point: Point
    row: Row
    tone: str


@dataclass
class Mapped:
    """A journey's numbers, by stage and touchpoint."""

    measured: Measured
    choice: Choice
    stages: Sequence[Stage]
    points: Sequence[Point]

    @once
    def names(self) -> dict[str, str]:
        rows: list[Point | Stage] = [*self.points, *self.stages]
        return {row.key: row.name_en if language() == "en" else row.name_ko for row in rows}

    def named(self, slice: str) -> str:
        """A slice in the reader's language: a touchpoint, or several with arrows between."""
        return ARROW.join(self.names.get(key, key) for key in slice.split(ARROW))

    @once
    def n_people(self) -> int:
        row = self.measured.row("touch_count")
        return row.n if row else 0

    @once
    def n_touches(self) -> int:
        return int(self.measured.value("touch_count") or 0)

    @once
    def columns(self) -> list[dict[str, Any]]:
        """The stages side by side: how many came through, and the touchpoints with how often people met us there."""
        counts = self.measured.slices("touch_count", cut="touchpoint")
        most = max((row.value or 0 for row in counts.values()), default=0) or 1
        came = self.measured.slices("journey_funnel", cut="stage")
        cells = {
            stage.key: [self._cell(p, counts.get(p.key), most) for p in self._of(stage)]
            for stage in self.stages
        }
        return [
            {
                "stage": stage,
                "name": self.names[stage.key],
                "came": came.get(stage.key),
                "points": [cell for cell in cells[stage.key] if cell["n"]],
                "silent": [cell for cell in cells[stage.key] if not cell["n"]],
            }
            for stage in self.stages
        ]

    def _of(self, stage: Stage) -> list[Point]:
        """The touchpoints of a stage, department by department."""
        mine = [point for point in self.points if point.stage == stage.key]
        return sorted(mine, key=lambda point: DEPARTMENTS.index(point.department))

    def _cell(self, point: Point, row: Row | None, most: float) -> dict[str, Any]:
        memory = self.memories_by_key.get(point.key)
        return {
            "point": point,
            "department": DEPARTMENT_NAMES[point.department],
            "name": self.names[point.key],
            "n": int(row.value or 0) if row else 0,
            "n_people": row.n if row else 0,
            "width": round(100 * (row.value or 0) / most) if row else 0,
            "tone": memory.tone if memory else "",
        }

    @once
    def arrows(self) -> list[dict[str, Any]]:
        """The strongest ways between two stages, drawn as arcs: onwards above, back below."""
        rows = self.measured.slices("journey_follows", cut="journey_stage")
        return strongest_arcs(rows, places={stage.key: n for n, stage in enumerate(self.stages)})

    @once
    def follows(self) -> list[dict[str, Any]]:
        """The most frequent steps from one touchpoint to another."""
        rows = self.measured.slices("journey_follows", cut="touchpoint").items()
        known = [(slice, row) for slice, row in rows if row.value is not None]
        first = sorted(known, key=lambda one: (-one[1].n, one[0]))[:N_FOLLOWS]
        return [{"name": self.named(slice), "n": row.n, "minutes": row.value} for slice, row in first]

    @once
    def n_follows(self) -> int:
        return len(self.measured.slices("journey_follows", cut="touchpoint"))

    @once
    def steps(self) -> list[dict[str, Any]]:
        """The funnel: each step in the order of the stages, with its interval."""
        order = {stage.key: stage.place for stage in self.stages}
        leak = next(iter(self.measured.slices("journey_funnel", cut="leak")), "")
        rows = self.measured.slices("journey_funnel", cut="step")
        named = sorted(rows.items(), key=lambda one: order.get(one[0].split(ARROW)[-1], 99))
        return [
            {
                "name": self.named(slice),
                "is_leak": slice == leak,
                "number": self.measured.number("journey_funnel", cut="step", slice=slice),
                "width": round(100 * (row.value or 0)),
                "n_on": round((row.value or 0) * row.n),
            }
            for slice, row in named
        ]

    @once
    def leak(self) -> dict[str, Any] | None:
        return next((step for step in self.steps if step["is_leak"]), None)

    @once
    def silent_stages(self) -> list[str]:
        """The stages nobody was ever seen in."""
        rows = self.measured.slices("journey_funnel", cut="stage")
        return [self.names[s.key] for s in self.stages if s.key in rows and rows[s.key].value is None]

    def obstacle(self, row: Row) -> Obstacle:
        return Obstacle(
            kind=OBSTACLES.get(row.cut, row.cut),
            place=self.named(row.slice),
            n=row.n,
            minutes=(row.value or 0) / row.n if row.n else 0,
            score=row.value or 0,
            href=self.choice.href("/journey/people/", kind=row.cut, place=row.slice),
        )

    @once
    def obstacles(self) -> list[Obstacle]:
        rows = [row for kind in OBSTACLES for row in self.measured.slices("obstacles", cut=kind).values()]
        return [self.obstacle(row) for row in sorted(rows, key=lambda row: -(row.value or 0))[:N_OBSTACLES]]

    @once
    def paths(self) -> list[dict[str, Any]]:
        rows = self.measured.slices("journey_variants", cut="touchpoint").items()
        first = sorted(rows, key=lambda one: (-one[1].n, one[0]))[:N_PATHS]
        return [
            {
                "steps": [self.names.get(key, key) for key in _steps(slice)],
                "n": row.n,
                "share": row.value,
            }
            for slice, row in first
        ]

    @once
    def n_paths(self) -> int:
        row = self.measured.row("journey_variants", cut="touchpoint.variants")
        return row.n if row else 0

    @once
    def memories_by_key(self) -> dict[str, Memory]:
        rows = self.measured.slices("touch_memory", cut="touchpoint")
        return {
            p.key: Memory(point=p, row=rows[p.key], tone=_tone(rows[p.key]))
            for p in self.points
            if p.key in rows
        }

    @once
    def n_bad_only(self) -> int:
        """How many bad words there are where no answer is recorded, so that no share can be told."""
        row = self.measured.row("touch_memory")
        return row.n if row and row.value is None else 0

    @once
    def memories(self) -> list[dict[str, Any]]:
        """Touchpoints by what was said after them, the worst first; those nobody spoke of are left out."""
        said = [m for m in self.memories_by_key.values() if m.row.value is not None]
        worst = self.measured.slices("peak_end", cut="worst")
        last = self.measured.slices("peak_end", cut="last")
        return [
            {
                "name": self.names[m.point.key],
                "key": m.point.key,
                "tone": m.tone,
                "number": self.measured.number("touch_memory", cut="touchpoint", slice=m.point.key),
                "href": self.choice.href(f"/journey/words/{m.point.key}/"),
                "n_worst": worst[m.point.key].n if m.point.key in worst else 0,
                "n_last": last[m.point.key].n if m.point.key in last else 0,
            }
            for m in sorted(said, key=lambda m: (m.row.n < FEW_WORDS, m.row.value, -m.row.n))
        ]


def _steps(path: str) -> list[str]:
    """The steps of a path; of one that was cut short, the whole ones and that there are more."""
    steps = path.split(ARROW)
    return [*steps[:-1], "…"] if " … #" in steps[-1] else steps


def _tone(row: Row) -> str:
    if row.value is None or row.n < FEW_WORDS or row.low is None or row.high is None:
        return ""
    return "good" if row.low > 0.5 else "bad" if row.high < 0.5 else ""
