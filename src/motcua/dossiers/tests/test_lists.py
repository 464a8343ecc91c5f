"""Lists in every order and under every filter: their pages are the whole list, and so is a file."""

import tracemalloc
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import commands, queries
from motcua.dossiers.models import Dossier, InboxRow
from motcua.dossiers.queries import (
    DOSSIER_LIST,
    INBOX_LIST,
    InboxFilter,
    ListFilter,
    Period,
    Window,
    inbox_filter,
    list_filter,
)
from motcua.dossiers.queries.inbox import ORDERS as INBOX_ORDERS
from motcua.dossiers.queries.lists import ORDERS as LIST_ORDERS
from motcua.kernel.web.lists import read
from motcua.kernel.web.lists.cells import plain
from motcua.organizations import queries as units
from tests.scene import LATER, in_progress, once
from tests.world import NOON, receive

from .people import decide, finish, open_item, to_the_counter

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
MONTH = Period(date(2026, 11, 1), date(2026, 11, 30), NOON)
NAMES = ["Đặng Ánh", "Ân", "Bùi Ấm", "Đinh Ẩm", "Lò Thị Ọt", "dương", "Ăn"]


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    """Hoa's inbox with seven lines, some alike, and five dossiers in other situations."""
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        known = in_progress(world)
        for number, name in enumerate(NAMES):
            received = receive(world, at=NOON - timedelta(days=number // 2))
            row = InboxRow.objects.filter(dossier_id=received.dossier_id)
            row.update(owner_name=name, due_at=None if number % 3 == 0 else NOON)
        yield world, known


def all_pages(page, read_rows, limit=3):
    """Every row, page after page."""
    found, after = [], ""
    while True:
        one = page(after=after, limit=limit)
        assert not one.restarted
        found += read_rows(one)
        after = one.next_key
        if not after:
            return found


@pytest.mark.parametrize("turned", ["", "-"])
@pytest.mark.parametrize("sort", INBOX_ORDERS)
def test_pages_of_an_inbox_are_its_file_in_every_order(place, sort, turned):
    world, _known = place
    by = f"{turned}{sort}"
    paged = all_pages(
        lambda **how: queries.inbox(world.hoa, sort=by, **how), lambda page: page.rows
    )
    assert len(paged) == queries.inbox(world.hoa).total >= 8
    assert list(queries.inbox_rows(world.hoa, sort=by)) == paged
    ids = [row.item_id for row in paged]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("turned", ["", "-"])
@pytest.mark.parametrize("sort", LIST_ORDERS)
def test_pages_of_dossiers_are_their_file_in_every_order(place, sort, turned):
    world, _known = place
    by = f"{turned}{sort}"
    paged = all_pages(
        lambda **how: queries.dossiers(world.oanh, ListFilter(), MONTH, sort=by, **how),
        lambda page: page.rows,
    )
    assert len(paged) == Dossier.objects.count()
    assert list(queries.dossier_rows(world.oanh, ListFilter(), MONTH, sort=by)) == paged


def test_names_stand_in_the_order_of_a_vietnamese_dictionary(place):
    world, _known = place
    names = [row.owner_name for row in queries.inbox_rows(world.hoa, sort="chu")]
    ours = [name for name in names if name in NAMES]
    assert ours == ["Ăn", "Ân", "Bùi Ấm", "dương", "Đặng Ánh", "Đinh Ẩm", "Lò Thị Ọt"]


@pytest.mark.parametrize("turned", ["", "-"])
def test_what_has_no_due_moment_comes_last_either_way(place, turned):
    world, _known = place
    dues = [row.due_at is None for row in queries.inbox_rows(world.hoa, sort=f"{turned}hen-tra")]
    assert dues == sorted(dues)
    assert True in dues


def test_an_unreadable_key_begins_anew_and_says_so(place):
    world, _known = place
    for key in ("x", "-~1", "2026-11-16T03:00:00~1", f"2026-11-16T03:00:00+00:00~{'9' * 30}"):
        assert queries.inbox(world.hoa, after=key).restarted
        assert queries.dossiers(world.oanh, ListFilter(), MONTH, after=key).restarted


def test_an_inbox_narrows_by_each_of_its_filters(place):
    world, known = place
    total = queries.inbox(world.hoa).total

    def found(**filters):
        return queries.inbox(world.hoa, filters=InboxFilter(**filters)).total

    commands.take_item(item_id=open_item(known.new.dossier_id).id, by=world.hoa, at=NOON)
    assert (found(mine=True), found(free=True)) == (1, total - 1)
    assert found(procedures=("1.999001",)) == total - found(procedures=("1.012793",))
    assert found(procedures=()) == 0
    assert found(channel="counter") == total
    assert found(channel="post") == 0
    assert found(commune_id=world.units["commune"]) == total
    assert found(received_until=TODAY - timedelta(days=1)) == 5
    assert found(received_from=TODAY) == total - 5
    assert found(step="khong co buoc nay") == 0
    step = queries.inbox(world.hoa).rows[0].step_name
    assert found(step=step.upper()) >= 1
    assert found(due=Window("qua-han", TODAY)) == 0
    assert found(due=Window("khong-han", TODAY)) == 1  # the one that waits for the tax office
    late = Window("qua-han", TODAY + timedelta(days=60))
    assert found(due=late) == found(late_before=NOON + timedelta(days=60)) == total - 1


def test_dossiers_narrow_by_each_filter(place):
    world, _known = place
    total = Dossier.objects.count()

    def found(**filters):
        return queries.dossiers(world.oanh, ListFilter(**filters), MONTH).total

    assert found(state="done") + found(state="processing") + found(state="accepted") == total
    assert found(handback="ready") == 1
    assert found(clock="finance") == 1
    assert found(procedures=("1.012793",)) == found(field_code="dat-dai") == 1
    assert found(received_unit_id=world.units["one_stop_province"]) == total
    assert found(unit_id=world.units["other"]) == 0
    assert found(holder_unit_id=world.units["one_stop_province"]) >= 8
    assert found(holder_unit_id=world.units["department"]) >= 1
    assert found(received_until=TODAY - timedelta(days=1)) == 5
    assert found(level="tỉnh") == total
    assert found(online_level="toàn trình") == 0
    open_ones = found() - Dossier.objects.filter(ended_at__isnull=False).count()
    paused = found(clock="finance")
    assert found(due=Window("qua-han", TODAY + timedelta(days=400))) == open_ones - paused
    assert found(due=Window("khong-han", TODAY)) == 1  # waits for the tax office


def test_a_list_keeps_to_the_dossiers_it_is_given(place):
    world, known = place
    ids = Dossier.objects.filter(pk=known.ready.dossier_id).values("pk")
    page = queries.dossiers(world.oanh, ListFilter(), MONTH, within=ids)
    assert [row.code for row in page.rows] == [known.ready.code]
    assert queries.dossiers(world.tam, ListFilter(), MONTH, within=ids).total == 0


def test_an_address_says_all_that_the_query_takes(place):
    world, _known = place
    commune = units.unit(world.units["commune"])
    asked = read(
        INBOX_LIST,
        QueryDict(
            "q=anh&loc=chua-nhan&han=7-ngay&linh-vuc=moi-truong&thu-tuc=nuoi ong&buoc=tiep nhan"
            f"&nhan-tu=1/11/2026&nhan-den=30/11/2026&kenh=counter&xa={commune.public_id}"
        ),
        TODAY,
    )
    assert asked.problems == ()
    assert inbox_filter(asked, queries.look_at(NOON)) == InboxFilter(
        text="anh",
        free=True,
        due=Window("7-ngay", TODAY),
        field_code="moi-truong",
        procedures=("1.999001",),
        step="tiep nhan",
        received_from=date(2026, 11, 1),
        received_until=date(2026, 11, 30),
        channel="counter",
        commune_id=commune.id,
    )


def test_an_address_of_dossiers_says_all_that_the_query_takes(place):
    world, _known = place
    unit = {k: units.unit(world.units[k]).public_id for k in ("department", "one_stop_province")}
    asked = read(
        DOSSIER_LIST,
        QueryDict(
            "q=anh&trang-thai=done&dong-ho=ended&han=hom-nay&linh-vuc=dat-dai&thu-tuc=1.012793"
            f"&don-vi={unit['department']}&noi-nhan={unit['one_stop_province']}"
            f"&dang-giu={unit['department']}&kenh=post&muc-do=to%C3%A0n%20tr%C3%ACnh&cap=t%E1%BB%89nh&tra=ready"
        ),
        TODAY,
    )
    assert asked.problems == ()
    department = world.units["department"]
    assert list_filter(asked, "received") == ListFilter(
        measure="received",
        text="anh",
        state="done",
        clock="ended",
        due=Window("hom-nay", TODAY),
        field_code="dat-dai",
        procedures=("1.012793",),
        unit_id=department,
        received_unit_id=world.units["one_stop_province"],
        holder_unit_id=department,
        channel="post",
        online_level="toàn trình",
        level="tỉnh",
        handback="ready",
    )


def test_days_the_wrong_way_round_are_told(place):
    asked = read(INBOX_LIST, QueryDict("nhan-tu=2026-11-30&nhan-den=2026-11-01"), TODAY)
    assert "nằm sau" in asked.problems[0]


def grow(number):
    """So many lines more in the same inbox, and nowhere else."""
    first = InboxRow.objects.filter(post_id__isnull=True, role="counter").first()
    top = InboxRow.objects.order_by("-item_id").first().item_id
    InboxRow.objects.bulk_create(
        [
            InboxRow(
                **{
                    field.attname: getattr(first, field.attname)
                    for field in InboxRow._meta.concrete_fields
                }
                | {
                    "item_id": top + n,
                    "urgent_at": first.urgent_at + timedelta(minutes=n % 700),
                }
            )
            for n in range(1, number + 1)
        ],
        batch_size=1000,
    )


def test_a_long_inbox_is_read_at_the_cost_of_a_short_one(place):
    """Statements and bytes: the page far down, and the whole of it as rows for a file."""
    world, _known = place
    grow(3000)
    with CaptureQueriesContext(connection) as asked:
        page = queries.inbox(world.hoa, limit=50)
        for _ in range(20):
            page = queries.inbox(world.hoa, after=page.next_key, limit=50)
    assert len(asked) == 42
    assert not any("OFFSET" in query["sql"] for query in asked)
    tracemalloc.start()
    with CaptureQueriesContext(connection) as asked:
        count = sum(1 for _row in queries.inbox_rows(world.hoa))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, len(asked)) == (page.total, 1)
    assert most < 4_000_000


def test_a_page_far_down_starts_in_the_index_where_the_page_before_ended(place):
    world, _known = place
    grow(3000)
    key = queries.inbox(world.hoa, limit=2000).next_key
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE dossiers_inboxrow")
    with CaptureQueriesContext(connection) as asked:
        queries.inbox(world.hoa, after=key, limit=50)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, TIMING OFF, FORMAT TEXT) " + asked[1]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "inbox_by_urgency" in plan
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert "urgent_at >=" in condition


