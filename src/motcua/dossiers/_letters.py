"""Letters and slips after reception: their data frozen at the act, printed once, ahead of time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import override

from motcua.documents import commands as documents
from motcua.documents import queries as papers
from motcua.documents.queries import SlipInfo
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.organizations import queries as organizations
from motcua.organizations.queries import UnitInfo
from motcua.organizations.states import Role
from motcua.parties import queries as parties
from motcua.parties.queries import PartyInfo

from ._papers import heading
from .models import Dossier

VIETNAMESE = "vi"
"""Papers are Vietnamese whatever language the officer reads."""
TITLES: dict[str, str] = {
    Role.COUNTER: "NGƯỜI TIẾP NHẬN HỒ SƠ",
    Role.APPRAISER: "NGƯỜI THỤ LÝ HỒ SƠ",
    Role.UNIT_LEADER: "THỦ TRƯỞNG ĐƠN VỊ",
    Role.DEPARTMENT_LEADER: "THỦ TRƯỞNG CƠ QUAN",
}
"""As what somebody signs, by role: officers, and leaders of whom no title is known [derived]."""
HEADS = frozenset({Role.UNIT_LEADER, Role.DEPARTMENT_LEADER})


def issue_letter(
    dossier: Dossier,
    kind: str,
    *,
    facts: Mapping[str, object],
    by: Actor,
    at: datetime,
    number_text: str = "",
    signer: Mapping[str, str] | None = None,
    unit: UnitInfo | None = None,
) -> SlipInfo:
    """Issue a paper about a received dossier, within the act that owes it.

    The circular is that of the day of reception. Number and symbol are those given, else the next
    of the office's own in the year, as in ``0012/HDHS``; a form without a symbol has none.

    :param kind: of the form register.
    :param facts: what this form prints beyond heading, persons and procedure; wins over them.
    :param signer: title and name under the paper; else who acts, titled by role.
    :param unit: the office that issues it; else the one in which the act is done.
    :raises NoFormInForce: the register has no such form for that day.

    Six statements, of which one puts its rendering off. Source: ``docs/legal/forms.md``.
    """
    office = unit or organizations.unit(by.seat()[0])
    edition = papers.form_on(kind, local_day(dossier.received_at))
    number = number_text or _number(office, edition.symbol, at)
    data = letter_data(dossier, office, number, facts=facts, by=by, at=at, signer=signer)
    return documents.issue_slip(
        subject_id=dossier.pk,
        kind=kind,
        number=papers.next_slip_number(dossier.pk, kind),
        data=data,
        at=at,
    )


def letter_data(
    dossier: Dossier,
    office: UnitInfo,
    number_text: str,
    *,
    facts: Mapping[str, object],
    by: Actor,
    at: datetime,
    signer: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Everything that a letter about a received dossier prints; nothing is issued."""
    with override(VIETNAMESE):
        return {
            **common(dossier, office, at),
            "officer": {"name": by.person_name, "title": title_of(by, at)},
            "signer": dict(signer or {"name": by.person_name, "title": title_of(by, at, office)}),
            "letter_no": number_text,
            **_printed(facts, at),
        }


def issue_guide(
    subject_id: int,
    kind: str,
    unit: UnitInfo,
    *,
    facts: Mapping[str, object],
    by: Actor,
    at: datetime,
) -> SlipInfo:
    """Issue a paper about papers that were not received: no dossier, no code, today's circular."""
    edition = papers.form_on(kind, local_day(at))
    data = {
        **heading(unit, at),
        "agency_name": unit.name,
        "contact": {"name": unit.name, "phone": unit.hotline},
        "officer": {"name": by.person_name, "title": title_of(by, at)},
        "letter_no": _number(unit, edition.symbol, at),
        **_printed(facts, at),
    }
    return documents.issue_slip(subject_id=subject_id, kind=kind, number=1, data=data, at=at)


def common(dossier: Dossier, office: UnitInfo, at: datetime) -> dict[str, object]:
    """What every paper about a dossier prints: heading, persons, procedure, reception."""
    return {**heading(office, at), **_about(dossier, office), **_persons(dossier)}


