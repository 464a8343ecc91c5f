"""Keeping files and issuing slips."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day, year_of
from motcua.kernel.ids import new_public_id
from motcua.kernel.jobs import defer
from motcua.kernel.rows import insert
from motcua.kernel.transactions import part_of_command

from . import rules, store, tasks
from .checking import check_slip
from .forms.register import edition_on
from .frozen import freeze
from .info import FileInfo, SlipInfo
from .models import Content, File, IssuedSlip, LetterCounter, SlipEnd
from .queries import check_url, file_info, slip_info

__all__ = ["Staged", "check_slip", "end_slip", "issue_slip", "next_number", "stage", "store_file"]


@dataclass(frozen=True, slots=True)
class Staged:
    """Bytes that are checked and on disk, not yet named by any row."""

    name: str
    media_type: str
    size: int
    sha256: str

    def __repr__(self) -> str:
        return f"Staged(media_type={self.media_type!r}, size={self.size})"


def stage(*, name: str, content: bytes) -> Staged:
    """Check a file and put its bytes on disk, before any transaction and any lock.

    :param name: as the person's computer calls it.
    :raises FileRefused: it is not accepted; the sentence says what to do.

    A staged file that no command then stores stays as an orphan; ``manage check_files`` names it.
    """
    checked = rules.check_file(name, content)
    sha256 = store.write(content)
    return Staged(checked.name, checked.media_type, len(content), sha256)


@part_of_command
def store_file(
    *, name: str = "", content: bytes | Staged, kind: str, by: Actor, at: datetime
) -> FileInfo:
    """Keep a file under a new opaque id; the same bytes are kept once.

    :param content: what ``stage`` gave before the transaction; or plain bytes, which are then
        checked and written here, while the caller's locks are held: for small files of our own.
    :param kind: what the file is to the caller, e.g. ``component`` or ``result``.
    :param at: moment, timezone-aware.
    :raises FileRefused: plain bytes that are not accepted.
    """
    staged = content if isinstance(content, Staged) else stage(name=name, content=content)
    row, _ = Content.objects.get_or_create(
        sha256=staged.sha256,
        defaults={"media_type": staged.media_type, "size": staged.size, "stored_at": at},
    )
    file = File.objects.create(
        content=row,
        name=rules.plain_name(name) if name else staged.name,
        kind=kind,
        by_person_id=by.person_id,
        stored_at=at,
    )
    return file_info(file)


@part_of_command
def issue_slip(
    *,
    subject_id: int,
    kind: str,
    number: int,
    data: Mapping[str, object],
    at: datetime,
    form_day: date | None = None,
) -> SlipInfo:
    """Issue a form: freeze its data and its edition, and have it rendered ahead by a job.

    :param kind: ``receipt`` (Mẫu 01); others as in the form register.
    :param number: 1 for the first of its kind about this subject, counting up.
    :param data: what is printed; dates and moments as such or as ISO text.
    :param at: moment of issue, also the date of the PDF.
    :param form_day: the Vietnamese day whose edition is used; by default the day of reception in
        ``data["received_at"]``, else that of ``at``.
    :raises NoFormInForce: no edition is registered for that day.
    :raises TypeError: ``data`` holds something that cannot be frozen.
    """
    frozen = freeze(data)
    day = form_day or _reception_day(frozen) or local_day(at)
    edition = edition_on(kind, day)
    public_id = new_public_id()
    frozen["check_url"] = check_url(public_id)
    slip = IssuedSlip(
        public_id=public_id,
        subject_id=subject_id,
        kind=kind,
        number=number,
        form_code=edition.form_code,
        form_edition=edition.edition,
        data=frozen,
        issued_at=at,
    )
    insert(slip)
    defer(tasks.render_slip, slip_id=slip.pk)  # the row is new, so no other job can be its
    return slip_info(slip)


@part_of_command
def next_number(*, unit_id: int, symbol: str, at: datetime) -> int:
    """The next number of an office's letters with this symbol in the Vietnamese year, from 1.

    Held until the command ends, so that numbers run without gaps. One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [unit_id, year_of(at), symbol])
        return int(cursor.fetchone()[0])


_NEXT = f"""
    INSERT INTO {LetterCounter._meta.db_table} AS c (unit_id, year, symbol, last)
    VALUES (%s, %s, %s, 1)
    ON CONFLICT (unit_id, year, symbol) DO UPDATE SET last = c.last + 1 RETURNING last
"""  # noqa: S608 - the name of a table of ours


@part_of_command
def end_slip(*, slip_id: int, why: str, at: datetime, by_slip_id: int | None = None) -> None:
    """Say that a paper is no longer in force; once, the first reason stays. Its PDF is kept.

    :param why: ``replaced`` (names the slip that replaces it), ``withdrawn``, or ``done``: what it
        promised has been fulfilled.
    """
    facts = {"why": SlipEnd.Why(why), "at": at, "by_slip_id": by_slip_id}
    SlipEnd.objects.get_or_create(slip_id=slip_id, defaults=facts)


def keep_pdf(slip_id: int, pdf: bytes, at: datetime) -> None:
    """Record the rendered PDF of a slip, once; a second rendering changes nothing."""
    sha256 = store.write(pdf)
    row, _ = Content.objects.get_or_create(
        sha256=sha256,
        defaults={"media_type": "application/pdf", "size": len(pdf), "stored_at": at},
    )
    IssuedSlip.objects.filter(pk=slip_id, pdf__isnull=True).update(pdf=row, rendered_at=at)


def _reception_day(frozen: Mapping[str, object]) -> date | None:
    received = frozen.get("received_at")
    return local_day(datetime.fromisoformat(str(received))) if received else None
