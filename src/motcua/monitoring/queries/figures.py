"""Counts of a period, per day, and the dossiers behind each of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel.actor import Actor
from motcua.monitoring.counting import DIMENSIONS, PARTS, UNITS, Counts, Cut, Only, within
from motcua.monitoring.models import DossierStanding
from motcua.monitoring.states import ENDED
from motcua.organizations import queries as organizations

NUMBERS = tuple(field.name for field in fields(Counts) if field.name != "key")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the trend: what came and ended on it, and what was open at its end."""

    day: date
    received: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    given_back: int = 0
    in_process: int = 0

    @property
    def done(self) -> int:
        """State 9 reached on this day."""
        return self.early + self.on_time + self.late


@organizations.one_look()
def counts(
    actor: Actor, *, period: Cut, by: Sequence[str] = (), only: Only | None = None
) -> list[Counts]:
    """Dossiers that the actor may see, counted by measure, grouped by names of ``DIMENSIONS``.

    Three queries, each on the index of its days; one row without grouping, also where all is 0.
    Busiest first. Conventions 12 to 18.
    """
    asked, columns = only or Only(), [DIMENSIONS[name] for name in by]
    rows = visible(actor, period, asked)
    folds = asked.units_of is not None and not set(columns).isdisjoint(UNITS)
    finer = [*columns, *_told_apart(columns)] if folds else columns
    made = _counted(rows, period, finer)
    if asked.units_of is not None and folds:
        made = _by_living_units(made, finer, len(columns), asked.units_of)
    return sorted(
        (c for c in made if not by or any(getattr(c, n) for n in NUMBERS)),
        key=lambda c: (-c.received - c.in_process - c.done, str(c.key)),
    )


def _counted(rows: QuerySet[DossierStanding], period: Cut, columns: list[str]) -> list[Counts]:
    found, conditions = defaultdict[tuple[Any, ...], dict[str, int]](dict), within(period)
    for part, names in PARTS:
        some = rows.filter(_any_of(conditions, part))
        numbers: dict[str, Any] = {n: Count("dossier_id", filter=conditions[n]) for n in names}
        if part == "ended":
            numbers["worked_minutes"] = Sum("worked_minutes", filter=conditions["done"])
        for row in _grouped(some, columns, numbers):
            key = tuple(row[column] for column in columns)
            found[key].update({name: row[f"n_{name}"] or 0 for name in numbers})
    return [Counts(key=key, **numbers) for key, numbers in found.items()]


def _told_apart(columns: list[str]) -> list[str]:
    """By what else dossiers are counted, so that those of a divided unit can be told apart."""
    wanted = ["field_code", *["commune_id"] * organizations.divided_by_place()]
    return [column for column in wanted if column not in columns]


def _by_living_units(
    rows: list[Counts], columns: list[str], length: int, day: date
) -> list[Counts]:
    """The same numbers, each unit's with whoever does its work on ``day``: none lost, none twice.

    A unit that was divided is told apart by field or by place, so the rows are counted by these.

    :param length: how many of the columns are asked for.
    """
    heir, field = dossiers.heirs_on(day), columns.index("field_code")
    place = columns.index("commune_id") if "commune_id" in columns else None
    found = defaultdict[tuple[Any, ...], list[Counts]](list)
    for row in rows:
        where = None if place is None else row.key[place]
        key = tuple(
            heir(value, row.key[field], where) if column in UNITS and value else value
            for column, value in zip(columns, row.key, strict=True)
        )
        found[key[:length]].append(row)
    return [replace(total_of(some), key=key) for key, some in found.items()]


def total_of(rows: Iterable[Counts]) -> Counts:
    """Several rows as one. No query."""
    kept = list(rows)
    return Counts(**{name: sum(getattr(row, name) for row in kept) for name in NUMBERS})


