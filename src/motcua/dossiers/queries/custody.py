"""Where paper files are: what comes, what went, what was lost on the way, what lies on a shelf."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from motcua.documents import queries as documents
from motcua.documents.queries import SlipInfo
from motcua.dossiers import permissions
from motcua.dossiers._carrier import KIND, list_no
from motcua.dossiers.models import Dossier, Handover, HandoverList, PaperFile
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.text import clean, fold
from motcua.organizations import queries as organizations

from .infos import PaperPlace

MOST = 300
"""Lines of one section; more is told, not shown."""


@dataclass(frozen=True, slots=True, repr=False)
class Carried:
    """One paper file that went from one unit to another.

    :ivar minutes: working minutes that it has been on its way, by the receiver's calendar.
    :ivar lost: on its way longer than `handover.confirm_hours` allow.
    """

    id: int
    public_id: str
    dossier_public_id: str
    code: str
    owner_name: str
    procedure_name: str
    from_unit_id: int
    from_name: str
    to_unit_id: int
    to_name: str
    given_at: datetime
    confirmed_at: datetime | None
    taken_back_at: datetime | None
    list_public_id: str
    list_no: str
    minutes: int = 0
    lost: bool = False

    @property
    def on_its_way(self) -> bool:
        """Whether nobody has confirmed it yet."""
        return self.confirmed_at is None and self.taken_back_at is None


@dataclass(frozen=True, slots=True)
class CarrierList:
    """A printed list with its lines as they stand now."""

    public_id: str
    no: str
    from_unit_id: int
    from_name: str
    to_unit_id: int
    to_name: str
    made_at: datetime
    slip: SlipInfo | None
    lines: tuple[Carried, ...]

    @property
    def waiting(self) -> int:
        """How many files nobody has confirmed."""
        return sum(line.on_its_way for line in self.lines)


@dataclass(frozen=True, slots=True, repr=False)
class Shelved:
    """A paper file in the reader's unit, and where it lies."""

    dossier_public_id: str
    code: str
    owner_name: str
    procedure_name: str
    shelf: str
    kept: bool
    since: datetime
    ready: bool


def place_of(row: Dossier, *, moved: bool) -> PaperPlace:
    """Where the papers of a dossier are. No query unless they have ``moved``, then two."""
    file = None
    if moved:
        file = PaperFile.objects.select_related("handover").filter(dossier=row).first()
    file = file or PaperFile(dossier=row, unit_id=row.received_unit_id, since=row.received_at)
    to_id = file.handover.to_unit_id if file.handover else None
    names = organizations.units([i for i in (file.unit_id, to_id) if i is not None])
    said = {i: unit.short_name or unit.name for i, unit in names.items()}
    since = file.handover.given_at if file.handover else file.since
    return PaperPlace(
        file.unit_id, said[file.unit_id], since, file.shelf, file.kept, said.get(to_id or 0, "")
    )


def paper_place(dossier_id: int) -> PaperPlace:
    """Where the papers of a dossier are that was seen to be visible. Two queries."""
    return place_of(Dossier.objects.get(pk=dossier_id), moved=True)


def incoming(actor: Actor, now: datetime) -> list[Carried]:
    """Paper files on their way to the actor's unit, oldest first. Two queries."""
    return _carried(_open().filter(to_unit_id=actor.unit_id), now)


def outgoing(actor: Actor, now: datetime) -> list[Carried]:
    """Paper files that the actor's unit gave and nobody has confirmed. Two queries."""
    return _carried(_open().filter(from_unit_id=actor.unit_id), now)


def lost(actor: Actor, now: datetime) -> list[Carried]:
    """Handed over and not confirmed in time, between units that the actor looks after.

    Of one's own unit, of one's department, or of the province, by who asks. Two queries. Hours
    are working hours of the receiving unit: what was given at five is not lost at nine.
    """
    rows = _open().filter(given_at__lt=now - timedelta(hours=_allowed(now)))
    subtree = organizations.subtree_ids(actor.unit_id, local_day(now))
    units = permissions.scope_units(actor, subtree)
    if units is not None:
        rows = rows.filter(Q(from_unit_id__in=units) | Q(to_unit_id__in=units))
    return [one for one in _carried(rows, now) if one.lost]


