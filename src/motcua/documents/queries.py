"""What may be asked about files and slips. No permission filter: the subject's room has checked."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from . import store
from .errors import SlipNotRendered
from .forms.register import Edition, edition_named, edition_on, editions, kinds
from .frozen import freeze
from .info import CheckedSlip, FileInfo, SlipInfo
from .models import Content, File, IssuedSlip
from .rendering import RenderingFailed, render
from .serving import Disposition, pdf_response, respond

__all__ = [
    "CheckedSlip",
    "Edition",
    "FileInfo",
    "SlipInfo",
    "check_url",
    "checked",
    "file",
    "file_by_public_id",
    "file_response",
    "files",
    "form_on",
    "forms",
    "next_slip_number",
    "pdf_response",
    "print_form",
    "read_file",
    "slip",
    "slip_data",
    "slip_pdf",
    "slips",
]


def file(file_id: int) -> FileInfo:
    """One file. One query.

    :raises LookupError: there is none with this id.
    """
    found = files([file_id])
    if not found:
        raise LookupError("no such file")
    return found[file_id]


def files(file_ids: Iterable[int]) -> dict[int, FileInfo]:
    """Several files by id. One query."""
    rows = File.objects.select_related("content").filter(pk__in=set(file_ids))
    return {row.pk: file_info(row) for row in rows}


def file_by_public_id(public_id: str) -> FileInfo | None:
    """The file with this opaque id, or None. One query."""
    row = File.objects.select_related("content").filter(public_id=public_id).first()
    return file_info(row) if row else None


def read_file(file_id: int) -> bytes:
    """The bytes of a file. One query and one read.

    :raises LookupError: there is none with this id.
    :raises FileNotFoundError: its bytes are gone: an alarm, not a sentence for a person.
    """
    return store.read(file(file_id).sha256)


def file_response(file_id: int, disposition: Disposition = "attachment") -> HttpResponse:
    """The answer with a file. The caller has checked that its reader may have it.

    :raises LookupError: there is none with this id.
    """
    info = file(file_id)
    content = store.read(info.sha256)
    return respond(content, name=info.name, media_type=info.media_type, disposition=disposition)


def slip(public_id: str) -> SlipInfo | None:
    """The slip with this opaque id, or None. One query."""
    row = IssuedSlip.objects.select_related("end").filter(public_id=public_id).first()
    return slip_info(row) if row else None


def slips(subject_id: int, about: str = "dossier") -> list[SlipInfo]:
    """All slips about a subject, in the order of issue. One query."""
    rows = IssuedSlip.objects.select_related("end").filter(
        subject_id=subject_id, kind__in=kinds(about)
    )
    return [slip_info(row) for row in rows.order_by("issued_at", "id")]


def next_slip_number(subject_id: int, kind: str) -> int:
    """1 for the first slip of a kind about a subject, counting up. One query."""
    return IssuedSlip.objects.filter(subject_id=subject_id, kind=kind).count() + 1


def form_on(kind: str, day: date) -> Edition:
    """The edition of a form for a reception on this Vietnamese day. No query.

    :raises NoFormInForce: there is none.
    """
    return edition_on(kind, day)


def check_url(public_id: str) -> str:
    """Where anybody may ask whether a paper is ours and still in force. No query."""
    return f"{settings.PUBLIC_URL}/kiem-tra/{public_id}"


def checked(public_id: str) -> CheckedSlip | None:
    """What the check page tells of a paper, or None. One query."""
    found = IssuedSlip.objects.select_related("end__by_slip").filter(public_id=public_id)
    row = found.first()
    if row is None:
        return None
    edition = edition_named(row.form_code, row.form_edition)
    end = getattr(row, "end", None)
    by = end.by_slip if end else None
    return CheckedSlip(
        public_id=row.public_id,
        name=edition.name,
        letter_no=_letter_no(row),
        agency=str(row.data.get("agency") or ""),
        code=str(row.data.get("code") or ""),
        issued_at=row.issued_at,
        form_ref=edition.reference,
        ended=end.why if end else "",
        ended_at=end.at if end else None,
        by_no=_letter_no(by) if by else "",
        by_at=by.issued_at if by else None,
        sha256=row.pdf_id or "",
    )


def _letter_no(row: IssuedSlip) -> str:
    return str(row.data.get("letter_no") or "")


def print_form(kind: str, data: Mapping[str, object], *, day: date, at: datetime) -> bytes:
    """The PDF of a form that is not kept: a book, a list, a draft (``data["draft"]``).

    :param day: the Vietnamese day whose edition is used.
    :raises NoFormInForce: no edition is registered for that day.
    :raises SlipNotRendered: the renderer failed or took too long.
    """
    edition = edition_on(kind, day)
    try:
        return render(edition.form_code, freeze(data), edition=edition.edition, issued_at=at)
    except RenderingFailed as failure:
        raise SlipNotRendered(kind) from failure


def slip_pdf(slip_id: int) -> bytes:
    """The PDF of a slip: the kept bytes, or rendered now and kept.

    :raises LookupError: there is none with this id.
    :raises SlipNotRendered: the renderer failed or took too long; nothing is kept.
    """
    row = IssuedSlip.objects.filter(pk=slip_id).first()
    if row is None:
        raise LookupError("no such slip")
    if row.pdf_id is not None:
        return store.read(row.pdf_id)
    from .commands import keep_pdf

    try:
        pdf = render(row.form_code, row.data, edition=row.form_edition, issued_at=row.issued_at)
    except RenderingFailed as failure:
        raise SlipNotRendered(f"slip {slip_id}") from failure
    keep_pdf(slip_id, pdf, timezone.now())
    return pdf


def slip_data(slip_id: int) -> dict[str, object]:
    """What was frozen into a slip, as its form prints it. Personal data: never logged. One query.

    :raises LookupError: there is none with this id.
    """
    found = IssuedSlip.objects.filter(pk=slip_id).values_list("data", flat=True).first()
    if found is None:
        raise LookupError("no such slip")
    return dict(found)


def forms() -> tuple[Edition, ...]:
    """The form register: what is printed since when, and how certain each layout is."""
    return editions()


def check_file_hashes(sample: int | None = None) -> list[tuple[str, str]]:
    """Every content that is ``missing``, ``changed``, or an ``orphan`` on disk. Reads all bytes.

    :param sample: only so many contents, chosen by chance; orphans are not looked for then.
    """
    if sample is not None:
        some = Content.objects.order_by("?").values_list("sha256", flat=True)[:sample]
        return [(sha256, damage) for sha256 in some if (damage := store.damage(sha256))]
    known = set(Content.objects.values_list("sha256", flat=True))
    found = [(sha256, damage) for sha256 in sorted(known) if (damage := store.damage(sha256))]
    return found + [(sha256, "orphan") for sha256 in sorted(set(store.kept()) - known)]


def file_info(row: File) -> FileInfo:
    """The public shape of a row whose content is loaded."""
    content = row.content
    return FileInfo(
        row.pk, row.public_id, row.name, content.media_type, content.size, content.sha256,
        row.stored_at,
    )  # fmt: skip


def slip_info(row: IssuedSlip) -> SlipInfo:
    """The public shape of a slip's row, whose end is loaded unless it has just been issued."""
    end = getattr(row, "end", None) if "end" in row._state.fields_cache else None
    edition = edition_named(row.form_code, row.form_edition)
    return SlipInfo(
        id=row.pk,
        public_id=row.public_id,
        kind=row.kind,
        subject_id=row.subject_id,
        number=row.number,
        form_code=row.form_code,
        form_edition=row.form_edition,
        form_certainty=edition.certainty,
        issued_at=row.issued_at,
        rendered=row.pdf_id is not None,
        name=edition.name,
        letter_no=_letter_no(row),
        public=edition.public,
        ended=end.why if end else "",
        ended_at=end.at if end else None,
    )
