"""A department is divided by place: by the units of then and by those of now both balance."""

from datetime import timedelta

import pytest

from motcua.dossiers import commands
from motcua.dossiers.tests.lived_in import begin_without_history
from motcua.kernel import projections
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import Cut, Only
from motcua.organizations import commands as organizations
from motcua.organizations.queries import NewAgency
from tests.scene import once
from tests.world import FOUNDED, NOON, SINCE, SYSTEM, receive

from .test_boundaries import named

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THEN = NOON + 10 * DAY
CUT = Cut(NOON.date(), THEN.date(), THEN.date())
OF_TODAY = Only(units_of=THEN.date())
NORTH, SOUTH = "Sở Bắc", "Sở Nam"


@pytest.fixture(scope="module")
def divided(django_db_setup, django_db_blocker, tmp_path_factory):
    """Before: one of Suối Trong, two of Đồi Chè (one withdrawn), one of no place. Since: one of
    Đồi Chè."""
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        begin_without_history()
        tea = organizations.open_unit(
            kind="commune", name="UBND xã Đồi Chè", short_name="Xã Đồi Chè", level="commune",
            parent_id=world.units["province"], code_current="H99.41", agency=True, key="doi-che",
            since=SINCE, by=SYSTEM, at=FOUNDED,
        )  # fmt: skip
        for place in (world.units["commune"], tea, None, tea):
            last = receive(world, commune_id=place)
        commands.withdraw(dossier_id=last.dossier_id, by=world.hoa, at=NOON + DAY)
        plan = organizations.prepare_merger(
            kind="split",
            unit_ids=[world.units["department"]],
            agencies=[
                NewAgency(NORTH, NORTH, "H99.19"),
                NewAgency(SOUTH, SOUTH, "H99.21", places=(tea,)),
            ],
            on=THEN.date(),
            ground="Nghị quyết 12/NQ-HĐND",
            by=world.son,
            at=NOON,
        )
        commands.apply_merger(public_id=plan, by=world.son, at=THEN)
        clock.now = THEN
        receive(world, commune_id=tea, at=THEN)
        projections.rebuild(monitoring.PROJECTION)
        yield world


def test_by_old_and_by_new_boundaries_each_dossier_is_counted_once(divided, db):
    then = monitoring.counts(divided.phuc, period=CUT, by=("unit",))
    now = monitoring.counts(divided.phuc, period=CUT, by=("unit",), only=OF_TODAY)
    assert named(then) == {"Sở Nông nghiệp và Môi trường": (4, 3, 1), SOUTH: (1, 1, 0)}
    assert named(now) == {NORTH: (2, 2, 0), SOUTH: (3, 2, 1)}
    (whole,) = monitoring.counts(divided.phuc, period=CUT)
    assert monitoring.total_of(then) == monitoring.total_of(now) == whole


def test_behind_each_number_of_now_lie_that_many_dossiers(divided, db):
    for row in monitoring.counts(divided.phuc, period=CUT, by=("unit",), only=OF_TODAY):
        narrowed = Only(unit_id=row.key[0], units_of=THEN.date())
        for measure in ("received", "in_process", "withdrawn"):
            ids = monitoring.dossier_ids(divided.phuc, period=CUT, measure=measure, only=narrowed)
            assert ids.count() == getattr(row, measure)
