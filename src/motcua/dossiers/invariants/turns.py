"""Promises given again and opinions that were asked for: as the history says."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_EXTENSIONS = """
WITH given AS (
  SELECT DISTINCT ON (dossier_id, promise) dossier_id, promise, until_at
  FROM dossiers_extension ORDER BY dossier_id, promise, no DESC
)
SELECT d.code, 'again' FROM dossiers_promise p
JOIN dossiers_dossier d ON d.id = p.dossier_id
LEFT JOIN given g ON g.dossier_id = p.dossier_id AND g.promise = p.number
WHERE p.again_at IS DISTINCT FROM g.until_at
UNION ALL
SELECT 'dossier ' || coalesce(x.dossier_id, e.subject_id), 'unsaid'
FROM dossiers_extension x
FULL JOIN (SELECT subject_id, (payload->>'promise')::int AS promise, occurred_at
           FROM kernel_historyentry WHERE kind = 'promise.extended') e
  ON e.subject_id = x.dossier_id AND e.promise = x.promise AND e.occurred_at = x.at
WHERE x.id IS NULL OR e.subject_id IS NULL
"""
_LENGTHENINGS = """
WITH said AS (
  SELECT subject_id, (payload->>'no')::int AS no, kind, seq, occurred_at
  FROM kernel_historyentry WHERE kind IN ('term.lengthened', 'term.taken_back')
), kept AS (
  SELECT dossier_id, no, 'term.lengthened' AS kind, history_seq AS seq, at, was_at, now_at,
    'lengthen' AS turn FROM dossiers_lengthening
  UNION ALL
  SELECT dossier_id, no, 'term.taken_back', taken_back_seq, taken_back_at, NULL, NULL, 'shorten'
  FROM dossiers_lengthening WHERE taken_back_at IS NOT NULL
)
SELECT 'dossier ' || coalesce(k.dossier_id, e.subject_id), 'unsaid'
FROM kept k FULL JOIN said e
  ON (e.subject_id, e.no, e.kind, e.seq, e.occurred_at) = (k.dossier_id, k.no, k.kind, k.seq, k.at)
WHERE k.dossier_id IS NULL OR e.subject_id IS NULL
UNION ALL
SELECT 'dossier ' || coalesce(k.dossier_id, l.dossier_id), 'unturned'
FROM kept k FULL JOIN (
  SELECT * FROM dossiers_ledgerentry WHERE kind IN ('lengthen', 'shorten')
) l ON (l.dossier_id, l.history_seq, l.kind) = (k.dossier_id, k.seq, k.turn)
WHERE k.dossier_id IS NULL OR l.dossier_id IS NULL
  OR (k.turn = 'lengthen' AND (k.was_at, k.now_at) IS DISTINCT FROM (l.was_at, l.now_at))
UNION ALL
SELECT 'dossier ' || l.dossier_id, 'foreign' FROM dossiers_lengthening l
JOIN dossiers_dossier d ON d.id = l.dossier_id
JOIN catalog_conditionalterm c ON c.id = l.condition_id
WHERE (c.version_id, c.way, c."limit") IS DISTINCT FROM
  (d.procedure_version_id, l.way, l."limit")
"""
_CONSULTATIONS = """
WITH said AS (
  SELECT subject_id, (payload->>'consultation')::int AS number,
    min(occurred_at) FILTER (WHERE kind = 'consultation.asked') AS asked_at,
    min(occurred_at) FILTER (WHERE kind = 'consultation.answered') AS answered_at,
    count(*) FILTER (WHERE kind = 'consultation.asked') AS times
  FROM kernel_historyentry WHERE kind IN ('consultation.asked', 'consultation.answered')
  GROUP BY 1, 2
)
SELECT 'dossier ' || coalesce(c.dossier_id, e.subject_id), 'unsaid'
FROM dossiers_consultation c
FULL JOIN said e ON e.subject_id = c.dossier_id AND e.number = c.number
WHERE (c.asked_at, c.answered_at, 1) IS DISTINCT FROM (e.asked_at, e.answered_at, e.times)
"""

INVARIANTS = (
    Invariant(
        "extensions",
        _("Mỗi lần hẹn lại có văn bản, có trong lịch sử, và là ngày hẹn lại đang ghi"),
        asked("SELECT count(*) FROM dossiers_extension", _EXTENSIONS),
        {
            "again": _("ngày hẹn lại khác lần gia hạn cuối"),
            "unsaid": _("lịch sử không ghi lần hẹn lại này"),
        },
    ),
    Invariant(
        "lengthenings",
        _("Mỗi lần kéo dài thời hạn theo điều kiện của thủ tục có trong danh mục, lịch sử và sổ"),
        asked("SELECT count(*) FROM dossiers_lengthening", _LENGTHENINGS),
        {
            "unsaid": _("lịch sử không ghi lần kéo dài hoặc hủy này"),
            "unturned": _("sổ thời gian không ghi đúng lần kéo dài hoặc hủy này"),
            "foreign": _("điều kiện không thuộc phiên bản thủ tục của hồ sơ, hoặc đã khác"),
        },
    ),
    Invariant(
        "consultations",
        _("Mỗi lần xin ý kiến và trả lời đều có trong lịch sử"),
        asked("SELECT count(*) FROM dossiers_consultation", _CONSULTATIONS),
        {"unsaid": _("lịch sử không ghi đúng một lần hỏi hoặc trả lời này")},
    ),
)
