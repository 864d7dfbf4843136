"""The list of voices: its columns, its filters and what each narrows."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.listing import Column, Filter, Listing, Rows, Words
from dure.doors.web.names import CHANNELS, SEGMENTS, VOICE_KINDS
from dure.doors.web.stages import SIDES, STAGES
from dure.facts.loop import LOOP, MEASURED, REOPENED, TOLD
from dure.facts.origins import TOLD_HERE
from dure.records.ledger.queries import load_sources
from dure.records.people.queries import accounts, segments
from dure.records.work.queries import streams

#: How long a voice has stood in its stage, in days. What came of a voice is known: it waits no longer.
WAITED_DAYS = (1, 3, 7, 14, 30, 90)

#: All sources whose voices are told here, as one choice.
OURS = "ours"

#: Chooses the rows where something is not known.
NONE = "none"

#: Choices of several stages: all before the person is told, and all from one stage on.
OPEN, FROM = "open", "from_"

COLUMNS = (
    Column(name="words", title=pgettext_lazy("column", "Voice")),
    Column(name="account", title=_("Account"), sort=("voice__account__name",), may_be_empty=True),
    Column(name="stage", title=_("Stage"), sort=("stage",)),
    Column(name="since", title=_("In this stage"), sort=("entered_at",), on_phone=False),
    Column(name="heard", title=_("First word"), sort=("voice__heard_at",), on_phone=False),
)


def search(rows: Rows, words: str) -> Rows:
    """Voices whose title, words, account or person holds the words."""
    return rows.filter(
        Q(voice__title__icontains=words)
        | Q(voice__words__icontains=words)
        | Q(voice__account__name__icontains=words)
        | Q(voice__person__name__icontains=words)
        | Q(voice__ref=words)
    )


def listing(asked: Mapping[str, str]) -> Listing:
    """The list as one address asks for it; an account is a choice only where the address names one."""
    filters = [
        Filter(
            name="stage", title=_("Stage"), choices=lambda: stages(asked.get("stage", "")), narrow=in_stage
        ),
        Filter(name="waited", title=_("Waiting longer than"), choices=waits, narrow=waiting_longer),
        Filter(name="side", title=_("Side"), choices=_sides, narrow=_by("voice__account__side")),
        Filter(name="segment", title=_("Segment"), choices=_segments, narrow=_by("voice__account__segment")),
        Filter(
            name="kind", title=_("Kind"), choices=lambda: list(VOICE_KINDS.items()), narrow=_by("voice__kind")
        ),
        Filter(
            name="channel",
            title=_("Channel"),
            choices=lambda: list(CHANNELS.items()),
            narrow=_by("voice__channel"),
        ),
        Filter(name="stream", title=_("Value stream"), choices=_streams, narrow=_by("voice__stream")),
        Filter(name="source", title=_("Source"), choices=_sources, narrow=_from),
    ]
    if asked.get("account"):
        filters.append(
            Filter(
                name="account",
                title=_("Account"),
                choices=lambda: account_choice(asked["account"]),
                narrow=_by("voice__account_id"),
            )
        )
    return Listing(columns=COLUMNS, order="-heard", filters=tuple(filters), search=search)


def waiting_longer(rows: Rows, days: str) -> Rows:
    """Voices that have stood in their stage for longer than some days, and of which we do not know what came."""
    return rows.filter(entered_at__lt=timezone.now() - timedelta(days=int(days))).exclude(stage=MEASURED)


def stages(asked: str) -> Sequence[tuple[str, Words]]:
    """The stages, and all of which no telling is noted; from a stage onwards only where the address asks for it."""
    found: list[tuple[str, Words]] = [(stage, STAGES["voice"][stage][0]) for stage in (*LOOP, REOPENED)]
    further = [(FROM + stage, format_lazy(_("{stage} or further"), stage=name)) for stage, name in found[:-1]]
    return [*found, (OPEN, _("No telling noted yet")), *(one for one in further if one[0] == asked)]


def in_stage(rows: Rows, stage: str) -> Rows:
    """Voices that stand in a stage now; ``open`` is all before they are told, ``from_told`` all from there on."""
    if stage == OPEN:
        return rows.filter(stage__in=(REOPENED, *LOOP[: LOOP.index(TOLD)]))
    if stage.startswith(FROM):
        return rows.filter(stage__in=LOOP[LOOP.index(stage.removeprefix(FROM)) :])
    return rows.filter(stage=stage)


def waits() -> Sequence[tuple[str, Words]]:
    return [(str(days), _days_words(days)) for days in WAITED_DAYS]


def account_choice(number: str) -> Sequence[tuple[str, Words]]:
    """The one account the address names."""
    found = accounts().filter(pk=number).first() if number.isdecimal() else None
    return [(number, found.name)] if found else []


def _days_words(days: int) -> Words:
    return ngettext("longer than %(n)s day", "longer than %(n)s days", days) % {"n": days}


def _sides() -> Sequence[tuple[str, Words]]:
    return [*SIDES.items(), (NONE, _("Not known"))]


def _segments() -> Sequence[tuple[str, Words]]:
    return [*((key, SEGMENTS.get(key, key)) for key in segments()), (NONE, _("Without a segment"))]


def _streams() -> Sequence[tuple[str, Words]]:
    is_korean = (get_language() or "ko").startswith("ko")
    return [(one.key, one.name_ko if is_korean else one.name_en) for one in streams()]


def _sources() -> Sequence[tuple[str, Words]]:
    return [(source, SOURCES.get(source, source)) for source in (OURS, *TOLD_HERE, *load_sources())]


def _from(rows: Rows, source: str) -> Rows:
    return rows.filter(voice__source__in=TOLD_HERE if source == OURS else (source,))


SOURCES: dict[str, Words] = {
    OURS: pgettext_lazy("source", "Our own, not imported"),
    "live": pgettext_lazy("source", "Taken down here"),
    "village": pgettext_lazy("source", "The village (synthetic)"),
}


def _by(field: str) -> Any:
    """Narrows by a field; NONE asks for the rows where it is empty, or where there is nothing it could be read from."""
    nothing = Q(**{field: ""}) | Q(**{f"{field}__isnull": True})
    return lambda rows, value: rows.filter(nothing if value == NONE else Q(**{field: value}))
