"""How long steps really take, and the look ahead at the start of every working day."""

from datetime import datetime, timedelta

from django.db import connection

from motcua.dossiers import queries as dossiers
from motcua.kernel import projections, rulebook
from motcua.kernel.clock import local_day
from motcua.kernel.transactions import command

from .models import StepPace
from .outlook import NAME

CHUNK = 400
"""Dossiers written in one transaction."""

_MEASURE = """
WITH done AS MATERIALIZED (
  SELECT unit_id, deciding_unit_id, procedure_code, step_name, worked_minutes
  FROM monitoring_workspan
  WHERE finished_on BETWEEN %(first)s AND %(last)s AND kind = 'task' AND ended_as = 'done'
    AND unit_id IS NOT NULL AND step_kind <> 'return' AND worked_minutes IS NOT NULL
)
INSERT INTO monitoring_steppace
  (scope, unit_id, procedure_code, step_name, times, usual, high)
SELECT scope, scope_unit_id, procedure_code, step_name, count(*),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY worked_minutes)::int,
  percentile_cont(0.8) WITHIN GROUP (ORDER BY worked_minutes)::int
FROM (
  SELECT 'unit' AS scope, unit_id AS scope_unit_id, procedure_code, step_name, worked_minutes
  FROM done
  UNION ALL
  SELECT 'decides', deciding_unit_id, procedure_code, step_name, worked_minutes FROM done
) AS both_ways
GROUP BY scope, scope_unit_id, procedure_code, step_name HAVING count(*) >= %(least)s
"""


@command
def measure_paces(*, at: datetime) -> int:
    """Write anew how long each step takes at each unit, from what was finished lately; rows.

    Over ``warning.pace_days`` days, of steps done at least ``warning.pace_least`` times, so that
    one dossier says nothing of a unit. Done twice it is the same.
    """
    day = local_day(at)
    first = day - timedelta(days=rulebook.value("warning.pace_days", day))
    facts = {"first": first, "last": day, "least": rulebook.value("warning.pace_least", day)}
    StepPace.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(_MEASURE, facts)
        return int(cursor.rowcount)


def look_ahead(*, at: datetime) -> int:
    """Measure the paces and judge every open dossier by them; how many there are.

    Reads only what is open, in chunks of their own transactions; done twice it is the same.
    """
    measure_paces(at=at)
    done, last = 0, 0
    while found := dossiers.open_ids(after=last, limit=CHUNK):
        projections.refresh(NAME, found)
        done, last = done + len(found), found[-1][1]
    return done
