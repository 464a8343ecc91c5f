"""Letters of apology: as often as the rule allows, each sent one with its new promise."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_TWICE = """
SELECT d.code, 'twice' FROM dossiers_apology a JOIN dossiers_dossier d ON d.id = a.dossier_id
GROUP BY d.id, d.code HAVING count(*) > (
  SELECT coalesce(max((value #>> '{}')::int), 1) FROM kernel_rule WHERE code = 'extension.most'
)
"""
_UNPROMISED = """
SELECT d.code, 'unpromised' FROM dossiers_apology a JOIN dossiers_dossier d ON d.id = a.dossier_id
WHERE a.state = 'sent' AND NOT EXISTS (
  SELECT FROM dossiers_extension e
  WHERE e.dossier_id = a.dossier_id AND e.promise = a.promise AND e.at = a.sent_at
)
"""
_UNSAID = """
SELECT d.code, 'unsaid' FROM dossiers_apology a JOIN dossiers_dossier d ON d.id = a.dossier_id
WHERE a.state = 'sent' AND NOT EXISTS (
  SELECT FROM kernel_historyentry e
  WHERE e.year = d.year AND e.subject_id = d.id AND e.kind = 'promise.extended'
    AND e.occurred_at = a.sent_at
)
UNION ALL
SELECT d.code, 'unsaid' FROM dossiers_apologywaiver w
JOIN dossiers_dossier d ON d.id = w.dossier_id
WHERE NOT EXISTS (
  SELECT FROM kernel_historyentry e
  WHERE e.year = d.year AND e.subject_id = d.id AND e.kind = 'apology.waived'
    AND e.occurred_at = w.at
)
"""

INVARIANTS = (
    Invariant(
        "apologies",
        _("Mỗi hồ sơ chỉ xin lỗi đúng số lần cho phép; thư đã gửi có ngày hẹn lại và có lịch sử"),
        asked("SELECT count(*) FROM dossiers_apology", _TWICE, _UNPROMISED, _UNSAID),
        {
            "twice": _("nhiều thư xin lỗi hơn số lần cho phép"),
            "unpromised": _("thư đã gửi mà không có lần hẹn lại"),
            "unsaid": _("lịch sử không ghi thư đã gửi hoặc việc cho trình không có thư"),
        },
    ),
)
