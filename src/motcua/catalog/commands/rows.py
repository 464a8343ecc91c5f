"""Writing a reading down: the version and its parts, in bulk, as a draft."""

import re
from datetime import datetime

from motcua.catalog.models import (
    Case,
    Component,
    ConditionalTerm,
    Fee,
    Field,
    LegalBasis,
    Procedure,
    ProcedureVersion,
    Result,
    TimeLimitRow,
)
from motcua.catalog.rules.values import Reading
from motcua.kernel.text import fold
from motcua.kernel.transactions import part_of_command


@part_of_command
def create_version(reading: Reading, procedure: Procedure, at: datetime) -> ProcedureVersion:
    """A new draft with all its parts. About ten queries whatever the number of rows."""
    field = _field(reading)
    words = [reading.code, field.name if field else "", *(field.source_names if field else [])]
    row = ProcedureVersion.objects.create(
        procedure=procedure,
        label=reading.label,
        code=reading.code,
        name=reading.name,
        name_key=reading.name_key,
        field=field,
        made_at=at,
        missing=reading.remarks.missing,
        warnings=reading.remarks.warnings,
        channels=list(reading.channels),
        by_post=reading.by_post,
        applicants=list(reading.applicants),
        source_sha256=reading.sha256,
        record=reading.record,
        search_words=" ".join(dict.fromkeys(word for word in words if word)),
        **reading.texts,
    )
    _write_papers(row, reading)
    _write_lists(row, reading)
    return row


def field_code(name: str) -> str:
    """Our code of a field: its name without accents, ``dat-dai``.

    >>> field_code("Tư pháp - Hộ tịch")
    'tu-phap-ho-tich'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40].rstrip("-")


def _field(reading: Reading) -> Field | None:
    if not (code := field_code(reading.field_name)):
        return None
    field, _new = Field.objects.get_or_create(code=code, defaults={"name": reading.field_name})
    if reading.field_source and reading.field_source not in field.source_names:
        field.source_names = [*field.source_names, reading.field_source]
        field.save(update_fields=["source_names"])
    return field


def _write_papers(row: ProcedureVersion, reading: Reading) -> None:
    cases = Case.objects.bulk_create(
        Case(version=row, no=no, name=name) for no, name in enumerate(reading.cases, start=1)
    )
    Component.objects.bulk_create(
        Component(
            version=row,
            no=no,
            case=None if paper.case is None else cases[paper.case],
            heading=paper.heading,
            name=paper.name,
            originals=paper.originals,
            copies=paper.copies,
            form_code=paper.form_code,
            form_file=paper.form_file,
            is_note=paper.is_note,
            only_shown=paper.only_shown,
        )
        for no, paper in enumerate(reading.papers, start=1)
    )


def _write_lists(row: ProcedureVersion, reading: Reading) -> None:
    TimeLimitRow.objects.bulk_create(
        TimeLimitRow(
            version=row,
            no=no,
            channel=term.channel,
            limit=term.limit,
            text=term.text,
            note=term.note,
        )
        for no, term in enumerate(reading.terms, start=1)
    )
    ConditionalTerm.objects.bulk_create(
        ConditionalTerm(
            version=row,
            no=no,
            channel=one.channel,
            way=one.way,
            limit=one.limit,
            condition=one.condition,
            text=one.text,
        )
        for no, one in enumerate(reading.conditions, start=1)
    )
    Fee.objects.bulk_create(
        Fee(
            version=row,
            no=no,
            channel=fee.channel,
            name=fee.name,
            amount_vnd=fee.amount_vnd,
            displayed=fee.displayed,
            note=fee.note,
            warning=fee.warning,
        )
        for no, fee in enumerate(reading.fees, start=1)
    )
    Result.objects.bulk_create(
        Result(version=row, no=no, name=name, code=code)
        for no, (name, code) in enumerate(reading.results, start=1)
    )
    LegalBasis.objects.bulk_create(
        LegalBasis(version=row, no=no, text=text)
        for no, text in enumerate(reading.legal_bases, start=1)
    )
