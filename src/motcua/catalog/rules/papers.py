"""Cases, papers and remarks, out of the flattened table that a source published.

The portal prints one table whose sub-headings became ``case``: some are cases ("Đối với trường
hợp …"), some only group ("Giấy tờ phải nộp"), some introduce remarks ("Lưu ý").
"""

import re
from typing import Any

from motcua.kernel.text import clean, fold

from .plain import rows_of, text_of, whole
from .values import Paper, Remarks

MOST_SHEETS = 10
_LEAD = r"^[\s\W]*(?:\(?[0-9ivx]+(?:\.[0-9]+)*[.)]\s*)?(?:[a-zđ](?:\.\d+)?\)\s*)?[\s\W]*"
_REMARK = re.compile(_LEAD + r"(?:luu y|chu y|ghi chu)\b")
_SHOWN = re.compile(r"\bphai xuat trinh\b")
_BY_AGENCY = re.compile(r"ho so (?:do )?(?:co quan|uy ban nhan dan)\b.*\btrinh\b")
_GROUP = re.compile(
    _LEAD + r"(?:"
    r"giay to (?:phai )?(?:nop|gui kem)\b"
    r"|(?:thanh phan )?ho so(?: chung)?(?: gom| bao gom)?(?: co)?\W*$"
    r"|thanh phan ho so[^.]{0,20}$"
    r"|tuy truong hop cu the"
    r"|(?:doi voi )?truong hop (?:nguoi .{0,40})?uy quyen\b"
    r"|nguoi (?:co )?yeu cau .*(?:giay to|ho so)"
    r"|ho so gom\b|bao gom\b|cac giay to\b|mot trong cac"
    r")"
)
_ENUMERATED = re.compile(r"mot trong (?:cac|nhung) (?:truong hop|giay to|loai)")
_PROSE = re.compile(_LEAD + r"(?:truong hop|doi voi|nguoi |ca nhan co quyen|khi |viec )")
_NONE_NEEDED = re.compile(_LEAD + r"khong(?: co| quy dinh| yeu cau| phai nop)?(?: ho so)?\W*$")
# With its accents: "năm" is a year, "Việt Nam" is not.
_NUMBER_CUT_OFF = re.compile(r"(?:\bmẫu số|\bmẫu|\bnăm|/)\s*$")


def read_papers(
    record: dict[str, Any], remarks: Remarks
) -> tuple[tuple[str, ...], tuple[Paper, ...]]:
    """The cases in the order of the source, and every line of the table with its case."""
    rows = rows_of(record, "components", dict, remarks)
    headings = [text_of(row, "case", remarks) for row in rows]
    cases = _cases(headings, rows)
    numbers = {name: number for number, name in enumerate(cases)}
    papers: list[Paper] = []
    for row, heading in zip(rows, headings, strict=True):
        if paper := _paper(row, heading, numbers.get(heading), remarks):
            papers.append(paper)
    real = [paper for paper in papers if not paper.is_note]
    if not real and not any(_NONE_NEEDED.match(fold(paper.name)) for paper in papers):
        remarks.lacks("components")
    return cases, tuple(papers)


def is_case(heading: str) -> bool:
    """Whether a sub-heading is a choice, rather than a group of papers or of remarks.

    >>> is_case("b) Đối với trường hợp mất Trang bổ sung:"), is_case("* Giấy tờ phải nộp:")
    (True, False)
    """
    folded = fold(heading)
    if not folded or _REMARK.match(folded) or _SHOWN.search(folded) or _GROUP.match(folded):
        return False
    return not (_BY_AGENCY.search(folded) or _ENUMERATED.search(folded))


def _cases(headings: list[str], rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """Distinct cases in order. One case that everything stands under leaves nothing to choose."""
    cases = tuple(dict.fromkeys(heading for heading in headings if is_case(heading)))
    asked = {
        heading for heading, row in zip(headings, rows, strict=True) if not _is_remark(row, heading)
    }
    return () if len(cases) == 1 and asked <= set(cases) else cases


def _paper(row: dict[str, Any], heading: str, case: int | None, remarks: Remarks) -> Paper | None:
    name = text_of(row, "name", remarks, 10_000)
    if not name:
        return None
    originals, name = _count(row, "original", name, remarks)
    copies, name = _count(row, "copy", name, remarks)
    note = _is_remark(row, heading) or bool(_NONE_NEEDED.match(fold(name)))
    return Paper(
        name=name,
        case=case,
        heading=heading if case is None else "",
        originals=originals,
        copies=copies,
        form_code=text_of(row, "form_code", remarks, 200),
        form_file=text_of(row, "form_file", remarks, 400),
        is_note=note,
        only_shown=not note and bool(_SHOWN.search(fold(heading))),
    )


def _is_remark(row: dict[str, Any], heading: str) -> bool:
    """Prose that asks for no sheet, under no heading of its own or under "Lưu ý"."""
    name = row.get("name")
    folded, above = fold(clean(name)) if isinstance(name, str) else "", fold(heading)
    if _REMARK.match(above) or _REMARK.match(folded) or _BY_AGENCY.search(above):
        return True
    asks = bool(row.get("original") or row.get("copy") or row.get("form_file"))
    stated = row.get("original") == 0 and row.get("copy") == 0
    return not asks and (folded.endswith(":") or (stated and bool(_PROSE.match(folded))))


def _count(row: dict[str, Any], part: str, name: str, remarks: Remarks) -> tuple[int | None, str]:
    """Sheets asked for, and the name with a number that the source glued to the count.

    Flattening glued "Mẫu số 18" and "Bản chính: 1" into "Mẫu số" and 181; where the name ends
    just before a number the last digit is the count. Any other huge count is not used.
    """
    if row.get(part) is None:
        return None, name
    count = whole(row[part])
    if count is None:
        remarks.warn("wrong_type", part=part)
        return None, name
    if count < 0:
        remarks.refuse("negative_count", text=name[:200], printed=count)
        return None, name
    if count <= MOST_SHEETS:
        return count, name
    if _NUMBER_CUT_OFF.search(name.lower()) and count < 100_000:
        number, sheets = divmod(count, 10)
        joined = f"{name}{'' if name.endswith('/') else ' '}{number}"
        remarks.warn("joined_number", text=name[-200:], printed=count, number=number, count=sheets)
        return sheets, joined
    remarks.warn("count_unbelievable", text=name[:200], printed=count)
    return None, name
