"""Definitions signed by both owners; a number without is marked as a draft wherever it stands (003-27)."""

from typing import Any

import pytest
from django.test import Client

from dure.facts.roles import Role
from dure.records.outcomes.queries import signatures
from dure.records.work.actions import describe_stream
from tests.cast import Corner, after
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

PAGE = "/stream/data/definitions/"
FLOW_TIME = {"metric": "flow_time"}


@pytest.fixture
def stream(corner: Corner) -> Any:
    owners = {"business_owner": corner.persons["jiwoo"], "technical_owner": corner.persons["yujin"]}
    return describe_stream(corner.flow, **owners, by=corner.sera, at=after(), now=after())


@pytest.fixture
def business(corner: Corner, stream: Any) -> Client:
    return visitor_of(corner.jiwoo)


@pytest.fixture
def technical(corner: Corner, stream: Any) -> Client:
    return visitor_of(corner.yujin)


def test_a_number_is_a_draft_until_both_owners_have_signed(business: Client, technical: Client) -> None:
    keep(number("data", "flow_time", 3.0))
    draft = 'href="/stream/data/definitions/#flow_time">draft</a>'
    assert draft in business.get("/stream/data/").content.decode()
    business.post(PAGE, {**FLOW_TIME, "part": "business"})
    assert draft in business.get("/stream/data/").content.decode()
    technical.post(PAGE, {**FLOW_TIME, "part": "technical"})
    assert draft not in business.get("/stream/data/").content.decode()


def test_each_definition_stands_in_both_languages_with_its_version_and_formula(business: Client) -> None:
    words = words_of(business.get(PAGE))
    assert "처리 시간(중앙값)" in words
    assert "Flow time (median)" in words
    assert "src/dure/metrics/flow_time.py" in words
    assert "Version 1, in days." in words


def test_an_owner_signs_all_at_once(business: Client, stream: Any) -> None:
    assert business.post(PAGE, {"metric": "all", "part": "business"}).status_code == 302
    signed = signatures(stream.pk).filter(part="business").count()
    assert signed > 20
    business.post(PAGE, {"metric": "all", "part": "business"})
    assert signatures(stream.pk).count() == signed


def test_somebody_else_is_refused_with_the_reason(business: Client, stream: Any) -> None:
    answer = business.post(PAGE, {**FLOW_TIME, "part": "technical"})
    assert answer.status_code == 409
    assert "Only the owner signs this" in words_of(answer)
    assert not signatures(stream.pk).exists()


def test_a_lead_signs_in_the_owners_place_and_it_says_so(corner: Corner, stream: Any) -> None:
    lead = visitor_of(corner.sera, role=Role.LEAD)
    lead.post(PAGE, {**FLOW_TIME, "part": "business", "why": "휴직 중입니다."})
    assert "In the owner's place: 휴직 중입니다." in words_of(lead.get(PAGE))


def test_a_signature_is_withdrawn(business: Client, stream: Any) -> None:
    business.post(PAGE, {**FLOW_TIME, "part": "business"})
    business.post(PAGE, {**FLOW_TIME, "part": "business", "act": "withdraw"})
    assert not signatures(stream.pk).exists()
