"""A small province with named people whose right answers are known. Everybody is invented.

One-stop centre (Hoa, Lan at the counter), department with its land division (Bình appraises,
Dũng leads it), Em leads the department, land registration office (Giang appraises, Hạnh leads),
its branch (Khoa), commune Suối Trong with its own one-stop unit (Liên) and division (Minh),
province committee (Nam) and its office (Oanh), an auditor (Phúc), two administrators (Quý, Sơn);
Tâm counts dossiers in another department and knows none of these.
"""

import json
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from motcua.accounts import commands as accounts
from motcua.catalog import commands as catalog
from motcua.catalog import queries as procedures
from motcua.dossiers import commands as dossiers
from motcua.dossiers.process_import import ProcessImport
from motcua.dossiers.queries import ComponentInput, Intake, PartyInput, Received
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.management.commands.load_rules import load_rules
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.workflow.commands import publish
from motcua.workflow.standard import SOURCE, standard_graph
from motcua.workflow.tables import ActorMap, Readings
from tests.kept import kept

ROOT = Path(__file__).resolve().parents[1]
SYSTEM = Actor.system("test")
SINCE = date(2025, 7, 1)
FOUNDED = datetime(2025, 7, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
"""Monday 16 November 2026, 10:00 in Vietnam."""
PASSWORD = "Mot-cua-thu-nghiem-2026"

UNITS = [
    ("province", "UBND tỉnh Sông Cầu", "province", None, "H99"),
    ("province_office", "Văn phòng UBND tỉnh", "province", "province", "H99.01"),
    (
        "one_stop_province",
        "Trung tâm Phục vụ hành chính công tỉnh",
        "province",
        "province",
        "H99.02",
    ),
    ("department", "Sở Nông nghiệp và Môi trường", "province", "province", "H99.19"),
    ("division", "Phòng Quản lý đất đai", "province", "department", ""),
    ("land_office", "Văn phòng Đăng ký đất đai", "province", "department", "H99.19.05"),
    (
        "land_branch",
        "Chi nhánh Văn phòng Đăng ký đất đai Suối Trong",
        "province",
        "land_office",
        "",
    ),
    ("commune", "UBND xã Suối Trong", "commune", "province", "H99.40"),
    (
        "one_stop_commune",
        "Trung tâm Phục vụ hành chính công xã Suối Trong",
        "commune",
        "commune",
        "",
    ),
    ("commune_division", "Phòng Kinh tế xã Suối Trong", "commune", "commune", ""),
    ("external", "Thuế tỉnh", "province", "province", ""),
    ("other", "Sở Xây dựng", "province", "province", "H99.20"),
]
PEOPLE = [
    ("hoa", "Nguyễn Thị Hoa", "one_stop_province", "counter"),
    ("lan", "Đỗ Thị Lan", "one_stop_province", "counter"),
    ("binh", "Trần Văn Bình", "division", "appraiser"),
    ("dung", "Phạm Quốc Dũng", "division", "unit_leader"),
    ("em", "Võ Thị Em", "department", "department_leader"),
    ("van", "Lý Thị Vân", "department", "appraiser"),
    ("giang", "Lê Thị Giang", "land_office", "appraiser"),
    ("hanh", "Bùi Văn Hạnh", "land_office", "unit_leader"),
    ("khoa", "Ngô Đăng Khoa", "land_branch", "appraiser"),
    ("lien", "Hồ Thị Liên", "one_stop_commune", "counter"),
    ("minh", "Đặng Văn Minh", "commune_division", "appraiser"),
    ("nam", "Dương Hoài Nam", "province", "department_leader"),
    ("oanh", "Trịnh Kim Oanh", "province_office", "province_office"),
    ("phuc", "Vũ Hồng Phúc", "province", "auditor"),
    ("quy", "Cao Văn Quý", "department", "catalogue_admin"),
    ("son", "Mai Thanh Sơn", "province", "system_admin"),
    ("tam", "Tô Thị Tâm", "other", "counter"),
]
LAND = "1.012793"
"""A published procedure whose process has two promises around a tax step (DT-138-2025-D12-1)."""


@dataclass
class World:
    """Ids of units and versions, and the people as actors."""

    units: dict[str, int] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    land: int = 0
    honey: int = 0

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.__dict__["actors"][name]
        except KeyError:
            raise AttributeError(name) from None


def found() -> World:
    """The province with its people, rules, calendar, two procedures and their processes.

    Built once per process, its rows copied for every test: see ``tests/kept.py``.
    """
    world = _founded()
    rulebook.forget()
    return world


@kept
def _founded() -> World:
    world = World()
    rows = tomllib.loads((ROOT / "docs/legal/rules.toml").read_text(encoding="utf-8"))["rule"]
    load_rules(rows)
    _units(world)
    _people(world)
    _procedures(world)
    return world


def _units(world: World) -> None:
    how = {"since": SINCE, "by": SYSTEM, "at": FOUNDED}
    for key, name, level, parent, code in UNITS:
        kind = "department" if key == "other" else key
        world.units[key] = organizations.open_unit(
            kind=kind,
            name=name,
            short_name=name[:60],
            level=level,
            parent_id=world.units[parent] if parent else None,
            code_current=code,
            agency=bool(code),
            key="tax" if key == "external" else key,
            hotline="0299 3800 100",
            address="Số 1 đường Bờ Sông, phường Trung Tâm, Sông Cầu",
            **how,
        )
    morning, afternoon = (time(7), time(11, 30)), (time(13, 30), time(17))
    shifts = [(day, *half) for day in range(5) for half in (morning, afternoon)]
    organizations.set_shifts(calendar_code="tinh", shifts=shifts, name="Lịch tỉnh", **how)
    organizations.use_calendar(unit_id=world.units["province"], calendar_code="tinh", **how)
    for year in (2026, 2027):
        organizations.announce_year(
            calendar_code="tinh", year=year, ground="Thông báo thử", by=SYSTEM, at=FOUNDED
        )
    commune = world.units["commune"]
    organizations.draw_area(
        unit_id=world.units["land_branch"], commune_id=commune, service="land", **how
    )
    organizations.draw_area(
        unit_id=world.units["one_stop_commune"], commune_id=commune, service="one_stop", **how
    )
    organizations.charge_field(unit_id=world.units["division"], field_code="dat-dai", **how)
    organizations.charge_field(unit_id=world.units["division"], field_code="moi-truong", **how)


def _people(world: World) -> None:
    for name, full_name, unit, role in PEOPLE:
        user = accounts.create_user(
            username=name,
            full_name=full_name,
            password=PASSWORD,
            must_change_password=False,
            by=SYSTEM,
            at=FOUNDED,
        )
        post = organizations.appoint(
            person_id=user.id,
            unit_id=world.units[unit],
            role=role,
            since=SINCE,
            by=SYSTEM,
            at=FOUNDED,
        )
        world.users[name] = user.id
        actor = units.actor(user.id, post if isinstance(post, int) else post.id, NOON.date())
        assert actor is not None
        world.actors[name] = actor


@lru_cache(maxsize=1)
def published() -> tuple[dict[str, Any], ...]:
    """The published procedures of the demonstration data."""
    return tuple(json.loads((ROOT / "demo/data/procedures.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def tables() -> tuple[dict[str, Any], ...]:
    """The published step tables of the demonstration data."""
    return tuple(json.loads((ROOT / "demo/data/processes.json").read_text(encoding="utf-8")))


def _text(name: str) -> str:
    return (ROOT / "demo" / name).read_text(encoding="utf-8")


HONEY = {
    "code": "1.999001",
    "version": "quốc gia 2026",
    "name": "Cấp giấy phép nuôi ong rừng",
    "field": "Môi trường",
    "field_source": "Môi trường",
    "competent_level": "tỉnh",
    "agency": "Sở Nông nghiệp và Môi trường",
    "decision": "01/QĐ-THU",
    "applicants": ["Công dân Việt Nam"],
    "time_limit": {
        "value": 10,
        "unit": "ngày làm việc",
        "note": None,
        "conditional": [
            {
                "condition": "phải xác minh tại rừng",
                "way": "added",
                "value": 3,
                "unit": "ngày làm việc",
            },
            {
                "condition": "khu rừng giáp ranh nhiều xã",
                "way": "instead",
                "value": 15,
                "unit": "ngày làm việc",
            },
        ],
    },
    "channels": ["trực tiếp", "trực tuyến", "bưu chính"],
    "components": [
        {"name": "Đơn đề nghị", "original": 1, "copy": 0, "case": None},
        {"name": "Sơ đồ khu rừng", "original": 0, "copy": 1, "case": None},
        {"name": "Cam kết bảo vệ rừng", "original": 1, "copy": 0, "case": None},
    ],
    "fee": [{"amount_vnd": 50000, "displayed": "50.000 đồng", "channel": "trực tiếp"}],
    "results": [{"name": "Giấy phép nuôi ong rừng", "code": "KQ.TEST.1"}],
    "legal_bases": ["01/2026/TT-THU"],
    "steps": ["Bước 1: Nộp hồ sơ."],
    "source_url": "https://example.invalid/1.999001",
}


def _procedures(world: World) -> None:
    how = {"by": SYSTEM, "at": FOUNDED}
    for record in (next(r for r in published() if r["code"] == LAND), HONEY):
        catalog.import_procedure(record, **how)
    world.land = procedures.in_force(LAND, NOON.date())[0]
    world.honey = procedures.in_force(HONEY["code"], NOON.date())[0]
    for version in (world.land, world.honey):
        catalog.offer(
            version, world.units["one_stop_province"], world.units["department"],
            valid_from=SINCE, **how,
        )  # fmt: skip
    catalog.offer(
        world.honey, world.units["one_stop_commune"], world.units["department"],
        valid_from=SINCE, **how,
    )  # fmt: skip
    for kind in ("department", "commune"):
        graph = standard_graph(kind)
        publish(graph, key=graph.key, source=SOURCE, is_template=True, **how)
    run = ProcessImport(
        [t for t in tables() if t["id"] == "DT-138-2025-D12-1"],
        actors=ActorMap.parse(_text("actors.toml")),
        readings=Readings.parse(_text("process_readings.toml")),
        valid_from=SINCE,
        **how,
    )
    assert [o.status for o in run.run()] == ["loaded"]


ANH = PartyInput(
    kind="person",
    name="Nguyễn Thị Ánh Tuyết",
    number_kind="personal_id",
    number="001199004321",
    birth=date(1999, 5, 6),
    gender="female",
    phone="0912345678",
    address="Thôn 3, xã Suối Trong",
)


def intake(world: World, version: int | None = None, **changes: Any) -> Intake:
    """A reception as Hoa fills it in, changed where a test needs it."""
    version_id = version or world.honey
    papers = procedures.version(version_id).components
    facts = {
        "version_id": version_id,
        "owner": ANH,
        "components": tuple(
            ComponentInput(c.id, c.name, c.originals or 0, c.copies or 0) for c in papers[:3]
        ),
        "opened_at": NOON,
        "commune_id": world.units["commune"],
    }
    return Intake(**(facts | changes))


def receive(
    world: World,
    version: int | None = None,
    *,
    by: Actor | None = None,
    at: datetime = NOON,
    key: str = "",
    **changes: Any,
) -> Received:
    """Hoa (or ``by``) receives a dossier of Ánh Tuyết's."""
    changes.setdefault("opened_at", at)
    sheet = intake(world, version, **changes)
    _counter[0] += 1
    key = key or f"key-{_counter[0]}"
    return dossiers.receive_dossier(intake=sheet, key=key, by=by or world.hoa, at=at)


_counter = [0]
