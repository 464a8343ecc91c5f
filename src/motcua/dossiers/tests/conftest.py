"""The province of these tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.scene import once
from tests.world import World, found, receive

from .people import until


@pytest.fixture(scope="module")
def province(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The province, made once for a file whose tests each take back what they did."""
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        yield world


@pytest.fixture
def world(db: None) -> World:
    """The province, in a transaction that is rolled back."""
    return found()


@pytest.fixture
def real_world(transactional_db: None) -> World:
    """The province, really committed: for tests with several connections."""
    assert not connection.in_atomic_block  # a module's own transaction would hide what is committed
    return found()


@pytest.fixture
def held(world: World) -> int:
    """A dossier of Ánh Tuyết's that Bình of the division appraises."""
    received = receive(world)
    until(world, received.dossier_id, "appraise")
    return received.dossier_id
