"""Structure of the numbers that people and organisations are known by.

A personal number has no check digit: what does not fit is a warning, since a gender can be changed
and a number keeps the province of birth registration after mergers. Sources: TT 07/2016/TT-BCA and
TT 59/2021/TT-BCA (structure, seen); the tax code's arithmetic is checked on examples, its wording
in TT 105/2020/TT-BTC is unverified.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .kinds import Gender, NumberKind

_PLACES = Path(__file__).resolve().parent.parent / "data" / "birth_places.toml"
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_FIRST_CENTURY = 20
_SEPARATORS = re.compile(r"[\s.\u00a0]+")


@dataclass(frozen=True, slots=True)
class Warning:
    """Something about a number that does not fit.

    :ivar severe: the number cannot exist: it is refused. Otherwise the officer looks again and
        may go on.
    """

    code: str
    text: str | Promise
    severe: bool = False

    def __str__(self) -> str:
        return str(self.text)


@cache
def birth_places() -> dict[str, str]:
    """Names by three-digit code of the place of birth registration, as before the mergers."""
    with _PLACES.open("rb") as file:
        return dict(tomllib.load(file)["places"])


def plain(number: str) -> str:
    """The number without spaces and dots, letters in capitals."""
    return _SEPARATORS.sub("", number).upper()


def check_personal_number(number: str, *, birth: date | None, gender: str) -> tuple[Warning, ...]:
    """What does not fit in a 12-digit personal number; empty where all fits.

    :param birth: day of birth as told, or None when not known.
    :param gender: ``male``, ``female`` or empty when not known.

    Digits 1-3 are the place where the birth was registered (from 100 on, a country), digit 4 is
    twice the century after the twentieth plus 1 for a woman, digits 5-6 the year, 7-12 random.
    Legal register: TT 59/2021/TT-BCA, seen.
    """
    digits = plain(number)
    if not re.fullmatch(r"[0-9]{12}", digits):
        text = _("Số định danh cá nhân phải có đúng 12 chữ số.")
        return (Warning("personal_id.length", text, severe=True),)
    found = [_place(digits[:3]), _birth_year(digits, birth), _gender(digits, gender)]
    return tuple(warning for warning in found if warning)


def year_in(digits: str) -> int:
    """The year of birth that a 12-digit personal number tells."""
    return (_FIRST_CENTURY - 1 + int(digits[3]) // 2) * 100 + int(digits[4:6])


def gender_in(digits: str) -> str:
    """The gender that a 12-digit personal number tells."""
    return Gender.FEMALE if int(digits[3]) % 2 else Gender.MALE


def _place(code: str) -> Warning | None:
    if code in birth_places() or code >= "100":
        return None
    text = _("Ba số đầu %(code)s không phải mã tỉnh nào.") % {"code": code}
    return Warning("personal_id.place", text)


def _birth_year(digits: str, birth: date | None) -> Warning | None:
    told = year_in(digits)
    if birth is None or birth.year == told:
        return None
    facts = {"told": told, "birth": birth.year}
    text = _("Số này là của người sinh năm %(told)s, nhưng ngày sinh ghi năm %(birth)s.") % facts
    return Warning("personal_id.birth_year", text)


def _gender(digits: str, gender: str) -> Warning | None:
    if not gender or gender == gender_in(digits):
        return None
    if gender_in(digits) == Gender.FEMALE:
        text = _("Số này là của nữ, nhưng giới tính ghi là nam.")
    else:
        text = _("Số này là của nam, nhưng giới tính ghi là nữ.")
    return Warning("personal_id.gender", text)


def tax_check_digit(nine: str) -> int | None:
    """The tenth digit of a tax code; None where no code can begin with these nine digits."""
    rest = sum(w * int(d) for w, d in zip(_TAX_WEIGHTS, nine, strict=True)) % 11
    digit = 10 - rest
    return None if digit == 10 else digit


def check_tax_code(code: str) -> tuple[Warning, ...]:
    """What does not fit in a tax code; empty where all fits.

    Ten digits with a check digit, or these and ``-001`` to ``-999`` for a branch. Since 1/7/2025
    the tax code of a person is their personal number (unverified), which has no check digit.
    """
    digits = plain(code)
    if re.fullmatch(r"[0-9]{12}", digits):
        return check_personal_number(digits, birth=None, gender="")
    if not re.fullmatch(r"[0-9]{10}(-?[0-9]{3})?", digits) or digits[10:].endswith("000"):
        text = _("Mã số thuế có 10 chữ số, thêm -001 đến -999 nếu là chi nhánh.")
        return (Warning("tax_code.length", text, severe=True),)
    if tax_check_digit(digits[:9]) != int(digits[9]):
        text = _("Mã số thuế này không đúng: số kiểm tra không khớp. Hãy so lại từng chữ số.")
        return (Warning("tax_code.check_digit", text, severe=True),)
    return ()


def check_number(kind: str, number: str, *, birth: date | None, gender: str) -> tuple[Warning, ...]:
    """What does not fit in a number of any kind."""
    digits = plain(number)
    if kind == NumberKind.PERSONAL_ID:
        return check_personal_number(digits, birth=birth, gender=gender)
    if kind == NumberKind.TAX_CODE:
        return check_tax_code(digits)
    if kind == NumberKind.OLD_ID and not re.fullmatch(r"[0-9]{9}", digits):
        text = _("Số chứng minh nhân dân phải có đúng 9 chữ số.")
        return (Warning("old_id.length", text, severe=True),)
    if kind == NumberKind.PASSPORT and not re.fullmatch(r"[A-Z0-9]{5,15}", digits):
        text = _("Số hộ chiếu có từ 5 đến 15 chữ cái và chữ số, không dấu.")
        return (Warning("passport.shape", text, severe=True),)
    return ()


def normal(kind: str, number: str) -> str:
    """The one way in which a number of this kind is stored and looked up."""
    digits = plain(number)
    if kind != NumberKind.TAX_CODE:
        return digits
    digits = digits.replace("-", "")
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits
