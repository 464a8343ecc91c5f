"""A small province for tests: centre, department, land office with two branches, two communes."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from motcua.accounts import commands as accounts
from motcua.kernel.actor import Actor
from motcua.organizations import commands, queries
from motcua.organizations.states import Level, Service

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
FOUNDED = date(2025, 7, 1)
BY = Actor.system("test")
PASSWORD = "mot-cua-de-thu-nghiem"


def open_unit(key: str, kind: str, parent_id: int | None = None, **details: Any) -> int:
    """A unit named after its key, since the reform of July 2025 unless said otherwise."""
    values: dict[str, Any] = {
        "level": Level.PROVINCE,
        "name": key,
        "short_name": key,
        "since": FOUNDED,
    } | details
    return commands.open_unit(key=key, kind=kind, parent_id=parent_id, by=BY, at=AT, **values)


@dataclass
class Province:
    """Ids of the units by key."""

    ids: dict[str, int] = field(default_factory=dict)

    def add(self, key: str, kind: str, parent: str = "", **details: Any) -> int:
        """Open a unit under another one."""
        parent_id = self.ids[parent] if parent else None
        self.ids[key] = open_unit(key, kind, parent_id, **details)
        return self.ids[key]

    def __getitem__(self, key: str) -> int:
        return self.ids[key]


def province() -> Province:
    """Build it. Field ``dat-dai`` belongs to the division "phòng đất đai"."""
    p = Province()
    p.add("tinh", "province", code_current="H99", agency=True)
    p.add("vp-tinh", "province_office", "tinh", code_current="H99.01", agency=True)
    p.add("tt-tinh", "one_stop_province", "vp-tinh")
    p.add("so", "department", "tinh", code_current="H99.19", agency=True)
    p.add("phong-nuoc", "division", "so")
    p.add("phong-dat-dai", "division", "so")
    p.add("vpdk", "land_office", "so", code_current="H99.19.05", agency=True)
    p.add("cn1", "land_branch", "vpdk")
    p.add("cn2", "land_branch", "vpdk")
    for key, code in (("sen", "H99.41"), ("lua", "H99.42")):
        commune = {"level": Level.COMMUNE}
        p.add(key, "commune", "tinh", code_current=code, agency=True, **commune)
        p.add(f"tt-{key}", "one_stop_commune", key, **commune)
        p.add(f"kt-{key}", "commune_division", key, **commune)
    p.add("tax", "external", "tinh")
    for branch, commune in (("cn1", "sen"), ("cn2", "lua")):
        draw(p[branch], p[commune], Service.LAND)
    charge(p["phong-dat-dai"], "dat-dai")
    charge(p["phong-nuoc"], "tai-nguyen-nuoc")
    return p


def draw(unit_id: int, commune_id: int, service: str, since: date = FOUNDED) -> None:
    """Let a unit serve a commune."""
    commands.draw_area(
        unit_id=unit_id, commune_id=commune_id, service=service, since=since, by=BY, at=AT
    )


def charge(unit_id: int, code: str) -> None:
    """Put a unit in charge of a field."""
    commands.charge_field(unit_id=unit_id, field_code=code, since=FOUNDED, by=BY, at=AT)


def person(username: str = "mai", full_name: str = "Nguyễn Thị Mai", **details: Any) -> int:
    """Somebody who may sign in."""
    return accounts.create_user(
        username=username,
        full_name=full_name,
        password=PASSWORD,
        must_change_password=False,
        by=BY,
        at=AT,
        **details,
    ).id


def appoint(person_id: int, unit_id: int, role: str = "counter", **details: Any) -> int:
    """A post since the reform unless said otherwise."""
    values: dict[str, Any] = {"since": FOUNDED} | details
    return commands.appoint(person_id=person_id, unit_id=unit_id, role=role, by=BY, at=AT, **values)


def entitle(person_id: int, unit_id: int, **details: Any) -> int:
    """A head's title since the reform unless said otherwise."""
    values: dict[str, Any] = {"standing": "head", "name": "Giám đốc", "since": FOUNDED} | details
    return commands.entitle(person_id=person_id, unit_id=unit_id, by=BY, at=AT, **values)


def office_hours(
    code: str, unit_id: int, opens: int, parent_code: str = "", since: date = FOUNDED
) -> None:
    """Monday to Friday, ``opens`` to 11:30 and 13:30 to 17:00."""
    halves = ((time(opens, 30), time(11, 30)), (time(13, 30), time(17)))
    commands.set_shifts(
        calendar_code=code,
        parent_code=parent_code,
        shifts=[(weekday, *half) for weekday in range(5) for half in halves],
        since=since,
        by=BY,
        at=AT,
    )
    commands.use_calendar(unit_id=unit_id, calendar_code=code, since=since, by=BY, at=AT)


def unit_id_of(key: str) -> int:
    """Id of the unit with this key."""
    return queries.unit_by_key(key, DAY).id


def public_id(post_id: int) -> str:
    """What a page would show of a post."""
    return queries.post(post_id).public_id
