"""Is a change real: what every line over weeks says of itself, and the limits drawn with it (science B6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from dure.doors.web.charts import Band, Words
from dure.kit.wording import quantity
from dure.kit.xmr import LEAST, Reading, Regime, reading

#: How a measure moves, in one word and the tone of its pill.
VERDICTS: dict[str, tuple[str | Promise, str]] = {
    "improving": (pgettext_lazy("trend", "Improving"), "good"),
    "worse": (pgettext_lazy("trend", "Worse"), "bad"),
    "rising": (pgettext_lazy("trend", "Rising"), "busy"),
    "falling": (pgettext_lazy("trend", "Falling"), "busy"),
    "flat": (pgettext_lazy("trend", "Flat"), "calm"),
    "unknown": (pgettext_lazy("trend", "Not enough data"), "care"),
}


@dataclass(frozen=True)
class Trend:
    """What a measure did over weeks. ``better`` is higher, lower or None, as in :class:`dure.facts.numbers.Metric`."""

    labels: Sequence[str]
    values: Sequence[float | None]
    unit: str
    language: str
    better: str | None = None

    @property
    def reading(self) -> Reading:
        return reading(self.values)

    @property
    def verdict(self) -> str:
        """A key of :data:`VERDICTS`; only a real, lasting change is more than flat."""
        told = self.reading
        if told.verdict == "not_enough":
            return "unknown"
        if told.verdict != "change" or told.rises is None or told.now == told.was:
            return "flat"
        if self.better is None:
            return "rising" if told.rises else "falling"
        return "improving" if told.rises == (self.better == "higher") else "worse"

    @property
    def says(self) -> str:
        """A real change since when, none, or why that cannot be told."""
        told = self.reading
        if told.verdict == "change" and told.since is not None:
            return _("A real change since %(week)s: from %(was)s to %(now)s on average.") % {
                "week": self.labels[told.since], "was": self._said(told.was), "now": self._said(told.now),
            }  # fmt: skip
        if told.verdict == "not_enough":
            return _("Not enough weeks to tell a change: %(n)s have a value, and %(least)s are needed.") % {
                "n": told.n,
                "least": LEAST,
            }
        if told.verdict == "no_variation":
            return _(
                "No variation: the first weeks were all alike, so what is usual cannot be told from what is not."
            )
        low, high = (self._said(told.limits.low), self._said(self._most(told.limits.high))) if told.limits else ("", "")  # fmt: skip
        if told.verdict == "once" and told.since is not None:
            return _("No lasting change: %(week)s stood out, the rest is as usual, %(low)s to %(high)s.") % {
                "week": self.labels[told.since], "low": low, "high": high,
            }  # fmt: skip
        return _("No change shown: every week lies within what is usual, %(low)s to %(high)s.") % {
            "low": low,
            "high": high,
        }

    @property
    def band(self) -> Band | None:
        """The limits as lines over the weeks; None where there are none to draw."""
        held = self.reading.regimes
        if not any(one.limits for one in held):
            return None
        return Band(low=self._line(held, "low"), mean=self._line(held, "mean"), high=self._line(held, "high"))

    def _line(self, held: Sequence[Regime], name: str) -> list[float | None]:
        return [
            self._most(getattr(one.limits, name)) if one.limits else None
            for one in held
            for _i in range(one.start, one.end)
        ]

    def _most(self, value: float) -> float:
        return min(1.0, value) if self.unit == "share" else value

    def _said(self, value: float | None) -> str:
        return "–" if value is None else quantity(value, unit=self.unit, language=self.language)


def changed(trends: dict[Words, Trend]) -> str:
    """One sentence for several lines of one chart: those that really changed by name, or that none did."""
    told = [_("%(name)s: %(says)s") % {"name": name, "says": one.says} for name, one in trends.items() if one.reading.verdict == "change"]  # fmt: skip
    if told:
        return " ".join(told)
    if all(one.reading.verdict == "not_enough" for one in trends.values()):
        return next((one.says for one in trends.values()), "")
    return _("No change shown in any of them.")
