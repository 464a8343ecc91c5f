"""Vietnamese wording of moments and codes on paper."""

import re
from datetime import datetime

from motcua.kernel.clock import local


def moment(iso: str) -> str:
    """``08 giờ 05 phút, ngày 02 tháng 01 năm 2026``; as decree 30/2020 writes days and months.

    Days under 10 and months 1 and 2 get a leading zero (NĐ 30/2020/NĐ-CP, Phụ lục I, seen).
    """
    at = local(datetime.fromisoformat(iso))
    return f"{at.hour:02d} giờ {at.minute:02d} phút, {_day(at)}"


def day(iso: str) -> str:
    """``ngày 02 tháng 01 năm 2026`` of a date or of a moment on the Vietnamese clock."""
    at = datetime.fromisoformat(iso)
    return _day(local(at) if at.tzinfo else at)


def short_moment(iso: str) -> str:
    """``05/02/2026 08:05`` on the Vietnamese clock, for tables."""
    return f"{local(datetime.fromisoformat(iso)):%d/%m/%Y %H:%M}"


def short_day(iso: str) -> str:
    """``05/02/2026`` of a date or of a moment on the Vietnamese clock, for tables."""
    at = datetime.fromisoformat(iso)
    return f"{local(at) if at.tzinfo else at:%d/%m/%Y}"


def _day(at: datetime) -> str:
    month = f"{at.month:02d}" if at.month < 3 else str(at.month)
    return f"ngày {at.day:02d} tháng {month} năm {at.year}"


def grouped(code: str) -> str:
    """A code with thin breaks after its separators, so that it is read out in groups.

    >>> grouped("H99.19-251121-0045")
    'H99.19 - 251121 - 0045'
    """
    return re.sub(r"\s*-\s*", " - ", code.strip())
