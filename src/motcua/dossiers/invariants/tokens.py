"""Where a process stands: tokens, work items and instances tell the same story."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_INSTANCES = """
SELECT d.code, 'instance' FROM dossiers_dossier d
LEFT JOIN workflow_instance i ON i.subject_id = d.id
GROUP BY d.id, d.code, d.definition_id
HAVING count(i.id) <> 1 OR min(i.definition_id) <> d.definition_id
UNION ALL
SELECT 'instance ' || i.id, 'nobodys' FROM workflow_instance i
WHERE NOT EXISTS (SELECT FROM dossiers_dossier d WHERE d.id = i.subject_id)
"""
_LIVE = """
SELECT 'instance ' || i.id, 'alive' FROM workflow_instance i
LEFT JOIN (SELECT DISTINCT instance_id FROM workflow_token WHERE left_at IS NULL) t
  ON t.instance_id = i.id
WHERE (i.ended_at IS NULL) <> (t.instance_id IS NOT NULL)
"""
_ITEMS = """
SELECT 'token ' || t.id, 'token_item'
FROM workflow_token t LEFT JOIN workflow_workitem w ON w.token_id = t.id
WHERE (t.arrived_by = '') <> (w.id IS NOT NULL)
  OR (w.state = 'open') <> (t.left_at IS NULL)
UNION ALL
SELECT 'item ' || w.id, 'place'
FROM workflow_workitem w
LEFT JOIN workflow_token t ON t.id = w.token_id
LEFT JOIN workflow_instance i ON i.id = w.instance_id
WHERE (w.instance_id, w.node_id, w.opened_at, w.subject_id)
    IS DISTINCT FROM (t.instance_id, t.node_id, t.arrived_at, i.subject_id)
  OR (w.finished_at <> t.left_at)
"""

INVARIANTS = (
    Invariant(
        "tokens",
        _("Vị trí trong quy trình khớp với các bước công việc"),
        asked("SELECT count(*) FROM workflow_token", _INSTANCES, _LIVE, _ITEMS),
        {
            "instance": _("hồ sơ không chạy đúng một quy trình đã ghi lúc tiếp nhận"),
            "nobodys": _("quy trình không thuộc hồ sơ nào"),
            "alive": _("quy trình đang chạy hay đã hết không khớp với vị trí"),
            "token_item": _("vị trí và bước công việc không khớp nhau"),
            "place": _("bước công việc khác vị trí của nó về nơi hoặc lúc"),
        },
    ),
)
