"""Reading the ledger."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from dure.records.ledger.models import AsideRow, Batch, Entry, Load


def entries_after(watermark: int, *, limit: int) -> list[Entry]:
    """The next entries the lake has not seen, in their order."""
    return list(Entry.objects.filter(id__gt=watermark).order_by("id")[:limit])


def batches_of(entry_ids: list[int], *, table: str) -> QuerySet[Batch]:
    """The batches that came with these entries for one table of the lake."""
    return Batch.objects.filter(entry_id__in=entry_ids, table=table).order_by("entry_id", "id")


def last_entry_id() -> int:
    """The number of the newest entry; 0 where nothing has been done yet."""
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def entries_about(thing: str, *, thing_id: int) -> QuerySet[Entry]:
    """Every act on one thing, oldest first."""
    return Entry.objects.filter(thing=thing, thing_id=thing_id).order_by("happened_at", "id")


def loads() -> QuerySet[Load]:
    """Every load, newest first."""
    return Load.objects.order_by("-loaded_at", "-id")


def load_sources() -> list[str]:
    """The sources that files came from, each once."""
    return list(Load.objects.values_list("source", flat=True).distinct().order_by("source"))


def rows_aside(load_id: int) -> QuerySet[AsideRow]:
    """The rows one load kept aside, in the order of the file."""
    return AsideRow.objects.filter(load_id=load_id).order_by("line", "id")


def load_of(digest: str, *, source: str) -> Load | None:
    """The load that already took in a file with this digest from this source."""
    return Load.objects.filter(digest=digest, source=source).order_by("-id").first()


def entries_since(moment: datetime, *, acts: Collection[str], but_by: int | None = None) -> QuerySet[Entry]:
    """The entries of some acts recorded after a moment, the newest first, without those of one person."""
    entries = (
        Entry.objects.filter(recorded_at__gt=moment, act__in=acts)
        .defer("facts")
        .order_by("-recorded_at", "-id")
    )
    return entries.filter(Q(by_id=None) | ~Q(by_id=but_by)) if but_by else entries


def last_done(act: str, *, thing: str, ids: Collection[int]) -> dict[int, datetime]:
    """When an act was last done to each of some things, by id; those it was never done to are left out."""
    done = Entry.objects.filter(thing=thing, thing_id__in=ids, act=act).order_by()
    rows = done.values_list("thing_id").annotate(last_at=Max("happened_at"))
    return {thing_id: last_at for thing_id, last_at in rows if thing_id is not None}