def test_a_long_inbox_is_counted_from_its_index(place):
    world, _known = place
    grow(3000)
    with CaptureQueriesContext(connection) as asked:
        queries.inbox(world.hoa)
        queries.waiting_counts(world.hoa)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")  # of rows that no vacuum has seen yet
        for counting in (asked[0], asked[2]):
            cursor.execute("EXPLAIN " + counting["sql"])
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Index Only Scan using inbox_by_urgency" in plan


INDEXES = {
    "tiep-nhan": "dossier_by_reception",
    "han": "dossier_by_due",
    "xong": "dossier_by_completion",
    "ma": "dossiers_dossier_code_key",
}


@pytest.mark.parametrize("turned", ["", "-"])
@pytest.mark.parametrize("sort", LIST_ORDERS)
def test_a_list_is_read_along_an_index_in_every_order(place, sort, turned):
    """No million of dossiers is sorted for a page of fifty."""
    world, _known = place
    with CaptureQueriesContext(connection) as asked:
        queries.dossiers(world.oanh, ListFilter(), MONTH, sort=f"{turned}{sort}")
    page = next(one["sql"] for one in asked if "broken_due_at" in one["sql"])
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN " + page)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"using {INDEXES[sort]} on" in plan


def test_more_than_anybody_counts_is_said_to_be_more(place, monkeypatch):
    from motcua.kernel import paging

    world, _known = place
    monkeypatch.setattr(paging, "MOST_COUNTED", 5)
    page = queries.inbox(world.hoa)
    assert (page.total, page.more) == (5, True)


