"""Touches: the moments in which somebody we serve met us, as tables derived from what is recorded.

Which event is a touch is set up by people (the known table ``touchpoints``): the lake's table it is heard
in, the column looked at and the value it must have. An event is one touch at most; the first column of
:data:`COLUMNS` that names it decides.
"""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.loop import ASKED, REOPENED
from dure.facts.moments import is_inside
from dure.facts.numbers import Window

#: What an event is recognised by, the more exact before the less. ``step`` is thing and stage ("voice heard"),
#: ``step_channel`` has the channel the person spoke through behind it; ``stage`` is a tool's own word for a
#: state of work.
COLUMNS: Final = {
    "moves": ("step_channel", "step", "stage", "waits_on"),
    "contacts": ("channel",),
    "answers": ("question",),
    "usage": ("event", "feature"),
}

#: The stream of all numbers about journeys.
JOURNEY: Final = "journey"

#: Whose journey it is, as one number: a person's, an account's or a case's id times this, plus its kind.
KINDS_OF_TRAVELLER: Final = ("person", "account", "case")
_WHO: Final = 4

_TOUCH: Final = ("who", "ts", "seq", "thing", "case_id", "is_error", "is_ours")

#: What a person does themselves of what is recorded as moves; all else we do, and they wait for it.
_THEIRS: Final = ("voice heard", f"voice {ASKED}", f"voice {REOPENED}")


def traveller(who: int) -> tuple[str, int]:
    """Whose journey a number stands for: person, account or case, and its id.

    >>> traveller(29)
    ('account', 7)
    """
    return KINDS_OF_TRAVELLER[who % _WHO], who // _WHO


def touches(
    *,
    moves: ir.Table,
    contacts: ir.Table,
    answers: ir.Table,
    usage: ir.Table,
    touchpoints: ir.Table,
    spoken_by: ir.Table,
    travellers: ir.Table,
    window: Window,
) -> ir.Table:
    """One row per touch in the window, in the order of each journey.

    stream ('journey'), who (see :func:`traveller`), n_touch (0, 1 ... in the order of ts and seq), ts, touchpoint,
    journey_stage, place (of that stage), case_id (the voice it belongs to, where it belongs to one), is_error,
    is_ours (we did it, so that they waited for it until then), and of the touches before it touchpoint_before, ts_before,
    two_before, ts_two_before; and ts_after. What software did is left out.
    """
    in_moves = _touched(_moves(moves, spoken_by), "moves", touchpoints)
    parts = [
        in_moves,
        # An act that is noted as a move and as a contact, in the same moment, is one touch.
        _touched(_contacts(contacts, travellers), "contacts", touchpoints).anti_join(in_moves, ["who", "ts"]),
        _touched(_of_one(answers), "answers", touchpoints),
        _touched(_of_one(usage).mutate(is_error=_is_error(_.event)), "usage", touchpoints),
    ]
    every = parts[0].union(*parts[1:])
    every = every.filter(is_inside(every.ts, window=window))
    software = travellers.filter(travellers.is_software).select(who=travellers.person_id * _WHO)
    return _in_order(every.anti_join(software, "who"), touchpoints)


def _in_order(every: ir.Table, touchpoints: ir.Table) -> ir.Table:
    stages = touchpoints.group_by("touchpoint").agg(journey_stage=_.journey_stage.max(), place=_.place.min())
    told = every.join(stages, "touchpoint").mutate(stream=ibis.literal(JOURNEY))
    order = ibis.window(group_by="who", order_by=["ts", "thing", "seq", "touchpoint"])
    return told.mutate(
        n_touch=ibis.row_number().over(order),
        touchpoint_before=told.touchpoint.lag().over(order),
        ts_before=told.ts.lag().over(order),
        two_before=told.touchpoint.lag(2).over(order),
        ts_two_before=told.ts.lag(2).over(order),
        ts_after=told.ts.lead().over(order),
    )


def _touched(events: ir.Table, heard_in: str, touchpoints: ir.Table) -> ir.Table:
    """The events that are a touch, with the touchpoint each is."""
    names, events = [], events.filter(events.who.notnull())
    for column in COLUMNS[heard_in]:
        meant = touchpoints.filter((touchpoints.heard_in == heard_in) & (touchpoints.column == column))
        meant = meant.group_by("value").agg(found=_.touchpoint.min())
        renamed = meant.select(**{f"{column}_value": "value", f"by_{column}": "found"})
        joined = events.left_join(renamed, events[column] == renamed[f"{column}_value"])
        events = joined.select(*events.columns, f"by_{column}")
        names.append(f"by_{column}")
    named = events.mutate(touchpoint=ibis.coalesce(*(events[name] for name in names)))
    return named.filter(named.touchpoint.notnull()).select(*_TOUCH, "touchpoint")


