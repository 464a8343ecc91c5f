"""Each act twice at the same time: one of the two is done, or both are the same one."""

import threading

import pytest
from django.db import connection

from motcua.dossiers import queries
from motcua.dossiers.acts import ROWS
from motcua.dossiers.errors import NothingToConfirm, PapersOnTheWay, TakenBackAlready
from motcua.dossiers.models import Dossier, Handover, PaperFile, Supplement
from motcua.kernel import history, rulebook
from motcua.kernel.errors import WrongState
from tests import kept
from tests.world import NOON, found

from .act_cases import CASES, DAY, new, on_paper

AT = NOON + DAY


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    """The province, committed once for all tests here, and swept away afterwards."""
    # Only tests marked django_db make pytest set the test database up: run another file beside.
    assert connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]
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
    return together(world, subject, [(case, name) for name in names])


def together(world, subject, presses):
    """The same for several acts at the same moment, each by its own person; in their order."""
    start, told = threading.Barrier(len(presses)), dict.fromkeys(range(len(presses)))

    def press(number, case, name):
        start.wait()
        try:
            case.do(world, subject, getattr(world, name), AT)
        except Exception as error:  # noqa: BLE001 - told apart below
            told[number] = type(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=press, args=[number, *pair]) for number, pair in enumerate(presses)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(told.values())


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


def way_of(dossier_id):
    """Who holds the papers, to whom they are on their way, and how often they were given."""
    place = queries.paper_place(dossier_id)
    return place.unit_id, place.to_name, Handover.objects.filter(dossier_id=dossier_id).count()


def test_papers_that_two_colleagues_give_away_leave_once(reachable):
    subject = CASES["hand_over"].scene(reachable)
    told = at_once(reachable, CASES["hand_over"], subject, ["hoa", "lan"])
    assert sorted(map(str, told)) == sorted(map(str, [None, PapersOnTheWay]))
    assert way_of(subject) == (reachable.hoa.unit_id, "Phòng Quản lý đất đai", 1)


def test_papers_that_two_colleagues_take_back_are_taken_back_once(reachable):
    subject = on_paper(reachable)
    told = at_once(reachable, CASES["take_back"], subject, ["hoa", "lan"])
    assert sorted(map(str, told)) == sorted(map(str, [None, TakenBackAlready]))
    assert way_of(subject) == (reachable.hoa.unit_id, "", 1)
    row = Handover.objects.get(dossier_id=subject)
    names = [reachable.hoa, reachable.lan]
    assert row.taken_back_by_post_id == names[told.index(None)].post_id


def test_papers_confirmed_at_the_moment_they_are_taken_back_have_one_holder(reachable):
    for _time in range(4):  # either may come first
        subject = on_paper(reachable)
        presses = [(CASES["take_back"], "hoa"), (CASES["confirm_handover"], "binh")]
        told = together(reachable, subject, presses)
        kept_here = told == [None, TakenBackAlready]
        assert kept_here or told == [NothingToConfirm, None]
        holder = reachable.hoa if kept_here else reachable.binh
        assert way_of(subject) == (holder.unit_id, "", 1)


def test_of_two_who_note_a_shelf_the_last_word_stands_and_both_are_told(reachable):
    subject = new(reachable)
    told = at_once(reachable, CASES["note_shelf"], subject, ["hoa", "lan"])
    assert told == [None, None]
    shelved = [e for e in history.entries(2026, subject) if e.kind == "papers.shelved"]
    assert {e.person_id for e in shelved} == {reachable.users["hoa"], reachable.users["lan"]}
    assert PaperFile.objects.get(dossier_id=subject).shelf == "Kệ B1"


def test_papers_that_leave_while_a_shelf_is_noted_lie_on_no_shelf(reachable):
    for _time in range(4):  # either may come first
        subject = new(reachable)
        presses = [(CASES["hand_over"], "hoa"), (CASES["note_shelf"], "lan")]
        assert together(reachable, subject, presses) in ([None, None], [None, PapersOnTheWay])
        assert way_of(subject) == (reachable.hoa.unit_id, "Phòng Quản lý đất đai", 1)
        assert PaperFile.objects.get(dossier_id=subject).shelf == ""
