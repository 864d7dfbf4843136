"""Accounts in a house that has just been set up."""

import pytest

from dure.facts.roles import Role
from dure.records.people.models import Account
from tests.cast import Corner
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock of every test here

pytestmark = pytest.mark.django_db

ACCOUNTS = "/accounts/"


def test_an_empty_house_is_told_what_an_account_is_and_how_to_add_one(corner: Corner) -> None:
    client = visitor_of(corner.jiwoo)
    Account.objects.all().delete()
    assert "Nobody to serve yet." in words_of(client.get(ACCOUNTS))


def test_a_viewer_role_is_enough_to_look(corner: Corner) -> None:
    assert visitor_of(corner.jiwoo, role=Role.VIEWER).get(ACCOUNTS).status_code == 200
