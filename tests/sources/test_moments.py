"""Dates as files write them become instants."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.sources._mapped.moments import Moments, local_time


@pytest.mark.parametrize(
    ("pattern", "text", "instant"),
    [
        ("%d/%m/%Y %H:%M", "29/2/2016 01:16", "2016-02-28T16:16:00+00:00"),
        ("%Y. %m. %d. %p %I:%M:%S", "2026. 3. 4. 오전 12:00:01", "2026-03-03T15:00:01+00:00"),
        ("%Y-%m-%d %I:%M %p", "2026-03-04 12:30 PM", "2026-03-04T03:30:00+00:00"),
        ("%d %b %Y", "04 Mar 2026", "2026-03-03T15:00:00+00:00"),
        ("%d/%m/%Y", "2026-03-04 15:05", "2026-03-04T06:05:00+00:00"),
        ("%d/%m/%Y", "2026-03-04T15:05:00Z", "2026-03-04T15:05:00+00:00"),
        ("%d/%m/%Y", "2026-03-04T15:05:00-05:00", "2026-03-04T20:05:00+00:00"),
    ],
)
def test_a_text_is_read_in_its_pattern_in_iso_or_with_its_own_offset(
    pattern: str, text: str, instant: str
) -> None:
    assert Moments([pattern], zone="Asia/Seoul").instant(text) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    "text", ["31/2/2016 10:00", "1/13/2016 10:00", "1/1/2016 24:00", "1/1/16 10:00", "", "soon"]
)
def test_a_date_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a date and time that exists, written as %d/%m/%Y %H:%M"):
        Moments(["%d/%m/%Y %H:%M"], zone="UTC").instant(text)


def test_an_hour_that_never_was_is_refused_unless_declared() -> None:
    skipped = "2026-03-08 02:30"
    with pytest.raises(ValueError, match="clocks were put forward"):
        Moments([], zone="America/New_York").instant(skipped)
    later = Moments([], zone="America/New_York", nonexistent="later").instant(skipped)
    assert later == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(("ambiguous", "hour"), [("earlier", 5), ("later", 6)])
def test_an_hour_that_came_twice_is_refused_unless_declared(ambiguous: str, hour: int) -> None:
    with pytest.raises(ValueError, match="clocks were put back"):
        Moments([], zone="America/New_York").instant("2026-11-01 01:30")
    moments = Moments([], zone="America/New_York", ambiguous=ambiguous)
    assert moments.instant("2026-11-01 01:30") == datetime(2026, 11, 1, hour, 30, tzinfo=UTC)


@given(
    st.datetimes(
        min_value=datetime.fromisoformat("1900-01-01"), max_value=datetime.fromisoformat("2999-01-01")
    )
)
def test_the_fast_reader_agrees_with_strptime(moment: datetime) -> None:
    for pattern in ("%d/%m/%Y %H:%M", "%Y-%m-%d %I:%M:%S %p", "%m.%d.%Y", "%Y%% %m %d"):
        text = moment.strftime(pattern)
        assert local_time(pattern)(text) == datetime.strptime(text, pattern)  # noqa: DTZ007 - a wall clock
