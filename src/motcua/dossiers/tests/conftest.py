"""The province of these tests."""

import pytest

from tests.world import World, found


@pytest.fixture
def world(db: None) -> World:
    """The province, in a transaction that is rolled back."""
    return found()


@pytest.fixture
def real_world(transactional_db: None) -> World:
    """The province, really committed: for tests with several connections."""
    return found()
