"""Identification codes of agencies in both segment orders. Pure."""

import re
from typing import Final

CURRENT_CODE: Final = r"^[A-Z][0-9]{2}(\.[0-9A-Z]{2}){0,2}(\.[0-9A-Z]{3})?$"
OLD_CODE: Final = r"^[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z][0-9]{2}$"


def is_current_code(code: str) -> bool:
    """Say whether ``code`` has the order of QĐ 20/2020: province first, ``H99.19.01``."""
    return re.fullmatch(CURRENT_CODE, code) is not None


def is_old_code(code: str) -> bool:
    """Say whether ``code`` has the order of QCVN 102:2016: province last, ``000.01.19.H99``."""
    return re.fullmatch(OLD_CODE, code) is not None


def old_from_current(code: str) -> str:
    """Return the QCVN 102 order of a QĐ 20/2020 code: ``H99.19.01`` → ``000.01.19.H99``.

    :raises ValueError: ``code`` is not of the order of QĐ 20/2020.

    Levels are padded with zeros from the fourth down. Source: QCVN 102:2016/BTTTT and Quyết định
    20/2020/QĐ-TTg art. 4; the orders are [seen], the width of the fourth level is [seen] in QCVN
    102 only.
    """
    if not is_current_code(code):
        raise ValueError(f"{code!r} is not a code of QĐ 20/2020")
    first, *rest = code.split(".")
    second, third, fourth = "00", "00", "000"
    if rest and len(rest[-1]) == 3:
        fourth = rest.pop()
    second, third = ([*rest, "00", "00"])[:2]
    return f"{fourth}.{third}.{second}.{first}"


def current_from_old(code: str) -> str:
    """Return the QĐ 20/2020 order of a QCVN 102 code: ``001.19.00.H99`` → ``H99.00.19.001``.

    :raises ValueError: ``code`` is not of the order of QCVN 102.

    Zero levels at the end are left out; zero levels between are kept, as they hold a place.
    """
    if not is_old_code(code):
        raise ValueError(f"{code!r} is not a code of QCVN 102")
    fourth, third, second, first = code.split(".")
    if fourth != "000":
        return f"{first}.{second}.{third}.{fourth}"
    if third != "00":
        return f"{first}.{second}.{third}"
    return first if second == "00" else f"{first}.{second}"
