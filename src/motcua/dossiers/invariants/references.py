"""Whatever a row names exists, also where no foreign key can say so."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_PARTIES = """
SELECT d.code, 'party' FROM dossiers_dossier d
CROSS JOIN LATERAL (VALUES (d.owner_id), (d.submitter_id), (d.collector_id)) AS named(id)
WHERE NOT EXISTS (SELECT FROM parties_party p WHERE p.id = named.id)
"""
_UNITS = """
SELECT whose || ' ' || of, 'unit' FROM (
  SELECT 'dossier' AS whose, d.id AS of, named.id FROM dossiers_dossier d CROSS JOIN LATERAL
    (VALUES (d.received_unit_id), (d.deciding_unit_id), (d.commune_id)) AS named(id)
  UNION ALL SELECT 'inbox', item_id, unit_id FROM dossiers_inboxrow
  UNION ALL SELECT 'item', id, unit_id FROM workflow_workitem
  UNION ALL SELECT 'seen by', dossier_id, unit_id FROM dossiers_dossierunit
  UNION ALL SELECT 'history', subject_id, place_id FROM kernel_historyentry
) AS named
WHERE id IS NOT NULL AND NOT EXISTS (SELECT FROM organizations_unit u WHERE u.id = named.id)
"""
_POSTS = """
SELECT whose || ' ' || of, 'post' FROM (
  SELECT 'dossier' AS whose, id AS of, received_by_post_id AS id FROM dossiers_dossier
  UNION ALL SELECT 'inbox', item_id, post_id FROM dossiers_inboxrow
  UNION ALL SELECT 'item', id, post_id FROM workflow_workitem
  UNION ALL SELECT 'history', e.subject_id, named.id FROM kernel_historyentry e
    CROSS JOIN LATERAL (VALUES (e.post_id), (e.on_behalf_of_id)) AS named(id)
) AS named
WHERE id IS NOT NULL AND NOT EXISTS (SELECT FROM organizations_post p WHERE p.id = named.id)
UNION ALL
SELECT 'history ' || subject_id, 'person' FROM kernel_historyentry e
WHERE person_id IS NOT NULL AND NOT EXISTS (SELECT FROM accounts_user u WHERE u.id = e.person_id)
"""
_DOSSIERS = """
SELECT 'history ' || e.subject_id, 'dossier' FROM kernel_historyentry e
WHERE e.seq = 1 AND NOT EXISTS (
  SELECT FROM dossiers_dossier d WHERE d.id = e.subject_id AND d.year = e.year)
UNION ALL
SELECT 'text ' || t.id, 'entry' FROM kernel_historytext t
WHERE NOT EXISTS (SELECT FROM kernel_historyentry e
  WHERE e.year = t.year AND e.subject_id = t.subject_id AND e.seq = t.seq)
"""

INVARIANTS = (
    Invariant(
        "references",
        _("Người nộp, đơn vị, vị trí công tác và hồ sơ được nhắc đến đều có"),
        asked("SELECT count(*) FROM dossiers_dossier", _PARTIES, _UNITS, _POSTS, _DOSSIERS),
        {
            "party": _("người nộp, chủ hồ sơ hoặc người nhận không có"),
            "unit": _("đơn vị không có"),
            "post": _("vị trí công tác không có"),
            "person": _("người thực hiện không có"),
            "dossier": _("lịch sử của một hồ sơ không có"),
            "entry": _("lời văn không thuộc dòng lịch sử nào"),
        },
    ),
)
