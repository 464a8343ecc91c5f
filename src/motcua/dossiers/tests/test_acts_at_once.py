"""Each act twice at the same time: one of the two is done, or both are the same one."""

import threading

import pytest
from django.db import connection

from motcua.dossiers.acts import ROWS
from motcua.dossiers.models import Dossier, Supplement
from motcua.kernel import history, rulebook
from motcua.kernel.errors import WrongState
from tests import kept
from tests.world import NOON, found

from .act_cases import CASES, DAY, new

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


def at_once(world, case, subject, names):
    """What people who press at the same moment are told: nothing, or how they are refused."""
    start, told = threading.Barrier(len(names)), []

    def press(name):
        start.wait()
        try:
            case.do(world, subject, getattr(world, name), AT)
            told.append(None)
        except Exception as error:  # noqa: BLE001 - told apart below
            told.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[name]) for name in names]
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
    told = at_once(reachable, case, subject, [case.by, case.by])
    assert told.count(None) == (2 if case.twice is None else 1)
    (second,) = [t for t in told if t is not None] or [None]
    if case.twice is not None:
        assert issubclass(second, case.twice), second
    if row.kind == "dossier.received" or row.code == "express":
        assert Dossier.objects.count() == before + 1
    elif row.kind and case.twice is not None:
        kinds = [e.kind for e in history.entries(2026, subject)]
        assert kinds.count(row.kind) == kinds[:-1].count(row.kind) + 1


def test_of_two_colleagues_who_ask_for_papers_one_is_told_that_the_clock_stands(reachable):
    dossier_id = new(reachable)
    told = at_once(reachable, CASES["request_supplement"], dossier_id, ["hoa", "lan"])
    assert told.count(None) == 1
    (second,) = [t for t in told if t is not None]
    assert issubclass(second, WrongState), second
    assert Supplement.objects.filter(dossier_id=dossier_id).count() == 1
