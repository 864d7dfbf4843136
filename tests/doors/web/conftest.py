"""What every test of a page shares."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _a_language_chosen_in_one_test_is_not_spoken_in_the_next() -> Iterator[None]:
    yield
    translation.deactivate()
