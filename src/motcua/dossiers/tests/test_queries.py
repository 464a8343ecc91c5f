"""What officers, leaders and citizens see: theirs, most urgent first, at a known cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import commands, queries
from motcua.dossiers.commands import return_result
from motcua.dossiers.models import InboxRow
from motcua.dossiers.queries import MEASURES, InboxFilter, ListFilter, Period
from tests.world import NOON, receive

from .people import decide, finish, open_item, to_the_counter

MONTH = Period(date(2026, 11, 1), date(2026, 11, 30), NOON)


def later(**span):
    return NOON + timedelta(**span)


def codes(page):
    return [item.code[-4:] for item in page.rows]


def test_the_most_urgent_is_on_top_and_pages_follow_by_key(world):
    for _ in range(7):
        receive(world)
    InboxRow.objects.filter(code__endswith="0005").update(urgent_at=NOON)
    first = queries.inbox(world.hoa, limit=3)
    second = queries.inbox(world.hoa, after=first.next_key, limit=3)
    third = queries.inbox(world.hoa, after=second.next_key, limit=3)
    assert codes(first) == ["0005", "0001", "0002"]
    assert codes(second) == ["0003", "0004", "0006"]
    assert codes(third) == ["0007"]
    assert (first.total, third.next_key) == (7, "")


def test_an_unreadable_key_is_the_beginning(world):
    receive(world)
    assert queries.inbox(world.hoa, after="'; DROP TABLE--").total == 1


@pytest.mark.parametrize("key", ["²", "9" * 40, "-1", "٣"])
def test_an_unreadable_key_of_a_list_is_no_fault(world, key):
    receive(world)
    assert queries.dossiers(world.em, ListFilter(), MONTH, after=key).total == 1


def test_an_inbox_page_costs_two_queries_however_long_it_is(world, django_assert_num_queries):
    for _ in range(4):
        receive(world)
    with django_assert_num_queries(2):
        queries.inbox(world.hoa, limit=3)


def test_an_inbox_is_filtered_by_words_without_accents_field_and_who_took_it(world):
    mine = receive(world)
    receive(world, world.land)
    commands.take_item(item_id=open_item(mine.dossier_id).id, by=world.hoa, at=NOON)

    def found(**filters):
        return queries.inbox(world.hoa, filters=InboxFilter(**filters)).total

    assert found(text="anh tuyet") == found(text="TUYẾT ánh") == 2
    assert found(text=mine.code[:10]) == 2
    assert found(text="001199004321") == found(text="0912 345 678") == 2
    assert found(text="4321") == found(text="5678") == 2
    assert found(text="001199004320") == found(text="0045678") == 0
    assert found(text="nguyễn văn không") == 0
    assert found(field_code="dat-dai") == 1
    assert found(mine=True) == 1
    assert found(waiting=True) == 0
    assert found(late_before=NOON) == 0


def test_who_knows_of_a_dossier(world):
    received = receive(world)
    seen = {
        name
        for name, actor in world.actors.items()
        if queries.visible(received.public_id, actor, NOON) is not None
    }
    assert seen == {"hoa", "lan", "em", "van", "nam", "oanh", "phuc"}
    finish(world, received.dossier_id)
    item = open_item(received.dossier_id)
    also = {n for n, a in world.actors.items() if a.unit_id == item.unit_id}
    now = {
        name
        for name, actor in world.actors.items()
        if queries.visible(received.public_id, actor, NOON) is not None
    }
    assert now == seen | also


def test_a_dossier_page_costs_at_most_fifteen_queries(world, django_assert_max_num_queries):
    received = receive(world)
    finish(world, received.dossier_id, handover="both", note="Đủ giấy tờ")
    decide(world, received.dossier_id)
    with django_assert_max_num_queries(15):
        queries.page(received.dossier_id, world.binh)


@pytest.fixture
def november(world):
    """Early, on time, late, overdue, near due and fresh: one of each, and one of land."""
    early = receive(world, at=later(days=-14)).dossier_id
    to_the_counter(world, early, at=later(days=-10))
    on_time = receive(world, at=later(days=-14)).dossier_id  # due on the 16th
    to_the_counter(world, on_time, at=NOON)
    late = receive(world, at=later(days=-21)).dossier_id  # due on the 9th
    to_the_counter(world, late, at=NOON)
    receive(world, at=later(days=-21))  # overdue
    receive(world, at=later(days=-13))  # due on the 17th, hours from now
    receive(world, world.land)
    return world


EXPECTED = {
    "received": 4,
    "in_process": 3,
    "near_due": 0,
    "overdue": 1,
    "early": 1,
    "on_time": 1,
    "late": 1,
}


def test_figures_are_what_happened(november):
    period = Period(date(2026, 11, 1), date(2026, 11, 30), NOON)
    rows = queries.figures(november.em, period)
    total = {name: sum(getattr(row, name) for row in rows) for name in MEASURES}
    assert total == EXPECTED
    assert {row.field_code for row in rows} == {"moi-truong", "dat-dai"}


def test_what_is_due_tomorrow_morning_is_near_due(november):
    tomorrow = Period(MONTH.first, MONTH.last, later(hours=8))
    rows = queries.figures(november.em, tomorrow)
    assert sum(row.near_due for row in rows) == 1


@pytest.mark.parametrize("measure", MEASURES)
def test_every_number_opens_a_list_of_that_length(november, measure):
    rows = queries.figures(november.em, MONTH)
    for row in rows:
        filters = ListFilter(measure=measure, unit_id=row.unit_id, field_code=row.field_code)
        page = queries.dossiers(november.em, filters, MONTH)
        assert page.total == len(page.rows) == getattr(row, measure)


def test_a_leader_counts_only_what_the_leader_may_see(november):
    assert queries.figures(november.tam, MONTH) == []
    province = queries.figures(november.oanh, MONTH)
    assert sum(row.received for row in province) == EXPECTED["received"]


def test_figures_cost_two_queries(november, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        queries.figures(november.em, MONTH)


def test_a_list_is_read_by_key(november):
    first = queries.dossiers(november.em, ListFilter(), MONTH, limit=4)
    second = queries.dossiers(november.em, ListFilter(), MONTH, after=first.next_key, limit=4)
    seen = [row.code for row in [*first.rows, *second.rows]]
    assert first.total == len(seen) == len(set(seen)) == 6


def test_the_citizen_sees_where_it_is_and_nobodys_name_in_full(world):
    received = receive(world)
    finish(world, received.dossier_id)
    item = open_item(received.dossier_id)
    seen = queries.by_token(received.track_token)
    assert seen is not None
    assert [h.step_name for h in seen.holders] == [item.name]
    assert seen.holders[0].hotline == "0299 3800 100"
    assert seen.owner_masked == "Nguyễn T*** Á*** T***"
    assert [s.title for s in seen.done][-1] == ""
    assert seen.upcoming
    assert queries.by_token("no-such-token") is None
    for private in ("Tuyết", "001199004321", "0912345678", "Thôn 3"):
        assert private not in str([getattr(seen, name) for name in seen.__slots__])


def test_the_citizen_is_told_when_the_result_waits_and_when_it_was_collected(world):
    received = receive(world)
    to_the_counter(world, received.dossier_id)
    assert queries.by_token(received.track_token).national_state == 9
    return_result(
        dossier_id=received.dossier_id,
        name="Nguyễn Thị Ánh Tuyết",
        relation="owner",
        checked="card",
        by=world.hoa,
        at=NOON,
    )
    seen = queries.by_token(received.track_token)
    assert (seen.national_state, seen.holders) == (10, ())


def test_looking_a_dossier_up_costs_at_most_twelve_queries(world, django_assert_max_num_queries):
    received = receive(world)
    with django_assert_max_num_queries(12):
        queries.by_token(received.track_token)


def test_lists_that_judge_nothing_count_without_reading_promises(world):
    receive(world)
    with CaptureQueriesContext(connection) as asked:
        for measure in ("received", "in_process", "near_due", "overdue"):
            queries.dossiers(world.em, ListFilter(measure=measure), MONTH)
    counting = [query["sql"] for query in asked if "COUNT(" in query["sql"]]
    assert len(counting) == 4
    assert not any("dossiers_promise" in sql for sql in counting)


def test_what_ended_in_other_years_is_not_counted_again_every_quarter_of_a_minute(world):
    with CaptureQueriesContext(connection) as asked:
        queries.figures(world.em, MONTH)
    counting = next(query["sql"] for query in asked if "GROUP BY" in query["sql"])
    where = counting.split("WHERE", 1)[1]
    for index in ("received_at", "ended_at", "done_on"):
        assert index in where
