"""Niêm yết: one procedure with all parts that must be shown in public, as page and as poster."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from motcua.catalog import queries as catalog
from motcua.catalog.queries import BESIDES, PARTS, VersionInfo
from motcua.documents import queries as documents
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused
from motcua.organizations import queries as organizations
from motcua.organizations.queries import UnitInfo
from motcua.portal import words
from motcua.portal.frame import frame

SIZES = {"A4": "publication", "A3": "publication_a3"}
KEPT = 24 * 3600
"""Seconds that a drawn poster is kept: anybody may ask for it, and drawing takes its time."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sheet: its number, name, and what is told of it, line by line."""

    no: int
    code: str
    title: str
    lines: list[str]


@login_not_required
@require_safe
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sheet of one procedure on screen."""
    version = _version_or_404(public_id)
    office, offices = _office(version, request.GET.get("noi", ""))
    context = frame("portal:search") | {
        "version": version,
        "title": words.shortened(version.name, 110),
        "level": words.level_text(version.level),
        "parts": parts(version, committed(version, office)),
        "missing": len(catalog.missing_parts(version)),
        "office": office,
        "offices": offices,
        "qr_text": page_url(version),
        "sizes": list(SIZES),
    }
    return render(request, "portal/publication.html", context)


@login_not_required
@require_safe
def poster(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sheet as PDF, A4 or A3, in Vietnamese; drawn once a day for each office."""
    version = _version_or_404(public_id)
    office, _offices = _office(version, request.GET.get("noi", ""))
    size = request.GET.get("kho", "A4")
    if size not in SIZES:
        raise Http404
    with override("vi"):
        data = poster_data(version, office)
    key = f"publication:{size}:{sha256(repr(data).encode()).hexdigest()}"
    pdf = cache.get(key)
    if pdf is None:
        now = timezone.now()
        try:
            pdf = documents.print_form(SIZES[size], data, day=local_day(now), at=now)
        except Refused:
            return redirect("portal:publication", public_id)
        cache.set(key, pdf, KEPT)
    return documents.pdf_response(pdf, name=f"niem-yet-{version.code or public_id}-{size}.pdf")


def _version_or_404(public_id: str) -> VersionInfo:
    version = catalog.version_by_public_id(public_id)
    if version is None or version.status != "published":
        raise Http404
    return version


def _office(version: VersionInfo, chosen: str) -> tuple[UnitInfo | None, list[UnitInfo]]:
    """Whose hotline and head the sheet tells: the chosen receiver, else the first by name."""
    day = local_day(timezone.now())
    ids = catalog.receivers([version.id], day)[version.id]
    found = organizations.units(ids, day).values()
    units = sorted(found, key=lambda unit: (unit.level != "province", unit.name))
    mine = next((u for u in units if u.public_id == chosen), None)
    return mine or next(iter(units), None), units


def page_url(version: VersionInfo) -> str:
    """The address of the procedure's page, as the code on the wall holds it."""
    return f"{settings.PUBLIC_URL}{reverse('portal:procedure', args=[version.public_id])}"


def committed(version: VersionInfo, office: UnitInfo | None) -> list[str]:
    """What the office commits itself to, shorter than the law's term. One query."""
    if office is None:
        return []
    offering = catalog.offering(version.id, office.id, local_day(timezone.now()))
    found = words.committed(version, offering)
    return [_("Cơ quan cam kết: %(term)s") % {"term": term} for term in found]


def parts(version: VersionInfo, committed: Sequence[str] = ()) -> list[Part]:
    """All parts in the order of the decree, then those told where there are any. No query.

    :param committed: lines on shorter terms of the office, told behind those of the law.
    """
    told = _told(version)
    told["term"] += [*(c.told for c in version.conditions), *committed]
    names = PARTS | BESIDES | {"forms": _("Mẫu đơn, tờ khai")}
    names |= {"requirements": _("Yêu cầu, điều kiện")}
    wanted = [code for code in names if code in PARTS or told[code]]
    return [Part(no, code, str(names[code]), told[code]) for no, code in enumerate(wanted, 1)]


