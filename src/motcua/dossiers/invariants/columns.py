"""The dossier's own columns are a cache: what the history says, and the promise that runs."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

# The last act that left nothing open but the return of the result ended the processing.
_SAID = """
WITH acts AS (
  SELECT e.year, e.subject_id,
    min(e.occurred_at) FILTER (WHERE e.seq = 1 AND e.kind = 'dossier.received') AS received_at,
    bool_or(e.kind IN ('step.finished', 'step.sent_back', 'supplement.requested',
      'step.forwarded', 'dossier.reopened')) AS worked,
    (array_agg(split_part(e.kind, '.', 2) ORDER BY e.seq DESC) FILTER (WHERE e.kind IN
      ('dossier.refused', 'dossier.withdrawn', 'dossier.stopped', 'dossier.reopened')))[1] AS early,
    (array_agg(e.occurred_at ORDER BY e.seq DESC) FILTER (WHERE e.kind IN
      ('dossier.refused', 'dossier.withdrawn', 'dossier.stopped', 'dossier.reopened')))[1]
      AS early_at,
    (array_agg(e.occurred_at ORDER BY e.seq DESC)
      FILTER (WHERE e.kind IN ('step.finished', 'wait.ended')))[1] AS last_step_at,
    (array_agg(e.payload->>'outcome' ORDER BY e.seq DESC)
      FILTER (WHERE e.kind IN ('result.recorded', 'result.corrected')))[1] AS outcome,
    min(e.occurred_at) FILTER (WHERE e.kind = 'result.returned') AS collected_at
  FROM kernel_historyentry e GROUP BY 1, 2
), unfinished AS (
  SELECT subject_id FROM workflow_workitem WHERE state = 'open' AND step_kind <> 'return'
  UNION
  SELECT subject_id FROM workflow_instance WHERE ended_as = 'cancelled'
), said AS (
  SELECT a.*, CASE WHEN u.subject_id IS NULL THEN a.last_step_at END AS done_at
  FROM acts a LEFT JOIN unfinished u ON u.subject_id = a.subject_id
)
SELECT d.code, wrong.fault FROM dossiers_dossier d
LEFT JOIN said s ON s.year = d.year AND s.subject_id = d.id
CROSS JOIN LATERAL (VALUES
  ('received_at', d.received_at IS DISTINCT FROM s.received_at),
  ('state', d.state IS DISTINCT FROM CASE WHEN s.done_at IS NOT NULL THEN 'done'
     WHEN s.early <> 'reopened' THEN s.early WHEN s.worked THEN 'processing' ELSE 'accepted' END),
  ('done', d.done_at IS DISTINCT FROM s.done_at
     OR d.ended_at IS DISTINCT FROM coalesce(s.done_at,
       CASE WHEN s.early <> 'reopened' THEN s.early_at END)
     OR d.done_on IS DISTINCT FROM (s.done_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date),
  ('outcome', d.outcome IS DISTINCT FROM
     CASE WHEN s.done_at IS NOT NULL THEN s.outcome ELSE '' END),
  ('handback', d.collected_at IS DISTINCT FROM s.collected_at
     OR d.handback IS DISTINCT FROM CASE WHEN s.collected_at IS NOT NULL THEN 'collected'
        WHEN s.done_at IS NOT NULL THEN 'ready' ELSE 'none' END)
) AS wrong(fault, is_wrong) WHERE wrong.is_wrong
"""

_MONEY = """
WITH settled AS (
  SELECT DISTINCT e.year, e.subject_id
  FROM kernel_historyentry e
  CROSS JOIN LATERAL jsonb_array_elements_text(e.payload->'closed') AS closed(item)
  JOIN workflow_workitem w ON w.id = closed.item::bigint AND w.step_kind = 'finance'
  WHERE e.kind = 'wait.ended'
)
SELECT d.code, 'money' FROM dossiers_dossier d
LEFT JOIN settled s ON s.year = d.year AND s.subject_id = d.id
WHERE d.money IS DISTINCT FROM CASE WHEN NOT d.financial_obligation THEN 'none'
  WHEN s.subject_id IS NOT NULL THEN 'settled' ELSE 'due' END
"""

_FROZEN = """
SELECT d.code, 'frozen' FROM dossiers_dossier d
JOIN kernel_historyentry e ON e.year = d.year AND e.subject_id = d.id AND e.seq = 1
WHERE (e.payload->>'version', e.payload->>'definition', e.payload->>'received_unit',
       e.payload->>'deciding_unit')
  IS DISTINCT FROM (d.procedure_version_id::text, d.definition_id::text,
                    coalesce(d.first_received_unit_id, d.received_unit_id)::text,
                    coalesce(d.first_deciding_unit_id, d.deciding_unit_id)::text)
"""

# While it is open, of the first promise that has started and is not kept; then of the last one.
_DUE = """
WITH shown AS (
  SELECT DISTINCT ON (p.dossier_id) p.dossier_id, p.due_at
  FROM dossiers_promise p JOIN dossiers_dossier d ON d.id = p.dossier_id
  WHERE p.starts_at IS NOT NULL AND (p.kept_at IS NULL OR d.ended_at IS NOT NULL)
  ORDER BY p.dossier_id, CASE WHEN d.ended_at IS NULL THEN p.number ELSE -p.number END
)
SELECT d.code, 'due' FROM dossiers_dossier d LEFT JOIN shown s ON s.dossier_id = d.id
WHERE d.due_at IS DISTINCT FROM s.due_at
  OR d.due_on IS DISTINCT FROM (s.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
"""

_CLOCK = """
WITH last AS (
  SELECT DISTINCT ON (dossier_id) dossier_id, kind FROM dossiers_ledgerentry
  ORDER BY dossier_id, no DESC
)
SELECT d.code, 'clock' FROM dossiers_dossier d LEFT JOIN last ON last.dossier_id = d.id
WHERE d.ended_at IS NULL
  AND (d.clock = 'running') IS DISTINCT FROM (last.kind NOT IN ('pause', 'end'))
"""

INVARIANTS = (
    Invariant(
        "columns",
        _("Các cột của hồ sơ đúng như lịch sử, sổ thời gian và lần hẹn đang chạy"),
        asked("SELECT count(*) FROM dossiers_dossier", _SAID, _MONEY, _FROZEN, _DUE, _CLOCK),
        {
            "received_at": _("thời điểm tiếp nhận khác lịch sử"),
            "state": _("trạng thái khác lịch sử"),
            "done": _("thời điểm xử lý xong khác lịch sử"),
            "outcome": _("kết luận khác lịch sử"),
            "handback": _("việc trả kết quả khác lịch sử"),
            "money": _("nghĩa vụ tài chính khác lịch sử"),
            "frozen": _("thủ tục, quy trình hoặc đơn vị khác lúc tiếp nhận"),
            "due": _("hạn trả khác lần hẹn đang chạy"),
            "clock": _("đồng hồ khác sổ thời gian"),
        },
    ),
)
