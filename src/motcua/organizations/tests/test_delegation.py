"""Mai is away; Hùng acts for her, from his own post, until the last day is over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.organizations import commands, queries
from motcua.organizations.middleware import SESSION_KEY

from . import factories as f

pytestmark = pytest.mark.django_db

LAST = f.DAY + timedelta(days=4)


@pytest.fixture
def province():
    return f.province()


@pytest.fixture
def mai(province):
    person = f.person()
    return person, f.appoint(person, province["phong-dat-dai"], "appraiser")


@pytest.fixture
def hung(province):
    person = f.person("hung", "Trần Văn Hùng")
    return person, f.appoint(person, province["phong-nuoc"], "unit_leader")


@pytest.fixture
def lent(mai, hung):
    """Mai's post, lent to Hùng for five days."""
    return commands.delegate(
        from_post_id=mai[1],
        to_post_id=hung[1],
        since=f.DAY,
        until=LAST + timedelta(days=1),
        ground="Giấy ủy quyền số 5/GUQ",
        by=f.BY,
        at=f.AT,
    )


def test_hung_acts_in_mais_unit_and_role_from_his_own_post(province, mai, hung, lent):
    by = queries.actor(hung[0], mai[1], f.DAY)
    assert (by.person_id, by.post_id, by.on_behalf_of_id) == (hung[0], hung[1], mai[1])
    assert (by.unit_id, by.role) == (province["phong-dat-dai"], "appraiser")
    assert by.person_name == "Trần Văn Hùng"
    assert by.holder_id == mai[1]


def test_without_choosing_it_hung_acts_from_his_own_post(hung, lent, django_assert_num_queries):
    with django_assert_num_queries(1):
        by = queries.actor(hung[0], hung[1], f.DAY)
    assert (by.post_id, by.on_behalf_of_id, by.holder_id) == (hung[1], None, hung[1])


@pytest.mark.parametrize(
    ("day", "counts"),
    [(f.DAY - timedelta(days=1), False), (f.DAY, True), (LAST, True), (LAST + timedelta(1), False)],
)
def test_it_begins_and_ends_by_itself(mai, hung, lent, day, counts):
    by = queries.actor(hung[0], mai[1], day)
    assert (by.on_behalf_of_id == mai[1]) is counts
    assert (len(queries.seats(hung[0], day)) == 2) is counts


def test_the_choice_says_for_whom_and_until_when(mai, hung, lent, django_assert_num_queries):
    with django_assert_num_queries(2):
        own, other = queries.seats(hung[0], f.DAY)
    assert own.last_day is None
    assert "Nguyễn Thị Mai" not in own.label
    assert other.label.startswith("Thay mặt Nguyễn Thị Mai")
    assert other.label.endswith(f"đến hết {LAST:%d/%m/%Y}")


def test_what_was_lent_to_hung_ends_with_his_own_post(mai, hung, lent):
    on = f.DAY + timedelta(days=2)
    commands.end_post(post_id=hung[1], on=on, by=f.BY, at=f.AT)
    assert queries.actor(hung[0], mai[1], on) is None


def test_what_was_lent_to_hung_cannot_be_lent_on_through_him(province, mai, hung, lent):
    tam = f.person("tam", "Tô Thị Tâm")
    own = f.appoint(tam, province["so"], "appraiser")
    commands.delegate(
        from_post_id=hung[1],
        to_post_id=own,
        since=f.DAY,
        until=LAST,
        ground="Giấy ủy quyền số 6/GUQ",
        by=f.BY,
        at=f.AT,
    )
    assert queries.actor(tam, mai[1], f.DAY).on_behalf_of_id is None
    assert queries.actor(tam, hung[1], f.DAY).on_behalf_of_id == hung[1]


def test_hung_switches_to_it_and_a_stranger_does_not(
    client, monkeypatch, province, mai, hung, lent
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: f.AT)
    stranger = f.person("la", "Lê Thị Lạ")
    f.appoint(stranger, province["so"], "auditor")
    wanted = {"post": queries.post(mai[1]).public_id}

    _sign_in(client, "la")
    assert client.post(reverse("accounts:post"), wanted).status_code == 404
    _sign_in(client, "hung")
    assert client.post(reverse("accounts:post"), wanted).status_code == 302
    assert client.session[SESSION_KEY] == mai[1]


def _sign_in(client, name):
    facts = {"username": name, "password": f.PASSWORD}
    assert client.post(reverse("accounts:sign-in"), facts).status_code == 302