def _moves(moves: ir.Table, spoken_by: ir.Table) -> ir.Table:
    known = moves.left_join(spoken_by, ["thing", "case_id"])
    step = known.thing + " " + known.stage
    is_work = known.thing == "work"
    return known.select(
        "ts",
        "seq",
        "thing",
        case_id=known.voice_id.fill_null(known.case_id),
        who=_who(person=known.person_id, account=known.account_id, case=known.case_id),
        step=step,
        step_channel=step + " " + known.channel,
        stage=is_work.ifelse(known.stage, None),
        waits_on=is_work.ifelse(known.waits_on, None),
        is_error=is_work & _is_error(known.stage),
        is_ours=step.notin(_THEIRS),
    )


def _contacts(contacts: ir.Table, travellers: ir.Table) -> ir.Table:
    """A contact is the touch of whoever of the two we serve."""
    ours = travellers.select("person_id").distinct()
    came, went = ours.select(came_id="person_id"), ours.select(went_id="person_id")
    both = contacts.left_join(came, contacts.from_id == came.came_id).select(*contacts.columns, "came_id")
    both = both.left_join(went, both.to_id == went.went_id).select(*both.columns, "went_id")
    person = ibis.coalesce(both.came_id, both.went_id)
    return both.mutate(
        who=_who(person=person, account=both.account_id, case=None),
        thing=ibis.literal("contact"),
        case_id=ibis.null("int64"),
        is_error=ibis.literal(False),
        is_ours=both.came_id.isnull(),
    )


def _of_one(rows: ir.Table) -> ir.Table:
    return rows.mutate(
        who=_who(person=rows.person_id, account=rows.account_id, case=None),
        thing=ibis.literal("person"),
        case_id=ibis.null("int64"),
        is_error=ibis.literal(False),
        is_ours=ibis.literal(False),
    )


def _who(
    *, person: ir.IntegerValue, account: ir.IntegerValue, case: ir.IntegerValue | None
) -> ir.IntegerValue:
    known = [person * _WHO, account * _WHO + 1]
    return ibis.coalesce(*known, *([case * _WHO + 2] if case is not None else []))


def _is_error(words: ir.StringValue) -> ir.BooleanValue:
    small = words.fill_null("").lower()
    return small.contains("error") | small.contains("fail") | small.contains("오류")


def judgements(
    *, moves: ir.Table, answers: ir.Table, spoken_by: ir.Table, touches: ir.Table, window: Window
) -> ir.Table:
    """What people said of a touch: who, ts, touchpoint (their last touch by then), ts_touch, good (1, 0, or half).

    A score of NPS 9 or 10 is good, up to 6 is bad; on other scales the upper quarter is good and the lower half
    is bad; between them it is half. Asking again and reopening are bad: what came before was no answer.
    An answer that is itself a touchpoint judges the touch before it.
    """
    at = (answers.value - answers.scale_low) / (answers.scale_high - answers.scale_low).nullif(0.0)
    is_nps = answers.question == "nps"
    good = at >= is_nps.ifelse(0.9, 0.75)
    bad = is_nps.ifelse(at <= 0.6, at < 0.5)
    said = _of_one(answers).select(
        "who", "ts", good=good.ifelse(1.0, bad.ifelse(0.0, 0.5)), known=at.notnull()
    )
    again = moves.filter((moves.thing == "voice") & moves.stage.isin([ASKED, REOPENED]))
    again = _moves(again, spoken_by).select("who", "ts", good=ibis.literal(0.0), known=ibis.literal(True))
    told = said.union(again)
    told = told.filter(told.known & told.who.notnull() & is_inside(told.ts, window=window))
    told = told.group_by(["who", "ts"]).agg(good=_.good.min())
    before = touches.select("touchpoint", who_touched="who", ts_touch="ts", n_touch="n_touch")
    seen = told.join(before, [told.who == before.who_touched, before.ts_touch < told.ts])
    last = seen.group_by(["who", "ts", "good"]).agg(n_touch=_.n_touch.max())
    back = touches.select("who", "n_touch", "stream", "touchpoint", ts_touch="ts")
    return last.join(back, ["who", "n_touch"])


def stage_follows(steps: ir.Table, *, labels: ir.Table, window: Window) -> ir.Table:
    """Work that went on from one stage to the next in the window: stream, stage, stage_after, minutes."""
    went_on = steps.filter(is_inside(steps.end_ts, window=window))
    after = labels.select(label_after="label", stage_after="stage")
    named = went_on.join(labels.select("label", "stream", "stage"), "label").join(after, "label_after")
    return named.select(
        "stream", "stage", "stage_after", minutes=minutes_between(named.start_ts, named.end_ts)
    )


def minutes_between(start: ir.TimestampValue, end: ir.TimestampValue) -> ir.FloatingValue:
    """Elapsed minutes, as a fraction."""
    return end.delta(start, unit="microsecond") / 60_000_000.0