def title_of(by: Actor, at: datetime, office: UnitInfo | None = None) -> str:
    """As what somebody signs a paper: an officer by role, a leader by title, in up to three lines.

    :param office: in whose name it is written: who leads a part of it signs by order (TL.).

    Source: NĐ 30/2020/NĐ-CP Phụ lục I, part II, section 7; see `organizations.signature`.
    """
    title = TITLES.get(by.role, "NGƯỜI LẬP PHIẾU")
    if by.role not in HEADS:
        return title
    in_name_of = office.id if office and by.role == Role.UNIT_LEADER else None
    usual = title, TITLES[Role.DEPARTMENT_LEADER]
    return "\n".join(organizations.signature(by, in_name_of, local_day(at), usual))


def agency_of(unit: UnitInfo) -> UnitInfo:
    """The agency in whose name a unit writes to people."""
    return organizations.unit(unit.agency_id) if unit.agency_id else unit


def end_letters(dossier: Dossier, kinds: Sequence[str], why: str, *, at: datetime) -> None:
    """Say of the papers of these kinds that are in force that they no longer are.

    :param why: ``withdrawn``, or ``done``: what they promised has been fulfilled.
    """
    for slip in papers.slips(dossier.pk):
        if slip.kind in kinds and not slip.ended:
            documents.end_slip(slip_id=slip.id, why=why, at=at)


def _number(office: UnitInfo, symbol: str, at: datetime) -> str:
    if not symbol:
        return ""
    number = documents.next_number(unit_id=office.id, symbol=symbol, at=at)
    return f"{number:04d}/{symbol}"


def _about(dossier: Dossier, office: UnitInfo) -> dict[str, object]:
    received = organizations.unit(dossier.received_unit_id)
    return {
        "agency_name": office.name,
        "code": dossier.code,
        "procedure_name": dossier.procedure_name,
        "procedure_code": dossier.procedure_code,
        "case_name": dossier.case_name,
        "request": dossier.request,
        "received_at": dossier.received_at,
        "received_on": local_day(dossier.received_at),
        "received_unit": received.name,
        "return_place": received.name,
        "contact": {"name": received.name, "phone": received.hotline},
        "recipients": _recipients(office, received),
    }


def _recipients(office: UnitInfo, received: UnitInfo) -> list[str]:
    told = ["Như trên"]
    if received.id != office.id:
        told.append(received.name)
    return [*told, "Lưu: VT, hồ sơ"]


def _persons(dossier: Dossier) -> dict[str, object]:
    """Owner, submitter, collector: each only where it is somebody else."""
    owner, submitter, collector = dossier.owner_id, dossier.submitter_id, dossier.collector_id
    known = parties.parties({owner, submitter, collector})
    other = submitter != owner
    third = collector not in (owner, submitter)
    return {
        "owner": _person(known[owner], dossier.owner_name, dossier.owner_address),
        "owner_name": dossier.owner_name,
        "submitter": _person(known[submitter], dossier.submitter_name) if other else None,
        "submitter_name": dossier.submitter_name,
        "collector": _person(known[collector], dossier.collector_name) if third else None,
        "collector_name": dossier.collector_name,
    }


def _person(party: PartyInfo, name: str, address: str = "") -> dict[str, str]:
    """As frozen at reception where it was; numbers masked."""
    return {
        "name": name,
        "id_masked": party.number_masked,
        "id_kind": party.number_kind,
        "address": address or party.address,
        "phone": party.phone_masked,
        "email": party.email,
    }


def _printed(facts: Mapping[str, object], at: datetime) -> dict[str, Any]:
    """Free text as paragraphs, beside coded reasons on one line; late or not by the clock."""
    told = dict(facts)
    if "cause" in told and "reason" in told:  # a coded cause, told at length under ``reason``
        told["text"] = told.pop("reason")
    for name, lines in (("text", "reason_lines"), ("note", "note_lines"), ("again", "again_lines")):
        if name in told:
            told[lines] = told.pop(name)
    due = told.get("original_due_at")
    if isinstance(due, datetime):
        told["is_late"] = at > due
    return told
