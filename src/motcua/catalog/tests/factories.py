"""People, units and records for the catalogue's tests. Names are invented."""

import json
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from motcua.catalog.commands import import_procedure, offer, withdraw_offer
from motcua.catalog.infos import OfferingInfo
from motcua.catalog.models import Offering
from motcua.kernel.actor import Actor
from motcua.organizations.commands import open_unit

PUBLISHED = Path(__file__).parents[4] / "demo/data/procedures.json"
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)
SINCE = date(2025, 7, 1)
IMPORT = Actor.system("test_import")


@lru_cache(maxsize=1)
def published_records() -> tuple[dict[str, Any], ...]:
    """The 275 published records, as they lie in the demonstration data."""
    return tuple(json.loads(PUBLISHED.read_text(encoding="utf-8")))


def record(**changes: Any) -> dict[str, Any]:
    """A small complete record, changed where a test needs it."""
    return {
        "code": "1.999001",
        "version": "quốc gia 2026",
        "name": "Cấp giấy phép nuôi ong rừng",
        "field": "Môi trường",
        "field_source": "Môi trường",
        "competent_level": "tỉnh",
        "agency": "Sở Nông nghiệp và Môi trường",
        "decision": "01/QĐ-THU",
        "applicants": ["Công dân Việt Nam"],
        "time_limit": {"value": 10, "unit": "ngày làm việc", "note": None},
        "channels": ["trực tiếp", "trực tuyến", "bưu chính"],
        "components": [
            {"name": "Đơn đề nghị", "original": 1, "copy": 0, "case": None},
            {"name": "Sơ đồ khu rừng", "original": 0, "copy": 1, "case": None},
        ],
        "fee": [{"amount_vnd": 50000, "displayed": "50.000 đồng", "channel": "trực tiếp"}],
        "results": [{"name": "Giấy phép nuôi ong rừng", "code": "KQ.TEST.1"}],
        "legal_bases": ["01/2026/TT-THU"],
        "steps": ["Bước 1: Nộp hồ sơ."],
        "source_url": "https://example.invalid/1.999001",
    } | changes


class Person(Actor):
    """An actor who is a person although no account stands behind her in a test."""

    @property
    def is_system(self) -> bool:
        return False


def person(role: str) -> Actor:
    """Somebody in a post with this role."""
    return Person(None, 7, 7, role, "Nguyễn Thị Lan")


def unit(name: str, kind: str = "department", level: str = "province") -> int:
    """The id of a new unit, founded on 1 July 2025."""
    return open_unit(
        kind=kind,
        name=name,
        short_name=name[:60],
        level=level,
        parent_id=None,
        since=SINCE,
        by=IMPORT,
        at=AT,
    )


def imported(**changes: Any) -> int:
    """The id of the version that importing a small record makes, complete unless changed."""
    outcome = import_procedure(record(**changes), by=IMPORT, at=AT, valid_from=SINCE)
    assert outcome.version_id is not None, outcome
    return outcome.version_id


def offered(version_id: int, receiving: int, deciding: int, **options: Any) -> OfferingInfo:
    """An offering from 1 July 2025."""
    facts = {"valid_from": SINCE, "by": IMPORT, "at": AT} | options
    return offer(version_id, receiving, deciding, **facts)


def withdrawn(version_id: int, on: date = DAY) -> None:
    """Nobody receives the version from ``on``."""
    for made in Offering.objects.filter(version_id=version_id):
        withdraw_offer(made.pk, on=on, by=IMPORT, at=AT)


def database_refuses(sql: str, parameters: list[Any]) -> bool:
    """Whether PostgreSQL itself refuses a statement, as it would in ``psql``."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
    except DatabaseError:
        return True
    return False
