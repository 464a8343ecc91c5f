"""The history's chain: no entry changed, none taken out, none put between."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

# The digest is written out first, since a call of the database's own function costs four times as
# much; that function is asked about each entry that looks changed, and its word counts.
_CHANGED = """
WITH parts AS (
  SELECT e AS entry, e.*,
    (extract(epoch FROM e.occurred_at) * 1000000)::bigint::text AS occurred,
    (extract(epoch FROM e.recorded_at) * 1000000)::bigint::text AS recorded,
    coalesce(e.person_id::text, '-') AS person, coalesce(e.post_id::text, '-') AS post,
    coalesce(e.on_behalf_of_id::text, '-') AS behalf, coalesce(e.place_id::text, '-') AS place,
    e.payload::text AS facts
  FROM kernel_historyentry e
)
SELECT p.year || '/' || p.subject_id || '/' || p.seq, 'changed' FROM parts p
WHERE sha256(p.prev_hash || convert_to(concat(
    length(p.year::text), ':', p.year, length(p.subject_id::text), ':', p.subject_id,
    length(p.seq::text), ':', p.seq, length(p.occurred), ':', p.occurred,
    length(p.recorded), ':', p.recorded, length(p.person), ':', p.person,
    length(p.post), ':', p.post, length(p.behalf), ':', p.behalf,
    length(p.place), ':', p.place, length(p.channel), ':', p.channel,
    length(p.handover), ':', p.handover, length(p.kind), ':', p.kind,
    length(p.facts), ':', p.facts, length(p.command_id::text), ':', p.command_id,
    length(p.rule_set), ':', p.rule_set), 'UTF8')) <> p.hash
  AND kernel_history_digest(p.entry) <> p.hash
"""
_CUT = """
WITH chain AS (
  SELECT year, subject_id, seq, prev_hash, lag(hash, 1, ''::bytea) OVER w AS before,
    row_number() OVER w AS number
  FROM kernel_historyentry WINDOW w AS (PARTITION BY year, subject_id ORDER BY seq)
)
SELECT year || '/' || subject_id || '/' || seq, wrong.fault FROM chain
CROSS JOIN LATERAL (VALUES
  ('cut', prev_hash <> before), ('numbering', seq <> number)
) AS wrong(fault, is_wrong) WHERE wrong.is_wrong
"""

INVARIANTS = (
    Invariant(
        "chain",
        _("Chuỗi băm lịch sử của từng hồ sơ còn nguyên"),
        asked("SELECT count(*) FROM kernel_historyentry", _CHANGED, _CUT),
        {
            "changed": _("nội dung một dòng lịch sử bị sửa"),
            "cut": _("dòng lịch sử không nối với dòng trước"),
            "numbering": _("số thứ tự không liền nhau"),
        },
    ),
)
