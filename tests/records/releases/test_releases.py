"""Releases: finished work ships together, and only then are its voices shipped."""

from typing import Any

import pytest

from dure.facts.loop import SHIPPED, STARTED, TOLD
from dure.facts.refusals import Refused
from dure.records.messages.actions import draft, tell
from dure.records.releases.actions import ship
from dure.records.releases.models import ReleaseItem
from dure.records.releases.queries import releases, releases_of
from dure.records.voices.models import Voice
from dure.records.voices.queries import stage_of
from dure.records.work.actions import finish, reopen_work, start
from dure.records.work.models import WorkItem
from tests.cast import Corner, after
from tests.records.rows import all_rows


def by(corner: Corner, **moment: float) -> dict[str, Any]:
    return {"by": corner.yujin, "at": after(**moment), "now": after(**moment)}


def done(corner: Corner, *voices: Voice, title: str = "보고서를 빠르게") -> WorkItem:
    item = corner.add_work(*voices, stream=corner.product, title=title)
    start(item, **by(corner, hours=1))
    return finish(item, **by(corner, hours=2))


def test_shipping_brings_the_voices_of_its_work_to_shipped(corner: Corner) -> None:
    voice = corner.hear()
    item = done(corner, voice)
    release = ship("나루 8.5", stream=corner.product, items=[item], **by(corner, days=1))
    assert stage_of(voice) == SHIPPED
    assert releases().get() == release
    assert releases_of([item.pk]).get().release == release


def test_unfinished_work_is_not_shipped_and_nothing_else_is_either(corner: Corner) -> None:
    first, second = corner.hear("하나"), corner.hear("둘")
    items = [done(corner, first), corner.add_work(second, stream=corner.product, title="아직인 일")]
    before = all_rows()
    with pytest.raises(Refused, match="아직인 일"):
        ship("나루 8.5", stream=corner.product, items=items, **by(corner, days=1))
    assert all_rows() == before


def test_a_voice_with_other_work_still_open_is_not_shipped_yet(corner: Corner) -> None:
    voice = corner.hear()
    item, other = done(corner, voice), corner.add_work(voice, stream=corner.product, title="두 번째")
    ship("나루 8.5", stream=corner.product, items=[item], **by(corner, days=1))
    assert stage_of(voice) == STARTED
    finish(other, **by(corner, days=2))
    ship("나루 8.6", stream=corner.product, items=[other], **by(corner, days=3))
    assert stage_of(voice) == SHIPPED


def test_a_voice_with_other_work_finished_and_not_released_is_not_shipped_yet(corner: Corner) -> None:
    voice = corner.hear()
    item, other = done(corner, voice), done(corner, voice, title="두 번째")
    ship("나루 8.5", stream=corner.product, items=[item], **by(corner, days=1))
    assert stage_of(voice) == STARTED
    ship("나루 8.6", stream=corner.product, items=[other], **by(corner, days=2))
    assert stage_of(voice) == SHIPPED


def test_work_mended_after_its_release_ships_again(corner: Corner) -> None:
    voice = corner.hear()
    item, other = done(corner, voice), done(corner, voice, title="두 번째")
    ship("나루 8.5", stream=corner.product, items=[item], **by(corner, days=1))
    reopen_work(item, **by(corner, days=2))
    finish(item, **by(corner, days=3))
    ship("나루 8.6", stream=corner.product, items=[other], **by(corner, days=4))
    assert stage_of(voice) == STARTED
    ship("나루 8.7", stream=corner.product, items=[item], **by(corner, days=5))
    assert stage_of(voice) == SHIPPED
    assert releases_of([item.pk]).count() == 2


def test_a_voice_already_told_is_not_walked_back_by_a_release(corner: Corner) -> None:
    voice = corner.hear()
    item = done(corner, voice)
    tell(draft(voice, words="곧 나옵니다.", **by(corner, hours=3)), **by(corner, hours=3))
    ship("나루 8.5", stream=corner.product, items=[item], **by(corner, days=1))
    assert stage_of(voice) == TOLD


def test_an_item_named_twice_ships_once(corner: Corner) -> None:
    item = done(corner, corner.hear())
    ship("나루 8.5", stream=corner.product, items=[item, item], **by(corner, days=1))
    assert ReleaseItem.objects.count() == 1


def test_a_release_has_a_name(corner: Corner) -> None:
    with pytest.raises(Refused, match="name"):
        ship(" ", stream=corner.product, items=[done(corner, corner.hear())], **by(corner, days=1))
