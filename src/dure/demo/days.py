"""Working days, so that nobody in the village works on a Sunday or at Chuseok."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

SEOUL = ZoneInfo("Asia/Seoul")


@lru_cache(maxsize=1024)
def working_day(n: int, *, today: date) -> date:
    """The ``n``-th working day before ``today`` in Korea; a negative ``n`` lies ahead, 0 is today itself.

    >>> working_day(1, today=date(2026, 9, 28)), working_day(-1, today=date(2026, 2, 13))  # Chuseok, Seollal
    (datetime.date(2026, 9, 23), datetime.date(2026, 2, 19))
    """
    off = holidays.country_holidays("KR")
    step = timedelta(days=-1 if n > 0 else 1)
    day = today
    for _ in range(abs(n)):
        day += step
        while day.weekday() > 4 or day in off:
            day += step
    return day


def moment(day: int, clock: str, *, now: datetime) -> datetime:
    """The moment ``clock`` o'clock in Seoul, ``day`` working days before the day of ``now``, in UTC.

    >>> moment(1, "09:30", now=datetime(2026, 3, 3, 12, tzinfo=UTC)).isoformat()  # 1 and 2 March are off
    '2026-02-27T00:30:00+00:00'
    """
    today = now.astimezone(SEOUL).date()
    return datetime.combine(working_day(day, today=today), time.fromisoformat(clock), SEOUL).astimezone(UTC)
