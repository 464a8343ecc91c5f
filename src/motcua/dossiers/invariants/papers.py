"""Papers in the citizen's hand: each dossier's receipt, and results of what is decided."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_RECEIPTS = """
SELECT d.code, 'receipt' FROM dossiers_dossier d
LEFT JOIN documents_issuedslip s ON s.subject_id = d.id AND s.kind = 'receipt' AND s.number = 1
WHERE s.id IS NULL OR s.data->>'code' IS DISTINCT FROM d.code OR s.issued_at <> d.received_at
UNION ALL
SELECT 'slip ' || s.id, 'nobodys' FROM documents_issuedslip s
WHERE NOT CASE
  WHEN s.kind = 'handover_list'
    THEN EXISTS (SELECT FROM dossiers_handoverlist l WHERE l.id = s.subject_id)
  WHEN s.kind IN ('guide_supplement', 'guide_refusal')
    THEN EXISTS (SELECT FROM dossiers_guidance g WHERE g.id = s.subject_id)
  ELSE EXISTS (SELECT FROM dossiers_dossier d WHERE d.id = s.subject_id) END
UNION ALL
SELECT d.code, 'no_papers' FROM dossiers_dossier d
WHERE NOT EXISTS (SELECT FROM dossiers_dossiercomponent c WHERE c.dossier_id = d.id)
"""
_RESULTS = """
SELECT d.code, 'undecided' FROM dossiers_dossier d
LEFT JOIN dossiers_result r ON r.dossier_id = d.id
WHERE d.state = 'done' AND r.outcome IS DISTINCT FROM d.outcome
UNION ALL
SELECT d.code, 'handed_out' FROM dossiers_dossier d
LEFT JOIN dossiers_collection c ON c.dossier_id = d.id
WHERE c.at IS DISTINCT FROM d.collected_at
  OR (d.state <> 'done' AND (c.id IS NOT NULL OR d.handback <> 'none'))
UNION ALL
SELECT coalesce(d.code, 'dossier ' || coalesce(r.dossier_id, e.subject_id)), 'unsaid'
FROM dossiers_result r
FULL JOIN (SELECT subject_id, count(*) AS times,
             count(*) FILTER (WHERE kind = 'result.corrected') AS corrected,
             (array_agg(payload->>'outcome' ORDER BY seq DESC))[1] AS outcome,
             max(occurred_at) AS at
           FROM kernel_historyentry WHERE kind IN ('result.recorded', 'result.corrected')
           GROUP BY 1) e
  ON e.subject_id = r.dossier_id
LEFT JOIN (SELECT dossier_id, count(*) AS many FROM dossiers_pastresult GROUP BY 1) p
  ON p.dossier_id = r.dossier_id
LEFT JOIN dossiers_dossier d ON d.id = coalesce(r.dossier_id, e.subject_id)
WHERE (r.outcome, r.recorded_at, coalesce(p.many, 0), coalesce(p.many, 0) + 1)
  IS DISTINCT FROM (e.outcome, e.at, e.corrected, e.times)
"""

INVARIANTS = (
    Invariant(
        "receipts",
        _("Mỗi hồ sơ có giấy tiếp nhận và hẹn trả của chính nó"),
        asked("SELECT count(*) FROM dossiers_dossier", _RECEIPTS),
        {
            "receipt": _("thiếu giấy tiếp nhận, hoặc giấy ghi mã hay ngày khác"),
            "nobodys": _("giấy đã cấp không thuộc hồ sơ nào"),
            "no_papers": _("hồ sơ không có thành phần nào"),
        },
    ),
    Invariant(
        "results",
        _("Chỉ hồ sơ đã xử lý xong mới trả kết quả, và kết quả là điều đã quyết định"),
        asked("SELECT count(*) FROM dossiers_result", _RESULTS),
        {
            "undecided": _("đã xử lý xong mà không có kết quả, hoặc kết luận khác"),
            "handed_out": _("trả kết quả khi chưa xong, hoặc việc trả không khớp"),
            "unsaid": _("lịch sử không ghi đúng một lần kết quả này"),
        },
    ),
)