def _told(version: VersionInfo) -> dict[str, list[str]]:
    return {
        "name": [version.name],
        "steps": version.steps_text.splitlines(),
        "ways": _ways(version),
        "papers": _papers(version),
        "term": [": ".join(p for p in pair if p) for pair in words.terms(version)],
        "applicants": list(version.applicants),
        "agency": _agency(version),
        "results": [name for name, _code in version.results],
        "fees": _fees(version),
        "legal": list(version.legal_bases),
        "forms": _forms(version),
        "requirements": version.requirements.splitlines(),
    }


def _ways(version: VersionInfo) -> list[str]:
    if not version.channels:
        return []
    lines = [words.channel_text(version.channels)]
    lines.append(post_text(version))
    if version.online_level:
        lines.append(_("Dịch vụ công trực tuyến: %(level)s") % {"level": version.online_level})
    return lines


def post_text(version: VersionInfo) -> str:
    """Whether papers may come, and the result go, by post."""
    if version.by_post:
        return _("Có nhận, trả qua dịch vụ bưu chính công ích")
    return _("Không nhận, trả qua dịch vụ bưu chính công ích")


def _papers(version: VersionInfo) -> list[str]:
    cases = {case.id: words.case_name(case.name) for case in version.cases}
    lines = []
    last: int | None = None
    for paper in version.components:
        if paper.case_id != last and paper.case_id in cases:
            lines.append(f"{cases[paper.case_id]}:")
        last = paper.case_id
        counts = _("(%(originals)s bản chính, %(copies)s bản sao)") % {
            "originals": paper.originals if paper.originals is not None else "–",
            "copies": paper.copies if paper.copies is not None else "–",
        }
        form = f" [{paper.form_code}]" if paper.form_code else ""
        lines.append(f"– {_paper_name(paper.name)} {counts}{form}")
    return lines or [note.text for note in version.notes]


def _forms(version: VersionInfo) -> list[str]:
    """Every form that an applicant fills in, once, with the paper that it is."""
    found = {p.form_code: _paper_name(p.name) for p in version.components if p.form_code}
    return [f"{code}: {name}" for code, name in found.items()]


def _paper_name(name: str) -> str:
    """A paper without the marks with which its line began and ended in a published list."""
    return words.unmarked(name).rstrip(" ;.,")


def _agency(version: VersionInfo) -> list[str]:
    lines = [version.authority or version.agency]
    if version.authority and version.agency and version.agency != version.authority:
        lines.append(_("Cơ quan trực tiếp thực hiện: %(agency)s") % {"agency": version.agency})
    if version.coordinating:
        lines.append(_("Cơ quan phối hợp: %(agency)s") % {"agency": version.coordinating})
    return [line for line in lines if line]


def _fees(version: VersionInfo) -> list[str]:
    found = [
        ": ".join(p for p in (what, amount) if p) for what, amount, _n in words.fee_lines(version)
    ]
    return found or version.fee_note.splitlines()


def poster_data(version: VersionInfo, office: UnitInfo | None) -> dict[str, Any]:
    """What the poster prints. One query where there is an office."""
    agency = office.name if office else version.agency
    above = ""
    if office and (office.agency_id or office.parent_id):
        above = organizations.unit(office.agency_id or office.parent_id or 0).name
    source = (version.version, version.decision, version.source_url)
    return {
        "agency": agency,
        "agency_parent": above,
        "code": version.code,
        "name": version.name,
        "field": version.field_name,
        "level": words.level_text(version.level),
        "page_qr": page_url(version),
        "parts": [
            {"no": part.no, "title": part.title, "body_lines": "\n".join(part.lines)}
            for part in parts(version, committed(version, office))
        ],
        "office": agency,
        "hotline": office.hotline if office else "",
        "head": office.head_name if office else "",
        "hours": office.opening_hours if office else "",
        "address": office.address if office else "",
        "post": _("có") if version.by_post else _("không"),
        "source": _("Nguồn: %(source)s") % {"source": " · ".join(p for p in source if p)},
    }
