"""A department is divided: the same dossiers counted by the units of then, and by those of now."""

from datetime import timedelta

import pytest

from motcua.dossiers import commands
from motcua.dossiers import queries as dossiers
from motcua.dossiers.tests.lived_in import begin_without_history
from motcua.kernel import projections
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import Cut, Only
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.organizations.queries import NewAgency
from tests.scene import once
from tests.world import NOON, receive

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THEN = NOON + 10 * DAY
CUT = Cut(NOON.date(), THEN.date(), THEN.date())
OF_TODAY = Only(units_of=THEN.date())


@pytest.fixture(scope="module")
def divided(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two dossiers of the forest, one of land; one withdrawn before, one more received since."""
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        begin_without_history()
        for version in (world.honey, world.honey, world.land):
            last = receive(world, version)
        commands.withdraw(dossier_id=last.dossier_id, by=world.hoa, at=NOON + DAY)
        receive(world, world.land)
        plan = organizations.prepare_merger(
            kind="split",
            unit_ids=[world.units["department"]],
            agencies=[
                NewAgency("Sở Nông nghiệp", "Sở NN", "H99.19"),
                NewAgency("Sở Đất đai", "Sở ĐĐ", "H99.21", ("dat-dai",)),
            ],
            on=THEN.date(),
            ground="Nghị quyết 12/NQ-HĐND",
            by=world.son,
            at=NOON,
        )
        commands.apply_merger(public_id=plan, by=world.son, at=THEN)
        clock.now = THEN
        receive(world, world.land, by=world.hoa, at=THEN)
        projections.rebuild(monitoring.PROJECTION)
        yield world


def named(rows):
    """Received, open and withdrawn by the name of the unit."""
    return {
        units.unit(row.key[0]).name: (row.received, row.in_process, row.withdrawn) for row in rows
    }


def test_by_old_and_by_new_boundaries_nothing_is_lost_and_nothing_counts_twice(divided, db):
    who = divided.phuc
    then = monitoring.counts(who, period=CUT, by=("unit",))
    now = monitoring.counts(who, period=CUT, by=("unit",), only=OF_TODAY)
    assert named(then) == {"Sở Nông nghiệp và Môi trường": (4, 3, 1), "Sở Đất đai": (1, 1, 0)}
    assert named(now) == {"Sở Nông nghiệp": (2, 2, 0), "Sở Đất đai": (3, 2, 1)}
    (whole,) = monitoring.counts(who, period=CUT)
    assert monitoring.total_of(then) == monitoring.total_of(now) == whole


@pytest.mark.parametrize("only", [None, OF_TODAY], ids=["old", "new"])
@pytest.mark.parametrize("measure", ["received", "in_process", "withdrawn"])
def test_behind_each_number_lie_that_many_dossiers(divided, db, measure, only):
    who = divided.phuc
    for row in monitoring.counts(who, period=CUT, by=("unit",), only=only):
        narrowed = Only(unit_id=row.key[0], units_of=only and only.units_of)
        ids = monitoring.dossier_ids(who, period=CUT, measure=measure, only=narrowed)
        assert ids.count() == getattr(row, measure)
        filters = dossiers.ListFilter(unit_id=row.key[0])
        period = dossiers.Period(CUT.first, CUT.last, THEN)
        listed = dossiers.dossiers(who, filters, period, within=ids)
        assert listed.total == getattr(row, measure)


def test_the_live_board_counts_for_those_who_do_the_work_now(divided, db):
    rows = dossiers.figures(divided.phuc, dossiers.Period(CUT.first, CUT.last, THEN))
    found = {units.unit(r.unit_id).name: (r.received, r.in_process) for r in rows}
    assert found == {"Sở Nông nghiệp": (2, 2), "Sở Đất đai": (3, 2)}


def test_who_follows_sees_what_went_before_and_not_what_went_elsewhere_since(divided, db):
    em = units.actor(divided.users["em"], None, THEN.date())
    assert em is not None
    (row,) = monitoring.counts(em, period=CUT)
    assert row.received == 4
