"""One server of each kind for all tests of engines."""

from collections.abc import Iterator

import pytest

from tests.engines.servers import sail, spark


@pytest.fixture(scope="session")
def sail_address() -> Iterator[str]:
    with sail() as address:
        yield address


@pytest.fixture(scope="session")
def spark_address() -> Iterator[str]:
    with spark() as address:
        yield address
