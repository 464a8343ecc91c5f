"""The tree on a day of the past, of today, and of a reform that is already decided."""

from datetime import date

import pytest

from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.organizations import commands, errors, queries
from motcua.organizations.models import Unit

from . import factories as f

pytestmark = pytest.mark.django_db

REFORM = date(2027, 1, 1)


@pytest.fixture
def province():
    return f.province()


def close(unit_id, on=REFORM):
    commands.close_unit(unit_id=unit_id, on=on, by=f.BY, at=f.AT)


def test_a_subtree_holds_the_unit_and_all_below_it_parents_first(province):
    ids = queries.subtree_ids(province["so"], f.DAY)

    assert ids[0] == province["so"]
    names = ("so", "phong-nuoc", "phong-dat-dai", "vpdk", "cn1", "cn2")
    assert set(ids) == {province[n] for n in names}
    assert ids.index(province["vpdk"]) < ids.index(province["cn1"])


def test_before_the_reform_of_2025_there_was_nobody_below(province):
    assert queries.subtree_ids(province["so"], date(2025, 6, 30)) == [province["so"]]
    assert queries.communes(date(2025, 6, 30)) == []


def test_a_branch_moved_next_year_stands_elsewhere_then_and_where_it_was_now(province):
    commands.move_unit(
        unit_id=province["cn2"], parent_id=province["so"], since=REFORM, by=f.BY, at=f.AT
    )

    assert queries.unit(province["cn2"], f.DAY).parent_id == province["vpdk"]
    assert queries.unit(province["cn2"], REFORM).parent_id == province["so"]


def test_a_unit_cannot_move_under_one_that_stands_below_it(province):
    with pytest.raises(errors.UnderItself):
        commands.move_unit(
            unit_id=province["so"], parent_id=province["cn1"], since=REFORM, by=f.BY, at=f.AT
        )


def test_of_two_merged_communes_the_successor_is_found_and_the_old_name_stays(province):
    for key in ("kt-sen", "tt-sen", "sen"):
        close(province[key])
    new = f.open_unit(
        "sen-lon",
        "commune",
        province["tinh"],
        since=REFORM,
        replaces=[province["sen"]],
        ground="Nghị quyết ví dụ",
        code_current="H99.41",
    )

    assert queries.successor_of(province["sen"], f.DAY).id == province["sen"]
    assert queries.successor_of(province["sen"], REFORM).id == new
    assert queries.unit(province["sen"], REFORM).name == "sen"
    assert queries.unit_by_code("H99.41", f.DAY).id == province["sen"]
    assert queries.unit_by_code("000.00.41.H99", REFORM).id == new


def test_a_unit_with_others_below_it_is_not_closed(province):
    with pytest.raises(errors.StillInUse) as refusal:
        close(province["vpdk"])
    assert "2 đơn vị" in str(refusal.value)


def test_closing_a_unit_ends_the_posts_in_it(province):
    mai = f.person()
    f.appoint(mai, province["cn2"])

    close(province["cn2"])

    assert len(queries.posts_of(mai, f.DAY)) == 1
    assert queries.posts_of(mai, REFORM) == []


def test_a_division_numbers_under_the_code_of_its_department(province):
    info = queries.unit(province["phong-nuoc"], f.DAY)
    assert (info.agency_id, info.field_codes) == (province["so"], ("tai-nguyen-nuoc",))
    assert queries.unit(province["tt-sen"], f.DAY).agency_id == province["sen"]


def test_a_code_of_another_unit_and_a_code_without_shape_are_refused(province):
    with pytest.raises(errors.CodeTaken):
        f.open_unit("so-hai", "department", province["tinh"], code_current="H99.19")
    with pytest.raises(errors.BadCode):
        f.open_unit("so-ba", "department", province["tinh"], code_current="19.H99")


def test_a_counter_officer_may_not_found_a_department(province):
    mai = Actor(1, 1, province["tt-sen"], "counter", "Mai")
    with pytest.raises(NotPermitted):
        commands.close_unit(unit_id=province["cn2"], on=REFORM, by=mai, at=f.AT)


def test_after_the_first_question_each_costs_one_query(province, django_assert_num_queries):
    queries.unit(province["so"], f.DAY)
    with django_assert_num_queries(1):
        queries.units(list(province.ids.values()), f.DAY)
    with django_assert_num_queries(1):
        queries.subtree_ids(province["so"], f.DAY)


def test_a_change_made_in_sql_is_seen_at_once(province):
    assert queries.unit(province["so"], f.DAY).hotline == ""
    Unit.objects.filter(pk=province["so"]).update(hotline="0299 000 111")
    assert queries.unit(province["so"], f.DAY).hotline == "0299 000 111"
