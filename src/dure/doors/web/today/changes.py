"""What others did since I last looked: the ledger's entries, in words, with the way to the thing."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.rights import PageRequest
from dure.records.changes.queries import titles_of_changes
from dure.records.handoffs.queries import voices_of_handoffs
from dure.records.improvements.queries import titles_of_improvements
from dure.records.ledger.queries import entries_since
from dure.records.messages.queries import voices_of_messages
from dure.records.people.actions import look
from dure.records.promises.queries import voices_of_promises
from dure.records.voices.queries import titles_of
from dure.records.work.queries import titles_of_items

#: Within a visit a page may be loaded again and still shows what was new when the visit began.
A_VISIT = timedelta(minutes=30)
FIRST_LOOK_BACK = timedelta(days=7)
SEEN_FROM = "today_seen_from"
N_SHOWN = 20

#: What each act says of the one who did it. Acts that are not here concern nobody's day.
ACTS: dict[str, str | Lazy] = {
    "voices.hear": _("heard a voice"),
    "voices.acknowledge": _("acknowledged"),
    "voices.ask_again": _("noted that they asked again"),
    "voices.reopen": _("reopened"),
    "promises.promise": _("made a promise"),
    "promises.move": _("moved a promise's date"),
    "promises.keep": _("kept a promise"),
    "promises.break": _("called a promise broken"),
    "promises.withdraw": _("noted that a promise was withdrawn"),
    "handoffs.hand_off": _("handed off"),
    "handoffs.accept": _("accepted a handoff"),
    "handoffs.bounce": _("sent a handoff back"),
    "changes.open": _("opened a change"),
    "changes.agree": _("noted that somebody agrees"),
    "changes.refuse": _("noted that somebody does not agree"),
    "changes.withdraw": _("noted that somebody no longer agrees"),
    "changes.note_conflict": _("noted a conflict"),
    "changes.resolve_conflict": _("settled a conflict"),
    "changes.start": _("started a change"),
    "changes.finish": _("closed a change as done"),
    "changes.drop": _("gave a change up"),
    "improvements.open": _("took up a constraint"),
    "improvements.repeat": _("took up the next constraint"),
    "improvements.go_on": _("went on to the next step"),
    "improvements.close": _("noted what came of a constraint"),
    "improvements.plan": _("planned what to try"),
    "improvements.finish": _("noted what came of an attempt"),
    "improvements.drop": _("gave an attempt up"),
    "work.add": _("added work"),
    "work.start": _("started work"),
    "work.wait": _("put work on hold"),
    "work.finish": _("finished work"),
    "work.reopen": _("took work up again"),
    "work.cancel": _("gave work up"),
    "messages.draft": _("wrote a draft"),
    "messages.tell": _("told the person"),
    "outcomes.confirm": _("noted that it is solved"),
    "outcomes.deny": _("noted that it is not solved"),
    "outcomes.measure": _("noted an outcome"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One act of somebody else."""

    at: datetime
    who: str
    did: str | Lazy
    title: str
    why: str
    href: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The newest acts since a moment, and how many there were."""

    rows: list[Change]
    n: int


def last_look(request: PageRequest, *, now: datetime) -> datetime:
    """When the reader looked before this visit; the first page of a visit is remembered as a look."""
    before = request.user.looked_at
    kept = parse_datetime(request.session.get(SEEN_FROM, ""))
    if before is not None and kept is not None and now - before < A_VISIT:
        return kept
    since = before or now - FIRST_LOOK_BACK
    request.session[SEEN_FROM] = since.isoformat()
    look(request.user, by=request.user.actor)
    return since


def changes(since: datetime, *, person_id: int | None) -> Changes:
    """What others did since a moment, the newest first."""
    entries = entries_since(since, acts=list(ACTS), but_by=person_id)
    shown = list(entries[:N_SHOWN])
    hrefs, titles = _found(shown)
    return Changes([_change(one, hrefs=hrefs, titles=titles) for one in shown], entries.count())


#: By thing: which voice each of some ids belongs to, and what it is called.
OF_VOICE: dict[str, Callable[[Collection[int]], dict[int, tuple[int | None, str]]]] = {
    "promise": voices_of_promises,
    "handoff": voices_of_handoffs,
    "message": voices_of_messages,
    "work": titles_of_items,
}

#: What belongs to a change.
OF_CHANGE = ("change", "agreement", "conflict")
#: What is done about a constraint.
OF_IMPROVEMENT = ("improvement", "attempt")

Thing = tuple[str, int]


def _found(entries: Iterable[Any]) -> tuple[dict[Thing, str], dict[Thing, str]]:
    """The way to every thing the entries speak of, and its title, in one query for each kind of thing."""
    ids: dict[str, set[int]] = defaultdict(set)
    for one in entries:
        ids[one.thing].add(one.thing_id)
    hrefs: dict[Thing, str] = {("voice", i): reverse("voice", args=[i]) for i in ids["voice"]}
    titles: dict[Thing, str] = {("voice", i): t for i, t in titles_of(ids["voice"]).items()}
    for thing, find in OF_VOICE.items():
        for i, (voice_id, title) in (find(ids[thing]) if ids[thing] else {}).items():
            hrefs[thing, i] = reverse("voice", args=[voice_id]) if voice_id else ""
            titles[thing, i] = title
    for thing in OF_CHANGE:
        for i, (change_id, title) in (titles_of_changes(thing, ids=ids[thing]) if ids[thing] else {}).items():
            hrefs[thing, i], titles[thing, i] = reverse("change", args=[change_id]), title
    for thing in OF_IMPROVEMENT:
        known = titles_of_improvements(thing, ids=ids[thing]) if ids[thing] else {}
        for i, (stream, title) in known.items():
            hrefs[thing, i], titles[thing, i] = reverse("constraint", args=[stream]), title
    return hrefs, titles


def _change(one: Any, *, hrefs: dict[Thing, str], titles: dict[Thing, str]) -> Change:
    thing = (one.thing, one.thing_id)
    return Change(
        at=one.recorded_at, who=one.by_name, did=ACTS[one.act], title=titles.get(thing, ""), why=one.why,
        href=hrefs.get(thing, ""),
    )  # fmt: skip
