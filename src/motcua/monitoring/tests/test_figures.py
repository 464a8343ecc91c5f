"""Figures of a province that was lived in: each number is its list, and equals the dossiers'."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from motcua.dossiers import queries as dossiers
from motcua.dossiers.tests.lived_in import begin_without_history, live
from motcua.kernel import history, projections
from motcua.kernel.clock import local_day
from motcua.kernel.projections.comparing import differences
from motcua.monitoring import queries as monitoring
from motcua.monitoring.models import DossierStanding, WorkSpan
from motcua.monitoring.projections import PROJECTION
from motcua.monitoring.queries import Cut, Only
from tests.scene import once
from tests.world import NOON, World, receive

pytestmark = pytest.mark.django_db
MONDAY = local_day(NOON)
LATER = MONDAY + timedelta(days=20)
PERIOD = Cut(MONDAY, LATER, LATER)
SAME = ("received", "early", "on_time", "late", "in_process")


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        begin_without_history()
        live(world)
        projections.rebuild(PROJECTION.name)
        yield world


@pytest.fixture
def world(lived: World, db: None) -> World:
    return lived


def total(actor, period=PERIOD, **only):
    (found,) = monitoring.counts(actor, period=period, only=Only(**only))
    return found


def test_the_figures_are_those_of_the_dossiers_themselves(world):
    now = NOON + timedelta(days=20)
    theirs = dossiers.Period(PERIOD.first, PERIOD.last, now)
    for actor in (world.oanh, world.em, world.dung, world.hanh, world.tam):
        live = monitoring.total(dossiers.figures(actor, theirs))
        ours = total(actor)
        assert {n: getattr(ours, n) for n in SAME} == {n: getattr(live, n) for n in SAME}
    assert total(world.oanh).received == len(dossiers.dossiers(
        world.oanh, dossiers.ListFilter(), theirs, limit=200).rows)  # fmt: skip


def test_every_kind_of_life_is_counted(world):
    now = NOON + timedelta(days=20)
    theirs = dossiers.Period(PERIOD.first, PERIOD.last, now)
    rows = dossiers.dossiers(world.oanh, dossiers.ListFilter(), theirs, limit=500).rows
    states = Counter(row.state for row in rows)
    found = total(world.oanh)
    assert {s: getattr(found, s) for s in ("refused", "withdrawn", "stopped", "done")} == {
        s: states[s] for s in ("refused", "withdrawn", "stopped", "done")
    }
    assert min(found.refused, found.withdrawn, found.stopped, found.done) >= 1
    assert found.done == found.positive + found.negative
    clocks = Counter(row.clock for row in rows)
    assert found.waiting_citizen == clocks["supplement"] >= 1
    assert found.waiting_finance == clocks["finance"] >= 1
    assert found.waiting_other == clocks["outside"]
    assert found.received == (
        found.in_process + found.done + found.refused + found.withdrawn + found.stopped
    )


@pytest.mark.parametrize("by", sorted(monitoring.DIMENSIONS))
def test_every_grouping_adds_up_to_the_whole(world, by):
    rows = monitoring.counts(world.oanh, period=PERIOD, by=(by,))
    assert monitoring.total_of(rows) == total(world.oanh)


@pytest.mark.parametrize("measure", sorted(monitoring.MEASURES))
def test_a_number_is_its_list(world, measure):
    for actor in (world.oanh, world.em, world.dung):
        ids = monitoring.dossier_ids(actor, period=PERIOD, measure=measure)
        assert len(set(ids)) == ids.count() == getattr(total(actor), measure)


def test_an_unknown_measure_has_no_list(world):
    assert not monitoring.dossier_ids(world.oanh, period=PERIOD, measure="__class__").exists()


def test_who_sees_nothing_of_them_counts_nothing(world):
    assert total(world.quy) == total(world.son) == monitoring.Counts()
    assert 0 < total(world.hanh).received < total(world.oanh).received


def test_the_days_add_up_and_end_with_what_is_open(world):
    days = monitoring.series(world.oanh, period=PERIOD)
    whole = total(world.oanh)
    assert [d.day for d in days] == [MONDAY + timedelta(days=n) for n in range(21)]
    assert sum(d.received for d in days) == whole.received
    assert sum(d.done for d in days) == whole.done
    assert sum(d.given_back for d in days) == whole.given_back
    assert days[-1].in_process == whole.in_process
    for day in days:
        until = Cut(PERIOD.first, day.day, LATER)
        assert total(world.oanh, until).in_process == day.in_process


def test_nothing_is_judged_by_days_that_have_not_come(world):
    today = Cut(MONDAY, LATER, MONDAY)
    assert total(world.oanh, today) == total(world.oanh, Cut(MONDAY, MONDAY, MONDAY))


def test_what_was_done_before_the_period_is_not_of_it(world):
    assert total(world.oanh, Cut(LATER, LATER, LATER)).received == 0
    assert total(world.oanh, Cut(LATER, LATER, LATER)).in_process == total(world.oanh).in_process


def test_only_some_dossiers(world):
    land = total(world.oanh, field_code="dat-dai")
    rows = monitoring.counts(world.oanh, period=PERIOD, by=("field",))
    assert next(r for r in rows if r.key == ("dat-dai",)) == replace(land, key=("dat-dai",))
    assert land.received < total(world.oanh).received


def test_a_dossier_that_waits_for_its_papers_is_not_late(world):
    """The clock stands; what was late when it was stopped stays late."""
    far = MONDAY + timedelta(days=200)
    waiting = set(monitoring.dossier_ids(
        world.oanh, period=Cut(MONDAY, far, far), measure="waiting_citizen"))  # fmt: skip
    late = set(monitoring.dossier_ids(
        world.oanh, period=Cut(MONDAY, far, far), measure="late_open"))  # fmt: skip
    assert waiting
    assert late
    assert not waiting & late


def test_what_was_recorded_later_was_not_known_then(world):
    """All of this life was written down today; of the days before nobody knew anything."""
    written = history.entries(2026, DossierStanding.objects.earliest("no").dossier_id)
    day = local_day(written[0].recorded_at)
    known = Cut(MONDAY, LATER, max(LATER, day), known_on=max(LATER, day))
    assert total(world.oanh, known) == total(world.oanh, replace(known, known_on=None))
    before = replace(known, known_on=day - timedelta(days=1))
    if day > MONDAY:
        assert total(world.oanh, before) == monitoring.Counts()


def test_steps_and_waits_are_measured_by_working_time(world):
    first = WorkSpan.objects.filter(kind="task", ended_as="done", worked_minutes__gt=0)
    assert first.exists()
    assert WorkSpan.objects.filter(kind="wait", finished_at__isnull=True).exists()
    assert WorkSpan.objects.filter(ended_as="cancelled", in_time__isnull=False).count() == 0
    steps = monitoring.bottlenecks(world.oanh, period=PERIOD)
    assert sum(step.times for step in steps) > 10
    assert all(step.median <= step.p90 for step in steps)
    mine = monitoring.bottlenecks(world.dung, period=PERIOD)
    assert {step.unit_id for step in mine} == {world.units["division"]}


def test_people_are_told_to_their_own_leaders_only(world):
    now = NOON + timedelta(days=20)
    all_of_them = monitoring.people(world.oanh, period=PERIOD, now=now)
    mine = monitoring.people(world.dung, period=PERIOD, now=now)
    assert {p.unit_id for p in mine} == {world.units["division"]}
    assert sum(p.finished for p in all_of_them) > sum(p.finished for p in mine) > 0
    assert all(p.finished == p.in_time + p.late for p in all_of_them)
    assert monitoring.people(world.quy, period=PERIOD, now=now) == []


def test_projection_is_rebuilt_and_a_wrong_row_is_found(world):
    assert list(differences(PROJECTION)) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE monitoring_dossierstanding SET channel = 'post' WHERE no = 1")
        cursor.execute("DELETE FROM monitoring_workspan WHERE kind = 'wait'")
    found = list(differences(PROJECTION))
    assert {d.table for d in found} == {"monitoring_dossierstanding", "monitoring_workspan"}
    projections.rebuild(PROJECTION.name)
    assert list(differences(PROJECTION)) == []


def test_a_batch_costs_so_many_queries(world, django_assert_num_queries):
    subjects = list(DossierStanding.objects.values_list("year", "dossier_id").distinct())
    entries = history.entries_of(subjects)
    PROJECTION.rows(entries)
    with django_assert_num_queries(6):
        rows = PROJECTION.rows(entries)
    assert len(rows["monitoring_workspan"]) > len(subjects)


def test_figures_cost_the_same_whatever_was_received(world, django_assert_num_queries):
    monitoring.counts(world.oanh, period=PERIOD, by=("unit", "field"))
    for _ in range(2):
        with django_assert_num_queries(4):  # the token of the organisation, and one a part
            monitoring.counts(world.oanh, period=PERIOD, by=("unit", "field"))
        receive(world)
        projections.rebuild(PROJECTION.name)


def test_late_by_a_day_is_judged_the_day_after(world):
    due = DossierStanding.objects.filter(standing="working", due_on__gt=LATER, until_on=None)
    day = due.earliest("due_on").due_on
    assert isinstance(day, date)
    on_it = total(world.oanh, Cut(MONDAY, day, day)).late_open
    after = total(world.oanh, Cut(MONDAY, day, day + timedelta(days=1))).late_open
    next_day = day + timedelta(days=1)
    assert on_it == after < total(world.oanh, Cut(MONDAY, next_day, next_day)).late_open
