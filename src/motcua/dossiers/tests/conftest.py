"""The province of these tests."""

import pytest
from django.db import connection

from tests.world import World, found


@pytest.fixture
def world(db: None) -> World:
    """The province, in a transaction that is rolled back."""
    return found()


@pytest.fixture
def real_world(transactional_db: None) -> World:
    """The province, really committed: for tests with several connections."""
    assert not connection.in_atomic_block  # a module's own transaction would hide what is committed
    return found()
