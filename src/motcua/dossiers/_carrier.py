"""The printed list that travels with paper files from one unit to another."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Sum

from motcua.documents import commands as documents
from motcua.kernel.actor import Actor
from motcua.organizations import queries as organizations

from ._papers import heading
from .models import Dossier, DossierComponent, Handover, HandoverList

KIND = "handover_list"


def list_url(public_id: str) -> str:
    """The address behind the QR of a list: its page on the desk."""
    return f"{settings.PUBLIC_URL}/ban-lam-viec/ho-so-giay/danh-sach/{public_id}"


def list_no(number: int, year: int) -> str:
    """How a list is called, on paper and on screen."""
    return f"{number:04d}/{year}"


def print_list(made: HandoverList, rows: Sequence[Handover], *, by: Actor, at: datetime) -> None:
    """Issue the paper of a list: who gives what to whom. Four statements, one of them a job's."""
    dossiers = Dossier.objects.in_bulk([row.dossier_id for row in rows])
    counted = DossierComponent.objects.filter(dossier_id__in=dossiers).values("dossier_id")
    sheets = {
        row["dossier_id"]: row["sheets"]
        for row in counted.annotate(sheets=Sum(F("originals") + F("copies"))).order_by()
    }
    units = organizations.units([made.from_unit_id, made.to_unit_id])
    giver, receiver = units[made.from_unit_id], units[made.to_unit_id]
    data: dict[str, Any] = {
        **heading(giver, at),
        "layout": "list",
        "list_no": list_no(made.number, made.year),
        "list_qr": list_url(made.public_id),
        "from_unit": giver.name,
        "to_unit": receiver.name,
        "made_at": at,
        "giver": by.person_name,
        "count": len(rows),
        "lines": [
            {
                "no": no,
                "code": dossiers[row.dossier_id].code,
                "owner": dossiers[row.dossier_id].owner_name,
                "procedure": dossiers[row.dossier_id].procedure_name,
                "papers": sheets.get(row.dossier_id) or "",
            }
            for no, row in enumerate(rows, 1)
        ],
    }
    documents.issue_slip(subject_id=made.pk, kind=KIND, number=1, data=data, at=at)
