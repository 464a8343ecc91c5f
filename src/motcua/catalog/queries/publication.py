"""Niêm yết: which parts of a procedure must be shown in public, and which of them are missing.

Source: NĐ 63/2010/NĐ-CP art. 8 para. 2 (as amended by 92/2017): the parts that a procedure is made
of [seen, QĐ 766/QĐ-TTg indicator 1.3]; what else is told "where there is any" is ours [derived].
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.catalog.infos import VersionInfo
from motcua.catalog.models import Component, Fee, LegalBasis, ProcedureVersion, Result, TimeLimitRow
from motcua.catalog.states import Status

PARTS: dict[str, str | Promise] = {
    "name": _("Tên thủ tục"),
    "steps": _("Trình tự thực hiện"),
    "ways": _("Cách thức thực hiện"),
    "papers": _("Thành phần, số lượng hồ sơ"),
    "term": _("Thời hạn giải quyết"),
    "applicants": _("Đối tượng thực hiện"),
    "agency": _("Cơ quan thực hiện"),
}
"""The seven parts without which a procedure is not complete, in the order of the decree."""
BESIDES: dict[str, str | Promise] = {
    "results": _("Kết quả thực hiện"),
    "fees": _("Phí, lệ phí"),
    "legal": _("Căn cứ pháp lý"),
}
"""Shown too, and counted apart: the decree asks for them where there are any."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """One procedure of the catalogue, and which parts of it no source has told."""

    public_id: str
    code: str
    label: str
    name: str
    field_name: str
    published: bool
    missing: tuple[str, ...]
    besides: tuple[str, ...]

    @property
    def missing_names(self) -> list[str]:
        """The parts that are missing, by name."""
        return [str((PARTS | BESIDES)[code]) for code in (*self.missing, *self.besides)]


def missing_parts(version: VersionInfo) -> tuple[str, ...]:
    """Which of the seven parts a version lacks, in the decree's order. No query."""
    there = {
        "name": version.name,
        "steps": version.steps_text,
        "ways": version.channels,
        "papers": version.components or version.notes,
        "term": [row for row in version.limits if row.limit is not None or row.text],
        "applicants": version.applicants,
        "agency": version.agency or version.authority,
    }
    return tuple(code for code in PARTS if not there[code])


def completeness(day: date, *, part: str = "", field_code: str = "") -> list[Completeness]:
    """Every procedure in force on ``day`` and every draft, the least complete first. One query.

    :param part: only those that lack this part; ``any``: those that lack one of the seven.
    """
    rows = [_told(row) for row in _rows(day, field_code)]
    if part == "any":
        rows = [row for row in rows if row.missing]
    elif part:
        rows = [row for row in rows if part in (*row.missing, *row.besides)]
    return sorted(rows, key=lambda row: (-len(row.missing), row.code, row.label, row.name))


_TEXTS = ("public_id", "code", "label", "name", "status", "steps_text", "agency", "authority")
_LISTS = ("channels", "applicants")
_FOUND = ("has_papers", "has_term", "has_results", "has_fees", "has_legal")


def _rows(day: date, field_code: str) -> Iterable[dict[str, Any]]:
    mine = {"version": OuterRef("pk")}
    rows = ProcedureVersion.objects.filter(
        Q(status=Status.PUBLISHED, valid__contains=day)
        | Q(status=Status.DRAFT, superseded_at__isnull=True)
    )
    if field_code:
        rows = rows.filter(field__code=field_code)
    found: Iterable[dict[str, Any]] = rows.annotate(
        has_papers=Exists(Component.objects.filter(**mine)),
        has_term=Exists(
            TimeLimitRow.objects.filter(**mine).filter(Q(limit__isnull=False) | ~Q(text=""))
        ),
        has_results=Exists(Result.objects.filter(**mine)),
        has_fees=Exists(Fee.objects.filter(**mine)),
        has_legal=Exists(LegalBasis.objects.filter(**mine)),
    ).values(*_TEXTS, *_LISTS, "field__name", "fee_note", *_FOUND)
    return found


def _told(row: dict[str, Any]) -> Completeness:
    there = row | {
        "steps": row["steps_text"],
        "ways": row["channels"],
        "agency": row["agency"] or row["authority"],
        "papers": row["has_papers"],
        "term": row["has_term"],
        "results": row["has_results"],
        "fees": row["has_fees"] or row["fee_note"],
        "legal": row["has_legal"],
    }
    return Completeness(
        public_id=str(row["public_id"]),
        code=str(row["code"] or ""),
        label=str(row["label"]),
        name=str(row["name"]),
        field_name=str(row["field__name"] or ""),
        published=row["status"] == Status.PUBLISHED,
        missing=tuple(code for code in PARTS if not there[code]),
        besides=tuple(code for code in BESIDES if not there[code]),
    )
