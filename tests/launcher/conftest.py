"""One stand-in installation for a whole file of tests: making a cluster takes a second or two."""

import shutil
from collections.abc import Iterator

import pytest

from tests.launcher import standin


@pytest.fixture(scope="module")
def installation() -> Iterator[standin.Standin]:
    """A stand-in checkout with an installation that every test of the file goes on with."""
    made = standin.make()
    yield made
    shutil.rmtree(made.checkout.parent, ignore_errors=True)


@pytest.fixture
def fresh() -> Iterator[standin.Standin]:
    """A stand-in checkout of this test's own."""
    made = standin.make()
    yield made
    shutil.rmtree(made.checkout.parent, ignore_errors=True)
