"""Which dossiers there shall be: of which template, on which day, whose, under which code."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from bench.database import Connection
from bench.province import FOUNDED
from motcua.dossiers import _clock
from motcua.dossiers.codes import check_mask
from motcua.kernel import rulebook
from motcua.kernel.clock import TZ, local_day
from motcua.kernel.working_time import Pause, TimeLimit
from motcua.organizations import queries as organizations

BUSY = 0.4
"""Share of the first counter; the others share the rest."""
RECENT_DAYS, WAITING_DAYS = 35, 240
"""Open dossiers came in within so many days, results not collected within so many."""
DAYS = 80
"""A template is moved to so many days at most; each needs its due dates computed."""


@dataclass(slots=True)
class Promised:
    """One promise of a template: its term, when it starts (from reception) and stood still."""

    number: int
    limit: Any
    starts: timedelta | None
    stops: list[_clock.Stop] = field(default_factory=list)


@dataclass(slots=True)
class Template:
    """What the plan needs to know of a dossier that was lived."""

    id: int
    weight: float
    name: str
    received_at: datetime
    unit_id: int
    span: timedelta
    items: int
    promises: list[Promised]
    shown: int
    receipt: list[dict[str, Any]]
    agency: tuple[str, str]

    @property
    def days_back(self) -> int:
        """How long ago the oldest of its kind was received, in days."""
        if self.name in {"returned", "negative"}:
            return 10_000
        return WAITING_DAYS if self.name == "uncollected" else RECENT_DAYS


_TEMPLATES = """
SELECT t.dossier_id, t.weight, t.name, d.received_at, d.received_unit_id,
  (SELECT max(occurred_at) FROM kernel_historyentry e
   WHERE e.year = d.year AND e.subject_id = d.id) - d.received_at,
  (SELECT count(*) FROM workflow_workitem w WHERE w.subject_id = d.id),
  coalesce((SELECT p.number FROM dossiers_promise p WHERE p.dossier_id = d.id
   AND p.due_at = d.due_at ORDER BY p.number DESC LIMIT 1), 0),
  s.data->'promises', d.code_agency, u.code_old
FROM bench_template t JOIN dossiers_dossier d ON d.id = t.dossier_id
JOIN documents_issuedslip s ON s.subject_id = d.id AND s.kind = 'receipt'
JOIN organizations_unit r ON r.id = d.received_unit_id
JOIN LATERAL (SELECT u.code_old FROM organizations_unit u
  WHERE u.code_current = d.code_agency ORDER BY u.id DESC LIMIT 1) u ON true
