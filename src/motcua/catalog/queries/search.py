"""Finding a procedure as an officer types it: no accents, any order, last word unfinished."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from motcua.catalog.infos import Hit
from motcua.catalog.rules.words import Asked, asked

# Named so that both statements read alike; %s would hide the order of fifteen parameters.
_FROM = """
FROM catalog_procedureversion v
JOIN catalog_field f ON f.id = v.field_id
LEFT JOIN LATERAL (
  SELECT true AS anywhere, coalesce(bool_or(o.receiving_unit_id = %(unit)s), false) AS here
  FROM catalog_offering o WHERE o.version_id = v.id AND o.valid @> %(day)s::date
  HAVING count(*) > 0
) o ON true
LEFT JOIN LATERAL (
  SELECT l.text FROM catalog_timelimitrow l
  WHERE l.version_id = v.id AND l.kind = 'statutory' AND l.channel IN ('', 'counter')
  ORDER BY l.channel DESC, l.no LIMIT 1
) term ON true
WHERE v.status = 'published' AND v.valid @> %(day)s::date
  AND (o.anywhere OR NOT %(offered_only)s)
"""
_COLUMNS = """
SELECT v.id, v.public_id, v.code, v.name, f.name, v.level, coalesce(term.text, ''),
  coalesce(o.here, false)
"""
_BARE = "regexp_replace(v.name_folded, '^thu tuc (hanh chinh )?', '')"
# Neighbours in the question that are neighbours in the name or field: "biến động", "đất đai".
_PAIRS = """
(SELECT count(*) FROM unnest(%(pairs)s::text[]) pair
 WHERE v.words_folded LIKE '%% ' || pair || '%%')
"""
_FOUND = """
(SELECT count(*) FROM unnest(%(pieces)s::text[]) piece
 WHERE v.words_folded LIKE '%%' || piece || '%%')
"""
# Constants of this file only; what was typed is always a parameter.
_EXACT = f"""{_COLUMNS} {_FROM}
  AND (%(words)s = '' OR v.search @@ to_tsquery('public.vn', %(words)s))
  AND v.words_folded LIKE ALL (%(codes)s::text[])
ORDER BY coalesce(o.here, false) DESC,
  (v.code = %(code)s) DESC,
  (%(typed)s <> '' AND lower(v.name) LIKE '%%' || %(typed)s || '%%') DESC,
  ({_BARE} LIKE %(phrase)s || '%%') DESC,
  (v.name_folded LIKE '%%' || %(phrase)s || '%%') DESC,
  {_PAIRS} DESC,
  (%(in_name)s = '' OR v.search @@ to_tsquery('public.vn', %(in_name)s)) DESC,
  length(v.name), v.code, v.id
LIMIT %(limit)s
"""
_LOOSE = f"""{_COLUMNS} {_FROM}
  AND {_FOUND} >= %(enough)s
ORDER BY coalesce(o.here, false) DESC, {_PAIRS} DESC, {_FOUND} DESC,
  length(v.name), v.code, v.id
LIMIT %(limit)s
"""
_BROWSED = f"""{_COLUMNS} {_FROM}
  AND f.code = %(field)s
ORDER BY v.name_folded, v.level, v.id
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class _Ask:
    day: date
    unit: int | None
    offered_only: bool
    limit: int

    def run(self, sql: str, **more: Any) -> list[Hit]:
        facts = {
            "day": self.day,
            "unit": self.unit,
            "offered_only": self.offered_only,
            "limit": self.limit,
        }
        with connection.cursor() as cursor:
            cursor.execute(sql, facts | more)
            rows = cursor.fetchall()
        numbered: list[tuple[Any, ...]] = [(*row, no) for no, row in enumerate(rows, start=1)]
        return [Hit(*row) for row in numbered]


def search(
    text: str,
    *,
    day: date,
    receiving_unit_id: int | None = None,
    offered_only: bool = True,
    limit: int = 20,
) -> list[Hit]:
    """Published versions in force on ``day`` whose name, field or code has all the words.

    Words in any order, with or without accents; the last may be unfinished; usual abbreviations
    (``gcn``, ``qsdđ``, ``sổ đỏ``) are read in full. What the asking unit receives comes first,
    then names that start with the words, that hold them together, that hold most neighbours
    among them; shorter names before longer ones. When nothing has all the words: names and
    fields that contain most of those with three letters or more. At most two queries; one when
    the first finds something.

    :param offered_only: leave out what no unit receives on ``day``.
    :param limit: 1 to 100 lines.
    """
    question = asked(text)
    if question.empty:
        return []
    ask = _Ask(day, receiving_unit_id, offered_only, max(1, min(limit, 100)))
    return _exact(ask, question) or _loose(ask, question)


def browse(field_code: str, *, day: date, limit: int = 100) -> list[Hit]:
    """All that units receive of one field on ``day``, by name. One query."""
    return _Ask(day, None, True, max(1, min(limit, 500))).run(_BROWSED, field=field_code)


def _exact(ask: _Ask, question: Asked) -> list[Hit]:
    words = " & ".join(question.terms)
    return ask.run(
        _EXACT,
        words=words,
        in_name=" & ".join(_in_name(term) for term in question.terms),
        codes=[f"%{fragment}%" for fragment in question.codes],
        code=question.codes[0] if question.codes else "",
        phrase=question.phrase,
        typed=question.typed,
        pairs=question.pairs,
    )


def _in_name(term: str) -> str:
    """The term, but found in the name itself (weight A)."""
    return f"{term}A" if ":" in term else f"{term}:A"


def _loose(ask: _Ask, question: Asked) -> list[Hit]:
    pieces = [piece for piece in question.pieces if len(piece) >= 3]
    if not pieces:
        return []
    enough = max(1, -(-len(pieces) * 2 // 3))
    return ask.run(_LOOSE, pieces=pieces, pairs=question.pairs, enough=enough)
