"""1 July: two departments become one, a department is divided, a centre gets another name.

Em and Vân work in the department that decides, Tâm in another one; Sơn administers the system.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from motcua.catalog import queries as catalog
from motcua.dossiers import commands, queries
from motcua.dossiers.invariants import check
from motcua.dossiers.models import Dossier, InboxRow, Promise
from motcua.kernel.errors import NotPermitted, WrongState
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.organizations.errors import (
    CodeTaken,
    MergerDecided,
    MergerNeedsCode,
    MergerTooEarly,
)
from motcua.organizations.mergers import NewAgency
from motcua.workflow import queries as processes
from tests.scene import once
from tests.world import NOON, receive

from .lived_in import begin_without_history, live
from .people import decide, finish, open_item

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ON = (NOON + 30 * DAY).date()
THEN = NOON + 30 * DAY
MERGED = NewAgency("Sở Nông nghiệp, Môi trường và Xây dựng", "Sở NNMTXD", "H99.30")


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        begin_without_history()
        for role in ("appraiser", "department_leader"):
            _at_the_department(world, role)
        live(world)
        clock.now = THEN
        yield SimpleNamespace(world=world, clock=clock)


def _at_the_department(world, role):
    """A dossier that waits for somebody of this role in the department itself."""
    dossier_id = receive(world).dossier_id
    for _ in range(8):
        item = open_item(dossier_id)
        if (item.unit_id, item.role) == (world.units["department"], role):
            return
        if item.step_kind in {"decide", "approve"}:
            decide(world, dossier_id)
        finish(world, dossier_id)
    raise AssertionError(role)


@pytest.fixture
def world(lived, db):
    return lived.world


@pytest.fixture(autouse=True)
def nothing_becomes_false(world):
    """What always holds, holds after each of these."""
    before = faults()
    yield
    assert faults() == before


def prepare(world, kind="merge", names=("department", "other"), agencies=(MERGED,), **options):
    facts = {"on": ON, "ground": "Nghị quyết 12/NQ-HĐND ngày 01/12/2026", "at": NOON} | options
    facts.setdefault("by", world.son)
    ids = [world.units[name] for name in names]
    return organizations.prepare_merger(kind=kind, unit_ids=ids, agencies=agencies, **facts)


def apply(world, plan, at=THEN, by=None):
    return commands.apply_merger(public_id=plan, by=by or world.son, at=at)


def now(world, name, at=THEN):
    """Who somebody is after the reform."""
    actor = units.actor(world.users[name], None, at.date())
    assert actor is not None
    return actor


def entitled(world):
    """Em leads the department."""
    organizations.entitle(
        person_id=world.em.person_id, unit_id=world.em.unit_id, standing="head", name="Giám đốc",
        since=NOON.date(), by=world.son, at=NOON,
    )  # fmt: skip


def faults():
    return {o.code: o.faults for o in check() if o.faults}


def by_name(name, day=ON):
    return next(u for u in units.units_of_kind(day) if u.name == name)


def test_two_departments_become_one_and_nothing_is_lost(world):
    entitled(world)
    due = dict(Promise.objects.values_list("pk", "due_at"))
    codes = dict(Dossier.objects.values_list("pk", "code"))
    moved = apply(world, prepare(world))
    new = by_name(MERGED.name)
    assert moved.dossiers == Dossier.objects.filter(deciding_unit_id=new.id).count() > 5
    assert dict(Promise.objects.values_list("pk", "due_at")) == due
    assert dict(Dossier.objects.values_list("pk", "code")) == codes
    old = {world.units["department"], world.units["other"]}
    assert not InboxRow.objects.filter(unit_id__in=old).exists()
    assert {now(world, n).unit_id for n in ("em", "van", "tam")} == {new.id}
    assert units.title_of(world.em.person_id, new.id, ON) is None, "of two, nobody leads yet"
    assert units.unit(world.units["division"], ON).parent_id == new.id
    open_ones = Dossier.objects.filter(ended_at__isnull=True)
    assert {d.first_deciding_unit_id for d in open_ones} == {world.units["department"]}


def test_work_goes_on_with_the_same_people_in_the_new_unit(world):
    before = {r.item_id: r for r in InboxRow.objects.filter(unit_id=world.units["department"])}
    apply(world, prepare(world))
    van = now(world, "van")
    rows = [r for r in InboxRow.objects.filter(unit_id=van.unit_id) if r.role == van.role]
    assert {r.item_id for r in rows} == {i for i, r in before.items() if r.role == van.role}
    free = next(r for r in rows if r.post_id is None and "supplement" not in r.labels)
    assert (free.step_due_at, free.due_at) == (
        before[free.item_id].step_due_at,
        before[free.item_id].due_at,
    )
    item = processes.item(free.item_id)
    commands.send_back_item(
        item_id=item.id,
        node_id=processes.backable_nodes(item.id)[0].node_id,
        reason="Thiếu sơ đồ",
        by=van,
        at=THEN,
    )


def test_the_citizen_is_told_who_has_it_now(world):
    row = InboxRow.objects.filter(unit_id=world.units["department"], labels=[]).first()
    token = Dossier.objects.get(pk=row.dossier_id).track_token
    apply(world, prepare(world))
    told = queries.by_token(token)
    assert told is not None
    assert MERGED.name in {h.unit_name for h in told.holders}
    assert told.done[0].kind == "dossier.moved"
    assert told.code == row.code


def test_what_comes_in_from_its_day_has_the_new_code_what_came_before_keeps_its_own(world):
    plan = prepare(
        world, "rename", ("one_stop_province",), (NewAgency("Trung tâm Một cửa", "TTMC", "H99.77"),)
    )
    before = receive(world, at=THEN - DAY)
    apply(world, plan)
    after = receive(world, at=THEN, by=now(world, "hoa"))
    assert ("H99.02" in before.code, "H99.77" in after.code) == (False, False)
    assert (before.code[:13], after.code[:13]) == ("000.00.02.H99", "000.00.77.H99")
    assert catalog.offering(world.honey, world.units["one_stop_province"], ON) is None


def test_a_department_is_divided_by_fields(world):
    mine = NewAgency("Sở Nông nghiệp", "Sở NN", "H99.19")
    land = NewAgency("Sở Đất đai", "Sở ĐĐ", "H99.21", ("dat-dai",))
    of_land = set(Dossier.objects.filter(field_code="dat-dai").values_list("pk", flat=True))
    apply(world, prepare(world, "split", ("department",), (mine, land)))
    first, second = by_name(mine.name), by_name(land.name)
    held = Dossier.objects.filter(deciding_unit_id=second.id).values_list("pk", flat=True)
    assert set(held)
    assert set(held) <= of_land
    assert not Dossier.objects.filter(deciding_unit_id=first.id, pk__in=of_land).exists()
    assert units.unit(world.units["division"], ON).parent_id == second.id
    offered = {
        v: catalog.offering(v, world.units["one_stop_province"], ON)
        for v in (world.land, world.honey)
    }
    assert [offered[v].deciding_unit_id for v in (world.land, world.honey)] == [second.id, first.id]


def test_who_loses_the_post_leaves_the_work_to_the_unit(world):
    van = units.posts_of(world.users["van"], NOON.date())[0]
    row = InboxRow.objects.filter(unit_id=van.unit_id, role=van.role, labels=[]).first()
    commands.take_item(item_id=row.item_id, by=world.van, at=THEN)
    plan = prepare(world)
    organizations.adjust_merger(
        public_id=plan, names={}, below={}, posts={van.id: ""}, by=world.son, at=NOON
    )
    moved = apply(world, plan)
    assert moved.without_holder >= 1
    assert units.posts_of(world.users["van"], ON) == []
    after = InboxRow.objects.get(pk=row.item_id)
    assert (after.unit_id, after.post_id) == (by_name(MERGED.name).id, None)


def test_what_was_lent_is_lent_on(world):
    em, van = (units.posts_of(world.users[n], NOON.date())[0].id for n in ("em", "van"))
    last = ON + 5 * DAY
    organizations.delegate(
        from_post_id=em, to_post_id=van, since=NOON.date(), until=last, ground="QĐ 5",
        by=world.em, at=NOON,
    )  # fmt: skip
    apply(world, prepare(world))
    (lent,) = units.delegations_to(world.users["van"], ON)
    assert (lent.from_post.person_name, lent.until) == ("Võ Thị Em", last)


def test_what_was_lent_before_ended_on_its_own_day(world):
    em, van = (units.posts_of(world.users[n], NOON.date())[0].id for n in ("em", "van"))
    organizations.delegate(
        from_post_id=em, to_post_id=van, since=NOON.date(), until=NOON.date() + DAY, ground="QĐ 4",
        by=world.em, at=NOON,
    )  # fmt: skip
    apply(world, prepare(world))
    (lent,) = units.lendings([world.units["department"]])
    assert (lent.since, lent.last_day) == (NOON.date(), NOON.date())


def test_who_leads_one_that_goes_on_alone_keeps_the_title(world):
    entitled(world)
    renamed = NewAgency("Sở Nông nghiệp và Tài nguyên", "SNNTN")
    apply(world, prepare(world, "rename", ["department"], (renamed,)))
    em = now(world, "em")
    assert units.title_of(em.person_id, em.unit_id, ON).name == "Giám đốc"
    assert units.title_of(em.person_id, world.em.unit_id, ON) is None


def test_an_ended_dossier_can_be_reopened_by_those_who_follow(world):
    ended = Dossier.objects.filter(state="stopped", deciding_unit_id=world.units["department"])
    row = ended.first()
    apply(world, prepare(world))
    commands.reopen(dossier_id=row.pk, reason="Có giấy mới", by=now(world, "em"), at=THEN)
    assert not InboxRow.objects.filter(unit_id=world.units["department"]).exists()
    commands.follow_mergers(by=world.son, at=THEN)
    row.refresh_from_db()
    assert row.deciding_unit_id == by_name(MERGED.name).id


def test_what_was_saved_behind_a_reform_is_followed_once(world):
    """An act that had read the old tree: its step lies with the closed unit."""
    apply(world, prepare(world))
    new, old = by_name(MERGED.name).id, world.units["department"]
    row = InboxRow.objects.filter(unit_id=new).first()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossiers_inboxrow SET unit_id = %s WHERE item_id = %s", [old, row.item_id]
        )
        cursor.execute(
            "UPDATE workflow_workitem SET unit_id = %s WHERE id = %s", [old, row.item_id]
        )
    assert commands.follow_mergers(by=world.son, at=THEN).items == 1
    assert commands.follow_mergers(by=world.son, at=THEN).items == 0
    assert InboxRow.objects.get(pk=row.item_id).unit_id == new


def test_a_plan_waits_for_its_day_and_is_carried_out_once_or_withdrawn(world):
    plan = prepare(world)
    with pytest.raises(MergerTooEarly):
        apply(world, plan, at=THEN - DAY)
    with pytest.raises(NotPermitted):
        apply(world, plan, by=world.em)
    apply(world, plan)
    for act in (apply, lambda w, p: organizations.withdraw_merger(public_id=p, by=w.son, at=THEN)):
        with pytest.raises(MergerDecided):
            act(world, plan)
    assert issubclass(MergerDecided, WrongState)


def test_a_withdrawn_plan_changes_nothing(world):
    plan = prepare(world)
    organizations.withdraw_merger(public_id=plan, by=world.son, at=NOON)
    with pytest.raises(MergerDecided):
        apply(world, plan)
    assert units.unit(world.units["department"], ON).in_force(ON)


def test_who_only_gets_another_name_keeps_the_code_and_other_agencies_need_one(world):
    new = NewAgency("Sở Xây dựng và Giao thông", "SXD")
    plan = prepare(world, "rename", ["other"], (new,))
    (line,) = units.merger(plan, ON).agencies
    assert (line.old_code, line.new_code) == ("H99.20", "H99.20")
    with pytest.raises(MergerNeedsCode) as refused:
        prepare(world, agencies=(new,))
    assert refused.value.field == "code"


def test_a_code_of_somebody_else_is_not_given(world):
    with pytest.raises(CodeTaken):
        prepare(world, agencies=(NewAgency("Sở Mới", "SM", "H99.40"),))
