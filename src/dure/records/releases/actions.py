"""Shipping."""

from collections.abc import Iterable, Mapping, Sequence

from dure.facts.arrivals import Shipped
from dure.facts.loop import SHIPPED
from dure.facts.roles import Role
from dure.records.ledger.actions import Doing, act, hold
from dure.records.people.rules import checked_name
from dure.records.releases.models import Release, ReleaseItem
from dure.records.releases.queries import known, voices_awaiting_release
from dure.records.releases.rules import check_done
from dure.records.work.actions import ship_voices
from dure.records.work.models import Stream, WorkItem
from dure.records.work.queries import current_state


@act("releases.ship", least=Role.MEMBER)
def ship(
    doing: Doing,
    name: str,
    *,
    stream: Stream,
    items: Iterable[WorkItem],
    notes: str = "",
    source: str = "live",
) -> Release:
    """Ships finished work together; the voices it answers are then to be told."""
    items = sorted(set(items), key=lambda item: item.pk)
    for item in items:
        hold(item)
        check_done(title=item.title, state=current_state(item).state)
    release = Release.objects.create(
        name=checked_name(name), stream=stream, shipped_at=doing.at, notes=notes, source=source
    )
    ReleaseItem.objects.bulk_create([ReleaseItem(release=release, item=item) for item in items])
    doing.about("release", release.pk)
    doing.note(
        "moves",
        thing="release",
        case_id=release.pk,
        stream=stream.key,
        stage=SHIPPED,
        by_id=doing.by.person_id,
        source=release.source,
    )
    unreleased = voices_awaiting_release(items)
    for item in items:
        ship_voices(doing, item, besides=unreleased)
    return release


@act("releases.take_in", least=Role.MEMBER)
def take_in(
    doing: Doing, shipped: Sequence[Shipped], *, source: str, stream: Stream, items: Mapping[str, int]
) -> None:
    """Brings in releases that went out elsewhere, with the work that was in them."""
    met = known({s.ref for s in shipped}, source=source)
    new = [s for s in shipped if s.ref not in met]
    releases = Release.objects.bulk_create(
        [Release(name=s.name[:200], stream=stream, shipped_at=s.at, source=source, ref=s.ref) for s in new]
    )
    links = [
        ReleaseItem(release=release, item_id=items[case])
        for release, s in zip(releases, new, strict=True)
        for case in s.cases
        if case in items
    ]
    ReleaseItem.objects.bulk_create(links, batch_size=500)
    doing.note_many(
        "moves",
        columns={
            "ts": [s.at for s in new],
            "recorded_ts": doing.now,
            "thing": "release",
            "case_id": [release.pk for release in releases],
            "stream": stream.key,
            "stage": SHIPPED,
            "source": source,
        },
    )
    doing.about("source", 0)
