"""The province that is measured: the demonstration with twenty receiving agencies, three years old.

Everybody in it is invented.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.db import connection

from motcua.accounts import commands as accounts
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.organizations import commands, queries

SINCE, MERGED = date(2025, 7, 1), date(2025, 3, 1)
"""What the demonstration says; set back to :data:`FOUNDED` afterwards."""
FOUNDED = date(2024, 1, 1)
COMMUNES = 10
"""So many more communes: with those of the demonstration twenty agencies receive."""
BY = Actor.system("bench")

# Validity is data, and these rows are nobody's: three years of dossiers need three years of units
# and procedures. Rules know their own earlier days.
_OLDER = """
SELECT format('UPDATE %I.%I SET valid = daterange(%L::date, upper(valid)) WHERE lower(valid) = %L',
              table_schema, table_name, %s::date, %s::date)
FROM information_schema.columns
WHERE column_name = 'valid' AND udt_name = 'daterange' AND table_schema = 'public'
  AND table_name <> 'kernel_rule'
"""


@dataclass(frozen=True, slots=True)
class Counter:
    """One agency's counter: where dossiers are received, by whom."""

    agency_id: int
    unit_id: int
    commune_id: int | None
    username: str
    actor: Actor


def build(at: datetime) -> None:
    """Load the demonstration, open the other communes, and make everything three years old."""
    call_command("load_demo", verbosity=0)
    for number in range(1, COMMUNES + 1):
        _commune(number, at)
    call_command("offer_demo", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_OLDER.replace("%I", "%%I").replace("%L", "%%L"), [FOUNDED, SINCE])
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute(
            "UPDATE organizations_subordination SET valid = daterange(%s, NULL)"
            " WHERE lower(valid) = %s",
            [FOUNDED, MERGED],
        )
        cursor.execute("RESET session_replication_role")
        cursor.execute("UPDATE organizations_organizationversion SET token = gen_random_uuid()")
    rulebook.forget()


def _commune(number: int, at: datetime) -> None:
    day = local_day(at)
    key = f"bench-{number}"
    how: dict[str, Any] = {"by": BY, "at": at}
    name = f"xã Đo {number}"
    above = queries.unit_by_key("ubnd-tinh", day).id
    shared: dict[str, Any] = {"level": "commune", "since": SINCE, "place_class": "ordinary", **how}
    commune = commands.open_unit(
        kind="commune", name=f"Ủy ban nhân dân {name}", short_name=f"UBND {name}", parent_id=above,
        code_current=f"H99.{60 + number}", agency=True, key=f"ubnd-{key}",
        hotline="0299 000 000", address=f"Trụ sở {name}, tỉnh Minh Họa", **shared,
    )  # fmt: skip
    counter = commands.open_unit(
        kind="one_stop_commune", name=f"Trung tâm Phục vụ hành chính công {name}",
        short_name=f"TTPVHCC {name}", parent_id=commune, key=f"ttpvhcc-{key}",
        hotline="0299 000 000", address=f"Trụ sở {name}, tỉnh Minh Họa", **shared,
    )  # fmt: skip
    division = commands.open_unit(
        kind="commune_division", name=f"Phòng Kinh tế {name}", short_name=f"P. KT {name}",
        parent_id=commune, key=f"phong-kt-{key}", **shared,
    )  # fmt: skip
    commands.draw_area(unit_id=counter, commune_id=commune, service="one_stop", since=SINCE, **how)
    branch = queries.unit_by_key(f"cn-dkdd-{1 + number % 3}", day).id
    commands.draw_area(unit_id=branch, commune_id=commune, service="land", since=SINCE, **how)
    for field in (
        "dat-dai", "tai-nguyen-nuoc", "khoang-san", "moi-truong", "tu-phap-ho-tich",
        "tu-phap-chung-thuc",
    ):  # fmt: skip
        commands.charge_field(unit_id=division, field_code=field, since=SINCE, **how)
    seats = (
        ("tiepnhan", counter, "counter"), ("truong", counter, "unit_leader"),
        ("thuly", division, "appraiser"), ("lanhdao", division, "unit_leader"),
        ("vanthu", commune, "appraiser"), ("chutich", commune, "unit_leader"),
    )  # fmt: skip
    for who, unit_id, role in seats:
        _appoint(f"{who}.{key}", unit_id, role, at)


def _appoint(username: str, unit_id: int, role: str, at: datetime) -> None:
    password = accounts.prepare_password("mot-cua-minh-hoa")
    person = accounts.create_user(
        username=username, full_name=f"Người Đo {username}", email="", phone="",
        password=password, must_change_password=False, by=BY, at=at,
    )  # fmt: skip
    commands.appoint(
        person_id=person.id, unit_id=unit_id, role=role, share=Decimal(1), since=SINCE,
        by=BY, at=at,
    )  # fmt: skip


_COUNTERS = """
SELECT DISTINCT ON (u.id) u.id, a.username, p.id, a.id
FROM organizations_post p
JOIN organizations_unit u ON u.id = p.unit_id
JOIN accounts_user a ON a.id = p.user_id
JOIN catalog_offering o ON o.receiving_unit_id = u.id
WHERE p.role = 'counter' ORDER BY u.id, p.id
"""


def counters(day: date) -> list[Counter]:
    """Every receiving counter with its first officer, by unit."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTERS)
        rows = cursor.fetchall()
    found = []
    for unit_id, username, post_id, person_id in rows:
        unit = queries.unit(unit_id)
        actor = queries.actor(person_id, post_id, day)
        if actor is not None:
            commune_id = unit.parent_id if unit.level == "commune" else None
            found.append(Counter(unit.agency_id or unit.id, unit_id, commune_id, username, actor))
    return found
