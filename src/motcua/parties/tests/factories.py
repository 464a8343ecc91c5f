"""Invented people for the tests of this room. None of the numbers belongs to anybody."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from motcua.kernel.actor import Actor
from motcua.parties.rules.numbers import tax_check_digit

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 11, 20, 9, 5, tzinfo=TZ)
COUNTER = Actor.system("counter")

BINH = {
    "kind": "person",
    "name": "Trần Thị Bình",
    "number_kind": "personal_id",
    "number": "036190000007",
    "birth": date(1990, 9, 2),
    "gender": "female",
    "phone": "0912 345 678",
    "email": "binh@vidu.vn",
    "address": "Thôn Đông, xã Yên Bình",
}
CARD = "036190000007||Trần Thị Bình|02091990|Nữ|Thôn Đông, xã Yên Bình, tỉnh Yên Bình|01032022"


def told(**changes: Any) -> dict[str, Any]:
    """What Bình says at the counter, with changes."""
    return {**BINH, "by": COUNTER, "at": AT, **changes}


def tax_code(nine: str = "010023456") -> str:
    """An invented tax code with its right check digit."""
    digit = tax_check_digit(nine)
    assert digit is not None
    return f"{nine}{digit}"
