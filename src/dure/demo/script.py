"""The story of the village, read from ``story/*.toml``: one file for each account, one line for each act.

A line says what somebody did, how many working days ago, and at what time in Seoul. Which words there are
(``did``), and what each needs, is written down in :class:`dure.demo.teller.Teller`.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

STORY = Path(__file__).parent / "story"


@dataclass(frozen=True, slots=True)
class Step:
    """``who`` did something ``day`` working days ago, ``at`` a time of the day in Seoul."""

    day: int
    at: str
    who: str
    did: str
    named: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Thread:
    """One voice (or one work, or one release) and everything that came of it, under one name."""

    ref: str
    account: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """The step being told: in which thread, by whom, and what every act is given (``by``, ``at``, ``now``)."""

    thread: Thread
    who: str
    doing: dict[str, Any]

    @property
    def ref(self) -> str:
        """What the thread's voice, promise, handoff and work go by."""
        return self.thread.ref


@cache
def story() -> tuple[Thread, ...]:
    """Every thread of the story, account by account.

    >>> next(thread.steps[0].named["words"] for thread in story() if thread.ref == "hanul-dinner")[:18]
    '어제 마감은 6시에 끝났습니다. '
    """
    return tuple(thread for path in sorted(STORY.glob("*.toml")) for thread in _threads(path))


def _threads(path: Path) -> list[Thread]:
    chapter = tomllib.loads(path.read_text(encoding="utf-8"))
    account = chapter.get("account", "")
    return [Thread(t["ref"], account, tuple(_step(s) for s in t["steps"])) for t in chapter["thread"]]


def _step(said: dict[str, Any]) -> Step:
    named = {key: value for key, value in said.items() if key not in ("day", "at", "who", "did")}
    return Step(day=said["day"], at=said["at"], who=said["who"], did=said["did"], named=named)
