"""A lost or wrong key is told at the start, before anything is sealed with it."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from motcua.kernel import keys
from motcua.kernel.models import KeyProof
from motcua.kernel.watch import health

AT = datetime(2026, 11, 16, 3, tzinfo=UTC)
OTHER = "ab" * 32
pytestmark = pytest.mark.django_db


@pytest.fixture
def started():
    """An installation that has been started once."""
    keys.keep(at=AT)


def test_the_first_start_keeps_a_word_and_the_next_changes_nothing(started):
    first = dict(KeyProof.objects.values_list("name", "proof"))
    assert set(first) == {"seal_key", "index_key"}
    call_command("check_keys")
    assert dict(KeyProof.objects.values_list("name", "proof")) == first


@pytest.mark.parametrize(
    ("name", "setting"), [("seal_key", "SEAL_KEY"), ("index_key", "INDEX_KEY")]
)
def test_a_start_with_another_key_is_refused_and_names_it(started, settings, name, setting):
    setattr(settings, setting, OTHER)
    with pytest.raises(CommandError, match=name) as told:
        call_command("check_keys")
    assert "Hãy đặt lại đúng khoá cũ" in str(told.value)
    (check,) = [c for c in health.checks() if c.code == "keys"]
    assert check.ok is False
    assert OTHER not in str(told.value)


def test_with_the_right_keys_it_is_ready(started):
    (check,) = [c for c in health.checks() if c.code == "keys"]
    assert check.ok is True


def test_the_database_keeps_words_of_known_keys_only(started):
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyProof.objects.create(name="khoa-la", proof=b"1", kept_at=AT)