def series(actor: Actor, *, period: Cut, only: Only | None = None) -> list[Day]:
    """Every day of the period until its end: received, done, given back, open. Five queries.

    What came and ended is told as it is true at the period's end: a withdrawal that was taken back
    is gone. What was open at the end of a day is told of that day.
    """
    rows, conditions = visible(actor, period, only), within(period)
    days = defaultdict[date, dict[str, int]](dict)
    came: Any = rows.filter(conditions["received"]).order_by().values("received_on")
    for row in came.annotate(n=Count("*")):
        days[row["received_on"]]["received"] = row["n"]
    names = ("early", "on_time", "late", "refused", "withdrawn", "stopped")
    ended: Any = rows.filter(_any_of(conditions, "ended")).order_by().values("from_on")
    for row in ended.annotate(
        **{f"n_{n}": Count("dossier_id", filter=conditions[n]) for n in names}
    ):
        days[row["from_on"]] |= {name: row[f"n_{name}"] for name in names}
    left, ends = _open_before(rows, period), _ended_less_reopened(rows, period)
    return list(_days(period, days, left, ends))


def dossier_ids(
    actor: Actor, *, period: Cut, measure: str, only: Only | None = None
) -> QuerySet[DossierStanding, int]:
    """The ids of the dossiers that a number counts, as a subquery for their list. No query yet.

    An unknown measure has none.
    """
    condition = within(period).get(measure)
    rows = visible(actor, period, only)
    found = rows.none() if condition is None else rows.filter(condition)
    return found.order_by().values_list("dossier_id", flat=True)


def percent(part: int, whole: int) -> str:
    """A share with one decimal; ``N/A`` of nothing (convention 18).

    >>> percent(97, 100), percent(1, 3), percent(0, 0)
    ('97,0 %', '33,3 %', 'N/A')
    """
    if not whole:
        return "N/A"
    return f"{100 * part / whole:.1f} %".replace(".", ",")


def visible(actor: Actor, period: Cut, only: Only | None = None) -> QuerySet[DossierStanding]:
    """What the actor may see: all of the province, or what came through their units."""
    below = organizations.subtree_ids(actor.unit_id, period.today)
    units = permissions.scope_units(actor, below)
    rows = DossierStanding.objects.filter((only or Only()).condition())
    return rows if units is None else rows.filter(units__overlap=units)


def _grouped(
    rows: QuerySet[DossierStanding], columns: list[str], numbers: dict[str, Any]
) -> list[dict[str, Any]]:
    asked = {f"n_{name}": count for name, count in numbers.items()}
    if not columns:
        return [rows.aggregate(**asked)]
    grouped: Any = rows.order_by().values(*columns).annotate(**asked)
    return list(grouped)


def _any_of(conditions: Mapping[str, Q], part: str) -> Q:
    if part == "ended":
        early = conditions["refused"] | conditions["withdrawn"] | conditions["stopped"]
        return conditions["done"] | early
    return conditions["received" if part == "received" else "in_process"]


def _open_before(rows: QuerySet[DossierStanding], period: Cut) -> int:
    """How many were open at the end of the day before the period, as known in it."""
    before = period.first - DAY
    cut = Cut(before, before, min(before, period.today), None)
    if period.known_on is not None:
        cut = Cut(before, before, before, period.known_on)
    return rows.filter(within(cut)["in_process"]).count()


def _ended_less_reopened(rows: QuerySet[DossierStanding], period: Cut) -> dict[date, int]:
    """By day, how many dossiers stopped being open; those that were open again are taken off."""
    held = Q(until_on__isnull=True) | Q(until_on__gt=F("from_on"))
    undone = Q(until_on__gt=F("from_on"))
    if period.known_on is not None:
        later = Q(known_until_on__gt=period.known_on)
        rows = rows.filter(known_on__lte=period.known_on)
        held, undone = held | later, undone & ~later
    ended, found = rows.filter(standing__in=ENDED), defaultdict[date, int](int)
    for column, condition, sign in (("from_on", held, 1), ("until_on", undone, -1)):
        within_days = {f"{column}__gte": period.first, f"{column}__lte": period.end}
        days: Any = ended.filter(condition, **within_days).order_by().values(column)
        for row in days.annotate(n=Count("*")):
            found[row[column]] += sign * row["n"]
    return found


def _days(
    period: Cut, days: dict[date, dict[str, int]], left: int, ends: dict[date, int]
) -> Iterable[Day]:
    day = period.first
    while day <= period.end:
        n = defaultdict(int, days.get(day, {}))
        given_back = n["refused"] + n["withdrawn"]
        left += n["received"] - ends.get(day, 0)
        yield Day(day, n["received"], n["early"], n["on_time"], n["late"], given_back, left)
        day += DAY
