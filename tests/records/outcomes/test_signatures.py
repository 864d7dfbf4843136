"""Metric definitions are agreed: signed by the business and by the technical owner, else a draft (003-27)."""

from typing import Any

import pytest

from dure.facts.refusals import Refused
from dure.facts.roles import Role
from dure.records.outcomes.actions import sign_definition, withdraw_signature
from dure.records.outcomes.queries import signatures
from dure.records.work.actions import describe_stream
from tests.cast import Corner, actor, after, last_entry

MEANT: dict[str, Any] = {"metric": "flow_time", "version": 1}


def now(**moment: float) -> dict[str, Any]:
    return {"at": after(**moment), "now": after(**moment)}


@pytest.fixture
def stream(corner: Corner) -> Any:
    owners = {"business_owner": corner.persons["jiwoo"], "technical_owner": corner.persons["yujin"]}
    return describe_stream(corner.flow, **owners, by=corner.sera, **now())


def test_each_owner_signs_in_their_own_part(corner: Corner, stream: Any) -> None:
    sign_definition(stream, **MEANT, part="business", by=corner.jiwoo, **now())
    sign_definition(stream, **MEANT, part="technical", by=corner.yujin, **now(hours=1))
    told = [(s.part, s.by_name, s.is_on_behalf) for s in signatures(stream.pk)]
    assert told == [("business", corner.jiwoo.name, False), ("technical", corner.yujin.name, False)]
    assert last_entry().act == "outcomes.sign"


def test_a_member_who_is_not_the_owner_does_not_sign(corner: Corner, stream: Any) -> None:
    with pytest.raises(Refused, match="Only the owner"):
        sign_definition(stream, **MEANT, part="technical", by=corner.jiwoo, why="급해서", **now())


def test_a_lead_signs_in_the_owners_place_with_the_reason(corner: Corner, stream: Any) -> None:
    lead = actor(Role.LEAD, person=corner.persons["sera"])
    with pytest.raises(Refused) as refused:
        sign_definition(stream, **MEANT, part="business", by=lead, **now())
    assert refused.value.field == "why"
    sign_definition(stream, **MEANT, part="business", by=lead, why="휴직 중", **now())
    assert [(s.is_on_behalf, s.why) for s in signatures(stream.pk)] == [(True, "휴직 중")]


def test_a_stream_without_the_owner_has_nobody_to_sign(corner: Corner) -> None:
    with pytest.raises(Refused, match="no such owner"):
        sign_definition(corner.flow, **MEANT, part="business", by=corner.sera, why="대신", **now())


def test_another_version_is_unsigned_and_the_same_is_not_signed_twice(corner: Corner, stream: Any) -> None:
    sign_definition(stream, **MEANT, part="business", by=corner.jiwoo, **now())
    with pytest.raises(Refused, match="already"):
        sign_definition(stream, **MEANT, part="business", by=corner.jiwoo, **now())
    assert not signatures(stream.pk).filter(version=2).exists()


def test_a_signature_withdrawn_leaves_a_draft_and_may_be_given_again(corner: Corner, stream: Any) -> None:
    signature = sign_definition(stream, **MEANT, part="business", by=corner.jiwoo, **now())
    withdraw_signature(signature, by=corner.jiwoo, **now(hours=1))
    assert not signatures(stream.pk).exists()
    sign_definition(stream, **MEANT, part="business", by=corner.jiwoo, **now(hours=2))
    assert signatures(stream.pk).count() == 1