ORDER BY 1
"""
_PROMISES = """
SELECT p.dossier_id, p.number, p."limit", p.starts_at FROM dossiers_promise p
JOIN bench_template t ON t.dossier_id = p.dossier_id ORDER BY 1, 2
"""
_TURNS = """
SELECT l.dossier_id, l.promise, l.kind, l.at FROM dossiers_ledgerentry l
JOIN bench_template t ON t.dossier_id = l.dossier_id ORDER BY l.dossier_id, l.no
"""


def templates(connection: Connection) -> list[Template]:
    """Every template with its share of all dossiers; shares add up to one."""
    rows = connection.execute(_TEMPLATES).fetchall()
    known = {
        r[0]: Template(r[0], float(r[1]), r[2], r[3], r[4], r[5], r[6], [], r[7], r[8],
                       (r[9], r[10]))
        for r in rows
    }  # fmt: skip
    for dossier_id, number, limit, starts_at in connection.execute(_PROMISES):
        owner = known[dossier_id]
        starts = starts_at - owner.received_at if starts_at else None
        owner.promises.append(Promised(number, limit, starts))
    turns = defaultdict[tuple[int, int], list[tuple[str, datetime, str]]](list)
    for dossier_id, number, kind, at in connection.execute(_TURNS):
        turns[dossier_id, number].append((kind, at, ""))
    for (dossier_id, number), rows_ in turns.items():
        owner = known[dossier_id]
        owner.promises[number - 1].stops = _clock.paired(rows_)
    _share_out(list(known.values()))
    return list(known.values())


def _share_out(found: list[Template]) -> None:
    by_unit = defaultdict[int, float](float)
    for template in found:
        by_unit[template.unit_id] += template.weight
    busy = found[0].unit_id
    for template in found:
        share = BUSY if template.unit_id == busy else (1 - BUSY) / (len(by_unit) - 1)
        template.weight *= share / by_unit[template.unit_id]


@dataclass(slots=True)
class Slots:
    """Templates on days: what of a dossier depends on its day, computed once for each pair."""

    numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    _known: dict[Any, Any] = field(default_factory=dict)

    def of(self, template: Template, shift: int) -> int:
        """The number of a template moved by ``shift`` days."""
        key = template.id, shift
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers) + 1
            self.rows.append(self._row(self.numbers[key], template, shift))
        return self.numbers[key]

    def _row(self, number: int, template: Template, shift: int) -> str:
        start = template.received_at + timedelta(days=shift)
        dated = [self._dates(template, p, start, shift) for p in template.promises]
        shown = dated[template.shown - 1][0] if template.shown else None
        receipt = {
            "received_at": start.isoformat(),
            "day": local_day(start).isoformat(),
            "promises": [
                row | {"due_at": dated[n][2] if n == 0 else None}
                for n, row in enumerate(template.receipt)
            ],
        }
        promised = [
            {"number": p.number, "due": d, "original": o, "explained": e, "provisional": y}
            for p, (d, o, _printed, e, y) in zip(template.promises, dated, strict=True)
        ]
        first = dated[0][2] if dated else None
        return "\t".join(
            [
                str(number), str(template.id), str(shift), str(local_day(start).year),
                shown or "\\N", json.dumps(first), _copied(receipt), _copied(promised),
            ]
        )  # fmt: skip

    def _dates(self, template: Template, promise: Promised, start: datetime, shift: int) -> Any:
        """Due and original moment, as printed, explanation, provisional years of a promise."""
        if promise.starts is None or promise.limit is None:
            return None, None, None, [], []
        begins, moved = start + promise.starts, timedelta(days=shift)
        stops = tuple(
            replace(stop, pause=Pause(since + moved, until + moved if until else None, ""))
            for stop in promise.stops
            for since, until in [(stop.pause.since, stop.pause.until)]
        )
        key = json.dumps(promise.limit), begins, stops, template.unit_id
        if key not in self._known:
            self._known[key] = _computed(promise, begins, stops, template)
        return self._known[key]


def _computed(
    promise: Promised, begins: datetime, stops: tuple[_clock.Stop, ...], template: Template
) -> tuple[Any, ...]:
    limit = TimeLimit.from_json(promise.limit)
    calendar = organizations.calendar_of(template.unit_id, begins)
    answer = original = _clock.compute(limit, begins, calendar, stops=stops)
    if stops:
        original = _clock.compute(limit, begins, calendar, explain=False)
    return (
        answer.at.isoformat(),
        original.at.isoformat(),
        original.at.astimezone(TZ).isoformat(),
        [line.to_json() for line in answer.explanation],
        list(answer.provisional_years),
    )


def _copied(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\\", "\\\\")


def make(
    connection: Connection,
    known: list[Template],
    many: int,
    *,
    people: tuple[int, int],
    seed: int,
    now: datetime,
) -> int:
    """Write ``bench_slot`` and ``bench_plan``; the highest work item's id.

    :param people: first id and number of the applicants.
    """
    slots, chance = Slots(), random.Random(seed)
    wanted = _days(known, many, chance, now)
    first_id = _next(connection, "dossiers_dossier")
    item = _next(connection, "workflow_workitem") - 1
    mask = rulebook.value("dossier.code_mask", local_day(now))
    check_mask(mask)
    counters = defaultdict[tuple[str, date], int](int)
    for agency, day, last in connection.execute(
        "SELECT agency_code, day, last FROM dossiers_codecounter"
    ):
        counters[agency, day] = last
    connection.execute(
        "CREATE UNLOGGED TABLE bench_plan (n bigint, slot int, person bigint, number int,"
        " code text, item0 bigint)"
    )
    with connection.cursor().copy("COPY bench_plan FROM STDIN") as copy:
        lines = []
        for n, (day, template) in enumerate(wanted, first_id):
            slot = slots.of(template, (day - local_day(template.received_at)).days)
            counters[template.agency[0], day] += 1
            number = counters[template.agency[0], day]
            current, old = template.agency
            code = mask.format(
                agency=current,
                agency_old=old,
                yymmdd=f"{day:%y%m%d}",
                yyyymmdd=f"{day:%Y%m%d}",
                seq=number,
            )
            person = people[0] + chance.randrange(people[1])
            lines.append(f"{n}\t{slot}\t{person}\t{number}\t{code}\t{item}\n")
            item += template.items
            if len(lines) == 50_000:
                copy.write("".join(lines))
                lines.clear()
        copy.write("".join(lines))
    _write_slots(connection, slots)
    _write_counters(connection, counters)
    return item


def _days(
    known: list[Template], many: int, chance: random.Random, now: datetime
) -> list[tuple[date, Template]]:
    """Day and template of each dossier, oldest first."""
    today = local_day(now)
    weekdays: dict[int, list[date]] = {}
    for template in known:
        last = today - template.span - timedelta(days=1)
        first = max(FOUNDED, today - timedelta(days=template.days_back))
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        working = [d for d in days if d.weekday() < 5]
        weekdays[template.id] = chance.sample(working, min(DAYS, len(working)))
    found = chance.choices(known, [t.weight for t in known], k=many)
    dated = [(chance.choice(weekdays[t.id]), t) for t in found]
    dated.sort(key=lambda pair: pair[0])
    return dated


def _next(connection: Connection, table: str) -> int:
    row = connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()
    return int(row[0]) if row else 1


def _write_slots(connection: Connection, slots: Slots) -> None:
    connection.execute(
        "CREATE UNLOGGED TABLE bench_slot (slot int PRIMARY KEY, template bigint, shift int,"
        " year int, due timestamptz, due_said text, receipt jsonb, promised jsonb)"
    )
    with connection.cursor().copy("COPY bench_slot FROM STDIN") as copy:
        for lines in _by(slots.rows, 2_000):
            copy.write("\n".join(lines) + "\n")


def _by(rows: list[str], many: int) -> Iterator[list[str]]:
    return (rows[start : start + many] for start in range(0, len(rows), many))


def _write_counters(connection: Connection, counters: dict[tuple[str, date], int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO dossiers_codecounter (agency_code, day, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (agency_code, day) DO UPDATE SET last = excluded.last",
            [(agency, day, last) for (agency, day), last in counters.items()],
        )
