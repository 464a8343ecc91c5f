"""What every test shares."""

from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import TransactionTestCase

from tests import kept

# Real argon2id at its cheapest: the people of the tests would otherwise hash for minutes.
Argon2PasswordHasher.time_cost = 1
Argon2PasswordHasher.memory_cost = 8
Argon2PasswordHasher.parallelism = 1

#: Folders and files that take long: they begin first, so that no process is left with one alone.
LONG = (
    "tests/flows/",
    "tests/launcher/",
    "tests/canary/",
    "tests/permissions/",
    "src/motcua/dossiers/",
    "src/motcua/workflow/tests/test_tables_engine.py",
    "src/motcua/organizations/tests/test_demo.py",
    "src/motcua/catalog/tests/test_published_list.py",
)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Any:
    """In one of several processes, the tests of a file stay together and long files begin first.

    What a file builds once would be built in every process otherwise.
    """
    several = hasattr(config, "workerinput")
    for item in items if several else ():
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.location[0]))
    outcome = yield
    if several:
        items.sort(key=_place)
    return outcome


def _place(item: pytest.Item) -> int:
    names = (place for place, name in enumerate(LONG) if item.location[0].startswith(name))
    return next(names, len(LONG))


_flush = TransactionTestCase._fixture_teardown


def _emptied(case: Any) -> None:
    if not kept.empty():
        _flush(case)


# pytest-django ends every test that really commits with this.
TransactionTestCase._fixture_teardown = _emptied  # type: ignore[method-assign]
