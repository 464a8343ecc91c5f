"""The history of a subject: one entry an act, appended in the act's own transaction.

The entry is the event: projections, the feed to national systems and the timeline read it. Its
payload holds ids and codes; names and free text go to a side table that can be erased.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import OuterRef, Subquery

from . import pretending, rulebook
from .actor import Actor
from .clock import LOCK_WAIT, follows, local_day
from .models import HistoryEntry, HistoryText
from .transactions import part_of_command

Subject: TypeAlias = tuple[int, int]
"""Year and id of what a history is about."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was appended: its number within the subject, and its hash."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class EntryInfo:
    """One entry as pages and projections read it."""

    seq: int
    occurred_at: datetime
    recorded_at: datetime
    person_id: int | None
    post_id: int | None
    on_behalf_of_id: int | None
    place_id: int | None
    channel: str
    handover: str
    kind: str
    payload: dict[str, Any]
    command_id: UUID
    texts: dict[str, str]


_INSERT = """
INSERT INTO kernel_historyentry (year, subject_id, seq, occurred_at, person_id, post_id,
  on_behalf_of_id, place_id, channel, handover, kind, payload, command_id, rule_set,
  recorded_at, prev_hash, hash)
VALUES (%s, %s, 1, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s,
  coalesce(%s, clock_timestamp()), '', '')
RETURNING seq, hash, (
  SELECT last.occurred_at FROM kernel_historyentry last
  WHERE last.year = kernel_historyentry.year
    AND last.subject_id = kernel_historyentry.subject_id
    AND last.seq = kernel_historyentry.seq - 1) AS before
"""
_WITH_TEXTS = f"""
WITH entry AS ({_INSERT.replace("RETURNING seq", "RETURNING year, subject_id, seq")}), said AS (
  INSERT INTO kernel_historytext (year, subject_id, seq, texts)
  SELECT year, subject_id, seq, %s::jsonb FROM entry)
SELECT seq, hash, before FROM entry
"""  # noqa: S608 - our own constants


@part_of_command
def record(
    *,
    year: int,
    subject_id: int,
    kind: str,
    payload: Mapping[str, Any],
    by: Actor,
    at: datetime,
    place_id: int | None = None,
    channel: str = "",
    handover: str = "",
    command_id: UUID | None = None,
    texts: Mapping[str, str] | None = None,
) -> Entry:
    """Append what has just happened. One statement.

    The subject's row must be locked by the command around this: the number is the last one + 1.

    :param year: year of the subject (not of the act): the partition.
    :param payload: ids and codes only, never a name nor free text.
    :param at: when it happened; the moment of writing is the database's clock.
    :param place_id: unit where it was done; the actor's unit when left out.
    :param handover: ``electronic``, ``paper``, ``both`` or empty.
    :param texts: names and free text, kept in the erasable side table.
    :raises ClockBehind: the entry before it is later than a wait for the lock explains.
    """
    row: list[Any] = [
        year,
        subject_id,
        at,
        by.person_id,
        by.post_id,
        by.on_behalf_of_id,
        place_id if place_id is not None else by.unit_id,
        channel,
        handover,
        kind,
        json.dumps(payload, cls=DjangoJSONEncoder, ensure_ascii=False),
        command_id or uuid4(),
        rulebook.rule_set_version(local_day(at)),
        pretending.written_at(at),
    ]
    with connection.cursor() as cursor:
        if texts:
            row.append(json.dumps(dict(texts), ensure_ascii=False))
        cursor.execute(_WITH_TEXTS if texts else _INSERT, row)
        seq, digest, before = cursor.fetchone()
    follows(before, at, within=LOCK_WAIT)
    return Entry(seq, bytes(digest))


_MANY = """
INSERT INTO kernel_historyentry (year, subject_id, seq, occurred_at, person_id, post_id,
  on_behalf_of_id, place_id, channel, handover, kind, payload, command_id, rule_set,
  recorded_at, prev_hash, hash)
SELECT told.year, told.subject_id, 1, %s, %s, %s, %s, %s, '', '', %s, told.payload::jsonb,
  gen_random_uuid(), %s, coalesce(%s, clock_timestamp()), '', ''
FROM unnest(%s::smallint[], %s::bigint[], %s::text[]) AS told(year, subject_id, payload)
"""


