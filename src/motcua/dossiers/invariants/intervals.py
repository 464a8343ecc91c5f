"""Times of steps: each in order, opened and closed by one act, none done twice at once."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_ORDER = """
SELECT 'item ' || id, 'order' FROM workflow_workitem
WHERE taken_at < opened_at OR finished_at < opened_at OR finished_at < taken_at
"""
_OVERLAP = """
SELECT 'item ' || id, 'overlap' FROM (
  SELECT id, opened_at, lag(coalesce(finished_at, 'infinity'), 1, '-infinity')
    OVER (PARTITION BY instance_id, node_id ORDER BY opened_at, id) AS before
  FROM workflow_workitem
) AS visits WHERE before > opened_at
"""
# One act closes what was done and opens what comes next, at one moment: so within a branch the
# next step never begins before the one before it has ended.
_OPENED = """
WITH said AS (
  SELECT opened.item::bigint AS item, count(*) AS times, min(e.subject_id) AS subject_id,
    min(e.occurred_at) AS at
  FROM kernel_historyentry e
  CROSS JOIN LATERAL jsonb_array_elements_text(
    CASE e.kind WHEN 'dossier.received' THEN e.payload->'items' ELSE e.payload->'opened' END
  ) AS opened(item)
  GROUP BY 1
)
SELECT 'item ' || coalesce(w.id, s.item), 'opened'
FROM workflow_workitem w FULL JOIN said s ON s.item = w.id
WHERE (w.id, w.subject_id, w.opened_at, 1)
  IS DISTINCT FROM (s.item, s.subject_id, s.at, s.times)
"""
# The return of the result ends its step without naming it; a process that is cancelled names none.
_CLOSED = """
WITH said AS (
  SELECT closed.item::bigint AS item, count(*) AS times, min(e.subject_id) AS subject_id,
    min(e.occurred_at) AS at
  FROM kernel_historyentry e
  CROSS JOIN LATERAL jsonb_array_elements_text(e.payload->'closed') AS closed(item)
  GROUP BY 1
), ended AS (
  SELECT w.id, w.subject_id, w.finished_at FROM workflow_workitem w
  WHERE w.state IN ('done', 'sent_back') AND NOT (w.step_kind = 'return' AND EXISTS (
    SELECT FROM kernel_historyentry e WHERE e.subject_id = w.subject_id
      AND e.kind = 'result.returned' AND e.occurred_at = w.finished_at))
)
SELECT 'item ' || coalesce(w.id, s.item), 'closed'
FROM ended w FULL JOIN said s ON s.item = w.id
WHERE (w.id, w.subject_id, w.finished_at, 1)
  IS DISTINCT FROM (s.item, s.subject_id, s.at, s.times)
"""

INVARIANTS = (
    Invariant(
        "intervals",
        _("Thời gian các bước nối tiếp đúng thứ tự, mỗi bước do một hành vi mở và đóng"),
        asked("SELECT count(*) FROM workflow_workitem", _ORDER, _OVERLAP, _OPENED, _CLOSED),
        {
            "order": _("nhận trước khi mở, hoặc xong trước khi nhận"),
            "overlap": _("cùng một bước mở hai lần một lúc"),
            "opened": _("lịch sử không ghi đúng một lần việc mở bước"),
            "closed": _("lịch sử không ghi đúng một lần việc đóng bước"),
        },
    ),
)
