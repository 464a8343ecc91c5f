"""No dossier is lost from sight: each open one has somebody who comes next, and a date."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_PARTY = """
SELECT d.code, 'nobody' FROM dossiers_dossier d
WHERE d.ended_at IS NULL AND NOT EXISTS (
  SELECT FROM workflow_workitem w WHERE w.subject_id = d.id AND w.state = 'open'
    AND (w.unit_id IS NOT NULL OR w.kind = 'wait'))
UNION ALL
SELECT d.code, 'no_counter' FROM dossiers_dossier d
WHERE d.handback = 'ready'
  AND EXISTS (SELECT FROM workflow_instance i WHERE i.subject_id = d.id AND i.ended_at IS NULL)
  AND NOT EXISTS (SELECT FROM workflow_workitem w
    WHERE w.subject_id = d.id AND w.state = 'open' AND w.step_kind = 'return')
UNION ALL
SELECT d.code, 'left_over' FROM dossiers_dossier d
WHERE d.ended_at IS NOT NULL AND EXISTS (
  SELECT FROM workflow_workitem w WHERE w.subject_id = d.id AND w.state = 'open'
    AND (w.step_kind <> 'return' OR d.handback <> 'ready'))
"""
# Without a date for a reason: the clock stands still, or the running promise has no published term.
_DATE = """
SELECT d.code, 'no_date' FROM dossiers_dossier d
WHERE d.ended_at IS NULL AND d.due_at IS NULL AND d.clock = 'running' AND NOT EXISTS (
  SELECT FROM dossiers_promise p WHERE p.dossier_id = d.id AND p.starts_at IS NOT NULL
    AND p.kept_at IS NULL AND p."limit" IS NULL)
UNION ALL
SELECT d.code, 'no_promise' FROM dossiers_dossier d
WHERE NOT EXISTS (SELECT FROM dossiers_promise p WHERE p.dossier_id = d.id AND p.number = 1)
"""

INVARIANTS = (
    Invariant(
        "nexts",
        _("Mỗi hồ sơ đang mở có người phải làm tiếp và có ngày hẹn, hoặc lý do không có"),
        asked("SELECT count(*) FROM dossiers_dossier", _PARTY, _DATE),
        {
            "nobody": _("hồ sơ đang mở mà không ai phải làm tiếp"),
            "no_counter": _("có kết quả nhưng không quầy nào phải trả"),
            "left_over": _("hồ sơ đã kết thúc mà còn việc đang mở"),
            "no_date": _("không có hạn và không có lý do"),
            "no_promise": _("không có lần hẹn nào"),
        },
    ),
)