def test_the_menu_counts_an_inbox_no_further_than_its_badge_tells(place, monkeypatch):
    world, _known = place
    lines = queries.inbox(world.hoa).total
    assert queries.waiting_counts(world.hoa) == (lines, 0)
    module = import_module("motcua.dossiers.queries.inbox")
    monkeypatch.setattr(module, "MOST_WAITING", lines - 2)
    assert queries.waiting_counts(world.hoa) == (lines - 2, 0)


def test_a_list_names_each_unit_and_field_once(place):
    world, _known = place
    look = queries.look_at(LATER)
    rows = list(queries.dossier_rows(world.oanh, ListFilter(), MONTH))
    columns = [c for c in DOSSIER_LIST.columns if c.key in {"linh-vuc", "don-vi", "noi-nhan", "xa"}]
    with CaptureQueriesContext(connection) as asked:
        drawn = [[column.value(row, look) for column in columns] for row in rows]
    assert ["Môi trường", "Sở Nông nghiệp và Môi trường", "Trung tâm Phục vụ hành chính công tỉnh",
            "UBND xã Suối Trong"] in drawn  # fmt: skip
    assert len(asked) <= 5


def test_done_on_its_day_is_in_time_whatever_the_hour(place):
    world, _known = place
    row = next(r for r in queries.dossier_rows(world.oanh, ListFilter(state="done"), MONTH))
    left = next(c for c in DOSSIER_LIST.columns if c.key == "con-lai").value
    evening = replace(row, due_at=NOON, done_at=NOON + timedelta(hours=5), broken_due_at=None)
    look = queries.look_at(LATER)
    assert plain(left(evening, look), look) == "Xong đúng hạn"
    next_day = replace(evening, broken_due_at=NOON, broken_kept_at=NOON + timedelta(days=1))
    assert plain(left(next_day, look), look) == "Xong trễ 1 ngày"


def test_a_list_says_late_of_what_its_figure_counts_as_late(place):
    """Papers of land: the first promise is broken, the second, after the tax office, is kept."""
    world, _known = place
    answers = (("has_financial_obligation", True),)
    received = receive(world, world.land, answers=answers, at=NOON - timedelta(days=21))
    finish(world, received.dossier_id)
    decide(world, received.dossier_id)
    finish(world, received.dossier_id)
    paid = NOON + timedelta(days=2)
    commands.end_wait(
        item_id=open_item(received.dossier_id).id, document="GNT 0012", by=world.hoa, at=paid
    )
    to_the_counter(world, received.dossier_id, at=paid)
    look, month = queries.look_at(paid), Period(MONTH.first, MONTH.last, paid)
    left = next(c for c in DOSSIER_LIST.columns if c.key == "con-lai").value
    words = {
        measure: {
            row.code: plain(left(row, look), look)
            for row in queries.dossier_rows(world.oanh, ListFilter(measure), month)
        }
        for measure in ("early", "on_time", "late")
    }
    assert words["late"] == {received.code: "Xong trễ 14 ngày"}
    assert set((words["early"] | words["on_time"]).values()) == {"Xong đúng hạn"}