def carrier_list(public_id: str, actor: Actor, now: datetime) -> CarrierList | None:
    """A list with its lines, for its two units and who sees everything. Four queries."""
    row = HandoverList.objects.filter(public_id=public_id).first()
    if row is None or not _concerns(row, actor, now):
        return None
    names = organizations.units([row.from_unit_id, row.to_unit_id])
    slips = [s for s in documents.slips(row.pk, KIND) if s.kind == KIND]
    return CarrierList(
        public_id=row.public_id,
        no=list_no(row.number, row.year),
        from_unit_id=row.from_unit_id,
        from_name=names[row.from_unit_id].name,
        to_unit_id=row.to_unit_id,
        to_name=names[row.to_unit_id].name,
        made_at=row.made_at,
        slip=slips[0] if slips else None,
        lines=tuple(_carried(Handover.objects.filter(on_list=row), now)),
    )


def list_named(typed: str) -> str:
    """The public id of the list that a scanner read, as address or id; empty if none. One query."""
    last = clean(typed, 400).rstrip("/").rsplit("/", 1)[-1]
    known = HandoverList.objects.filter(public_id=last) if last else HandoverList.objects.none()
    return str(known.values_list("public_id", flat=True).first() or "")


def shelved(actor: Actor, text: str) -> list[Shelved]:
    """Paper files in the actor's unit whose place, code or owner is like ``text``. One query.

    Files that never moved and have no place are not listed: they lie where they were received.
    """
    wanted = fold(clean(text, 100))
    rows = PaperFile.objects.select_related("dossier").filter(
        unit_id=actor.unit_id or 0, handover__isnull=True
    )
    if wanted:
        like = Q(shelf_folded__contains=wanted) | Q(dossier__search__code_folded__contains=wanted)
        rows = rows.filter(like | Q(dossier__search__words=SearchQuery(wanted, config="vn")))
    return [
        Shelved(
            file.dossier.public_id,
            file.dossier.code,
            file.dossier.owner_name,
            file.dossier.procedure_name,
            file.shelf,
            file.kept,
            file.since,
            file.dossier.handback == "ready",
        )
        for file in rows.order_by("shelf_folded", "-since")[:MOST]
    ]


def scanned(actor: Actor, typed: str) -> int | None:
    """The hand-over to the actor's unit whose dossier code was typed or scanned. One query."""
    wanted = fold(clean(typed, 400)).replace(" ", "")
    rows = _open().filter(to_unit_id=actor.unit_id, dossier__search__code_folded=wanted)
    return rows.values_list("pk", flat=True).first() if wanted else None


def _open() -> QuerySet[Handover]:
    return Handover.objects.filter(confirmed_at__isnull=True, taken_back_at__isnull=True)


def _allowed(now: datetime) -> int:
    """How long papers may be on their way, in working hours."""
    return int(rulebook.value("handover.confirm_hours", local_day(now)))


def _concerns(row: HandoverList, actor: Actor, now: datetime) -> bool:
    if not permissions.may(actor, "view"):
        return False
    subtree = organizations.subtree_ids(actor.unit_id, local_day(now))
    units = permissions.scope_units(actor, subtree)
    return units is None or bool({row.from_unit_id, row.to_unit_id} & {*units})


def _carried(rows: QuerySet[Handover], now: datetime) -> list[Carried]:
    found = list(rows.select_related("dossier", "on_list").order_by("given_at", "pk")[:MOST])
    units = organizations.units({i for h in found for i in (h.from_unit_id, h.to_unit_id)})
    names = {i: unit.short_name or unit.name for i, unit in units.items()}
    calendars = organizations.calendars_of({h.to_unit_id for h in found}, now)
    allowed = _allowed(now) * 60 if found else 0
    carried = []
    for row in found:
        until = row.confirmed_at or row.taken_back_at or now
        minutes = calendars[row.to_unit_id].minutes_between(row.given_at, max(until, row.given_at))
        carried.append(
            Carried(
                id=row.pk,
                public_id=row.public_id,
                dossier_public_id=row.dossier.public_id,
                code=row.dossier.code,
                owner_name=row.dossier.owner_name,
                procedure_name=row.dossier.procedure_name,
                from_unit_id=row.from_unit_id,
                from_name=names.get(row.from_unit_id, ""),
                to_unit_id=row.to_unit_id,
                to_name=names.get(row.to_unit_id, ""),
                given_at=row.given_at,
                confirmed_at=row.confirmed_at,
                taken_back_at=row.taken_back_at,
                list_public_id=row.on_list.public_id if row.on_list else "",
                list_no=list_no(row.on_list.number, row.on_list.year) if row.on_list else "",
                minutes=minutes,
                lost=row.confirmed_at is None and row.taken_back_at is None and minutes > allowed,
            )
        )
    return carried
