"""A crowd of made-up accounts."""

from datetime import date

import pytest

from dure.demo.cast import SOURCE
from dure.demo.crowd import add_crowd
from dure.records.ledger.models import Entry
from dure.records.people.models import Account


@pytest.mark.django_db
def test_a_crowd_of_accounts_is_one_act_and_labelled_synthetic() -> None:
    assert add_crowd(1_000, on=date(2026, 3, 3)) == 1_000
    assert Entry.objects.get().act == "people.add_accounts"
    assert Account.objects.filter(source=SOURCE).count() == 1_000
