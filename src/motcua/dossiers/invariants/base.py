"""What an invariant is, and how its question is asked and its answer counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter

from django.db import connection
from django.utils.functional import Promise

MOST_SHOWN = 20
"""So many codes are named of each fault; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Scope:
    """How thoroughly files are read: ``every_file``, or a sample of ``sample`` contents."""

    every_file: bool = False
    sample: int = 200


@dataclass(slots=True)
class Tally:
    """What was found: how often, and the first codes, by fault."""

    looked_at: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, list[str]] = field(default_factory=dict)

    def add(self, fault: str, subject: str) -> None:
        """Count one subject. Codes and ids only: what is printed holds no personal data."""
        self.counts[fault] = self.counts.get(fault, 0) + 1
        shown = self.first.setdefault(fault, [])
        if len(shown) < MOST_SHOWN:
            shown.append(subject)


Look = Callable[[Scope], Tally]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which an invariant is broken, how often, and by which codes (the first ones)."""

    code: str
    text: str
    count: int
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question. ``seconds`` of wall clock."""

    code: str
    name: str
    looked_at: int
    faults: tuple[Fault, ...]
    seconds: float

    @property
    def broken(self) -> int:
        """How many violations there are."""
        return sum(fault.count for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence that must be true, the question that tries it, and the ways it may fail."""

    code: str
    name: Promise
    look: Look
    faults: Mapping[str, Promise]

    def ask(self, scope: Scope) -> Outcome:
        """Try it on all rows."""
        begun = perf_counter()
        tally = self.look(scope)
        found = tuple(
            Fault(code, str(self.faults[code]), tally.counts[code], tuple(tally.first[code]))
            for code in self.faults
            if tally.counts.get(code)
        )
        spent = perf_counter() - begun
        return Outcome(self.code, str(self.name), tally.looked_at, found, spent)


_GROUPED = """
SELECT fault, count(*), (array_agg(subject ORDER BY subject))[1:{most}]
FROM ({sql}) AS found(subject, fault) GROUP BY fault
"""


def asked(rows: str, *statements: str) -> Look:
    """A question in SQL.

    :param rows: one statement that counts what is looked at.
    :param statements: each gives (subject, fault) for every violation, in two text columns.
    """

    def look(_scope: Scope) -> Tally:
        tally = Tally()
        with connection.cursor() as cursor:
            cursor.execute(rows)
            tally.looked_at = cursor.fetchone()[0]
            for sql in statements:
                cursor.execute(_GROUPED.format(most=MOST_SHOWN, sql=sql))
                for fault, count, subjects in cursor.fetchall():
                    tally.counts[fault] = tally.counts.get(fault, 0) + count
                    tally.first.setdefault(fault, []).extend(subjects)
        return tally

    return look


def prepare() -> None:
    """Let this transaction sort in memory; a question reads whole tables once."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute("SET LOCAL jit = off")