@part_of_command
def record_many(
    told: Mapping[Subject, Mapping[str, Any]], *, kind: str, by: Actor, at: datetime
) -> None:
    """Append the same kind of entry to many subjects, each with its own payload. One statement.

    For what one act does to thousands; each entry is chained to its own subject's last one, and is
    a command of its own for whoever reads it. The subjects' rows must be locked, as for `record`.
    """
    if not told:
        return
    subjects = sorted(told)
    payloads = [json.dumps(told[s], cls=DjangoJSONEncoder, ensure_ascii=False) for s in subjects]
    row: list[Any] = [at, by.person_id, by.post_id, by.on_behalf_of_id, by.unit_id, kind]
    row += [rulebook.rule_set_version(local_day(at)), pretending.written_at(at)]
    row += [[year for year, _ in subjects], [subject for _, subject in subjects], payloads]
    with connection.cursor() as cursor:
        cursor.execute(_MANY, row)


def entries(year: int, subject_id: int) -> list[EntryInfo]:
    """The whole history of a subject, oldest first, with its texts. One query."""
    said = HistoryText.objects.filter(year=year, subject_id=subject_id, seq=OuterRef("seq"))
    rows = HistoryEntry.objects.filter(year=year, subject_id=subject_id).order_by("seq")
    return [
        EntryInfo(
            seq=row.seq,
            occurred_at=row.occurred_at,
            recorded_at=row.recorded_at,
            person_id=row.person_id,
            post_id=row.post_id,
            on_behalf_of_id=row.on_behalf_of_id,
            place_id=row.place_id,
            channel=row.channel,
            handover=row.handover,
            kind=row.kind,
            payload=row.payload,
            command_id=row.command_id,
            texts=row.said or {},
        )
        for row in rows.defer("xid").annotate(said=Subquery(said.values("texts")))
    ]


_OF_SUBJECTS = """
SELECT e.year, e.subject_id, e.seq, e.occurred_at, e.recorded_at, e.person_id, e.post_id,
  e.on_behalf_of_id, e.place_id, e.channel, e.handover, e.kind, e.payload, e.command_id
FROM unnest(%s::smallint[], %s::bigint[]) AS asked(year, subject_id)
JOIN kernel_historyentry e ON e.year = asked.year AND e.subject_id = asked.subject_id
ORDER BY e.year, e.subject_id, e.seq
"""


def entries_of(subjects: Sequence[Subject]) -> dict[Subject, list[EntryInfo]]:
    """Whole histories of several subjects, oldest first, without texts. One query."""
    found: dict[Subject, list[EntryInfo]] = {subject: [] for subject in subjects}
    years, ids = [year for year, _ in subjects], [subject for _, subject in subjects]
    with connection.cursor() as cursor:
        cursor.execute(_OF_SUBJECTS, [years, ids])
        for row in cursor.fetchall():
            facts = (*row[2:12], json.loads(row[12]), row[13], {})
            found[row[0], row[1]].append(EntryInfo(*facts))
    return found


_BROKEN = """
SELECT seq FROM (
  SELECT e.seq, e.hash, e.prev_hash, kernel_history_digest(e) AS digest,
         lag(e.hash, 1, ''::bytea) OVER w AS before, row_number() OVER w AS place
  FROM kernel_historyentry e WHERE e.year = %s AND e.subject_id = %s WINDOW w AS (ORDER BY e.seq)
) chain
WHERE digest <> hash OR prev_hash <> before OR seq <> place ORDER BY seq
"""


def verify(year: int, subject_id: int) -> list[int]:
    """Numbers of the entries whose hash, link or number does not fit; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN, [year, subject_id])
        return [row[0] for row in cursor.fetchall()]


def ensure_partitions(first: int, last: int) -> None:
    """Make the partitions of the years ``first`` to ``last`` where they are missing.

    Called after every migration and every night, two years ahead: once entries of a year lie in
    the default partition, a partition of that year can no longer be made.
    """
    with connection.cursor() as cursor:
        for year in range(first, last + 1):
            table = f"kernel_historyentry_{year:d}"
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
            if cursor.fetchone()[0]:
                continue
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {table}"
                f" PARTITION OF kernel_historyentry FOR VALUES IN ({year:d})"
            )
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER history_kept BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION kernel_history_refuse()"
            )
