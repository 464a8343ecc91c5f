"""Taking over what sources publish: a changed record is a new version, never an update."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from motcua.catalog import permissions
from motcua.catalog.messages import remark, sentences
from motcua.catalog.models import ConditionalTerm, Procedure, ProcedureVersion
from motcua.catalog.rules.record import Unreadable, read
from motcua.catalog.rules.values import Reading
from motcua.catalog.states import Change, OutcomeStatus, Status
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.transactions import command

from .changes import lock_catalogue, log
from .publishing import earliest_start, put_in_force
from .rows import create_version


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record: its key, and the reasons in Vietnamese sentences."""

    key: str
    status: str
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    version_id: int | None = None
    codes: tuple[str, ...] = field(default=())


@command
def import_procedure(
    record: object,
    *,
    by: Actor,
    at: datetime,
    valid_from: date | None = None,
    hold: bool = False,
    source: str = "",
) -> Outcome:
    """Take over one record of the format of ``procedures.json`` (or its ``Reading``).

    Idempotent by the digest of its content: the newest version of the same (code, label, name)
    with the same content makes it ``unchanged`` (unless longer terms are read from it that were
    not read then). Otherwise a new version is written: in force
    from ``valid_from`` when complete (the one before ends there), else a draft that says what it
    lacks. A draft does not end the version in force.

    :param valid_from: first day; default the local day of ``at``. When the version before starts
        on that day or later, the day after its start.
    :param hold: leave a complete record as a draft for somebody to look at and publish.
    :raises NotPermitted: ``by`` does not administer the catalogue.
    """
    permissions.require(by, "import_procedures")
    try:
        reading = record if isinstance(record, Reading) else read(record)
    except Unreadable as error:
        return refuse(error.key, error.reasons)
    lock_catalogue()
    newest = _newest(reading)
    if newest is not None and _read_alike(newest, reading):
        return _outcome(reading, OutcomeStatus.UNCHANGED, newest)
    if newest is not None and newest.status == Status.DRAFT:
        newest.superseded_at = at
        newest.save(update_fields=["superseded_at"])
        log(Change.SUPERSEDED, newest, by=by, at=at, source=source)
    row = create_version(reading, _procedure(reading), at)
    log(Change.IMPORTED, row, by=by, at=at, source=source, sha256=reading.sha256)
    if reading.remarks.missing or hold:
        return _outcome(reading, OutcomeStatus.DRAFT, row)
    first = earliest_start(row, valid_from or local_day(at))
    put_in_force(row, first, by=by, at=at, source=source)
    return _outcome(reading, OutcomeStatus.LOADED, row)


def refuse(key: str, reasons: Sequence[dict[str, object]]) -> Outcome:
    """The outcome of a record that is not loaded."""
    return Outcome(
        key=key,
        status=OutcomeStatus.REFUSED,
        reasons=sentences(reasons),
        codes=tuple(str(reason["code"]) for reason in reasons),
    )


@dataclass(frozen=True, slots=True)
class ProcedureImport:
    """A whole file: one transaction a record, so that a stop leaves whole records behind.

    Records of one file with the same key and different contents contradict each other: all of
    them are refused, since nobody can say which is true.
    """

    records: Sequence[object]
    by: Actor
    at: datetime
    valid_from: date | None = None
    hold: bool = False
    source: str = ""

    def run(self, progress: Callable[[int], None] = lambda done: None) -> Iterator[Outcome]:
        """Import record by record, in the order of the file."""
        readings = [_read_or_keep(record) for record in self.records]
        contradicting = _contradicting(readings)
        for number, record in enumerate(readings):
            progress(number)
            if number in contradicting:
                yield refuse(contradicting[number], [remark("duplicate")])
                continue
            yield import_procedure(
                record,
                by=self.by,
                at=self.at,
                valid_from=self.valid_from,
                hold=self.hold,
                source=self.source,
            )


def _read_or_keep(record: object) -> object:
    """The reading of a record; one that cannot be read stays as it is, to be refused in turn."""
    try:
        return read(record)
    except Unreadable:
        return record


def _contradicting(readings: Sequence[object]) -> dict[int, str]:
    """Positions of records whose key another record uses for something else, with the key."""
    keys: dict[tuple[str, str, str], dict[str, list[int]]] = {}
    names: dict[int, str] = {}
    for number, reading in enumerate(readings):
        if isinstance(reading, Reading):
            key = (reading.code, reading.label, reading.name_key)
            keys.setdefault(key, {}).setdefault(reading.sha256, []).append(number)
            names[number] = reading.key
    clashing = [same.values() for same in keys.values() if len(same) > 1]
    return {n: names[n] for groups in clashing for group in groups for n in group}


def _newest(reading: Reading) -> ProcedureVersion | None:
    return (
        ProcedureVersion.objects.filter(
            code=reading.code,
            label=reading.label,
            name_key=reading.name_key,
            superseded_at__isnull=True,
        )
        .order_by("-pk")
        .first()
    )


def _read_alike(row: ProcedureVersion, reading: Reading) -> bool:
    """Whether a version is what its record says today; one query where it has longer terms."""
    if row.source_sha256 != reading.sha256:
        return False
    return not reading.conditions or ConditionalTerm.objects.filter(version=row).exists()


def _procedure(reading: Reading) -> Procedure:
    if reading.code:
        found, _new = Procedure.objects.get_or_create(
            code=reading.code, defaults={"name_key": reading.name_key}
        )
    else:
        found, _new = Procedure.objects.get_or_create(code=None, name_key=reading.name_key)
    return found


def _outcome(reading: Reading, status: str, row: ProcedureVersion) -> Outcome:
    return Outcome(
        key=reading.key,
        status=status,
        reasons=sentences(row.missing),
        warnings=sentences(row.warnings),
        version_id=row.pk,
        codes=tuple(dict.fromkeys(one["code"] for one in row.missing)),
    )
