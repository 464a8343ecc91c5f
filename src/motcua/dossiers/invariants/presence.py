"""What the database holds of the acts of some people: held against what they were told.

As the invariants do, it reads the tables as they lie. ``./motcua demo kill`` compares it with the
answers that its people at their counters got.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class PresentAct:
    """One entry of the history.

    ``about`` is the public id of the step or hand-over that it names, else of its dossier. ``key``
    is the idempotency key whose answer names this entry, empty where there is none.
    """

    kind: str
    about: str
    dossier: str
    code: str
    key: str


@dataclass(frozen=True, slots=True)
class Presence:
    """Everything that is there at one moment.

    ``gaps`` counts numbers left out of the codes of an agency and day. ``jobs`` counts jobs by
    status (``todo`` only those due), periodic ones left out; ``slips`` and ``rendered`` the issued
    slips and those whose PDF is kept.
    """

    acts: tuple[PresentAct, ...]
    gaps: int
    jobs: dict[str, int]
    slips: int
    rendered: int


_ACTS = """
SELECT e.kind, coalesce(item.public_id, handover.public_id, d.public_id), d.public_id, d.code,
  coalesce(k.key, '')
FROM kernel_historyentry e
JOIN dossiers_dossier d ON d.id = e.subject_id AND d.year = e.year
JOIN accounts_user u ON u.id = e.person_id
LEFT JOIN workflow_workitem item ON item.id = (e.payload->>'item')::bigint
LEFT JOIN dossiers_handover handover ON handover.id = (e.payload->>'handover')::bigint
LEFT JOIN kernel_idempotencykey k ON e.kind = 'dossier.received'
  AND k.scope = 'dossiers.receive' AND (k.answer->>'dossier_id')::bigint = d.id
WHERE e.recorded_at >= %s AND u.username = ANY(%s)
ORDER BY e.recorded_at, e.subject_id, e.seq
"""
_GAPS = """
SELECT coalesce(sum(missing), 0) FROM (
  SELECT max(code_number) - count(*) AS missing FROM dossiers_dossier
  GROUP BY code_agency, code_day
) AS by_day
"""
_JOBS = """
SELECT status::text, count(*) FROM procrastinate_jobs j
WHERE (scheduled_at IS NULL OR scheduled_at <= now())
  AND NOT EXISTS (SELECT 1 FROM procrastinate_periodic_defers p WHERE p.job_id = j.id)
GROUP BY status
"""
_SLIPS = "SELECT count(*), count(pdf_id) FROM documents_issuedslip WHERE issued_at >= %s"


def presence(*, since: datetime, people: Sequence[str]) -> Presence:
    """What these people have done since a moment of the database's clock. Four queries.

    :param people: their names at sign-in.
    """
    acts = tuple(PresentAct(*row) for row in _rows(_ACTS, [since, list(people)]))
    slips, rendered = _rows(_SLIPS, [since])[0]
    return Presence(acts, int(_rows(_GAPS, [])[0][0]), dict(_rows(_JOBS, [])), slips, rendered)


def _rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
