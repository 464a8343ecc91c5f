"""``manage load_organizations [FILE]``: units, areas, fields and calendars of an office's file."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.kernel.actor import Actor
from motcua.kernel.errors import Refused
from motcua.organizations import commands
from motcua.organizations.infos import SpecialDay
from motcua.organizations.management.reading import read_toml
from motcua.organizations.models import ServiceArea, Unit
from motcua.organizations.states import Service

DETAILS = (
    "key",
    "place_class",
    "agency",
    "hotline",
    "head_name",
    "address",
    "opening_hours",
)
AREAS = {"serves_land": Service.LAND, "serves_one_stop": Service.ONE_STOP}
BY = Actor.system("load_organizations")


class Command(BaseCommand):
    """Opens what is not there yet; a second run changes nothing. Units are told by their key."""

    help = "Nạp đơn vị, địa bàn, lĩnh vực và lịch làm việc từ một tệp TOML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", default=settings.CHECKOUT / "demo/organizations.toml"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        record, at = read_toml(options["file"]), timezone.now()
        ids = dict(Unit.objects.exclude(key="").order_by("pk").values_list("key", "pk"))
        opened = 0
        try:
            for row in record.get("unit", []):
                if row["key"] not in ids:
                    ids[row["key"]] = _open(row, ids, at)
                    opened += 1
            for row in record.get("unit", []):
                _charge(row, ids, at)
            for row in record.get("calendar", []):
                _calendar(row, ids, at)
        except (Refused, KeyError) as problem:
            raise CommandError(
                _("Đơn vị %(key)s: %(problem)s")
                % {"key": row.get("key") or row.get("code"), "problem": problem}
            ) from problem
        self.stdout.write(
            _("Đơn vị: mở mới %(opened)s, giữ nguyên %(kept)s.")
            % {"opened": opened, "kept": len(record.get("unit", [])) - opened}
        )
        for row in record.get("calendar", []):
            if "days" in row:
                done = _days(row["code"], options["file"].parent / row["days"], at)
                self.stdout.write(
                    _("Lịch %(code)s: %(days)s ngày.") % {"code": row["code"], "days": done}
                )


def _open(row: dict[str, Any], ids: dict[str, int], at: datetime) -> int:
    unit_id = commands.open_unit(
        kind=row["kind"],
        name=row["name"],
        short_name=row["short_name"],
        level=row["level"],
        parent_id=ids[row["parent"]] if "parent" in row else None,
        since=row["since"],
        code_current=row.get("code", ""),
        replaces=[ids[key] for key in row.get("replaces", [])],
        ground=row.get("ground", ""),
        by=BY,
        at=at,
        **{name: row[name] for name in DETAILS if name in row},
    )
    if "until" in row:
        commands.close_unit(unit_id=unit_id, on=row["until"], by=BY, at=at)
    return unit_id


def _charge(row: dict[str, Any], ids: dict[str, int], at: datetime) -> None:
    unit_id = ids[row["key"]]
    for code in row.get("fields", []):
        commands.charge_field(unit_id=unit_id, field_code=code, since=row["since"], by=BY, at=at)
    for commune_id, service in _areas(row, ids):
        drawn = ServiceArea.objects.in_force(row["since"])
        if not drawn.filter(unit_id=unit_id, commune_id=commune_id, service=service):
            commands.draw_area(
                unit_id=unit_id,
                commune_id=commune_id,
                service=service,
                since=row["since"],
                by=BY,
                at=at,
            )


def _areas(row: dict[str, Any], ids: dict[str, int]) -> Iterator[tuple[int, str]]:
    return ((ids[key], service) for name, service in AREAS.items() for key in row.get(name, []))


def _calendar(row: dict[str, Any], ids: dict[str, int], at: datetime) -> None:
    hours = [
        (time.fromisoformat(start), time.fromisoformat(end)) for start, end in row.get("shifts", [])
    ]
    commands.set_shifts(
        calendar_code=row["code"],
        name=row["name"],
        parent_code=row.get("parent", ""),
        shifts=[(day, start, end) for day in row.get("weekdays", range(5)) for start, end in hours],
        since=row["since"],
        by=BY,
        at=at,
    )
    commands.use_calendar(
        unit_id=ids[row["unit"]], calendar_code=row["code"], since=row["since"], by=BY, at=at
    )


def _days(code: str, path: Path, at: datetime) -> int:
    record = read_toml(path)
    commands.set_calendar_days(
        calendar_code=code,
        days=[
            SpecialDay(
                day=row["date"],
                kind=row["kind"],
                label=row["label"],
                ground=row["ground"],
                certainty=row["certainty"],
                like_weekday=row.get("like_weekday"),
            )
            for row in record.get("day", [])
        ],
        by=BY,
        at=at,
    )
    years = record.get("known_years", [])
    commands.announce_years(calendar_code=code, years=years, ground=path.name, by=BY, at=at)
    return len(record.get("day", []))
