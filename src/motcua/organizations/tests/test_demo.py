"""The fictitious province: loaded twice it is the same, and every step finds somebody."""

import tomllib

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from motcua.kernel.working_time import WorkingCalendar
from motcua.organizations import queries
from motcua.organizations.models import Post, Unit
from motcua.organizations.queries import RouteContext, UnitKind

from . import factories as f

DEMO = settings.CHECKOUT / "demo"
RECEIVERS = (
    UnitKind.ONE_STOP_PROVINCE,
    UnitKind.ONE_STOP_COMMUNE,
    UnitKind.LAND_OFFICE,
    UnitKind.LAND_BRANCH,
)
FIELDS = ("dat-dai", "tai-nguyen-nuoc", "khoang-san", "moi-truong", "tu-phap-ho-tich")


def lanes():
    """Every pair of rule and role that a published process needs, but for waits."""
    record = tomllib.loads((DEMO / "actors.toml").read_text(encoding="utf-8"))
    rows = [row for part in ("actors", "steps") for row in record[part].values()]
    flat = [one for row in rows for one in (row if isinstance(row, list) else [row])]
    return sorted({(r["unit"], r["role"]) for r in flat if r["role"]})


@pytest.mark.django_db
def test_everybody_a_process_can_name_is_there_and_loading_again_changes_nothing(settings):
    settings.DEMO = True
    for _ in range(2):
        call_command("load_organizations", DEMO / "organizations.toml", verbosity=0)
        call_command("load_people", DEMO / "people.toml", verbosity=0)
    held = {(p.unit_id, p.role) for p in Post.objects.in_force(f.DAY)}
    missing = set()
    for receiving in queries.units_of_kind(f.DAY, *RECEIVERS):
        for commune in queries.communes(f.DAY):
            missing |= _missing(receiving.id, commune.id, held)

    assert missing == set()
    assert (Unit.objects.count(), len({p.user_id for p in Post.objects.all()})) == (41, 77)
    assert {role for _unit, role in held} == set(queries.Role.values)
    calendars = queries.calendars_of([u.id for u in queries.units_of_kind(f.DAY)], f.DAY)
    assert all(isinstance(calendar, WorkingCalendar) for calendar in calendars.values())


def _missing(receiving_id, commune_id, held):
    found = set()
    deciding = (queries.unit_by_key("so-nnmt", f.DAY).id, commune_id)
    organisation = queries.snapshot.current()
    for unit_id in deciding:
        for field in FIELDS:
            route = RouteContext(receiving_id, unit_id, commune_id, field)
            for rule, role in lanes():
                unit = queries.routing.resolve(organisation, rule, route, f.DAY)
                if (unit.unit_id, role) not in held and rule != "receiving":
                    name = organisation.units[unit.unit_id].key if unit.unit_id else None
                    found.add((rule, role, name))
    return found


@pytest.mark.django_db
def test_without_the_demonstration_switched_on_nobody_with_a_known_password_is_made(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="MOTCUA_DEMO"):
        call_command("load_people", DEMO / "people.toml")
    assert Post.objects.count() == 0
