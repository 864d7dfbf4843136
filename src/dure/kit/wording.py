"""Numbers, moments and money as a person reads them, in Korean and English.

Every function takes ``language`` ("ko" or "en") and, where it matters, the clock and the zone, so that
pages, reports and messages say the same thing the same way.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_UNITS = {"ko": ("일", "시간", "분"), "en": (" d", " h", " min")}
_WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SYMBOLS = {"KRW": "₩", "USD": "US$", "EUR": "€", "GBP": "£", "JPY": "JP¥"}
_WITHOUT_CENTS = {"KRW", "JPY", "VND"}
_PER_UNIT = {
    "points": {"ko": "점", "en": " points"},
    "items": {"ko": "건", "en": ""},
    "times": {"ko": "배", "en": " times"},
    "items_per_week": {"ko": "건/주", "en": " a week"},
}

#: From here on hours and minutes say nothing any more.
_DAYS_ALONE = 30


def duration(length: timedelta, *, language: str) -> str:
    """A length of time in its two largest units.

    >>> duration(timedelta(days=3, hours=4, minutes=9), language="ko")
    '3일 4시간'
    >>> duration(timedelta(days=3, hours=4), language="en")
    '3 d 4 h'
    >>> duration(timedelta(minutes=-12), language="en"), duration(timedelta(seconds=20), language="ko")
    ('-12 min', '1분 미만')
    """
    sign, minutes = ("-" if length < timedelta(0) else ""), int(abs(length).total_seconds() // 60)
    if minutes == 0:
        return {"ko": "1분 미만", "en": "under 1 min"}[language]
    parts = (minutes // 1440, minutes // 60 % 24, minutes % 60)
    first = next(i for i, part in enumerate(parts) if part)
    last = first if parts[0] >= _DAYS_ALONE else first + 1
    words = [f"{number(p)}{_UNITS[language][i]}" for i, p in enumerate(parts) if first <= i <= last and p]
    return sign + " ".join(words)


def ago(at: datetime, *, now: datetime, language: str) -> str:
    """How far a moment lies from now, in one unit.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> ago(now - timedelta(hours=50), now=now, language="ko"), ago(now + timedelta(days=3), now=now, language="en")
    ('2일 전', 'in 3 d')
    >>> ago(now, now=now, language="ko")
    '방금'
    """
    minutes = int(abs(now - at).total_seconds() // 60)
    if minutes == 0:
        return {"ko": "방금", "en": "just now"}[language]
    parts = (minutes // 1440, minutes // 60, minutes)
    first = next(i for i, part in enumerate(parts) if part)
    length = f"{number(parts[first])}{_UNITS[language][first]}"
    ahead, behind = {"ko": ("{} 뒤", "{} 전"), "en": ("in {}", "{} ago")}[language]
    return (ahead if at > now else behind).format(length)


def day(on: date, *, language: str, today: date | None = None) -> str:
    """A day with its weekday; the year is left out if it is the year of ``today``.

    >>> day(date(2026, 12, 5), language="ko", today=date(2026, 11, 22)), day(date(2026, 12, 5), language="en")
    ('12월 5일(토)', 'Sat 5 Dec 2026')
    """
    weekday, with_year = _WEEKDAYS[language][on.weekday()], today is None or on.year != today.year
    if language == "ko":
        return (f"{on.year}년 " if with_year else "") + f"{on.month}월 {on.day}일({weekday})"
    return f"{weekday} {on.day} {_MONTHS[on.month - 1]}" + (f" {on.year}" if with_year else "")


def weekday(on: date, *, language: str, today: date) -> str:
    """A day as people say it near by: today, yesterday, a weekday of the last six days; else the date.

    >>> today = date(2026, 11, 22)
    >>> weekday(date(2026, 11, 17), language="ko", today=today), weekday(date(2026, 11, 17), language="en", today=today)
    ('화요일', 'Tuesday')
    >>> weekday(today, language="ko", today=today), weekday(date(2026, 11, 2), language="ko", today=today)
    ('오늘', '11월 2일(월)')
    """
    n_days = (today - on).days
    if n_days in (0, 1):
        return {"ko": ("오늘", "어제"), "en": ("today", "yesterday")}[language][n_days]
    if 1 < n_days < 7:
        return f"{_WEEKDAYS['ko'][on.weekday()]}요일" if language == "ko" else f"{on:%A}"
    return day(on, language=language, today=today)


def moment(at: datetime, *, zone: str, language: str, today: date | None = None) -> str:
    """A moment as the clock on the wall of ``zone`` showed it.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 22, 10, 5, tzinfo=UTC), zone="Asia/Seoul", language="ko")
    '2026년 11월 22일(일) 19:05'
    """
    local = at.astimezone(ZoneInfo(zone))
    return f"{day(local.date(), language=language, today=today)} {local:%H:%M}"


def number(value: float, *, decimals: int = 1) -> str:
    """A number with thousands set apart and no idle decimals.

    >>> number(24918), number(2.80), number(-0.04)
    ('24,918', '2.8', '0')
    """
    rounded = round(value, decimals) + 0.0
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.{decimals}f}".rstrip("0")


def share(part: float) -> str:
    """A share between 0 and 1 in per cent; what is not all or nothing never reads as 0 % or 100 %.

    >>> share(0.734), share(0.9996), share(0.0004), share(1)
    ('73%', '>99%', '<1%', '100%')
    """
    if 0 < part < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= part < 1 else f"{part * 100:.0f}%"


def money(amount: float, *, currency: str) -> str:
    """An amount, always with its currency.

    >>> money(184_000_000, currency="KRW"), money(1200.5, currency="USD"), money(-9, currency="CHF")
    ('₩184,000,000', 'US$1,200.50', '-CHF 9.00')
    """
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    size = f"{abs(amount):,.{0 if currency in _WITHOUT_CENTS else 2}f}"
    return f"{'-' if amount < 0 else ''}{symbol}{size}"


def amount_of(minor: int, *, currency: str) -> float:
    """The amount that a number of minor units (cents; won have none) stands for.

    >>> amount_of(120_050, currency="USD"), amount_of(48_000_000, currency="KRW")
    (1200.5, 48000000)
    """
    return minor if currency in _WITHOUT_CENTS else minor / 100


def quantity(value: float, *, unit: str, language: str) -> str:
    """A value with its unit, by the unit's name in :class:`dure.facts.numbers.Metric`.

    >>> quantity(3.25, unit="days", language="ko"), quantity(0.61, unit="share", language="en")
    ('3일 6시간', '61%')
    >>> quantity(12, unit="items_per_week", language="en"), quantity(1, unit="items", language="ko")
    ('12 a week', '1건')
    """
    if unit in ("days", "hours", "minutes", "person_minutes"):
        return duration(timedelta(**{unit.removeprefix("person_"): value}), language=language)
    if unit == "share":
        return share(value)
    return number(value) + _PER_UNIT.get(unit, {}).get(language, "")
