"""The papers of a dossier have one holder, and the hand-overs say the same."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

# Who follows a unit since a reform holds what it held.
_FOLLOWS = """
WITH RECURSIVE follows(old, new) AS (
  SELECT id, id FROM organizations_unit
  UNION
  SELECT f.old, s.new_id FROM follows f JOIN organizations_unitsuccession s ON s.old_id = f.new
)"""
_HOLDER = f"""{_FOLLOWS}, moved AS (
  SELECT DISTINCT ON (dossier_id) dossier_id, id, from_unit_id, to_unit_id, confirmed_at,
    taken_back_at FROM dossiers_handover ORDER BY dossier_id, given_at DESC, id DESC
), said AS (
  SELECT dossier_id,
    CASE WHEN confirmed_at IS NULL THEN from_unit_id ELSE to_unit_id END AS unit_id,
    CASE WHEN confirmed_at IS NULL AND taken_back_at IS NULL THEN id END AS handover_id FROM moved
)
SELECT d.code, CASE WHEN f.dossier_id IS NULL THEN 'unknown' ELSE 'holder' END
FROM said s JOIN dossiers_dossier d ON d.id = s.dossier_id
LEFT JOIN dossiers_paperfile f ON f.dossier_id = s.dossier_id
WHERE s.handover_id IS DISTINCT FROM f.handover_id
  OR NOT EXISTS (SELECT FROM follows WHERE (old, new) = (s.unit_id, f.unit_id))
UNION ALL
SELECT d.code, 'holder' FROM dossiers_paperfile f JOIN dossiers_dossier d ON d.id = f.dossier_id
WHERE NOT EXISTS (SELECT FROM dossiers_handover h WHERE h.dossier_id = f.dossier_id)
  AND (f.unit_id, f.handover_id) IS DISTINCT FROM (d.received_unit_id, NULL)
"""  # noqa: S608 - a constant of ours
_CHAIN = f"""{_FOLLOWS}
SELECT DISTINCT d.code, 'chain' FROM (
  SELECT dossier_id, from_unit_id, given_at,
    lag(to_unit_id) OVER w AS came_to, lag(confirmed_at) OVER w AS came_at
  FROM dossiers_handover WHERE taken_back_at IS NULL
  WINDOW w AS (PARTITION BY dossier_id ORDER BY given_at, id)
) AS h JOIN dossiers_dossier d ON d.id = h.dossier_id
WHERE h.came_to IS NOT NULL
  AND (NOT EXISTS (SELECT FROM follows WHERE (old, new) = (h.came_to, h.from_unit_id))
    OR h.came_at IS NULL OR h.came_at > h.given_at)
"""  # noqa: S608 - a constant of ours
_LISTS = f"""{_FOLLOWS}
SELECT 'list ' || l.id, 'list' FROM dossiers_handover h
JOIN dossiers_handoverlist l ON l.id = h.on_list_id
WHERE h.given_at > l.made_at
  OR NOT EXISTS (SELECT FROM follows WHERE (old, new) = (l.from_unit_id, h.from_unit_id))
  OR NOT EXISTS (SELECT FROM follows WHERE (old, new) = (l.to_unit_id, h.to_unit_id))
"""  # noqa: S608 - a constant of ours

INVARIANTS = (
    Invariant(
        "custody",
        _("Hồ sơ giấy có đúng một nơi giữ, khớp với các lần bàn giao"),
        asked("SELECT count(*) FROM dossiers_handover", _HOLDER, _CHAIN, _LISTS),
        {
            "unknown": _("hồ sơ giấy đã chuyển mà không ghi nơi giữ"),
            "holder": _("nơi giữ hồ sơ giấy khác với lần bàn giao cuối"),
            "chain": _("giao khi chưa nhận, hoặc giao từ nơi không giữ"),
            "list": _("danh sách bàn giao có dòng của đơn vị khác hoặc lập trước khi giao"),
        },
    ),
)
