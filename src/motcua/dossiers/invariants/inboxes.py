"""Each open step lies in exactly one inbox, where its unit, role and holder find it."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

# A wait for somebody outside lies at the counter that received the dossier.
_ROWS = """
WITH open AS (
  SELECT w.id, w.subject_id, w.post_id, w.due_at, w.opened_at,
    CASE WHEN w.kind = 'wait' THEN d.received_unit_id ELSE w.unit_id END AS unit_id,
    CASE WHEN w.kind = 'wait' THEN 'counter' ELSE w.role END AS role
  FROM workflow_workitem w LEFT JOIN dossiers_dossier d ON d.id = w.subject_id
  WHERE w.state = 'open'
)
SELECT 'item ' || coalesce(o.id, r.item_id), wrong.fault
FROM open o FULL JOIN dossiers_inboxrow r ON r.item_id = o.id
CROSS JOIN LATERAL (VALUES
  ('missing', r.item_id IS NULL),
  ('orphan', o.id IS NULL),
  ('where', (o.subject_id, o.unit_id, o.role) IS DISTINCT FROM (r.dossier_id, r.unit_id, r.role)),
  ('holder', o.post_id IS DISTINCT FROM r.post_id),
  ('step_due', (o.due_at, o.opened_at) IS DISTINCT FROM (r.step_due_at, r.opened_at))
) AS wrong(fault, is_wrong)
WHERE wrong.is_wrong AND (wrong.fault IN ('missing', 'orphan') OR r.item_id = o.id)
"""

INVARIANTS = (
    Invariant(
        "inboxes",
        _("Mỗi bước đang mở nằm trong đúng một hộp việc, không hộp việc nào thừa"),
        asked("SELECT count(*) FROM dossiers_inboxrow", _ROWS),
        {
            "missing": _("bước đang mở mà không ở hộp việc nào"),
            "orphan": _("dòng hộp việc của bước đã xong hoặc không có"),
            "where": _("ở hộp việc của đơn vị hoặc vai trò khác"),
            "holder": _("hộp việc ghi người giữ khác"),
            "step_due": _("hộp việc ghi hạn hoặc lúc mở khác"),
        },
    ),
)
