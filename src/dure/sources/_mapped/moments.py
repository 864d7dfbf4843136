"""Dates as files write them, as instants. Each distinct text is worked out once."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from dure.kit.clock import NoSuchMomentError, utc_of, zone_named
from dure.sources._mapped.reasons import reason

_DIRECTIVES = {
    "%Y": r"(?P<year>\d{4})",
    "%m": r"(?P<month>\d{1,2})",
    "%d": r"(?P<day>\d{1,2})",
    "%H": r"(?P<hour>\d{1,2})",
    "%I": r"(?P<hour>\d{1,2})",
    "%M": r"(?P<minute>\d{1,2})",
    "%S": r"(?P<second>\d{1,2})",
    "%p": r"(?P<half>AM|PM|am|pm|오전|오후)",
    "%%": "%",
}
_AFTERNOON = frozenset({"PM", "pm", "오후"})
_REMEMBERED = 200_000


def local_time(pattern: str) -> Callable[[str], datetime | None]:
    """A reader of texts written in one strptime pattern; it answers None to any other text.

    Numeric patterns, and 오전/오후 for ``%p``, are compiled to a regular expression (about eight times
    as fast as strptime); a pattern with other directives is left to strptime.

    >>> local_time("%d/%m/%Y %H:%M")("29/2/2016 01:16")
    datetime.datetime(2016, 2, 29, 1, 16)
    >>> local_time("%Y. %m. %d. %p %I:%M")("2026. 3. 4. 오후 12:05")
    datetime.datetime(2026, 3, 4, 12, 5)
    >>> local_time("%d/%m/%Y")("31/2/2016") is None
    True
    """
    parts = re.findall(r"%.|[^%]+|%$", pattern)
    if any(part.startswith("%") and part not in _DIRECTIVES for part in parts) or "%Y" not in parts:
        return lambda text: _by_strptime(text, pattern)
    shape = re.compile("".join(_DIRECTIVES.get(part, re.escape(part)) for part in parts))
    return lambda text: _by_shape(text, shape)


def _by_strptime(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is declared, not written
    except ValueError:
        return None


def _by_shape(text: str, shape: re.Pattern[str]) -> datetime | None:
    match = shape.fullmatch(text)
    if match is None:
        return None
    found = match.groupdict()
    half = found.pop("half", None)
    numbers = {unit: int(digits) for unit, digits in found.items()}
    if half is not None:
        numbers["hour"] = numbers.get("hour", 0) % 12 + (12 if half in _AFTERNOON else 0)
    try:
        return datetime(  # noqa: DTZ001 - a wall clock; the zone is declared in the mapping
            numbers["year"], numbers.get("month", 1), numbers.get("day", 1),
            numbers.get("hour", 0), numbers.get("minute", 0), numbers.get("second", 0),
        )  # fmt: skip
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


class Moments:
    """Texts to UTC instants, by the patterns, zone and clock-change rules that a mapping declares.

    ISO 8601 is always understood, because it can mean only one thing; an offset in the text goes
    before the declared zone.

    >>> Moments(["%d/%m/%Y %H:%M"], zone="Asia/Seoul").instant("29/2/2016 09:16").isoformat()
    '2016-02-29T00:16:00+00:00'
    """

    def __init__(
        self, patterns: Sequence[str], *, zone: str, ambiguous: str = "refuse", nonexistent: str = "refuse"
    ) -> None:
        self._patterns = tuple(patterns)
        self._readers = [*(local_time(pattern) for pattern in patterns), _iso]
        self._zone, self._ambiguous, self._nonexistent = zone, ambiguous, nonexistent
        self._is_utc = zone_named(zone).key == "UTC"
        self._known: dict[str, datetime] = {}

    def instant(self, text: str) -> datetime:
        """The UTC instant of a text.

        Raises:
            ValueError: no pattern fits, or clocks never showed this time, or showed it twice.
        """
        instant = self._known.get(text)
        if instant is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            instant = self._known[text] = self._worked_out(text)
        return instant

    def _worked_out(self, text: str) -> datetime:
        local = next((found for read in self._readers if (found := read(text)) is not None), None)
        if local is None:
            wanted = " or ".join(self._patterns) or "ISO 8601, such as 2026-03-04 15:05"
            raise ValueError(reason("date", wanted=wanted))
        if local.tzinfo is not None:
            return local.astimezone(UTC)
        if self._is_utc:
            return local.replace(tzinfo=UTC)
        try:
            return utc_of(local, zone=self._zone, ambiguous=self._ambiguous, nonexistent=self._nonexistent)
        except NoSuchMomentError as fault:
            why = "doubled_hour" if fault.n_times else "skipped_hour"
            raise ValueError(reason(why, zone=self._zone)) from fault
