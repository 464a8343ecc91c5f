"""What every test shares."""

from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import TransactionTestCase

from tests import kept

# Real argon2id at its cheapest: the people of the tests would otherwise hash for minutes.
Argon2PasswordHasher.time_cost = 1
Argon2PasswordHasher.memory_cost = 8
Argon2PasswordHasher.parallelism = 1

_flush = TransactionTestCase._fixture_teardown


def _emptied(case: Any) -> None:
    if not kept.empty():
        _flush(case)


# pytest-django ends every test that really commits with this.
TransactionTestCase._fixture_teardown = _emptied  # type: ignore[method-assign]
