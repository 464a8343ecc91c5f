"""Where time goes: steps by unit against what they are allotted, and the work of people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from motcua.dossiers import permissions
from motcua.kernel.actor import Actor
from motcua.monitoring.counting import Cut, Only
from motcua.monitoring.models import WorkSpan
from motcua.organizations import queries as organizations


@dataclass(frozen=True, slots=True)
class StepWork:
    """One step at one unit over a period. Working minutes; ``allotted`` None: none is printed."""

    unit_id: int
    step_name: str
    times: int
    median: int
    p90: int
    allotted: int | None
    late: int
    judged: int


@dataclass(frozen=True, slots=True)
class PersonWork:
    """What one post finished in a period and holds now. Numbers of steps."""

    post_id: int
    unit_id: int
    finished: int
    in_time: int
    late: int
    holds: int
    holds_late: int


_STEPS = """
SELECT unit_id, step_name, count(*) AS times,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY worked_minutes)::int AS median,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY worked_minutes)::int AS p90,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY allotted_minutes)::int AS allotted,
  count(*) FILTER (WHERE NOT in_time) AS late, count(in_time) AS judged
FROM monitoring_workspan
WHERE finished_on BETWEEN %(first)s AND %(last)s AND kind = 'task' AND unit_id IS NOT NULL
  AND step_kind <> 'return' AND ended_as IN ('done', 'sent_back') AND worked_minutes IS NOT NULL
  AND (%(units)s::bigint[] IS NULL OR unit_id = ANY(%(units)s::bigint[]))
  AND (%(unit)s::bigint IS NULL OR deciding_unit_id = %(unit)s)
  AND (%(field)s = '' OR field_code = %(field)s)
  AND (%(procedure)s = '' OR procedure_code = %(procedure)s)
GROUP BY unit_id, step_name HAVING count(*) >= %(least)s
ORDER BY late DESC, p90 DESC, unit_id, step_name LIMIT %(limit)s
"""


def bottlenecks(
    actor: Actor, *, period: Cut, only: Only | None = None, least: int = 1, limit: int = 20
) -> list[StepWork]:
    """Steps finished in the period by unit, those with most late ones first. One query.

    Of the actor's own units and those below; all of the province for its office. The return of
    the result is none of them: it waits for the applicant.

    :param least: fewer times than this are left out, so that one dossier shames nobody.
    """
    asked = only or Only()
    facts = {
        "first": period.first, "last": period.end, "units": _units(actor, period),
        "unit": asked.unit_id, "field": asked.field_code, "procedure": asked.procedure_code,
        "least": least, "limit": limit,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, facts)
        return [StepWork(*row) for row in cursor.fetchall()]


def people(
    actor: Actor, *, period: Cut, now: datetime, only: Only | None = None, limit: int = 50
) -> list[PersonWork]:
    """What each post of the actor's units finished in the period and holds now. Two queries.

    Most late ones first: held too long, then finished too late.
    """
    tasks = _tasks(actor, period, only)
    found: dict[tuple[int, int], dict[str, int]] = {}
    done = tasks.filter(finished_on__gte=period.first, finished_on__lte=period.end).filter(
        ended_as__in=("done", "sent_back")
    )
    late = Q(in_time=False)
    for row in _by_post(done, finished=Count("*"), late=Count("item_id", filter=late)):
        found.setdefault((row["post_id"], row["unit_id"]), {}).update(row)
    held = tasks.filter(finished_at__isnull=True)
    for row in _by_post(
        held, holds=Count("*"), holds_late=Count("item_id", filter=Q(due_at__lt=now))
    ):
        found.setdefault((row["post_id"], row["unit_id"]), {}).update(row)
    rows = [_person(post_id, unit_id, row) for (post_id, unit_id), row in found.items()]
    rows.sort(key=lambda p: (-p.holds_late, -p.late, -p.finished - p.holds, p.post_id))
    return rows[:limit]


def _person(post_id: int, unit_id: int, row: dict[str, int]) -> PersonWork:
    finished, late = row.get("finished", 0), row.get("late", 0)
    holds, holds_late = row.get("holds", 0), row.get("holds_late", 0)
    return PersonWork(post_id, unit_id, finished, finished - late, late, holds, holds_late)


def _tasks(actor: Actor, period: Cut, only: Only | None) -> QuerySet[WorkSpan]:
    asked = only or Only()
    names = {
        "deciding_unit_id": asked.unit_id, "field_code": asked.field_code,
        "procedure_code": asked.procedure_code, "channel": asked.channel, "level": asked.level,
    }  # fmt: skip
    rows = WorkSpan.objects.filter(kind="task", post_id__isnull=False, unit_id__isnull=False)
    rows = rows.filter(**{name: value for name, value in names.items() if value})
    units = _units(actor, period)
    return rows if units is None else rows.filter(unit_id__in=units)


def _by_post(rows: QuerySet[WorkSpan], **numbers: Any) -> Any:
    return rows.order_by().values("post_id", "unit_id").annotate(**numbers)


def _units(actor: Actor, period: Cut) -> list[int] | None:
    below = organizations.subtree_ids(actor.unit_id, period.today)
    return permissions.scope_units(actor, below)
