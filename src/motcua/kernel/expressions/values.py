"""Values: exact numbers, text, true/false, days, lists, records; and their operators.

Nothing is converted silently: two kinds that differ cannot be compared, a float cannot enter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .errors import ExpressionError

Value = Decimal | bool | str | date | list["Value"] | Mapping[str, "Value | None"]
EXACT = Context(prec=28, Emax=40, Emin=-40)
_MOST_PLACES = 9


def kind(value: Value) -> str:
    """The kind of a value, as people call it."""
    if isinstance(value, bool):
        return gettext("đúng/sai")
    if isinstance(value, Decimal):
        return gettext("số")
    if isinstance(value, str):
        return gettext("chữ")
    if isinstance(value, date):
        return gettext("ngày")
    return gettext("danh sách") if isinstance(value, list) else gettext("bản ghi")


def taken(value: object, name: str, at: int) -> Value:
    """A value from outside, made exact.

    :raises ExpressionError: nothing, a float, a moment, or anything else with no place here.
    """
    if value is None:
        raise ExpressionError(_("“%(name)s” chưa có giá trị."), at, name=name)
    if isinstance(value, bool | str) or (isinstance(value, Decimal) and value.is_finite()):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, list | tuple):
        return [taken(item, name, at) for item in value]
    if isinstance(value, Mapping):
        return value
    raise ExpressionError(_("“%(name)s” có giá trị không dùng được."), at, name=name)


def truth(value: Value, at: int) -> bool:
    if isinstance(value, bool):
        return value
    raise ExpressionError(_("cần đúng/sai, không phải %(kind)s."), at, kind=kind(value))


def number(value: Value, at: int) -> Decimal:
    if isinstance(value, Decimal):
        return value
    raise ExpressionError(_("cần một số, không phải %(kind)s."), at, kind=kind(value))


def items(value: Value, at: int) -> list[Value]:
    if isinstance(value, list):
        return value
    raise ExpressionError(_("cần một danh sách, không phải %(kind)s."), at, kind=kind(value))


def field(value: Value, name: str, at: int) -> object:
    """A field of a record as it came in; None where it is empty."""
    if not isinstance(value, Mapping):
        raise ExpressionError(_("cần một bản ghi, không phải %(kind)s."), at, kind=kind(value))
    return value.get(name)


def same(left: Value, right: Value, at: int) -> bool:
    if kind(left) != kind(right):
        raise _mismatch(left, right, at)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(
            same(one, other, at) for one, other in zip(left, right, strict=True)
        )
    return left == right


def ordered(sign: str, left: Value, right: Value, at: int) -> bool:
    """``<``, ``<=``, ``>``, ``>=`` of two numbers or two days."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _compare(sign, left.compare(right))
    if isinstance(left, date) and isinstance(right, date):
        return _compare(sign, Decimal((left - right).days))
    raise _mismatch(left, right, at)


def _compare(sign: str, difference: Decimal) -> bool:
    if sign[0] == "<":
        return difference < 0 or (difference == 0 and len(sign) == 2)
    return difference > 0 or (difference == 0 and len(sign) == 2)


def arithmetic(sign: str, left: Value, right: Value, at: int) -> Value:
    """``+ - * /`` of numbers; a day ± whole days; days between two days; texts joined."""
    try:
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return _exact(sign, left, right, at)
        if isinstance(left, date) and isinstance(right, Decimal) and sign in "+-":
            return left + timedelta(days=_whole(right, at) * (1 if sign == "+" else -1))
        if isinstance(left, date) and isinstance(right, date) and sign == "-":
            return Decimal((left - right).days)
    except (DecimalException, OverflowError) as error:
        raise ExpressionError(_("kết quả vượt quá giới hạn."), at) from error
    if isinstance(left, str) and isinstance(right, str) and sign == "+":
        return left + right
    raise _mismatch(left, right, at)


def _exact(sign: str, left: Decimal, right: Decimal, at: int) -> Decimal:
    if sign == "/" and right == 0:
        raise ExpressionError(_("không chia được cho 0."), at)
    operations: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
        "+": EXACT.add,
        "-": EXACT.subtract,
        "*": EXACT.multiply,
        "/": EXACT.divide,
    }
    return operations[sign](left, right)


def _whole(value: Decimal, at: int) -> int:
    if value != value.to_integral_value():
        raise ExpressionError(_("cần một số nguyên."), at)
    return int(value)


def rounded(value: Decimal, places: Decimal, at: int) -> Decimal:
    """Half away from zero, as money is; negative places round to tens, hundreds…"""
    count = _whole(places, at)
    if abs(count) > _MOST_PLACES:
        raise ExpressionError(_("chỉ làm tròn trong khoảng 9 chữ số."), at)
    try:
        result = value.quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP, EXACT)
    except DecimalException as error:
        raise ExpressionError(_("kết quả vượt quá giới hạn."), at) from error
    return result if count >= 0 else EXACT.quantize(result, Decimal(1))


def _mismatch(left: Value, right: Value, at: int) -> ExpressionError:
    return ExpressionError(
        _("không dùng được phép này giữa %(left)s và %(right)s."),
        at,
        left=kind(left),
        right=kind(right),
    )
