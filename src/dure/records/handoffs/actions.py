"""Handing off, accepting, bouncing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dure.facts.arrivals import Handed
from dure.facts.loop import ACCEPTED, BOUNCED, HANDED_OFF, OFFERED
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.records.handoffs.models import Handoff, HandoffState
from dure.records.handoffs.queries import offered_moments
from dure.records.handoffs.rules import checked_ask, checked_restating
from dure.records.ledger.actions import Doing, act, enter, hold, insert_rows, reserve_ids
from dure.records.people.models import Team
from dure.records.voices.actions import advance
from dure.records.voices.models import Voice


@act("handoffs.hand_off", least=Role.MEMBER)
def hand_off(
    doing: Doing,
    voice: Voice,
    *,
    to_team: Team,
    ask: str,
    from_team: Team | None = None,
    due_at: datetime | None = None,
) -> Handoff:
    """Hands a voice to the team that can answer it."""
    handoff = Handoff.objects.create(
        voice=voice,
        from_team=from_team,
        to_team=to_team,
        ask=checked_ask(ask),
        due_at=due_at,
        offered_at=doing.at,
        source=voice.source,
    )
    _enter(doing, handoff, stage=OFFERED, current=None)
    advance(doing, voice, stage=HANDED_OFF)
    return handoff


@act("handoffs.accept", least=Role.MEMBER)
def accept_handoff(doing: Doing, handoff: Handoff) -> Handoff:
    """Accepts a handoff by restating the ask (``why`` holds the receiver's words)."""
    doing.why = checked_restating(doing.why)
    _enter(doing, handoff, stage=ACCEPTED, current=_offered(handoff))
    return handoff


@act("handoffs.bounce", least=Role.MEMBER)
def bounce_handoff(doing: Doing, handoff: Handoff) -> Handoff:
    """Gives a handoff back, with the reason."""
    if not doing.why:
        raise Refused(gettext_noop("Say why it comes back: what is missing, or whose it is."), field="why")
    _enter(doing, handoff, stage=BOUNCED, current=_offered(handoff))
    return handoff


def _offered(handoff: Handoff) -> HandoffState:
    hold(handoff)
    current = HandoffState.objects.filter(handoff=handoff, left_at__isnull=True).first()
    if current is None or current.stage != OFFERED:
        raise Refused(gettext_noop("This handoff has already been answered."))
    return current


def _enter(doing: Doing, handoff: Handoff, *, stage: str, current: HandoffState | None) -> None:
    enter(doing, current, HandoffState(handoff=handoff, stage=stage))
    doing.about("handoff", handoff.pk)
    voice = handoff.voice
    account = voice.account if voice else None
    doing.note(
        "moves",
        thing="handoff",
        case_id=handoff.pk,
        stage=stage,
        team=handoff.to_team.key,
        account_id=voice.account_id if voice else None,
        side=account.side if account else None,
        segment=(account.segment or None) if account else None,
        due_ts=handoff.due_at,
        by_id=doing.by.person_id,
        source=handoff.source,
    )


@act("handoffs.take_in", least=Role.MEMBER)
def take_in(
    doing: Doing,
    handed: Sequence[Handed],
    *,
    source: str,
    stream: str,
    voices: Mapping[str, int],
    teams: Mapping[str, int],
) -> None:
    """Brings in handoffs between teams that happened elsewhere.

    The source says that a case went over, not whether it was accepted: they stand as offered, and count
    as answered nowhere.
    """
    met = offered_moments([voices[h.ref] for h in handed if h.ref in voices])
    new = [h for h in handed if (voices.get(h.ref), teams[h.to_team], h.at) not in met]
    ids = reserve_ids(doing, Handoff, n=len(new))
    insert_rows(
        doing,
        Handoff,
        columns=("id", "voice_id", "from_team_id", "to_team_id", "ask", "offered_at", "source"),
        rows=[
            (i, voices.get(h.ref), teams.get(h.from_team or ""), teams[h.to_team], "", h.at, source)
            for i, h in zip(ids, new, strict=True)
        ],
    )
    insert_rows(
        doing,
        HandoffState,
        columns=("handoff_id", "stage", "entered_at", "why"),
        rows=[(i, OFFERED, h.at, "") for i, h in zip(ids, new, strict=True)],
    )
    doing.note_many(
        "moves",
        columns={
            "ts": [h.at for h in new],
            "recorded_ts": doing.now,
            "thing": "handoff",
            "case_id": ids,
            "stream": stream,
            "stage": OFFERED,
            "team": [f"{source}/{h.to_team}" for h in new],
            "source": source,
        },
    )
    doing.about("source", 0)
