"""What customers get out of a stream beside how it is delivered: business and IT read one page (003-51, 003-53)."""

from typing import Any

from dure.doors.web.addresses import address
from dure.doors.web.measured import Measured
from dure.doors.web.numbers import Number
from dure.doors.web.templatetags.dure import language
from dure.facts.origins import TOLD_HERE
from dure.records.outcomes.queries import numbers_cut

#: What customers see of a stream: end to end, from the first word until they are told (B7).
SEEN = ("loop_time", "told_before_asked", "promise_kept")


def headline(stream: Any, *, drafts: dict[str, str]) -> dict[str, Any]:
    """The numbers of the customer's side, cut by this stream; ``drafts`` says where unsigned ones are signed."""
    loop = "loop" if stream.source in TOLD_HERE else f"loop/{stream.source}"
    measured = Measured(numbers_cut([loop], metrics=SEEN, cuts=("all", "stream")))
    seen = [_number(measured, metric, stream=stream, drafts=drafts) for metric in SEEN]
    return {
        "seen": seen,
        "end_to_end": seen[0],
        "purpose": words_of(stream, "purpose"),
        "vision": words_of(stream, "vision"),
        "seen_values": dict(zip(SEEN, seen, strict=True)),
    }  # fmt: skip


def _number(measured: Measured, metric: str, *, stream: Any, drafts: dict[str, str]) -> Number:
    href = (
        address("/promises/", stream=stream.key)
        if metric == "promise_kept"
        else address("/voices/", stream=stream.key)
    )
    return measured.number(
        metric, cut="stream", slice=stream.key, href=href, draft_href=drafts.get(metric, "")
    )


def words_of(stream: Any, name: str) -> str:
    """What a stream says of itself in the reader's language, else in the other."""
    first, other = ("en", "ko") if language() == "en" else ("ko", "en")
    return getattr(stream, f"{name}_{first}") or getattr(stream, f"{name}_{other}")
