"""When the work on a voice, or one item, is expected to be done: a range from data, or why there is none (001-28)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.doors.web.forecasts import REASONS, Ground, bounds_of, ground_of
from dure.kit.past_dates import Kept, joint_forecast
from dure.kit.plans import SURE, Plan
from dure.kit.throughput import P50, P85, Forecast, when_done
from dure.records.changes.queries import plan_answering
from dure.records.work.queries import open_items_of, place_in_line

if TYPE_CHECKING:
    from dure.records.changes.models import Change

WHY_NONE: dict[str, str | Promise] = {
    "no_work": _("No open work answers this yet, so no range can be told. Promise a next step, such as the day they hear more."),
    **REASONS,
}  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """The days between which it is expected: as likely as not by ``from_on``, 85 % sure by ``to_on``; else why not."""

    from_on: date | None = None
    to_on: date | None = None
    n_weeks: tuple[int, int] = (0, 0)
    reason: str = "no_work"
    kept: Kept = field(default_factory=lambda: Kept(0, 0, 0))
    n_items: int = 0
    streams: tuple[Any, ...] = ()
    as_of: datetime | None = None
    basis: dict[str, Any] = field(default_factory=dict)
    #: The change whose plan says so, where it is not the pace of the streams that does.
    change: "Change | None" = None

    @property
    def range(self) -> tuple[date, date] | None:
        return (self.from_on, self.to_on) if self.from_on and self.to_on else None

    @property
    def why_not(self) -> str | Promise:
        return WHY_NONE.get(self.reason, "")

    @property
    def bounds(self) -> str:
        return bounds_of(self.kept)

    @property
    def takes_over(self) -> str:
        """The last moment of a working day on the P85 date, as a form writes it."""
        return f"{datetime.combine(self.to_on, time(18)):%Y-%m-%dT%H:%M}" if self.to_on else ""


def expected_of(voice_id: int) -> Expected:
    """When all open work on a voice is expected to be done; where a change answers it, when its plan ends."""
    found = plan_answering(voice_id, now=timezone.now())
    return _planned(*found) if found else expected_for(open_items_of(voice_id))


def _planned(change: "Change", plan: Plan) -> Expected:
    """The end of a change's plan: its likely day, and the one by which 85 plans in 100 like it are done."""
    likely_at, late_at = plan.end_by(0), plan.end_by(SURE)
    if likely_at is None or late_at is None:
        return Expected()
    return Expected(
        from_on=timezone.localdate(likely_at),
        to_on=timezone.localdate(late_at),
        reason="",
        change=change,
        basis={"change": change.pk, "title": change.title, "n_steps": len(plan.slots)},
    )


def expected_for(items: Iterable[Any]) -> Expected:
    """When all of some items are done, if each stream does its oldest first; several streams meet a joint date.

    Args:
        items: the oldest first; of each stream, the last one decides.
    """
    last = {item.stream_id: item for item in items}
    found = [(item.stream, place_in_line(item)) for item in last.values()]
    places = [(stream, place) for stream, place in found if place is not None]
    if not places:
        return Expected()
    grounds = [(ground_of(stream), place) for stream, place in places]
    streams = tuple(stream for stream, _place in places)
    reason = next((ground.reason for ground, _place in grounds if ground.reason), "")
    if reason:
        return Expected(reason=reason, streams=streams)
    return _told(grounds, streams)


def _told(grounds: list[tuple[Ground, int]], streams: tuple[Any, ...]) -> Expected:
    told = [when_done(ground.basis, n_items=place) for ground, place in grounds]
    whole: Forecast = told[0] if len(told) == 1 else joint_forecast(told)
    ground, place = grounds[0]
    early, late = whole.n_weeks(P50), whole.n_weeks(P85)
    if early is None or late is None:
        return Expected(reason="too_far", streams=streams)
    kept = ground.kept(n_items=place)
    return Expected(
        from_on=ground.day_after(early),
        to_on=ground.day_after(late),
        n_weeks=(early, late),
        reason="",
        kept=kept,
        n_items=whole.n_items,
        streams=streams,
        as_of=ground.as_of,
        basis={
            "streams": [stream.key for stream in streams],
            "n_items": whole.n_items,
            "n_weeks": len(ground.basis.weeks),
            "from_week": ground.basis.weeks[0].label,
            "to_week": ground.basis.weeks[-1].label,
            "n_kept": kept.n_kept,
            "n": kept.n,
        },
    )
