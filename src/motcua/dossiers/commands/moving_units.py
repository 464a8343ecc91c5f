"""Agencies merge, split or are renamed: what they hold goes on where their work goes on.

One transaction, set by set. Codes, promises and their calendars, who received and who was to
decide at reception: all of that stays. What changes is who answers now.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from motcua.catalog import commands as catalog
from motcua.kernel import history
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.transactions import command
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.organizations.queries import Heir
from motcua.workflow import commands as workflow
from motcua.workflow.commands import MovedItem

Heirs = Sequence[Heir]


@dataclass(frozen=True, slots=True)
class Moved:
    """How many of each went on elsewhere."""

    dossiers: int = 0
    items: int = 0
    without_holder: int = 0
    handovers: int = 0
    questions: int = 0
    offerings: int = 0


@command
def apply_merger(*, public_id: str, by: Actor, at: datetime) -> Moved:
    """Carry a prepared plan out: units, people, procedures on offer, and every open dossier.

    All of it or nothing. Whoever acts on a dossier meanwhile has either finished before it, or
    waits for it and then finds the step with the unit that follows.

    :raises NotPermitted: ``by`` is not a system administrator.
    :raises UnknownMerger, MergerDecided, MergerTooEarly, MergerUnitGone, CodeTaken: as
        :func:`motcua.organizations.commands.carry_out` says.
    """
    _hold_still()
    carried = organizations.carry_out(public_id=public_id, by=by, at=at)
    units.look_again()
    offerings = catalog.follow_units(
        carried.heirs, on=carried.on, source=carried.ground, by=by, at=at
    )
    moved = _move(
        carried.heirs, carried.posts, merger=carried.merger_id, offerings=offerings, by=by, at=at
    )
    organizations.note_outcome(carried.merger_id, asdict(moved))
    return moved


@command
def follow_mergers(*, by: Actor, at: datetime) -> Moved:
    """Move what still lies with a unit that has ended. Done twice, it does nothing.

    For an act that had begun before a reform and was saved behind it, and for a dossier that was
    reopened since.
    """
    heirs = units.successions(local_day(at))
    return _move(heirs, (), merger=None, offerings=0, by=by, at=at) if heirs else Moved()


def _hold_still() -> None:
    """Wait for every act on an open dossier that has begun; those that begin now wait for us.

    Papers on their way first, then dossiers by id: the order in which acts lock them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM dossiers_handover WHERE confirmed_at IS NULL ORDER BY id FOR UPDATE"
        )
        cursor.execute(
            "SELECT id FROM dossiers_dossier WHERE ended_at IS NULL OR handback = 'ready'"
            " ORDER BY id FOR UPDATE"
        )


def _move(
    heirs: Heirs,
    posts: Sequence[tuple[int, int, int]],
    *,
    merger: int | None,
    offerings: int,
    by: Actor,
    at: datetime,
) -> Moved:
    items = workflow.move_units(heirs=heirs, posts=posts)
    told = _dossiers(heirs)
    _inboxes(heirs, items)
    handed, asked = _papers(heirs), _addressed(_QUESTIONS, heirs)
    for dossier_id in {*handed, *asked, *(item.subject_id for item in items)}:
        told.setdefault(dossier_id, [])
    steps = defaultdict[int, list[tuple[int, int, int]]](list)
    for item in items:
        steps[item.subject_id].append((item.id, item.old_unit_id, item.unit_id))
    facts = {
        (year, dossier_id): {
            "merger": merger, "units": told[dossier_id], "moved": steps[dossier_id],
            "papers": handed.get(dossier_id, []), "questions": asked.get(dossier_id, []),
        }
        for dossier_id, year in _years(list(told)).items()
    }  # fmt: skip
    history.record_many(facts, kind="dossier.moved", by=by, at=at)
    free = sum(item.kind == "task" and item.post_id is None for item in items)
    return Moved(len(told), len(items), free, len(handed), len(asked), offerings)


_HEIR = (
    "unnest(%(old)s::bigint[], %(field)s::text[], %(place)s::bigint[], %(new)s::bigint[])"
    " AS h(old, field, place, new)"
)


def _after(column: str) -> str:
    """The unit that follows the one in a column, for the field and the place of dossier ``d``;
    null: it stays."""
    return (
        f"(SELECT new FROM {_HEIR} WHERE h.old = {column}"  # noqa: S608 - names of ours
        " AND h.field IN ('', d.field_code) AND h.place IN (0, d.commune_id)"
        " ORDER BY h.field DESC, h.place DESC LIMIT 1)"
    )


