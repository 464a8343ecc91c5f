"""Phiếu kiểm soát quá trình: who gave the dossier to whom, when, and whether each leg was in time.

Built from the history, the steps and the hand-overs of paper; nothing is kept for it.
Source: TT 01/2018/TT-VPCP Mẫu 05, TT 03/2025/TT-VPCP Mẫu 06 (columns seen in a provincial system).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.accounts import queries as accounts
from motcua.documents import queries as documents
from motcua.dossiers import _clock
from motcua.dossiers._papers import heading
from motcua.dossiers.models import Consultation, Dossier, Handover
from motcua.dossiers.states import HandoverMode
from motcua.kernel import history
from motcua.kernel.clock import local, local_day
from motcua.kernel.history import EntryInfo
from motcua.kernel.working_time import Pause, WorkingCalendar, used
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo

from .page import promises

EARLY, ON_TIME, LATE, OPEN, FREE = "early", "on_time", "late", "open", ""
MOST_LEGS = 400


@dataclass(frozen=True, slots=True, repr=False)
class Leg:
    """One stretch of a dossier's way: given by somebody, received by somebody.

    :ivar used: working minutes spent, without what was waited for; `allotted`: those granted.
    :ivar verdict: ``early``, ``on_time``, ``late``; ``open`` while it lasts in time; empty where
        nothing was allotted. Minutes decide, not days.
    """

    no: int
    unit: str
    step: str
    given_at: datetime | None
    giver_unit: str
    giver: str
    received_at: datetime | None
    receiver: str
    used: int | None = None
    allotted: int | None = None
    verdict: str = FREE
    note: str = ""

    @property
    def verdict_name(self) -> str:
        """The verdict as the form tells it."""
        return {
            EARLY: _("Trước hạn"),
            ON_TIME: _("Đúng hạn"),
            LATE: _("Quá hạn"),
            OPEN: _("Đang giải quyết, còn hạn"),
        }.get(self.verdict, "")

    @property
    def used_text(self) -> str:
        """Minutes as people read them."""
        return minutes_text(self.used)

    @property
    def allotted_text(self) -> str:
        """Minutes as people read them."""
        return minutes_text(self.allotted)


@dataclass(frozen=True, slots=True)
class ControlSheet:
    """A dossier's way so far, leg by leg."""

    legs: tuple[Leg, ...]
    deciding: str
    coordinating: str
    promised_at: datetime | None


