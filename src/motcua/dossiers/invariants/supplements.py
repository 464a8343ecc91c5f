"""What was asked of applicants afterwards, and dossiers that ended early: as the history says."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_CLOCK = """
SELECT d.code, 'clock' FROM dossiers_dossier d
LEFT JOIN dossiers_supplement s ON s.dossier_id = d.id AND s.answered_at IS NULL
WHERE d.ended_at IS NULL AND (d.clock = 'supplement') <> (s.id IS NOT NULL)
"""
_SAID = """
WITH said AS (
  SELECT year, subject_id, (payload->>'supplement')::int AS number,
    min(occurred_at) FILTER (WHERE kind = 'supplement.requested') AS requested_at,
    min(occurred_at) FILTER (WHERE kind = 'supplement.answered') AS answered_at,
    count(*) FILTER (WHERE kind = 'supplement.requested') AS times
  FROM kernel_historyentry WHERE kind IN ('supplement.requested', 'supplement.answered')
  GROUP BY 1, 2, 3
)
SELECT 'dossier ' || coalesce(s.dossier_id, e.subject_id), 'unsaid'
FROM dossiers_supplement s
FULL JOIN said e ON e.subject_id = s.dossier_id AND e.number = s.number
WHERE (s.requested_at, s.answered_at, 1) IS DISTINCT FROM (e.requested_at, e.answered_at, e.times)
"""
_PAPERS = """
SELECT 'supplement ' || s.id, 'nothing' FROM dossiers_supplement s
WHERE NOT EXISTS (SELECT FROM dossiers_supplementpaper p WHERE p.supplement_id = s.id)
UNION ALL
SELECT 'supplement ' || s.id, 'foreign' FROM dossiers_supplement s
JOIN dossiers_supplementpaper p ON p.supplement_id = s.id
JOIN dossiers_dossiercomponent c ON c.id = p.came_id
WHERE c.dossier_id <> s.dossier_id OR s.answered_at IS NULL
"""
_POLICY = """
SELECT d.code, 'policy' FROM kernel_historyentry e
JOIN dossiers_dossier d ON d.year = e.year AND d.id = e.subject_id
JOIN dossiers_ledgerentry l ON l.dossier_id = d.id AND l.history_seq = e.seq
WHERE e.kind = 'supplement.answered' AND l.kind IN ('resume', 'restart')
  AND l.kind <> d.supplement_policy
"""
_ENDS = """
SELECT d.code, 'end' FROM dossiers_dossier d
LEFT JOIN dossiers_earlyend e ON e.dossier_id = d.id AND e.undone_at IS NULL
WHERE CASE WHEN d.state IN ('refused', 'withdrawn', 'stopped')
  THEN (e.state, e.at) IS DISTINCT FROM (d.state, d.ended_at) ELSE e.id IS NOT NULL END
UNION ALL
SELECT d.code, 'process' FROM dossiers_dossier d
JOIN workflow_instance i ON i.subject_id = d.id
WHERE i.ended_as <> 'cancelled' AND d.state IN ('refused', 'withdrawn', 'stopped')
"""

INVARIANTS = (
    Invariant(
        "supplements",
        _("Mỗi lần yêu cầu bổ sung có giấy tờ cần bổ sung, có trong lịch sử, và dừng đồng hồ"),
        asked("SELECT count(*) FROM dossiers_supplement", _CLOCK, _SAID, _PAPERS, _POLICY),
        {
            "clock": _("đồng hồ không khớp với lần yêu cầu đang chờ"),
            "unsaid": _("lịch sử không ghi đúng một lần yêu cầu hoặc trả lời này"),
            "nothing": _("yêu cầu bổ sung mà không nêu giấy tờ nào"),
            "policy": _("đồng hồ chạy lại khác cách tính đã chốt khi tiếp nhận"),
            "foreign": _("giấy tờ bổ sung của hồ sơ khác, hoặc khi chưa trả lời"),
        },
    ),
    Invariant(
        "early_ends",
        _("Hồ sơ trả lại, rút hoặc dừng có đúng một lần kết thúc, và quy trình đã hủy"),
        asked("SELECT count(*) FROM dossiers_earlyend", _ENDS),
        {
            "end": _("trạng thái hoặc lúc kết thúc khác việc đã ghi"),
            "process": _("hồ sơ đã kết thúc mà quy trình chưa hủy"),
        },
    ),
)
