"""The table of acts: each row is done once, and refused to whom and where it is not possible."""

from pathlib import Path

import pytest

from motcua.dossiers import permissions, queries
from motcua.dossiers.acts import ROWS, situation
from motcua.dossiers.invariants import check
from motcua.dossiers.management.commands.print_acts import TARGET, printed
from motcua.dossiers.models import Dossier
from motcua.kernel import history
from motcua.kernel.errors import ClockBehind, NotPermitted
from motcua.organizations import queries as organizations
from tests.scene import once
from tests.world import NOON

from .act_cases import CASES, DAY
from .lived_in import begin_without_history

AT = NOON + DAY
HOUR = DAY / 24
INTAKE = {"receive", "receive_by_post", "receive_on_behalf", "receive_elsewhere", "express"}
BEFORE = {"guide_supplement", "refuse_intake"}
POSTS = {"lend_post", "substitute"}
ACTS = [row for row in ROWS if row.code not in INTAKE | BEFORE | POSTS]


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        begin_without_history()
        yield world


@pytest.fixture
def world(province, db):
    return province


def broken():
    return {o.code: [f.code for f in o.faults] for o in check() if o.broken}


def test_every_row_has_its_case_and_its_right():
    assert set(CASES) == {row.code for row in ROWS}
    assert {row.asks for row in ROWS} <= set(permissions.GRANTS)
    assert {row.asks for row in ROWS} == set(permissions.GRANTS) - {"view", "board"}
    assert set(permissions.SEATS) <= {row.code for row in ROWS}


def test_the_printed_table_is_fresh():
    assert Path(TARGET).read_text(encoding="utf-8") == printed(), "manage print_acts"


@pytest.mark.parametrize("row", ACTS, ids=lambda row: row.code)
def test_it_is_done_and_everything_is_true_afterwards(world, row):
    case = CASES[row.code]
    dossier_id = case.scene(world)
    before = Dossier.objects.get(pk=dossier_id)
    assert situation(before.state, before.clock, before.handback) in row.before
    case.do(world, dossier_id, getattr(world, case.by), AT)
    last = history.entries(before.year, dossier_id)[-1]
    assert (last.kind, last.person_id) == (row.kind, world.users[case.by])
    assert broken() == {}


@pytest.mark.parametrize("row", ACTS, ids=lambda row: row.code)
def test_when_the_clock_was_set_back_it_is_not_done_and_the_clock_is_named(world, row):
    case = CASES[row.code]
    dossier_id = case.scene(world)
    before = Dossier.objects.values().get(pk=dossier_id)
    with pytest.raises(ClockBehind, match="chỉnh lại giờ"):
        case.do(world, dossier_id, getattr(world, case.by), NOON - HOUR)
    assert Dossier.objects.values().get(pk=dossier_id) == before


@pytest.mark.parametrize("code", sorted(INTAKE))
def test_a_reception_is_done(world, code):
    case = CASES[code]
    received = case.do(world, case.scene(world), getattr(world, case.by), AT)
    row = Dossier.objects.get(pk=received.dossier_id)
    assert row.channel == ("post" if code == "receive_by_post" else "counter")
    assert (row.submitter_id == row.owner_id) == (code != "receive_on_behalf")
    assert (row.offering_unit_id is not None) == (code == "receive_elsewhere")
    assert (row.handback == "collected") == (code == "express")
    assert broken() == {}


@pytest.mark.parametrize("code", sorted(POSTS))
def test_whoever_was_lent_a_post_acts_for_it(world, code):
    case = CASES[code]
    case.do(world, case.scene(world), getattr(world, case.by), AT)
    seats = organizations.seats(world.users["lan"], AT.date())
    assert [seat.last_day is not None for seat in seats] == [False, True]


@pytest.mark.parametrize("code", sorted(BEFORE))
def test_what_is_told_before_reception_is_no_dossier(world, code):
    case, before = CASES[code], Dossier.objects.count()
    public_id = case.do(world, case.scene(world), world.lien, AT)
    told = queries.guidance(public_id, world.lien)
    assert (told.papers or told.reason_name) != ""
    assert queries.guidance(public_id, world.hoa) is None
    assert Dossier.objects.count() == before


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_it_is_not_for_everybody(world, row):
    case = CASES[row.code]
    dossier_id = case.scene(world)
    with pytest.raises(NotPermitted):
        case.do(world, dossier_id, getattr(world, case.not_by), AT)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_it_is_not_for_every_situation(world, row):
    case = CASES[row.code]
    dossier_id = case.wrong(world)
    with pytest.raises(case.refusal):
        case.do(world, dossier_id, getattr(world, case.by), AT)
