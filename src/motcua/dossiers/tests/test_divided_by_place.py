"""1 July: a department is divided by place. Đồi Chè goes to the second of the new ones.

Em leads the department; Hoa receives in the centre of the province; Sơn administers the system.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from motcua.dossiers import commands, queries
from motcua.dossiers.invariants import check
from motcua.dossiers.models import Dossier, InboxRow, Promise
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.organizations.errors import MergerFinerThanPlaces, MergerNeedsFields, MergerUnitGone
from motcua.organizations.mergers import NewAgency
from motcua.organizations.queries import RouteContext
from tests.scene import once
from tests.world import FOUNDED, NOON, SINCE, SYSTEM, receive

from .lived_in import begin_without_history
from .people import finish, open_item

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THEN = NOON + 10 * DAY
ON = THEN.date()
NORTH, SOUTH = "Sở Nông nghiệp và Môi trường Bắc", "Sở Nông nghiệp và Môi trường Nam"


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker, tmp_path_factory):
    """One dossier of Suối Trong, one of Đồi Chè, one of no place: each waits for the department."""
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        begin_without_history()
        tea = _second_commune(world)
        here = {"stream": world.units["commune"], "tea": tea, "nowhere": None}
        held = {}
        for name, commune_id in here.items():
            held[name] = receive(world, commune_id=commune_id).dossier_id
            while open_item(held[name]).unit_id != world.units["department"]:
                finish(world, held[name])
        clock.now = THEN
        yield SimpleNamespace(world=world, held=held, tea=tea, here=here)


def _second_commune(world):
    how = {"since": SINCE, "by": SYSTEM, "at": FOUNDED}
    tea = organizations.open_unit(
        kind="commune", name="UBND xã Đồi Chè", short_name="Xã Đồi Chè", level="commune",
        parent_id=world.units["province"], code_current="H99.41", agency=True, key="doi-che", **how,
    )  # fmt: skip
    organizations.draw_area(
        unit_id=world.units["land_branch"], commune_id=tea, service="land", **how
    )
    organizations.open_unit(
        kind="one_stop_commune", name="Trung tâm Phục vụ hành chính công xã Đồi Chè",
        short_name="Trung tâm Đồi Chè", level="commune", parent_id=tea, key="tt-doi-che", **how,
    )  # fmt: skip
    return tea


@pytest.fixture
def place(lived, db):
    before = [o.code for o in check() if o.faults]
    yield lived
    assert [o.code for o in check() if o.faults] == before


def prepare(place, unit="department", north=NORTH, south=SOUTH, codes=("H99.19", "H99.21"), **said):
    share = {"places": (place.tea,)} | said
    return organizations.prepare_merger(
        kind="split",
        unit_ids=[place.world.units[unit]],
        agencies=[
            NewAgency(north, north[:60], codes[0]),
            NewAgency(south, south[:60], codes[1], **share),
        ],
        on=ON,
        ground="Nghị quyết 12/NQ-HĐND ngày 01/12/2026",
        by=place.world.son,
        at=NOON,
    )


def carry_out(place, plan):
    return commands.apply_merger(public_id=plan, by=place.world.son, at=THEN)


def decides(dossier_id):
    return units.unit(Dossier.objects.get(pk=dossier_id).deciding_unit_id).name


def holds(dossier_id):
    """The department in which the open step lies, in itself or in a division."""
    unit = units.unit(open_item(dossier_id).unit_id, ON)
    while unit.kind != "department":
        unit = units.unit(unit.parent_id, ON)
    return unit.name


def test_the_preview_says_who_gets_what(place):
    preview = units.merger(prepare(place), ON)
    told = [(line.new_name, line.places) for line in preview.agencies]
    assert told == [(NORTH, ()), (SOUTH, ("UBND xã Đồi Chè",))]
    department = place.world.units["department"]
    lines = queries.holdings([department], preview.place_ids).inboxes
    assert {(line.in_places, line.items) for line in lines} == {(False, 2), (True, 1)}
    assert preview.heir_name(department, "moi-truong", True) == SOUTH
    assert preview.heir_name(department, "moi-truong", False) == NORTH
    assert any("không ghi xã" in note for note in preview.notes)


def test_every_dossier_goes_where_its_place_lies(place):
    due = dict(Promise.objects.values_list("pk", "due_at"))
    codes = dict(Dossier.objects.values_list("pk", "code"))
    moved = carry_out(place, prepare(place))
    assert (moved.dossiers, moved.items) == (3, 3)
    right = {"stream": NORTH, "tea": SOUTH, "nowhere": NORTH}
    assert {name: decides(i) for name, i in place.held.items()} == right
    assert {name: holds(i) for name, i in place.held.items()} == right
    rows = InboxRow.objects.filter(dossier_id__in=place.held.values())
    inboxes = {row.dossier_id: units.unit(row.unit_id).name for row in rows}
    assert inboxes == {place.held[name]: unit for name, unit in right.items()}
    assert dict(Promise.objects.values_list("pk", "due_at")) == due
    assert dict(Dossier.objects.values_list("pk", "code")) == codes


def test_who_goes_to_the_second_keeps_its_work_and_leaves_the_other(place):
    em = units.posts_of(place.world.users["em"], NOON.date())[0]
    taken = [place.held["stream"], place.held["tea"]]
    for dossier_id in taken:
        commands.take_item(item_id=open_item(dossier_id).id, by=place.world.em, at=NOON)
    plan = prepare(place)
    organizations.adjust_merger(
        public_id=plan, names={}, below={}, posts={em.id: "n2"}, by=place.world.son, at=NOON
    )
    carry_out(place, plan)
    after = units.actor(place.world.users["em"], None, ON)
    assert after is not None
    assert units.unit(after.unit_id).name == SOUTH
    held = dict(InboxRow.objects.filter(dossier_id__in=taken).values_list("dossier_id", "post_id"))
    assert held == {place.held["stream"]: None, place.held["tea"]: after.post_id}


def test_what_comes_in_from_its_day_goes_where_its_place_lies(place):
    carry_out(place, prepare(place))
    for name, commune_id in place.here.items():
        new = receive(place.world, commune_id=commune_id, at=THEN).dossier_id
        right = SOUTH if name == "tea" else NORTH
        assert decides(new) == right
        while open_item(new).unit_id == place.world.units["one_stop_province"]:
            finish(place.world, new, at=THEN)
        assert holds(new) == right


def test_it_goes_there_too_when_the_commune_gets_another_name(place):
    carry_out(place, prepare(place))
    renamed = organizations.prepare_merger(
        kind="rename", unit_ids=[place.tea], agencies=[NewAgency("UBND xã Đồi Xanh", "Đồi Xanh")],
        on=ON + DAY, ground="Nghị quyết 13", by=place.world.son, at=THEN,
    )  # fmt: skip
    commands.apply_merger(public_id=renamed, by=place.world.son, at=THEN + DAY)
    green = units.successor_of(place.tea, ON + DAY)
    assert green is not None
    new = receive(place.world, commune_id=green.id, at=THEN + DAY).dossier_id
    assert (decides(new), decides(place.held["tea"])) == (SOUTH, SOUTH)


def test_the_live_board_counts_each_with_whoever_does_the_work(place):
    gone = receive(place.world, commune_id=place.tea).dossier_id
    commands.withdraw(dossier_id=gone, by=place.world.hoa, at=NOON + DAY)
    carry_out(place, prepare(place))
    period = queries.Period(NOON.date(), ON, THEN)
    rows = queries.figures(place.world.phuc, period)
    found = {units.unit(r.unit_id).name: (r.received, r.in_process) for r in rows}
    assert found == {NORTH: (2, 2), SOUTH: (2, 1)}
    for row in rows:
        filters = queries.ListFilter(measure="received", unit_id=row.unit_id)
        assert queries.dossiers(place.world.phuc, filters, period).total == row.received


def test_a_branch_is_divided_with_the_communes_that_it_serves(place):
    """No dossier names a branch: its new work follows the communes, its people choose."""
    plan = prepare(
        place, "land_branch", "Chi nhánh Suối Trong", "Chi nhánh Đồi Chè", codes=("", "")
    )
    carry_out(place, plan)
    world = place.world
    went = {
        name: units.resolve_unit(
            "land_branch",
            RouteContext(world.units["one_stop_province"], world.units["department"], i, "dat-dai"),
            ON,
        )
        for name, i in place.here.items()
        if i
    }
    named = {name: units.unit(r.unit_id).name for name, r in went.items() if r.unit_id}
    assert named == {"stream": "Chi nhánh Suối Trong", "tea": "Chi nhánh Đồi Chè"}


def test_a_division_in_charge_of_a_field_is_divided_by_place(place):
    """Both have the field; the place decides between them."""
    plan = prepare(place, "division", "Phòng Đất đai Bắc", "Phòng Đất đai Nam", codes=("", ""))
    carry_out(place, plan)
    world = place.world
    for name, commune_id in place.here.items():
        route = RouteContext(
            world.units["one_stop_province"], world.units["department"], commune_id, "dat-dai"
        )
        found = units.resolve_unit("division", route, ON).unit_id
        assert found is not None
        right = "Phòng Đất đai Nam" if name == "tea" else "Phòng Đất đai Bắc"
        assert units.unit(found).name == right
    parts = [u for u in units.units_of_kind(ON) if u.name.startswith("Phòng Đất đai")]
    assert [u.field_codes for u in parts] == [("dat-dai", "moi-truong")] * 2


def test_a_counter_that_is_divided_still_serves_whoever_comes(place):
    plan = prepare(
        place, "one_stop_province", "Trung tâm Bắc", "Trung tâm Nam", codes=("H99.02", "H99.03")
    )
    carry_out(place, plan)
    hoa = units.actor(place.world.users["hoa"], None, ON)
    assert hoa is not None
    new = receive(place.world, commune_id=place.tea, by=hoa, at=THEN).dossier_id
    received = units.unit(Dossier.objects.get(pk=new).received_unit_id).name
    first = open_item(new)
    assert (received, units.unit(first.unit_id).name) == ("Trung tâm Bắc", "Trung tâm Bắc")


def test_a_counter_serves_the_communes_that_went_with_it(place):
    stream = place.world.units["commune"]
    plan = prepare(
        place, "one_stop_commune", "Trung tâm 1", "Trung tâm 2", codes=("", ""), places=(stream,)
    )
    carry_out(place, plan)
    serving = units.one_stop_of(stream, ON)
    assert serving is not None
    assert serving.name == "Trung tâm 2"


def test_a_division_is_by_fields_or_by_places_that_are_communes(place):
    with pytest.raises(MergerNeedsFields):
        prepare(place, fields=("dat-dai",))
    with pytest.raises(MergerNeedsFields):
        prepare(place, places=())
    with pytest.raises(MergerNeedsFields):
        prepare(place, places=(place.world.units["other"],))
    with pytest.raises(MergerUnitGone):
        prepare(place, places=(10**9,))
    with pytest.raises(MergerFinerThanPlaces):
        prepare(place, "commune")


def test_centres_of_communes_that_merge_become_one_also_where_the_new_name_takes_a_word(place):
    """Suối Trong and Đồi Chè become Suối Chè: of the first name one word stays."""
    plan = organizations.prepare_merger(
        kind="merge", unit_ids=[place.world.units["commune"], place.tea],
        agencies=[NewAgency("UBND xã Suối Chè", "Suối Chè", "H99.42")],
        on=ON, ground="Nghị quyết 14", by=place.world.son, at=NOON,
    )  # fmt: skip
    below = units.merger(plan, ON).below
    joined = {line.new_name for line in below if not line.stays}
    assert joined == {"Trung tâm Phục vụ hành chính công xã Suối Chè"}
