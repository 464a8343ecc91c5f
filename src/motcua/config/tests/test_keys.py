"""The web does not start with a key that the data was not sealed with."""

from datetime import UTC, datetime

import pytest

from motcua.config import serve
from motcua.kernel import keys

OTHER = "ab" * 32
pytestmark = pytest.mark.django_db


@pytest.fixture
def started():
    """An installation that has been started once."""
    keys.keep(at=datetime(2026, 11, 16, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "setting"), [("seal_key", "SEAL_KEY"), ("index_key", "INDEX_KEY")]
)
def test_the_web_refuses_another_key_and_names_it(started, settings, name, setting):
    setattr(settings, setting, OTHER)
    with pytest.raises(SystemExit, match=name):
        serve._refuse_wrong_keys()


def test_the_web_starts_with_the_keys_it_knows(started):
    serve._refuse_wrong_keys()
    assert keys.wrong() == []