_DOSSIERS = f"""
WITH found AS (
  SELECT d.id, d.received_unit_id AS r0, d.deciding_unit_id AS d0, d.commune_id AS c0,
    {_after("d.received_unit_id")} AS r1, {_after("d.deciding_unit_id")} AS d1,
    {_after("d.commune_id")} AS c1
  FROM dossiers_dossier d
  WHERE (d.ended_at IS NULL OR d.handback = 'ready')
    AND (d.received_unit_id = ANY(%(olds)s) OR d.deciding_unit_id = ANY(%(olds)s)
      OR d.commune_id = ANY(%(olds)s))
)
UPDATE dossiers_dossier d SET
  received_unit_id = coalesce(r1, r0), deciding_unit_id = coalesce(d1, d0),
  commune_id = coalesce(c1, c0),
  first_received_unit_id = CASE WHEN r1 IS NULL THEN first_received_unit_id
    ELSE coalesce(first_received_unit_id, r0) END,
  first_deciding_unit_id = CASE WHEN d1 IS NULL THEN first_deciding_unit_id
    ELSE coalesce(first_deciding_unit_id, d0) END,
  first_commune_id = CASE WHEN c1 IS NULL THEN first_commune_id
    ELSE coalesce(first_commune_id, c0) END
FROM found WHERE found.id = d.id
RETURNING d.id, r0, r1, d0, d1, c0, c1
"""  # noqa: S608 - names of ours
_INBOXES = """
UPDATE dossiers_inboxrow r SET unit_id = m.unit, post_id = m.post
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS m(item, unit, post)
WHERE r.item_id = m.item
"""
_WAITS = """
UPDATE dossiers_inboxrow r SET unit_id = d.received_unit_id
FROM dossiers_dossier d WHERE d.id = r.dossier_id AND r.unit_id = ANY(%(olds)s)
"""
# Papers between two that have become one stay given by the old one: a hand-over has two ends.
_HANDOVERS = f"""
WITH found AS (
  SELECT h0.id, h0.to_unit_id AS old, coalesce({_after("h0.to_unit_id")}, h0.to_unit_id) AS to_unit,
    coalesce({_after("h0.from_unit_id")}, h0.from_unit_id) AS from_unit
  FROM dossiers_handover h0 JOIN dossiers_dossier d ON d.id = h0.dossier_id
  WHERE h0.confirmed_at IS NULL AND h0.taken_back_at IS NULL
    AND (h0.to_unit_id = ANY(%(olds)s) OR h0.from_unit_id = ANY(%(olds)s))
)
UPDATE dossiers_handover h0 SET to_unit_id = found.to_unit,
  from_unit_id = CASE WHEN found.from_unit = found.to_unit THEN h0.from_unit_id
    ELSE found.from_unit END
FROM found WHERE found.id = h0.id RETURNING h0.dossier_id, h0.id, found.old
"""  # noqa: S608 - names of ours
_PAPERS = f"""
UPDATE dossiers_paperfile p SET unit_id = {_after("p.unit_id")}
FROM dossiers_dossier d WHERE d.id = p.dossier_id AND p.unit_id = ANY(%(olds)s)
RETURNING p.dossier_id
"""  # noqa: S608 - names of ours
_QUESTIONS = f"""
WITH found AS (
  SELECT c.id, c.unit_id AS old, {_after("c.unit_id")} AS new
  FROM dossiers_consultation c JOIN dossiers_dossier d ON d.id = c.dossier_id
  WHERE c.answered_at IS NULL AND c.unit_id = ANY(%(olds)s)
)
UPDATE dossiers_consultation c SET unit_id = found.new
FROM found WHERE found.id = c.id RETURNING c.dossier_id, c.id, found.old
"""  # noqa: S608 - names of ours


def _asked(sql: str, heirs: Heirs) -> list[Any]:
    names = ("old", "field", "place", "new")
    asked = {n: list(c) for n, c in zip(names, zip(*heirs, strict=True), strict=True)}
    with connection.cursor() as cursor:
        cursor.execute(sql, asked | {"olds": sorted(set(asked["old"]))})
        return cursor.fetchall() if cursor.description else []


def _dossiers(heirs: Heirs) -> dict[int, list[tuple[int, int]]]:
    """Who answers now. Each dossier's pairs of units, old and new."""
    return {
        row[0]: sorted(
            {(old, new) for old, new in zip(row[1::2], row[2::2], strict=True) if new is not None}
        )
        for row in _asked(_DOSSIERS, heirs)
    }


def _inboxes(heirs: Heirs, items: list[MovedItem]) -> None:
    tasks = [(item.id, item.unit_id, item.post_id) for item in items if item.kind == "task"]
    columns = [list(column) for column in zip(*tasks, strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(_INBOXES, columns)
    _asked(_WAITS, heirs)


Addressed = dict[int, list[tuple[int, int]]]
"""Of each dossier: what was addressed to an old unit (its id), and to which."""


def _papers(heirs: Heirs) -> Addressed:
    """Papers that lie somewhere, and those on their way; told are the latter."""
    _asked(_PAPERS, heirs)
    return _addressed(_HANDOVERS, heirs)


def _addressed(sql: str, heirs: Heirs) -> Addressed:
    found = defaultdict[int, list[tuple[int, int]]](list)
    for dossier_id, ident, old in _asked(sql, heirs):
        found[dossier_id].append((ident, old))
    return found


def _years(dossier_ids: list[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, year FROM dossiers_dossier WHERE id = ANY(%s)", [dossier_ids])
        return dict(cursor.fetchall())
