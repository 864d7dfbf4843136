"""A promise made from a voice's page: what the forecast of its work says becomes the promise's basis."""

from dataclasses import replace
from typing import Any

from dure.doors.web.acts import promises
from dure.doors.web.expected import expected_of
from dure.records.promises.actions import promise


def promise_as_expected(voice: Any, **said: Any) -> Any:
    """Promises, and keeps what the forecast of the voice's work says at this moment."""
    told = expected_of(voice.pk)
    return promise(voice, expected=told.range, basis=told.basis, **said)


ANSWERS = tuple(
    replace(act, do=promise_as_expected) if act.do is promise else act for act in promises.ANSWERS
)