def minutes_text(minutes: int | None) -> str:
    """Working minutes in words: hours and minutes; empty where there are none to tell."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s phút") % {"minutes": rest}
    return _("%(all)s phút (%(hours)s giờ %(rest)s phút)") % {
        "all": minutes,
        "hours": hours,
        "rest": rest,
    }


@dataclass(slots=True)
class _Way:
    """Everything that the legs are told from."""

    dossier: Dossier
    now: datetime
    names: Mapping[int, str]
    people: Mapping[int, str]
    holders: Mapping[int, str]
    pauses: Sequence[Pause]
    handovers: list[Handover]
    openers: dict[int, EntryInfo] = field(default_factory=dict)
    takers: dict[int, EntryInfo] = field(default_factory=dict)
    calendars: Mapping[int, WorkingCalendar] = field(default_factory=dict)


def control_sheet(dossier_id: int, now: datetime) -> ControlSheet:
    """The way of a dossier that was seen to be visible. Nine queries, whatever its length."""
    row = Dossier.objects.get(pk=dossier_id)
    items = [i for i in processes.items(row.pk) if i.state != "cancelled"]
    entries = history.entries(row.year, row.pk)
    way = _way(row, items, entries, now)
    legs = [_leg(way, item) for item in sorted(items, key=lambda i: (i.opened_at, i.id))]
    legs += [_carried(way, h) for h in way.handovers if _only_paper(way, h)]
    legs.sort(key=lambda leg: leg.given_at or row.received_at)
    asked = Consultation.objects.filter(dossier=row).values_list("unit_id", flat=True)
    known = promises(row)
    return ControlSheet(
        legs=tuple(_numbered(legs[:MOST_LEGS])),
        deciding=way.names[row.deciding_unit_id],
        coordinating=", ".join(u.name for u in organizations.units(asked).values()),
        promised_at=known[0].original_due_at if known else None,
    )


def control_sheet_pdf(dossier_id: int, now: datetime) -> bytes:
    """The same as the printed form of the circular of its day of reception.

    Not kept: it tells how things stand when it is printed.
    """
    row = Dossier.objects.get(pk=dossier_id)
    sheet = control_sheet(dossier_id, now)
    unit = organizations.unit(row.received_unit_id)
    data: dict[str, Any] = {
        **heading(unit, now),
        "layout": "list",
        "code": row.code,
        "owner_name": row.owner_name,
        "procedure_name": row.procedure_name,
        "procedure_code": row.procedure_code,
        "received_at": row.received_at,
        "due_at": sheet.promised_at,
        "deciding": sheet.deciding,
        "coordinating": sheet.coordinating,
        "legs": [_printed(leg) for leg in sheet.legs],
    }
    return documents.print_form("control_sheet", data, day=local_day(row.received_at), at=now)


def _printed(leg: Leg) -> dict[str, Any]:
    return {
        "giver_unit": leg.giver_unit,
        "taker_unit": leg.unit,
        "given_at": leg.given_at,
        "giver": leg.giver,
        "taken_at": leg.received_at,
        "taker": leg.receiver,
        "verdict": leg.verdict_name,
        "used": leg.used_text,
        "allotted": leg.allotted_text,
        "note": "; ".join(part for part in (leg.step, leg.note) if part),
    }


def _way(row: Dossier, items: list[ItemInfo], entries: list[EntryInfo], now: datetime) -> _Way:
    units = {i.unit_id for i in items if i.unit_id} | {e.place_id for e in entries if e.place_id}
    handovers = list(row.handovers.order_by("given_at", "id"))
    units |= {row.received_unit_id, row.deciding_unit_id}
    units |= {h.to_unit_id for h in handovers} | {h.from_unit_id for h in handovers}
    posts = {i.closed_by_post_id or i.person_post_id for i in items}
    posts |= {h.confirmed_by_post_id for h in handovers} | {h.given_by_post_id for h in handovers}
    turns = list(row.ledger.order_by("no").values_list("kind", "at", "ground"))
    way = _Way(
        dossier=row,
        now=now,
        names={i: u.name for i, u in organizations.units(units).items()},
        people={
            i: p.full_name
            for i, p in accounts.users([e.person_id for e in entries if e.person_id]).items()
        },
        holders=organizations.holders(p for p in posts if p),
        pauses=[stop.pause for stop in _clock.paired(turns)],
        handovers=handovers,
        calendars=organizations.calendars_of(units, row.received_at),
    )
    for entry in entries:
        for item_id in _opened(entry):
            way.openers.setdefault(item_id, entry)
        if entry.kind == "step.taken":
            way.takers.setdefault(int(entry.payload["item"]), entry)
    return way


def _opened(entry: EntryInfo) -> list[int]:
    found = entry.payload.get("opened") or entry.payload.get("items") or []
    return [int(item) for item in found]


def _leg(way: _Way, item: ItemInfo) -> Leg:
    opener = way.openers.get(item.id)
    unit = way.names.get(item.unit_id or 0, "") or item.actor_as_published
    papers = _papers_of(way, item)
    post_id = item.closed_by_post_id or item.person_post_id
    received_at = item.taken_at or item.finished_at
    spent, granted = _minutes(way, item)
    return Leg(
        no=0,
        unit=unit,
        step=item.name,
        given_at=item.opened_at,
        giver_unit=way.names.get(opener.place_id or 0, "") if opener else "",
        giver=way.people.get(opener.person_id or 0, "") if opener else "",
        received_at=received_at,
        receiver=way.holders.get(post_id or 0, "") if received_at else "",
        used=spent,
        allotted=granted,
        verdict=_verdict(item, spent, granted),
        note="; ".join(part for part in (_waiting(item), _paper_note(way, papers)) if part),
    )


def _minutes(way: _Way, item: ItemInfo) -> tuple[int | None, int | None]:
    """Working minutes spent and granted; a wait for somebody outside spends none of ours."""
    if item.unit_id is None or item.kind == "wait":
        return None, None
    calendar = way.calendars[item.unit_id]
    end = item.finished_at or way.now
    spent = used(item.opened_at, max(end, item.opened_at), way.pauses, calendar)
    if item.due_at is None:
        return spent or None, None
    return spent, calendar.minutes_between(item.opened_at, max(item.due_at, item.opened_at))


def _verdict(item: ItemInfo, spent: int | None, granted: int | None) -> str:
    if spent is None or granted is None:
        return FREE
    if spent > granted:
        return LATE
    if item.finished_at is None:
        return OPEN
    return ON_TIME if spent == granted else EARLY


def _waiting(item: ItemInfo) -> str:
    return _("Chờ bên ngoài, không tính vào thời hạn") if item.stops_clock else ""


def _papers_of(way: _Way, item: ItemInfo) -> Handover | None:
    """The paper that went with a step: given to its unit in the act that opened it."""
    return next(
        (h for h in way.handovers if (h.to_unit_id, h.given_at) == (item.unit_id, item.opened_at)),
        None,
    )


def _paper_note(way: _Way, papers: Handover | None) -> str:
    if papers is None:
        return ""
    if papers.taken_back_at is not None:
        return _("Giấy: bên giao lấy lại")
    if papers.confirmed_at is None:
        return _("Giấy: bên nhận chưa xác nhận")
    name = way.holders.get(papers.confirmed_by_post_id or 0, "")
    return _("Giấy: %(name)s nhận lúc %(at)s") % {"name": name, "at": _short(papers.confirmed_at)}


def _only_paper(way: _Way, papers: Handover) -> bool:
    return papers.mode == HandoverMode.PAPER and not any(
        entry.occurred_at == papers.given_at and entry.kind != "papers.handed_over"
        for entry in way.openers.values()
    )


def _carried(way: _Way, papers: Handover) -> Leg:
    """A hand-over of paper without a step."""
    arrived = papers.confirmed_at
    return Leg(
        no=0,
        unit=way.names.get(papers.to_unit_id, ""),
        step=_("Giao hồ sơ giấy"),
        given_at=papers.given_at,
        giver_unit=way.names.get(papers.from_unit_id, ""),
        giver=way.holders.get(papers.given_by_post_id, ""),
        received_at=arrived,
        receiver=way.holders.get(papers.confirmed_by_post_id or 0, "") if arrived else "",
        note="" if arrived else _paper_note(way, papers),
    )


def _short(at: datetime) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}"


def _numbered(legs: Sequence[Leg]) -> list[Leg]:
    return [replace(leg, no=no) for no, leg in enumerate(legs, 1)]
