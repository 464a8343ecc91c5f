"""What was acknowledged to somebody is there, and there once."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_RECEPTIONS = """
WITH answers AS (
  SELECT id, answer, (answer->>'dossier_id')::bigint AS dossier_id
  FROM kernel_idempotencykey WHERE scope IN ('dossiers.receive', 'dossiers.express')
)
SELECT 'key ' || a.id, 'lost' FROM answers a
LEFT JOIN dossiers_dossier d ON d.id = a.dossier_id AND d.code = a.answer->>'code'
  AND d.public_id = a.answer->>'public_id' AND d.track_token = a.answer->>'track_token'
WHERE d.id IS NULL
UNION ALL
SELECT 'dossier ' || dossier_id, 'doubled' FROM answers GROUP BY dossier_id HAVING count(*) > 1
UNION ALL
SELECT d.code, 'receptions' FROM dossiers_dossier d
LEFT JOIN kernel_historyentry e
  ON e.year = d.year AND e.subject_id = d.id AND e.kind = 'dossier.received'
GROUP BY d.id, d.code HAVING count(e.seq) <> 1 OR min(e.seq) <> 1
"""
_STEPS = """
SELECT 'key ' || id, 'unanswered' FROM kernel_idempotencykey
WHERE scope LIKE 'dossiers.%' AND answer IS NULL
UNION ALL
SELECT 'command ' || command_id, 'command_twice' FROM kernel_historyentry
GROUP BY command_id HAVING count(*) > 1
"""
_HANDOVERS = """
WITH said AS (
  SELECT (payload->>'handover')::bigint AS id, count(*) AS times, min(occurred_at) AS at
  FROM kernel_historyentry WHERE kind = 'handover.confirmed' GROUP BY 1
)
SELECT 'handover ' || coalesce(h.id, s.id), 'handover'
FROM (SELECT * FROM dossiers_handover WHERE confirmed_at IS NOT NULL) h
FULL JOIN said s ON s.id = h.id
WHERE (h.confirmed_at, 1) IS DISTINCT FROM (s.at, s.times)
"""

INVARIANTS = (
    Invariant(
        "acts",
        _("Mọi việc đã báo là xong đều có, và chỉ có một lần"),
        asked(
            "SELECT count(*) FROM kernel_idempotencykey WHERE scope LIKE 'dossiers.%'",
            _RECEPTIONS,
            _STEPS,
            _HANDOVERS,
        ),
        {
            "lost": _("đã báo tiếp nhận nhưng không có hồ sơ ấy"),
            "doubled": _("một hồ sơ được báo cho nhiều lần gửi"),
            "receptions": _("lịch sử không có đúng một lần tiếp nhận ở đầu"),
            "unanswered": _("lần gửi đã ghi mà không có câu trả lời"),
            "command_twice": _("một lệnh ghi hai lần vào lịch sử"),
            "handover": _("lịch sử không ghi đúng một lần xác nhận bàn giao"),
        },
    ),
)
