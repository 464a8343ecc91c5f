"""The history's chain: no entry changed, none taken out, none put between."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_CHAIN = """
WITH chain AS (
  SELECT e.year, e.subject_id, e.seq, e.hash, e.prev_hash, kernel_history_digest(e) AS digest,
    lag(e.hash, 1, ''::bytea) OVER w AS before, row_number() OVER w AS place
  FROM kernel_historyentry e WINDOW w AS (PARTITION BY e.year, e.subject_id ORDER BY e.seq)
)
SELECT year || '/' || subject_id || '/' || seq, wrong.fault FROM chain
CROSS JOIN LATERAL (VALUES
  ('changed', digest <> hash), ('cut', prev_hash <> before), ('numbering', seq <> place)
) AS wrong(fault, is_wrong) WHERE wrong.is_wrong
"""

INVARIANTS = (
    Invariant(
        "chain",
        _("Chuỗi băm lịch sử của từng hồ sơ còn nguyên"),
        asked("SELECT count(*) FROM kernel_historyentry", _CHAIN),
        {
            "changed": _("nội dung một dòng lịch sử bị sửa"),
            "cut": _("dòng lịch sử không nối với dòng trước"),
            "numbering": _("số thứ tự không liền nhau"),
        },
    ),
)
