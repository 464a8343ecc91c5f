"""The ledger of the clock: each turn follows from the one before, and from an act."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_TURNS = """
WITH turns AS (
  SELECT l.*, row_number() OVER (PARTITION BY dossier_id ORDER BY no) AS place,
    lag(at) OVER (PARTITION BY dossier_id ORDER BY no) AS at_before,
    kind IN ('calendar', 'lengthen', 'shorten') AS moves,
    coalesce(lag(kind) OVER (PARTITION BY dossier_id, promise,
      kind IN ('calendar', 'lengthen', 'shorten') ORDER BY no), '') AS kind_before,
    first_value(kind) OVER (PARTITION BY dossier_id, promise ORDER BY no) AS kind_first
  FROM dossiers_ledgerentry l
)
SELECT d.code || '/' || t.no, wrong.fault
FROM turns t JOIN dossiers_dossier d ON d.id = t.dossier_id
CROSS JOIN LATERAL (VALUES
  ('numbering', t.no <> t.place),
  ('backwards', t.at < t.at_before),
  ('turn', t.moves AND t.kind_first <> 'start'),
  ('turn', NOT t.moves AND NOT CASE t.kind_before
     WHEN '' THEN t.kind = 'start'
     WHEN 'pause' THEN t.kind IN ('resume', 'restart', 'end')
     WHEN 'end' THEN t.kind = 'resume'
     ELSE t.kind IN ('pause', 'extend', 'restart', 'end') END)
) AS wrong(fault, is_wrong) WHERE wrong.is_wrong
"""
_ACTS = """
SELECT d.code || '/' || l.no, 'act'
FROM dossiers_ledgerentry l JOIN dossiers_dossier d ON d.id = l.dossier_id
LEFT JOIN kernel_historyentry e
  ON e.year = d.year AND e.subject_id = d.id AND e.seq = l.history_seq
WHERE e.occurred_at IS DISTINCT FROM l.at
"""
_PROMISES = """
WITH ends AS (
  SELECT dossier_id, promise, min(at) FILTER (WHERE kind = 'start') AS starts_at,
    CASE WHEN (array_agg(kind ORDER BY no DESC))[1] = 'end' THEN max(at) END AS kept_at
  FROM dossiers_ledgerentry GROUP BY 1, 2
)
SELECT d.code || '/' || coalesce(p.number, e.promise), 'promise'
FROM dossiers_promise p FULL JOIN ends e ON e.dossier_id = p.dossier_id AND e.promise = p.number
JOIN dossiers_dossier d ON d.id = coalesce(p.dossier_id, e.dossier_id)
WHERE (p.starts_at, p.kept_at) IS DISTINCT FROM (e.starts_at, e.kept_at)
"""

_MOVES = """
WITH moves AS (
  SELECT l.dossier_id, l.promise, l.no, l.edition,
    lag(l.edition) OVER (PARTITION BY l.dossier_id, l.promise ORDER BY l.no) AS before
  FROM dossiers_ledgerentry l WHERE l.kind = 'calendar'
)
SELECT d.code || '/' || m.no, 'edition'
FROM moves m JOIN dossiers_dossier d ON d.id = m.dossier_id
JOIN dossiers_promise p ON p.dossier_id = m.dossier_id AND p.number = m.promise
LEFT JOIN organizations_calendarchange c ON c.number = m.edition
WHERE c.id IS NULL OR m.edition <= coalesce(m.before, p.original_edition)
  OR m.edition > p.calendar_edition
"""

INVARIANTS = (
    Invariant(
        "ledger",
        _("Sổ thời gian nối tiếp đúng (bắt đầu, dừng, chạy tiếp, kết thúc), mỗi dòng có hành vi"),
        asked("SELECT count(*) FROM dossiers_ledgerentry", _TURNS, _ACTS, _PROMISES, _MOVES),
        {
            "numbering": _("số thứ tự không liền nhau"),
            "backwards": _("thời điểm lùi lại"),
            "turn": _("lần dừng hoặc chạy không nối tiếp được lần trước"),
            "edition": _("chuyển hạn không theo thay đổi lịch nào, hoặc sai thứ tự"),
            "act": _("không có hành vi nào trong lịch sử vào lúc ấy"),
            "promise": _("lúc bắt đầu hoặc kết thúc khác với lần hẹn"),
        },
    ),
)
