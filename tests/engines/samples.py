"""What the engines are asked about: next to nothing, a story, and one of everything people can set up or say."""

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import pyarrow as pa

from dure.facts.loop import LOOP
from dure.facts.numbers import Window
from dure.facts.shapes import ANSWERS, CONTACTS, MOVES, USAGE
from dure.lake import Known
from tests.bench.made_up_moves import made_up_moves
from tests.metrics.tables import day, moves, told, window
from tests.plugins.test_metrics import LITTLE, OVER, STORY

STAGES = ("discover", "verify", "buy", "use", "support")


@dataclass(frozen=True)
class Sample:
    tables: dict[str, pa.Table]
    window: Window
    known: Known = field(default_factory=dict)


def _all() -> Sample:
    """Made up, by the seed: work, voices and promises of a year, and people who use, talk and answer."""
    rng = np.random.default_rng(11)
    voices = [row for case in range(60) for row in _voice(case, rng)]
    promises = [row for case in range(40) for row in _promise(case, rng)]
    work = made_up_moves(n_moves=3_000)
    loop = moves([*voices, *promises])
    loop = loop.set_column(
        loop.schema.get_field_index("seq"), "seq", pa.array(range(10**6, 10**6 + len(loop)))
    )
    return Sample(
        {"moves": pa.concat_tables([work, loop.cast(MOVES)]), **_touches(rng)},
        window(day(-360), day(200)),
        _set_up(),
    )


def _voice(case: int, rng: np.random.Generator) -> list[dict]:
    reached = LOOP[: int(rng.integers(1, len(LOOP) + 1))]
    start, gaps = rng.integers(1, 60), np.cumsum(rng.exponential(3, len(LOOP)).round(6))
    steps = [(day(float(start + gap)), stage) for gap, stage in zip(gaps, reached, strict=False)]
    if case % 5 == 0:
        steps.append((day(float(start + gaps[-1] + 2)), "reopened"))
    if case % 3 == 0:
        steps.append((day(float(start + gaps[0] + 1)), "asked"))
    side = ("customer", "coworker")[case % 2]
    return told(
        "voice", case, *steps, kind=("request", "defect")[case % 2], side=side, segment=f"s{case % 3}"
    )


def _promise(case: int, rng: np.random.Generator) -> list[dict]:
    start, due = int(rng.integers(1, 60)), int(rng.integers(2, 20))
    steps = [(day(start), "made", day(start + due))]
    if case % 4 == 0:
        steps.append((day(start + due - 1), "moved", day(start + due + 5)))
    if case % 3:
        steps.append((day(start + due + int(rng.integers(-1, 4))), "kept"))
    elif case % 2:
        steps.append((day(start + 1), "withdrawn"))
    return told("promise", case, *steps, team=f"team{case % 5:02}", side="customer", segment=f"s{case % 3}")


def _touches(rng: np.random.Generator) -> dict[str, pa.Table]:
    used, heard, met = [], [], []
    for seq in range(300):
        ts = day(float(rng.uniform(1, 90)))
        person = int(rng.integers(1, 25))
        row = {"ts": ts, "recorded_ts": ts, "seq": seq, "source": "live", "account_id": person % 4}
        used.append(row | {"person_id": person, "event": STAGES[int(rng.integers(0, 5))], "n": 1})
        score = {"question": "ces", "value": float(rng.integers(1, 8)), "scale_low": 1.0, "scale_high": 7.0}
        heard.append(row | {"person_id": person} | score)
        met.append(row | {"from_id": 100, "to_id": person, "channel": "phone", "minutes": float(seq % 30)})
    return {
        name: pa.Table.from_pylist(rows, schema=shape)
        for name, rows, shape in (
            ("usage", used, USAGE),
            ("answers", heard, ANSWERS),
            ("contacts", met, CONTACTS),
        )
    }


def _set_up() -> Known:
    teams = [f"team{n:02}" for n in range(40)]
    hours = [day(n, hour=9) for n in range(1, 90)]
    point = {"column": "event", "heard_in": "usage"}
    ces = {
        "touchpoint": "ces",
        "journey_stage": "support",
        "place": 4,
        "heard_in": "answers",
        "column": "question",
    }
    return {
        "front_line": [{"team": team} for team in teams[:5]],
        "capacity": [{"team": team, "n_people": 3.0} for team in teams],
        "open_hours": [
            {"team": team, "start_ts": at, "end_ts": at + timedelta(hours=9)}
            for team in teams
            for at in hours
        ],
        "stage_map": [{"stream": "stream0", "stage": "In review", "state": "waiting", "waits_on": "team"}],
        "touchpoints": [
            *(
                {"touchpoint": s, "journey_stage": s, "place": n, "value": s} | point
                for n, s in enumerate(STAGES)
            ),
            ces | {"value": "ces"},
        ],
        "spoken_by": [
            {"thing": "voice", "case_id": n, "person_id": n % 25, "channel": "phone"} for n in range(60)
        ],
        "travellers": [{"person_id": n, "is_software": n == 24} for n in range(1, 25)],
    }


SAMPLES = {name: Sample({"moves": table}, OVER) for name, table in LITTLE.items()}
SAMPLES |= {
    "a story": Sample({"moves": STORY}, OVER, {"front_line": [{"team": "a"}]}),
    "one of everything": _all(),
}
