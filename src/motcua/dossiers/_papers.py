"""The receipt in the citizen's hand: data frozen now, printed once."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from motcua.catalog.queries import VersionInfo
from motcua.documents import commands as documents
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.organizations import queries as organizations
from motcua.organizations.queries import UnitInfo

from .inputs import Intake, PartyInput
from .models import Dossier, Promise
from .states import Provenance

RECEIPT = "receipt"


def issue_receipt(
    dossier: Dossier,
    intake: Intake,
    version: VersionInfo,
    unit: UnitInfo,
    promises: list[Promise],
    *,
    by: Actor,
    at: datetime,
) -> str:
    """Issue Mẫu 01 (Giấy tiếp nhận hồ sơ và hẹn trả kết quả); its public id.

    Source: TT 01/2018/TT-VPCP Mẫu 01, TT 03/2025/TT-VPCP Mẫu 01 (fields seen in prints in use).
    """
    with override("vi"):  # papers are Vietnamese whatever language the officer reads
        data = _receipt(dossier, intake, unit, promises, by=by, at=at)
    slip = documents.issue_slip(subject_id=dossier.pk, kind=RECEIPT, number=1, data=data, at=at)
    return slip.public_id


def _receipt(
    dossier: Dossier,
    intake: Intake,
    unit: UnitInfo,
    promises: list[Promise],
    *,
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    return {
        **heading(unit, at),
        **_persons(intake),
        "number": dossier.code,
        "code": dossier.code,
        "procedure_name": dossier.procedure_name,
        "procedure_code": dossier.procedure_code,
        "case_name": dossier.case_name,
        "request": dossier.request,
        "components": [_component(c, no) for no, c in enumerate(intake.components, 1)],
        "sets": dossier.sets,
        "term_text": promises[0].basis,
        "received_at": at.isoformat(),
        "promises": [_promise(p) for p in promises],
        "return_at": dossier.return_at or unit.name,
        "receiver": {"name": by.person_name, "phone": unit.hotline},
        "tracking_url": tracking_url(dossier),
        "qr_text": tracking_url(dossier),
        "book": None,
        "legal_note": _goes_to(dossier),
    }


def _goes_to(dossier: Dossier) -> str:
    """Where the papers go when another agency of the province decides; empty when none does."""
    if dossier.offering_unit_id is None:
        return ""
    return gettext(
        "Hồ sơ do %(unit)s giải quyết. Nơi tiếp nhận chuyển hồ sơ đến đó và trả kết quả tại đây "
        "(tiếp nhận không phụ thuộc địa giới hành chính trong tỉnh)."
    ) % {"unit": organizations.unit(dossier.deciding_unit_id).name}


def tracking_url(dossier: Dossier) -> str:
    """The address behind the QR: an opaque token, nothing that can be guessed."""
    return f"{settings.PUBLIC_URL}/ho-so/{dossier.track_token}"


def heading(unit: UnitInfo, at: datetime) -> dict[str, Any]:
    """The office that issues a paper, the one above it, place and day (NĐ 30/2020, Phụ lục I).

    A part of an agency stands under its agency, an agency under the one it belongs to.
    """
    agency = organizations.unit(unit.agency_id) if unit.agency_id else unit
    above = agency if agency.id != unit.id else _above(agency)
    return {
        "agency_parent": above.name,
        "agency": unit.name,
        "place": unit.address.rsplit(",", 1)[-1].strip() or _above(agency).short_name,
        "day": local_day(at).isoformat(),
    }


def _above(agency: UnitInfo) -> UnitInfo:
    return organizations.unit(agency.parent_id) if agency.parent_id else agency


def _persons(intake: Intake) -> dict[str, Any]:
    submitter = intake.submitter
    collector = intake.collector
    return {
        "owner": _person(intake.owner),
        "submitter": _person(submitter) if submitter else None,
        "collector": _named(collector) if collector else None,
    }


def _named(party: PartyInput) -> dict[str, str]:
    """What the form prints of somebody who only collects: nothing else is frozen."""
    return {"name": party.name, "id_masked": _masked(party.number)}


def _person(party: PartyInput) -> dict[str, str]:
    return {
        "name": party.name,
        "id_masked": _masked(party.number),
        "address": party.address,
        "phone": party.phone,
        "email": party.email,
    }


def _masked(number: str) -> str:
    return "•" * max(0, len(number) - 4) + number[-4:]


def _component(component: Any, no: int) -> dict[str, Any]:
    return {
        "no": no,
        "name": component.name,
        "originals": component.originals,
        "copies": component.copies,
        "provenance": str(Provenance(component.provenance).label),
        "state_held": component.state_held,
    }


def _promise(promise: Promise) -> dict[str, Any]:
    due = promise.due_at.isoformat() if promise.due_at else None
    return {"number": promise.number, "due_at": due, "basis": promise.basis}
