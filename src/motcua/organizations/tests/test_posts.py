"""Who acts, from which post, and for whom."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from motcua.accounts import commands as accounts
from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.organizations import commands, errors, queries

from . import factories as f

pytestmark = pytest.mark.django_db

NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def province():
    return f.province()


@pytest.fixture
def mai():
    return f.person()


@pytest.fixture
def hung():
    return f.person("hung", "Trần Văn Hùng")


def test_mai_acts_from_the_post_she_chose_and_else_from_her_largest_share(province, mai):
    small = f.appoint(mai, province["tt-sen"], share=Decimal("0.3"))
    large = f.appoint(mai, province["so"], "appraiser", share=Decimal("0.7"))

    assert queries.actor(mai, None, f.DAY).post_id == large
    chosen = queries.actor(mai, small, f.DAY)
    assert (chosen.unit_id, chosen.role) == (province["tt-sen"], "counter")
    assert chosen.person_name == "Nguyễn Thị Mai"


def test_the_post_of_somebody_else_is_never_mais(province, mai, hung):
    own, his = f.appoint(mai, province["tt-sen"]), f.appoint(hung, province["so"], "auditor")
    assert queries.actor(mai, his, f.DAY).post_id == own


def test_a_post_that_ended_or_has_not_begun_does_not_count(province, mai):
    post = f.appoint(mai, province["tt-sen"], since=date(2026, 1, 1))
    assert queries.actor(mai, None, date(2025, 12, 31)) is None

    commands.end_post(post_id=post, on=NEXT_YEAR, by=f.BY, at=f.AT)

    assert queries.actor(mai, None, NEXT_YEAR - timedelta(days=1)).post_id == post
    assert queries.actor(mai, None, NEXT_YEAR) is None


def test_who_left_is_in_no_unit_any_more(province, mai):
    f.appoint(mai, province["tt-sen"])
    accounts.deactivate(user_id=mai, by=f.BY, at=f.AT)
    assert queries.posts_in(province["tt-sen"], f.DAY) == []


def test_posts_of_a_unit_by_role_are_one_query(province, mai, hung, django_assert_num_queries):
    f.appoint(mai, province["tt-sen"])
    f.appoint(hung, province["tt-sen"], "unit_leader")
    with django_assert_num_queries(1):
        found = queries.posts_in(province["tt-sen"], f.DAY, roles=["counter"])
    assert [p.person_name for p in found] == ["Nguyễn Thị Mai"]


def test_the_same_post_twice_and_a_post_before_the_unit_are_refused(province, mai):
    f.appoint(mai, province["tt-sen"])
    with pytest.raises(errors.AlreadyAppointed):
        f.appoint(mai, province["tt-sen"])
    with pytest.raises(errors.NotOpen):
        f.appoint(mai, province["cn1"], since=date(2020, 1, 1))


def test_hung_acts_for_mai_for_the_days_of_her_leave_only(province, mai, hung):
    hers, his = f.appoint(mai, province["so"], "unit_leader"), f.appoint(hung, province["so"])
    by = Actor(mai, hers, province["so"], "unit_leader")
    commands.delegate(
        from_post_id=hers,
        to_post_id=his,
        since=f.DAY,
        until=f.DAY + timedelta(days=5),
        ground="Giấy ủy quyền 01",
        by=by,
        at=f.AT,
    )

    assert [d.from_post.id for d in queries.delegations_to(hung, f.DAY)] == [hers]
    assert queries.delegations_to(hung, f.DAY + timedelta(days=5)) == []
    assert queries.delegations_to(mai, f.DAY) == []


def test_a_delegation_longer_than_a_post_or_given_by_a_stranger_is_refused(province, mai, hung):
    hers, his = f.appoint(mai, province["so"]), f.appoint(hung, province["so"], until=NEXT_YEAR)
    days = {"since": f.DAY, "until": NEXT_YEAR + timedelta(days=1), "ground": "x", "at": f.AT}
    with pytest.raises(errors.DelegationTooWide):
        commands.delegate(from_post_id=hers, to_post_id=his, by=f.BY, **days)
    stranger = Actor(99, 99, province["so"], "counter")
    with pytest.raises(NotPermitted):
        commands.delegate(from_post_id=hers, to_post_id=his, by=stranger, **days)


def test_a_delegation_ends_with_the_post_that_gave_it(province, mai, hung):
    hers, his = f.appoint(mai, province["so"]), f.appoint(hung, province["so"])
    commands.delegate(
        from_post_id=hers,
        to_post_id=his,
        since=f.DAY,
        until=NEXT_YEAR,
        ground="x",
        by=f.BY,
        at=f.AT,
    )
    commands.end_post(post_id=hers, on=f.DAY + timedelta(days=1), by=f.BY, at=f.AT)
    assert queries.delegations_to(hung, f.DAY)
    assert queries.delegations_to(hung, f.DAY + timedelta(days=1)) == []
