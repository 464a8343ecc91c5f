"""Longer terms under a condition: from rows that say so, or from prose that can be read one way.

What a note says less plainly ("vùng khó khăn có thể kéo dài hơn", a stage's own term) stays text.
"""

import re
from collections.abc import Iterator
from typing import Any

from motcua.catalog.states import LongerWay
from motcua.kernel.text import clean
from motcua.kernel.working_time import TimeLimit, Unit, UnreadableLimit

from .plain import rows_of, text_of, whole
from .terms import channel_of
from .values import Condition, Remarks, Term

_LIMIT = r"(?P<limit>\d+(?:,\d+)?\s+(?:giờ làm việc|giờ|ngày làm việc|ngày|tháng))\b"
_MOST = r"(?:(?:nhưng\s+)?(?:không\s+quá|tối\s+đa)\s+)?"
_CASE = r"\b(?:(?:đối\s+với\s+)?(?:các\s+)?trường\s+hợp|đối\s+với)\s+"
_WORDS = r"(?P<condition>(?:(?!trường\s+hợp|\d+\s+(?:giờ|ngày|tháng))[^.;()\n])+?)"
_WHOLE = r"(?:thời\s+(?:hạn|gian)\s+(?:giải\s+quyết|thực\s+hiện|trả\s+kết\s+quả)\s*)"
_ADDED = re.compile(
    rf"{_CASE}{_WORDS}\s+(?:được\s+)?(?:tăng|kéo\s+dài|gia\s+hạn|cộng)\s+thêm\s+{_MOST}{_LIMIT}",
    re.IGNORECASE,
)
_ADDED_IF = re.compile(
    rf"\b(?:tăng|kéo\s+dài|gia\s+hạn|cộng)\s+thêm\s+{_MOST}{_LIMIT},?\s+"
    r"(?:nếu|khi|(?:trong\s+|đối\s+với\s+)?trường\s+hợp|đối\s+với)\s+(?P<condition>[^.;()\n]+)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    rf"{_CASE}{_WORDS}(?:\s*:\s*|,?\s+thì\s+(?:{_WHOLE}(?:là\s+)?)?|,?\s+{_WHOLE}(?:là\s+)?)"
    rf"{_MOST}{_LIMIT}(?!\s*-)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r",?\s+(?:thì\s+)?(?:thời\s+(?:hạn|gian)|còn\s+lại)\b.*$|,?\s+thì$", re.IGNORECASE | re.DOTALL
)
_DOUBTFUL = re.compile(r"kéo\s+dài|gia\s+hạn|có\s+thể|còn\s+lại", re.IGNORECASE)


def read_conditions(
    record: dict[str, Any], terms: tuple[Term, ...], remarks: Remarks
) -> tuple[Condition, ...]:
    """What the record says of longer terms; rows of ``time_limit.conditional`` win over prose.

    A row: ``condition``, ``way`` (``added``, ``instead``), ``value``, ``unit``, ``channel``.
    """
    limits = record.get("time_limit")
    if not isinstance(limits, dict):
        return ()
    if rows := rows_of(limits, "conditional", dict, remarks):
        return tuple(found for row in rows if (found := _row(row, remarks)))
    note = clean(limits["note"]) if isinstance(limits.get("note"), str) else ""
    known = [term.limit for term in terms]
    return tuple(_said(note, TimeLimit.from_json(known[0]))) if known and all(known) else ()


def _row(row: dict[str, Any], remarks: Remarks) -> Condition | None:
    condition, way = text_of(row, "condition", remarks, 2_000), row.get("way")
    value, unit = row.get("value"), row.get("unit")
    number = whole(value)
    shown = f"{value if number is None else number} {unit}"
    channel = channel_of(row.get("channel"))
    try:
        limit = TimeLimit.parse(shown)
    except UnreadableLimit:
        limit = None
    known = condition and way in LongerWay.values and (channel or not row.get("channel"))
    if limit is None or not known or (way == LongerWay.ADDED and _same_day(limit)):
        remarks.warn("condition_unread", text=clean(f"{condition} {way} {shown}", 200))
        return None
    return Condition(channel, str(way), limit.to_json(), condition, f"{condition}: {limit.text}")


def _same_day(limit: TimeLimit) -> bool:
    return limit.parts[0].unit is Unit.SAME_DAY


def _said(note: str, promised: TimeLimit) -> Iterator[Condition]:
    """Sentences that can be read one way only, in their order, each condition once."""
    found: dict[int, Condition] = {}
    for pattern, way in (
        (_ADDED, LongerWay.ADDED),
        (_ADDED_IF, LongerWay.ADDED),
        (_INSTEAD, LongerWay.INSTEAD),
    ):
        for match in pattern.finditer(note):
            limit = TimeLimit.parse(match["limit"])
            said = _SUBJECT.sub("", match["condition"]).strip(" ,:-")
            if way == LongerWay.INSTEAD and not (
                _longer(limit, promised) and not _DOUBTFUL.search(match[0])
            ):
                continue
            if said:
                text = clean(match[0], 2_000)
                found.setdefault(
                    match.start("limit"), Condition("", way.value, limit.to_json(), said, text)
                )
    seen = set[str]()
    for _place, condition in sorted(found.items()):
        if condition.condition not in seen:
            seen.add(condition.condition)
            yield condition


def _longer(limit: TimeLimit, promised: TimeLimit) -> bool:
    """Whether a term is longer whatever the calendar: the same unit, or as many working days."""
    one, other = limit.parts[0], promised.parts[0]
    if len(promised.parts) > 1:
        return False
    if other.unit is Unit.SAME_DAY:
        return one.unit is not Unit.WORKING_HOUR
    if (one.unit, other.unit) == (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        return one.amount >= other.amount
    return one.unit is other.unit and one.amount > other.amount
