"""What tests of sending need."""

from collections.abc import Iterator

import pytest

from tests.courier.receivers import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a receiver on loopback."""
    with receiving() as running:
        yield running
