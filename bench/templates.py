"""A few hundred dossiers lived through the product's own commands, to be multiplied afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import connection

from bench.province import Counter
from motcua.catalog import queries as catalog
from motcua.dossiers import commands
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import ComponentInput, Intake, PartyInput
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo

BUSY = 2
"""Counters of which more than one procedure is lived: land with taxes, and one without."""
STEPS = 30
PACE = timedelta(hours=19)
"""From one act to the next; a dossier of eight steps takes a week."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How far a template is brought, and how often it shall occur.

    :param weight: per thousand of its counter's dossiers of one procedure.
    :param acts: acts before it is left alone; None until the result is returned.
    :param collect: whether the result is handed over in the end.
    """

    name: str
    weight: int
    acts: int | None = None
    outcome: str = "positive"
    collect: bool = True


WISHES = (
    Wish("returned", 780),
    Wish("negative", 40, outcome="negative"),
    Wish("uncollected", 130, collect=False),
    Wish("new", 12, acts=0),
    Wish("first step done", 14, acts=1),
    Wish("second step done", 12, acts=2),
    Wish("third step done", 12, acts=3),
)


class Stuck(Exception):
    """A process that cannot be walked by the people who are there."""


def live(counters: list[Counter], at: datetime) -> int:
    """Make the templates; how many. Their weights are kept in ``bench_template``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_template (dossier_id bigint PRIMARY KEY, weight int, name text)"
        )
    made = 0
    for number, counter in enumerate(counters):
        first = at + timedelta(minutes=5 * number)
        if number < BUSY or number % 2:
            made += _of_counter(counter, first, finance=True)
        if number < BUSY or not number % 2:
            made += _of_counter(counter, first + timedelta(minutes=2), finance=False)
    return made


def _of_counter(counter: Counter, at: datetime, *, finance: bool) -> int:
    """The first procedure of its kind that can be walked to its end."""
    for version_id in _versions(counter, local_day(at), finance=finance):
        made = []
        try:
            for wish in WISHES:
                made.append(_one(counter, version_id, wish, finance=finance, at=at))
        except (Stuck, Refused):
            continue
        for dossier_id, wish in zip(made, WISHES, strict=True):
            _keep(dossier_id, wish)
        return len(made)
    return 0


def _keep(dossier_id: int, wish: Wish) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_template VALUES (%s, %s, %s)", [dossier_id, wish.weight, wish.name]
        )


_OFFERED = """
SELECT o.version_id, EXISTS (SELECT FROM dossiers_processbinding b
         WHERE b.procedure_code = v.code AND b.procedure_code <> '') AS own
FROM catalog_offering o JOIN catalog_procedureversion v ON v.id = o.version_id
WHERE o.receiving_unit_id = %s ORDER BY own DESC, o.version_id
"""


def _versions(counter: Counter, day: date, *, finance: bool) -> list[int]:
    """Published versions of a counter whose process asks for taxes, or that have none."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFERED, [counter.unit_id])
        rows = cursor.fetchall()
    if not finance:
        return [version_id for version_id, own in rows if not own]
    return [version_id for version_id, own in rows if own and _asks(version_id, day)]


def _asks(version_id: int, day: date) -> bool:
    choices = dossiers.process_choices(catalog.version(version_id), day)
    return any(q.name == "has_financial_obligation" for c in choices for q in c.questions)


def _one(counter: Counter, version_id: int, wish: Wish, *, finance: bool, at: datetime) -> int:
    received = commands.receive_dossier(
        intake=_intake(counter, version_id, finance, at), key=uuid4().hex, by=counter.actor, at=at
    )
    walk = _Walk(counter, received.dossier_id, wish, at)
    walk.go()
    return received.dossier_id


def _intake(counter: Counter, version_id: int, finance: bool, at: datetime) -> Intake:
    version = catalog.version(version_id)
    case = version.cases[0].id if version.cases else None
    papers = version.papers_for(case)[:4]
    choices = dossiers.process_choices(version, local_day(at))
    asked = {q.name for choice in choices for q in choice.questions}
    commune = counter.commune_id or organizations.communes(local_day(at))[0].id
    return Intake(
        version_id=version_id,
        case_id=case,
        process_key=choices[0].key if choices else "",
        owner=PartyInput(
            kind="person",
            name="Nguyễn Thị Khuôn",
            number_kind="personal_id",
            number="001199004321",
            phone="0912345678",
            address="Thôn 3, tỉnh Minh Họa",
        ),
        components=tuple(
            ComponentInput(p.id, p.name, p.originals or 0, p.copies or 0) for p in papers
        ),
        opened_at=at - timedelta(minutes=6),
        commune_id=commune,
        request="Đề nghị giải quyết theo quy định",
        answers=tuple((name, finance) for name in asked if name == "has_financial_obligation"),
    )


@dataclass(slots=True)
class _Walk:
    """One dossier on its way."""

    counter: Counter
    dossier_id: int
    wish: Wish
    at: datetime
    acts: int = 0
    decided: bool = False

    def go(self) -> None:
        """:raises Stuck: nobody is there for a step, or it never ends."""
        for _ in range(STEPS):
            if self.wish.acts is not None and self.acts >= self.wish.acts:
                return
            items = processes.open_items(self.dossier_id)
            if not items:
                return
            self.at += PACE
            item = items[0]
            if item.step_kind == "return":
                if self.wish.collect:
                    self._return(item)
                return
            self._act(item)
            self.acts += 1
        raise Stuck

    def _act(self, item: ItemInfo) -> None:
        if item.kind == "wait":
            commands.end_wait(
                item_id=item.id, document="Giấy nộp tiền số 0012", by=self.counter.actor, at=self.at
            )
            return
        who = self._holder(item)
        if item.role != "counter" and not self.decided:
            self._decide(who)
        commands.take_item(item_id=item.id, by=who, at=self.at - timedelta(hours=2))
        outcome = item.outcomes[0].code if item.outcomes else ""
        commands.finish_item(item_id=item.id, outcome=outcome, by=who, at=self.at)

    def _decide(self, who: Actor) -> None:
        commands.record_result(
            dossier_id=self.dossier_id, outcome=self.wish.outcome, number="12/QĐ-UBND",
            day=local_day(self.at - timedelta(hours=3)),
            note="" if self.wish.outcome == "positive" else "Không đủ điều kiện",
            by=who, at=self.at - timedelta(hours=3),
        )  # fmt: skip
        self.decided = True

    def _return(self, item: ItemInfo) -> None:
        commands.return_result(
            dossier_id=self.dossier_id, name="Nguyễn Thị Khuôn", relation="owner", checked="card",
            by=self._holder(item), at=self.at,
        )  # fmt: skip

    def _holder(self, item: ItemInfo) -> Actor:
        day = local_day(self.at)
        for post in organizations.posts_in(item.unit_id or 0, day, [item.role]):
            found = organizations.actor(post.person_id, post.id, day)
            if found is not None:
                return found
        raise Stuck


Progress = Callable[[str], None]
