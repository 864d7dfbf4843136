"""The charts of a forecast: in which week it is finished, how likely by when, and the weeks it is drawn from."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from dure.doors.web.addresses import address
from dure.doors.web.charts import Chart, Series
from dure.doors.web.forecasts import Ground
from dure.doors.web.trends import Trend
from dure.kit.throughput import P50, P85, P95, Forecast
from dure.kit.wording import quantity

#: So many bars are drawn at most.
N_BARS = 52
#: Below and above this it is as good as never or surely.
RARELY = 0.005


def drawings(forecast: Forecast, *, ground: Ground, stream: str, language: str) -> Iterator[Chart]:
    """The charts of one forecast; none of them where it is done already."""
    weeks = _weeks(forecast)
    if len(weeks) > 1:
        yield _finishing(forecast, weeks)
        yield _by_then(forecast, weeks, ground=ground)
    yield weeks_drawn_from(ground, stream=stream, language=language)


def _weeks(forecast: Forecast) -> Sequence[int]:
    """The weeks worth a bar, from the first in which it may be done."""
    shown = [k for k in range(1, len(forecast.within) + 1) if forecast.probability(k) >= RARELY]
    shown = [k for k in shown if forecast.probability(k - 1) < 1 - RARELY]
    return shown[:: -(-len(shown) // N_BARS) or 1]


def _finishing(forecast: Forecast, weeks: Sequence[int]) -> Chart:
    before = [0, *weeks[:-1]]
    chances = [forecast.probability(k) - forecast.probability(j) for j, k in zip(before, weeks, strict=True)]
    most = weeks[chances.index(max(chances))]
    return Chart(
        key="forecast-finishing",
        title=_("In which week it is finished"),
        says=_("Week %(week)s is the likeliest, yet it happens in %(n)s out of 100 cases only.")
        % {"week": most, "n": round(100 * max(chances))},
        axis=_("Weeks from now"),
        labels=[str(k) for k in weeks],
        series=[Series(_("Finished in this week"), chances)],
        unit="share",
    )


def _by_then(forecast: Forecast, weeks: Sequence[int], *, ground: Ground) -> Chart:
    return Chart(
        key="forecast-by-then",
        title=_("How likely it is done by then"),
        says=_("Promise by the week at which the bars pass 85%%: %(n)s out of 20 such dates are kept, if the weeks to come are like these.")
        % {"n": 17},
        axis=_("Weeks from now"),
        labels=[f"{k} · {day:%m-%d}" if (day := ground.day_after(k)) else str(k) for k in weeks],
        series=[Series(_("Done by then"), [forecast.probability(k) for k in weeks])],
        unit="share",
        marks=[(f"{sure:.0%}", sure) for sure in (P50, P85, P95)],
    )  # fmt: skip


def weeks_drawn_from(ground: Ground, *, stream: str, language: str) -> Chart:
    """Done per week, with what is usual; the weeks of the last regime are those the forecast draws from."""
    labels = [week.label for week in ground.weeks]
    values = [None if week.n_done is None else float(week.n_done) for week in ground.weeks]
    trend = Trend(labels, values, "items", language, better="higher")
    return Chart(
        key="forecast-weeks",
        title=_("The weeks it is drawn from"),
        says=_("On average %(n)s are done in a week of five workdays.")
        % {"n": quantity(ground.basis.per_week, unit="items", language=language)}
        if ground.basis.weeks
        else _("No complete week has been counted yet."),
        axis=_("Week"),
        labels=labels,
        series=[
            Series(_("Done"), values, [address("/items/", stream=stream, done_week=week) for week in labels])
        ],
        usual=trend.band,
        change=trend.says,
    )
