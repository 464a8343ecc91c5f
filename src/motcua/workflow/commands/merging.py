"""Open work goes on in the units that follow those that ended. No drawing is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from motcua.kernel.transactions import part_of_command
from motcua.organizations.queries import Heir


@dataclass(frozen=True, slots=True)
class MovedItem:
    """One open task or wait that goes on in another unit; ``post_id`` holds it there, or nobody."""

    id: int
    subject_id: int
    kind: str
    old_unit_id: int
    unit_id: int
    post_id: int | None


_MOVE = """
WITH heir AS (
  SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[])
    AS h(old, field, place, new)
), post AS (
  SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS p(old, new, unit)
), found AS (
  SELECT w.id, w.unit_id AS old, w.post_id, after.new
  FROM workflow_workitem w JOIN workflow_instance i ON i.id = w.instance_id
  CROSS JOIN LATERAL (
    SELECT new FROM heir WHERE heir.old = w.unit_id
      AND heir.field IN ('', i.route->>'field_code')
      AND heir.place IN (0, (i.route->>'commune_id')::bigint)
    ORDER BY heir.field DESC, heir.place DESC LIMIT 1
  ) AS after
  WHERE w.state = 'open' AND w.unit_id = ANY(%s::bigint[])
)
UPDATE workflow_workitem w SET unit_id = found.new, post_id = post.new,
  taken_at = CASE WHEN post.new IS NOT NULL THEN w.taken_at END
FROM found LEFT JOIN post ON post.old = found.post_id AND post.unit = found.new
WHERE w.id = found.id
RETURNING w.id, w.subject_id, w.kind, found.old, found.new, w.post_id
"""


@part_of_command
def move_units(*, heirs: Sequence[Heir], posts: Sequence[tuple[int, int, int]]) -> list[MovedItem]:
    """Let open work of units that ended go on in those that follow them. One statement.

    Nothing is closed nor opened, and no due moment moves: it is the same work. Whoever held it
    holds it still where their post goes on in the same unit; else nobody does.

    :param heirs: where each old unit's work goes, by field and place of the dossier.
    :param posts: (old post, the post that follows it, its unit).
    """
    olds = sorted({heir.old_id for heir in heirs})
    columns = [list(column) for column in zip(*heirs, strict=True)] or [[], [], [], []]
    people = [list(column) for column in zip(*posts, strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [*columns, *people, olds])
        return [MovedItem(*row) for row in cursor.fetchall()]
