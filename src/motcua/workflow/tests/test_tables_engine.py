"""Every imported process on the real engine and database, by people in the posts that it names."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from motcua.organizations.queries import Resolution, RouteContext
from motcua.workflow import commands, offices
from motcua.workflow.graph import Outcome
from motcua.workflow.models import Instance, Token
from motcua.workflow.tables import declared_variables

from .factories import MONDAY, Department, _unit, finished, published, started
from .test_tables import IDS, built

pytestmark = pytest.mark.django_db

Choose = Callable[[Sequence[Outcome]], Outcome]


class Province(Department):
    """A unit for every rule that the published processes use; alternatives take the first."""

    def resolve_unit(self, rule: str, route: RouteContext, day: date) -> Resolution:
        first = rule.split("|")[0]
        if first.startswith("external:"):
            return Resolution(None, first, "ở ngoài hệ thống")
        return Resolution(self.units[first], first, "theo quy tắc")


def posts_needed() -> set[tuple[str, str]]:
    """Every pair of unit rule and role that some lane asks for, alternatives one by one."""
    return {
        (part, lane.role)
        for b in built().values()
        for lane in b.graph.lanes
        for part in lane.unit_rule.split("|")
        if not part.startswith("external:")
    }


def test_the_posts_that_a_province_must_fill_for_all_processes_to_run() -> None:
    assert sorted(posts_needed()) == [
        ("commune", "appraiser"),
        ("commune", "unit_leader"),
        ("commune_division", "appraiser"),
        ("commune_division", "unit_leader"),
        ("department", "appraiser"),
        ("department", "department_leader"),
        ("division", "appraiser"),
        ("division", "unit_leader"),
        ("land_branch", "appraiser"),
        ("land_branch", "counter"),
        ("land_office", "appraiser"),
        ("one_stop_commune", "counter"),
        ("one_stop_province", "counter"),
        ("province_office", "province_office"),
        ("receiving", "counter"),
    ]


@pytest.fixture
def province(db: None, monkeypatch: pytest.MonkeyPatch) -> Province:
    rules = sorted({rule for rule, _ in posts_needed()} | {"deciding"})
    office = Province({rule: _unit(rule.replace("_", ""), rule, "division") for rule in rules})
    for rule, role in sorted(posts_needed()):
        office.hire(f"{role} ở {rule}", rule, role)
    monkeypatch.setattr(offices, "organizations", office)
    return office


def run(
    province: Province,
    key: str,
    subject_id: int,
    variables: dict[str, object],
    choose: Choose,
) -> list[str]:
    """Take a dossier from start to end; the steps it passed, in order."""
    definition = published(built()[key].graph, key)
    movement = started(definition, province, subject_id, **variables)
    todo: list[Any] = [*movement.opened, *movement.waits_opened]
    passed: list[str] = []
    while todo:
        item = todo.pop(0)
        passed.append(item.node_id)
        hour = len(passed)
        if item.kind == "wait":
            with transaction.atomic():
                movement = commands.end_wait(
                    wait_id=item.id, variables={}, at=MONDAY + timedelta(hours=hour)
                )
        else:
            person = next(
                p
                for p in province.people.values()
                if (p.actor.unit_id, p.actor.role) == (item.unit_id, item.role)
            )
            movement = finished(item, person, choose(item.outcomes).code, hour)
        todo += [*movement.opened, *movement.waits_opened]
        assert movement.ended == (not todo), key
    return passed


@pytest.mark.parametrize("usual", [True, False], ids=["usual", "other"])
def test_a_dossier_reaches_the_end_of_every_process(province: Province, usual: bool) -> None:
    """Once with every obligation and each first outcome, once with none and each last one."""
    for subject_id, key in enumerate(IDS, start=1):
        variables: dict[str, object] = {
            name: usual for name in declared_variables(built()[key].graph)
        }
        passed = run(province, key, subject_id, variables, lambda found: found[0 if usual else -1])
        assert len(passed) == len(set(passed)), key
        assert Instance.objects.get(subject_id=subject_id).ended_as == "completed", key
    assert not Token.objects.filter(left_at__isnull=True).exists()
