"""Moments as a person writes them in a form, and the ends of the reader's day."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from dure.facts.refusals import Refused, gettext_noop
from dure.kit.clock import NoSuchMomentError, midnight, utc_of


def day_after(now: datetime) -> datetime:
    """The first moment that is no longer today, where the reader is."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return midnight(tomorrow, zone=timezone.get_current_timezone_name())


def moment_written(text: str, *, field: str) -> datetime:
    """The moment a ``datetime-local`` field says, in the reader's zone.

    Raises:
        Refused: nothing is written, or no such moment.
    """
    try:
        local = parse_datetime(text)
        if local is not None and local.tzinfo is None:
            return utc_of(local, zone=timezone.get_current_timezone_name(), ambiguous="earlier")
    except (ValueError, NoSuchMomentError):
        pass
    raise Refused(gettext_noop("Give the date and the hour, such as 2026-03-02 18:00."), field=field)
