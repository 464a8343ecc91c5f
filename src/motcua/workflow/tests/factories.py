"""A small department with named people, as rows, and what the organisation would answer of it.

Units and posts are inserted by SQL: this room knows their tables only through foreign keys. What
it asks of them (`offices.organizations`) is answered by `Department` below.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection, transaction

from motcua.kernel.actor import Actor
from motcua.kernel.working_time import Shift, WorkingCalendar
from motcua.organizations.queries import Resolution, RouteContext
from motcua.workflow import commands
from motcua.workflow.graph import Graph
from motcua.workflow.values import DefinitionInfo, ItemInfo, Movement

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 23 November 2026, 8:00 in Việt Nam."""

SYSTEM = Actor.system("test")


def insert(table: str, **values: object) -> int:
    """One row by SQL; its id."""
    columns, holes = ", ".join(values), ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({holes}) RETURNING id", list(values.values())
        )
        return int(cursor.fetchone()[0])


def _unit(public_id: str, name: str, kind: str) -> int:
    texts = dict.fromkeys(
        ("code_current", "code_old", "hotline", "head_name", "address", "opening_hours"), ""
    )
    return insert(
        "organizations_unit",
        public_id=public_id,
        key="",
        kind=kind,
        name=name,
        short_name=name,
        level="province",
        place_class="ordinary",
        agency=False,
        valid="[2020-01-01,)",
        **texts,
    )


@dataclass(frozen=True)
class Person:
    """Somebody in a post, and how they act."""

    post_id: int
    name: str
    actor: Actor


@dataclass
class Department:
    """The department of agriculture and environment, as this room sees it through its port."""

    units: dict[str, int] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    asked: int = 0

    def resolve_unit(self, rule: str, route: RouteContext, day: date) -> Resolution:
        self.asked += 1
        unit_id = self.units.get(rule)
        reason = "theo quy tắc" if unit_id else "chưa có đơn vị nào"
        return Resolution(unit_id, rule, reason)

    def calendar_of(self, unit_id: int, day: date) -> WorkingCalendar:
        return CALENDAR

    def post(self, post_id: int) -> Person:
        person = self.people[post_id]
        return PostAnswer(post_id, person.name)  # type: ignore[return-value]

    def posts_in(self, unit_id: int, day: date, roles: list[str] | None = None) -> list[object]:
        return [
            PostAnswer(post_id, person.name)
            for post_id, person in self.people.items()
            if person.actor.unit_id == unit_id and (roles is None or person.actor.role in roles)
        ]

    def hire(self, name: str, unit: str, role: str) -> Person:
        """A person with one post; the same name again is another post of another person."""
        number = len(self.people) + 1
        user_id = insert(
            "accounts_user",
            password="!",
            username=f"u{number}",
            full_name=name,
            email="",
            phone="",
            is_active=True,
            must_change_password=False,
            created_at=MONDAY,
        )
        post_id = insert(
            "organizations_post",
            public_id=f"post{number}",
            user_id=user_id,
            unit_id=self.units[unit],
            role=role,
            share=1,
            valid="[2020-01-01,)",
        )
        actor = Actor(user_id, post_id, self.units[unit], role, name)
        self.people[post_id] = Person(post_id, name, actor)
        return self.people[post_id]


@dataclass(frozen=True)
class PostAnswer:
    """As much of a post as this room asks for."""

    id: int
    person_name: str


SHIFTS = (Shift(time(7, 30), time(11, 30)), Shift(time(13, 30), time(17, 30)))
CALENDAR = WorkingCalendar(
    weekly=dict.fromkeys(range(5), SHIFTS),
    days={},
    labels={},
    known_years=frozenset({2026}),
    name="Giờ hành chính",
)


def department() -> Department:
    """Two units and an agency: the one-stop unit, the land division, the department itself."""
    return Department(
        {
            "receiving": _unit("motcua", "Trung tâm Phục vụ hành chính công", "one_stop_province"),
            "division": _unit("phongdat", "Phòng Đất đai", "division"),
            "deciding": _unit("so", "Sở Nông nghiệp và Môi trường", "department"),
        }
    )


def route(of: Department) -> RouteContext:
    """A dossier that came in at the one-stop unit for the department."""
    return RouteContext(of.units["receiving"], of.units["deciding"], None, "dat-dai")


def published(graph: Graph, key: str = "thu") -> DefinitionInfo:
    """A process published by the system."""
    return commands.publish(graph, key=key, source="thử", by=SYSTEM, at=MONDAY)


def started(
    definition: DefinitionInfo, of: Department, subject_id: int = 1, **variables: object
) -> Movement:
    """A subject at the beginning of a process."""
    with transaction.atomic():
        return commands.start(
            subject_id=subject_id,
            definition_id=definition.id,
            route=route(of),
            variables=variables,
            at=MONDAY,
        )


def finished(
    item: ItemInfo, by: Person, outcome: str = "done", hours: int = 1, **variables: object
) -> Movement:
    """An item finished by somebody, some hours later."""
    with transaction.atomic():
        return commands.finish(
            item_id=item.id,
            outcome=outcome,
            variables=variables,
            by=by.actor,
            at=MONDAY + timedelta(hours=hours),
        )
