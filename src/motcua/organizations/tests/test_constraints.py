"""The database refuses what must never be false, also from ``psql`` and scripts."""

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.kernel.dates import since as from_day
from motcua.organizations.models import Subordination, Unit

from . import factories as f

pytestmark = pytest.mark.django_db

IMPOSSIBLE = {
    "unit_code_current_once": "UPDATE organizations_unit SET code_current='H99.41' WHERE key='so'",
    "unit_code_old_once": "UPDATE organizations_unit SET code_old='000.00.41.H99' WHERE key='so'",
    "unit_key_once": "UPDATE organizations_unit SET key='tinh' WHERE key='so'",
    "unit_code_current_shape": "UPDATE organizations_unit SET code_current='99.H' WHERE key='so'",
    "unit_code_old_shape": "UPDATE organizations_unit SET code_old='H99.19' WHERE key='so'",
    "unit_agency_has_code": "UPDATE organizations_unit SET code_current='' WHERE key='so'",
    "unit_kind_known": "UPDATE organizations_unit SET kind='club' WHERE key='so'",
    "unit_level_known": "UPDATE organizations_unit SET level='district' WHERE key='so'",
    "unit_place_class_known": "UPDATE organizations_unit SET place_class='x' WHERE key='so'",
    "unit_has_a_name": "UPDATE organizations_unit SET name='' WHERE key='so'",
    "unit_valid_not_empty": "UPDATE organizations_unit SET valid='empty' WHERE key='so'",
    "subordination_not_to_itself": "UPDATE organizations_subordination SET parent_id=unit_id",
    "post_share_0_to_1": "UPDATE organizations_post SET share=1.5",
    "post_role_known": "UPDATE organizations_post SET role='king'",
    "post_once_a_day": """INSERT INTO organizations_post
        (public_id, user_id, unit_id, role, share, valid)
        SELECT 'x', user_id, unit_id, role, 1, valid FROM organizations_post""",
    "service_area_one_unit_a_day": """UPDATE organizations_servicearea SET commune_id =
        (SELECT id FROM organizations_unit WHERE key='sen')""",
    "subordination_one_parent_a_day": """INSERT INTO organizations_subordination
        (unit_id, parent_id, valid) SELECT s.unit_id, u.id, s.valid
        FROM organizations_subordination s, organizations_unit u
        WHERE u.key='tax' AND s.unit_id=(SELECT id FROM organizations_unit WHERE key='cn1')""",
    "subordination_no_loop": """INSERT INTO organizations_subordination
        (unit_id, parent_id, valid)
        SELECT a.id, b.id, '[2025-07-01,)' FROM organizations_unit a, organizations_unit b
        WHERE a.key='tinh' AND b.key='cn1'""",
    "shift_apart": """INSERT INTO organizations_calendarshift
        (calendar_id, weekday, starts, ends, valid)
        SELECT calendar_id, weekday, '11:00', '12:00', valid
        FROM organizations_calendarshift WHERE weekday=0 LIMIT 1""",
    "shift_ends_later": """INSERT INTO organizations_calendarshift
        (calendar_id, weekday, starts, ends, valid)
        SELECT calendar_id, 6, '09:00', '08:00', valid
        FROM organizations_calendarshift WHERE weekday=0 LIMIT 1""",
    "calendar_rows_kept": "UPDATE organizations_calendarshift SET ends='18:00'",
    "calendar_not_its_own_parent": "UPDATE organizations_calendar SET parent_id=id",
    "calendar_day_shifts_of_a_weekday": """INSERT INTO organizations_calendarday
        (calendar_id, day, kind, label, ground, certainty)
        SELECT id, '2026-01-10', 'work', 'Làm bù', 'x', 'seen' FROM organizations_calendar""",
    "delegation_has_an_end": """INSERT INTO organizations_delegation
        (from_post_id, to_post_id, ground, valid)
        SELECT min(id), max(id), 'x', '[2026-01-01,)' FROM organizations_post""",
    "delegation_not_to_itself": """INSERT INTO organizations_delegation
        (from_post_id, to_post_id, ground, valid)
        SELECT min(id), min(id), 'x', '[2026-01-01,2026-02-01)' FROM organizations_post""",
    "title_standing_known": "UPDATE organizations_title SET standing='king'",
    "title_says_something": "UPDATE organizations_title SET name='', head_title=''",
    "title_deputy_is_no_head": "UPDATE organizations_title SET head_title='Chủ tịch'",
    "title_valid_not_empty": "UPDATE organizations_title SET valid='empty'",
    "title_once_a_day": """INSERT INTO organizations_title
        (user_id, unit_id, standing, name, head_title, collective, valid)
        SELECT user_id, unit_id, 'deputy', 'Phó Giám đốc', 'Giám đốc', '', valid
        FROM organizations_title""",
    "title_one_head_a_day": """INSERT INTO organizations_title
        (user_id, unit_id, standing, name, head_title, collective, valid)
        SELECT (SELECT min(id) FROM accounts_user), unit_id, 'acting', name, name, '', valid
        FROM organizations_title""",
    "organization_version_one_row": """INSERT INTO organizations_organizationversion
        VALUES (2, gen_random_uuid())""",
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_database_refuses_the_impossible_row(name):
    province = f.province()
    f.office_hours("co-quan", province["tinh"], 7)
    for number, key in enumerate(("sen", "lua")):
        f.appoint(mai := f.person(f"mai{number}"), province[f"tt-{key}"])
    f.entitle(mai, province["tt-lua"])

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        connection.cursor().execute(IMPOSSIBLE[name])


def test_the_same_code_may_be_given_again_after_the_unit_was_closed():
    province = f.province()
    Unit.objects.filter(pk=province["lua"]).update(valid=from_day(f.FOUNDED, f.DAY))

    again = f.open_unit("lua-moi", "commune", code_current="H99.42", agency=True, since=f.DAY)

    assert Unit.objects.filter(code_current="H99.42").count() == 2
    assert again


def test_a_loop_higher_up_is_refused_too():
    province = f.province()
    with pytest.raises(IntegrityError, match="stand under itself"), transaction.atomic():
        Subordination.objects.filter(unit_id=province["so"]).update(parent_id=province["cn1"])
