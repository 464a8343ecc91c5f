"""What officers see at once, made again from the rows it was made from, is the same."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

# The first reason counts: where it was received, else where it was put to work at reception, else
# who decides, else where it came to later. All of the first three are since the reception. Of two
# reasons of one moment either will do.
# Work that a reform moved gave its first unit the reason; who follows sees by following.
_UNITS = """
WITH moved AS (
  SELECT DISTINCT ON (what, id) what, id, old FROM (
    SELECT what, (m->>0)::bigint AS id, (m->>1)::bigint AS old, e.seq
    FROM kernel_historyentry e
    CROSS JOIN (VALUES ('moved'), ('papers'), ('questions')) AS kinds(what)
    CROSS JOIN LATERAL jsonb_array_elements(e.payload->what) AS m
    WHERE e.kind = 'dossier.moved'
  ) AS said ORDER BY what, id, seq
), work AS (
  SELECT w.id, w.subject_id, w.opened_at, coalesce(m.old, w.unit_id) AS unit_id
  FROM workflow_workitem w LEFT JOIN moved m ON m.what = 'moved' AND m.id = w.id
), reasons AS (
  SELECT id AS dossier_id, coalesce(first_received_unit_id, received_unit_id) AS unit_id,
    1 AS place, 'received' AS why, received_at AS since FROM dossiers_dossier
  UNION ALL
  SELECT e.subject_id, w.unit_id, 2, 'holds', e.occurred_at FROM kernel_historyentry e
  CROSS JOIN LATERAL jsonb_array_elements_text(e.payload->'items') AS opened(item)
  JOIN work w ON w.id = opened.item::bigint
  WHERE e.kind = 'dossier.received' AND w.unit_id IS NOT NULL
  UNION ALL
  SELECT id, coalesce(first_deciding_unit_id, deciding_unit_id), 3, 'decides', received_at
  FROM dossiers_dossier
  UNION ALL
  SELECT subject_id, unit_id, 4, 'holds', min(opened_at) FROM work
  WHERE unit_id IS NOT NULL GROUP BY 1, 2
  UNION ALL
  SELECT dossier_id, coalesce(m.old, c.unit_id), 4, 'consulted', min(asked_at)
  FROM dossiers_consultation c LEFT JOIN moved m ON m.what = 'questions' AND m.id = c.id
  GROUP BY 1, 2
  UNION ALL
  SELECT dossier_id, coalesce(m.old, h.to_unit_id), 4, 'holds', min(given_at)
  FROM dossiers_handover h LEFT JOIN moved m ON m.what = 'papers' AND m.id = h.id
  GROUP BY 1, 2
), ordered AS (
  SELECT *, rank() OVER (PARTITION BY dossier_id, unit_id ORDER BY place, since) AS nth FROM reasons
), rebuilt AS (
  SELECT r.dossier_id, r.unit_id, r.since, d.received_at, array_agg(r.why) AS whys FROM ordered r
  JOIN dossiers_dossier d ON d.id = r.dossier_id WHERE r.nth = 1 GROUP BY 1, 2, 3, 4
)
SELECT 'dossier ' || coalesce(r.dossier_id, u.dossier_id) || ' unit '
    || coalesce(r.unit_id, u.unit_id),
  CASE WHEN u.dossier_id IS NULL THEN 'missing' WHEN r.dossier_id IS NULL THEN 'too_many'
    ELSE 'reason' END
FROM rebuilt r FULL JOIN dossiers_dossierunit u
  ON u.dossier_id = r.dossier_id AND u.unit_id = r.unit_id
WHERE (r.since, r.received_at) IS DISTINCT FROM (u.since, u.received_at)
  OR u.why <> ALL (r.whys)
"""
_SEARCH = """
SELECT coalesce(d.code, 'dossier ' || s.dossier_id),
  CASE WHEN s.dossier_id IS NULL THEN 'missing' WHEN d.id IS NULL THEN 'too_many'
    ELSE 'words' END
FROM dossiers_dossier d FULL JOIN dossiers_dossiersearch s ON s.dossier_id = d.id
WHERE d.id IS NULL OR s.dossier_id IS NULL OR s.code_folded <> vn_fold(d.code)
  OR s.words <> to_tsvector('vn', d.owner_name || ' ' || d.submitter_name || ' '
                                  || d.procedure_name)
"""
_WORDS = """
SELECT 'dossiers_searchword', 'unknown'
FROM ts_stat('SELECT words FROM dossiers_dossiersearch') AS said
WHERE NOT EXISTS (SELECT FROM dossiers_searchword w WHERE w.word = said.word)
"""
_LABELS = """
SELECT 'item ' || r.item_id, 'row'
FROM dossiers_inboxrow r
JOIN dossiers_dossier d ON d.id = r.dossier_id
JOIN workflow_workitem w ON w.id = r.item_id
WHERE (r.item_public_id, r.dossier_public_id, r.code, r.procedure_name, r.field_code,
       r.owner_name, r.step_name, r.step_kind, r.due_at, r.labels)
  IS DISTINCT FROM
      (w.public_id, d.public_id, d.code, d.procedure_name, d.field_code,
       d.owner_name, w.name, w.step_kind, d.due_at,
       CASE WHEN w.kind = 'wait' THEN '["wait"]'::jsonb ELSE '[]'::jsonb END
         || CASE WHEN d.clock = 'supplement' THEN '["supplement"]'::jsonb ELSE '[]'::jsonb END)
  OR r.urgent_at IS DISTINCT FROM
       least(w.due_at, d.due_at, TIMESTAMPTZ '9999-01-01 00:00:00+00')
"""

INVARIANTS = (
    Invariant(
        "units",
        _("Đơn vị được xem hồ sơ, dựng lại từ lịch sử, không đổi"),
        asked("SELECT count(*) FROM dossiers_dossierunit", _UNITS),
        {
            "missing": _("đơn vị đã giữ hồ sơ mà không được xem"),
            "too_many": _("đơn vị được xem mà không có lý do"),
            "reason": _("lý do hoặc thời điểm được xem khác"),
        },
    ),
    Invariant(
        "search",
        _("Dữ liệu tìm kiếm, dựng lại từ hồ sơ, không đổi"),
        asked("SELECT count(*) FROM dossiers_dossiersearch", _SEARCH, _WORDS),
        {
            "missing": _("hồ sơ không tìm được"),
            "too_many": _("dữ liệu tìm kiếm không thuộc hồ sơ nào"),
            "words": _("từ khoá hoặc mã tìm kiếm khác hồ sơ"),
            "unknown": _("từ khoá không tìm được khi mới gõ phần đầu"),
        },
    ),
    Invariant(
        "labels",
        _("Nội dung hộp việc, dựng lại từ hồ sơ và bước công việc, không đổi"),
        asked("SELECT count(*) FROM dossiers_inboxrow", _LABELS),
        {"row": _("dòng hộp việc khác hồ sơ hoặc bước")},
    ),
)
