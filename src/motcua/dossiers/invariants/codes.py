"""Codes of dossiers: each once, and without a gap by agency and day."""

from django.utils.translation import gettext_lazy as _

from .base import Invariant, asked

_NUMBERS = """
WITH given AS (
  SELECT code_agency, code_day, count(*) AS many, count(DISTINCT code_number) AS apart,
    min(code_number) AS first, max(code_number) AS last
  FROM dossiers_dossier GROUP BY 1, 2
)
SELECT coalesce(g.code_agency, c.agency_code) || ' ' || coalesce(g.code_day, c.day)::text,
  wrong.fault
FROM given g FULL JOIN dossiers_codecounter c
  ON c.agency_code = g.code_agency AND c.day = g.code_day
CROSS JOIN LATERAL (VALUES
  ('counter', c.last IS DISTINCT FROM g.last),
  ('gap', g.first <> 1 OR g.last <> g.many),
  ('number_twice', g.apart <> g.many)
) AS wrong(fault, is_wrong) WHERE wrong.is_wrong
"""
_TWICE = """
SELECT code, 'code_twice' FROM dossiers_dossier GROUP BY code HAVING count(*) > 1
UNION ALL
SELECT min(code), 'token_twice' FROM dossiers_dossier GROUP BY track_token HAVING count(*) > 1
"""
_DAY = """
SELECT code, 'day' FROM dossiers_dossier
WHERE code_day <> (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
  OR year <> extract(year FROM code_day)
"""

INVARIANTS = (
    Invariant(
        "codes",
        _("Mã hồ sơ không trùng, không nhảy số theo cơ quan và ngày"),
        asked("SELECT count(*) FROM dossiers_dossier", _NUMBERS, _TWICE, _DAY),
        {
            "counter": _("bộ đếm khác số lớn nhất đã cấp"),
            "gap": _("có số bị bỏ trống"),
            "number_twice": _("một số cấp cho nhiều hồ sơ"),
            "code_twice": _("một mã cấp cho nhiều hồ sơ"),
            "token_twice": _("một mã tra cứu cấp cho nhiều hồ sơ"),
            "day": _("ngày trong mã khác ngày tiếp nhận"),
        },
    ),
)
