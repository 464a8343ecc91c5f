"""Each act twice at the same time: one of the two is done, or both are the same one."""

import threading

import pytest
from django.db import connection

from motcua.dossiers.acts import ROWS
from motcua.dossiers.models import Dossier
from motcua.kernel import history, rulebook
from tests import kept
from tests.world import NOON, found

from .act_cases import CASES, DAY

AT = NOON + DAY


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    """The province, committed once for all tests here, and swept away afterwards."""
    with django_db_blocker.unblock():
        rulebook.forget()
        yield found()
        assert kept.empty()  # Django's flush would number from 1 again what others keep copies of
        rulebook.forget()


@pytest.fixture
def reachable(committed, django_db_blocker):
    with django_db_blocker.unblock():
        yield committed


def at_once(world, case, subject):
    """What two people who press at the same moment are told: nothing, or how they are refused."""
    start, told = threading.Barrier(2), []

    def press():
        start.wait()
        try:
            case.do(world, subject, getattr(world, case.by), AT)
            told.append(None)
        except Exception as error:  # noqa: BLE001 - told apart below
            told.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_of_two_at_once_one_is_done(reachable, row):
    case = CASES[row.code]
    subject = case.scene(reachable)
    before = Dossier.objects.count()
    told = at_once(reachable, case, subject)
    assert told.count(None) == (2 if case.twice is None else 1)
    (second,) = [t for t in told if t is not None] or [None]
    if case.twice is not None:
        assert issubclass(second, case.twice), second
    if row.kind == "dossier.received":
        assert Dossier.objects.count() == before + 1
    elif case.twice is not None:
        kinds = [e.kind for e in history.entries(2026, subject)]
        assert kinds.count(row.kind) == kinds[:-1].count(row.kind) + 1
