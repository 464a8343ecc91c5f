"""The forms of changes of a calendar: days, the week, a unit of its own."""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from motcua.kernel.text import clean
from motcua.organizations.queries import (
    CLEAR,
    CalendarEdit,
    Certainty,
    DayEdit,
    DayKind,
    UnitEdit,
    WeekEdit,
)

from .fields import ChoiceField, DayField, TextField

LINES, MOST_LINES = 6, 60
HOURS = re.compile(r"(\d{1,2})(?:[:hg.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:hg.](\d{2}))?")
KINDS = [
    (DayKind.OFF.value, _("Nghỉ cả ngày")),
    (DayKind.HALF.value, _("Chỉ làm buổi sáng")),
    (DayKind.WORK.value, _("Làm bù (theo giờ thứ Hai)")),
    (CLEAR, _("Bỏ ghi riêng, như ngày thường")),
]
WEEKDAYS = (
    _("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"),
    _("Chủ nhật"),
)  # fmt: skip


class ChangeForm(forms.Form):
    """What every change says: on what ground, and how sure that is."""

    ground = TextField(
        label=_("Căn cứ"),
        help_text=_("Số, ngày, cơ quan ra văn bản, ví dụ: Thông báo 9441/TB-BNV ngày 14/10/2025."),
        error_messages={"required": _("Chưa ghi căn cứ. Hãy ghi số, ngày, cơ quan ra văn bản.")},
    )
    certainty = ChoiceField(
        label=_("Mức chắc chắn"), choices=Certainty.choices, initial=Certainty.SEEN.value
    )


class DaysForm(ChangeForm):
    """Days unlike their weekday, and a year whose days are now all known."""

    year = forms.IntegerField(
        label=_("Năm đã công bố đủ ngày nghỉ"),
        required=False,
        min_value=2000,
        max_value=2200,
        help_text=_("Bỏ trống nếu chỉ sửa vài ngày."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            key: _("Hãy ghi một năm bằng bốn chữ số, ví dụ 2028.")
            for key in ("invalid", "min_value", "max_value")
        },
    )

    def __init__(self, *args: Any, lines: int = LINES, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = min(lines, MOST_LINES)
        for no in range(self.lines):
            self.fields[f"days-{no}-day"] = DayField(label=_("Ngày"), required=False)
            self.fields[f"days-{no}-kind"] = ChoiceField(
                label=_("Là ngày"), choices=KINDS, required=False
            )
            self.fields[f"days-{no}-label"] = TextField(
                label=_("Tên gọi"), most=120, required=False
            )

    def rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """The fields of each line."""
        names = ("day", "kind", "label")
        return [
            tuple(self[f"days-{no}-{name}"] for name in names)  # type: ignore[misc]
            for no in range(self.lines)
        ]

    def written(self) -> list[int]:
        """Numbers of the lines with a day."""
        return [no for no in range(self.lines) if self.cleaned_data.get(f"days-{no}-day")]

    def edit(self) -> CalendarEdit:
        """What was filled in."""
        data = self.cleaned_data
        days = tuple(
            DayEdit(
                data[f"days-{no}-day"],
                data.get(f"days-{no}-kind") or DayKind.OFF.value,
                data.get(f"days-{no}-label") or "",
            )
            for no in self.written()
        )
        return CalendarEdit(days=days, years=(data["year"],) if data.get("year") else ())

    def field_of(self, told: str) -> str:
        """The field that a fault belongs to: lines that were left empty are not counted."""
        parts = told.split("-")
        if parts[0] == "days":
            return f"days-{self.written()[int(parts[1])]}-{parts[2]}"
        return told


class HoursField(TextField):
    """Shifts of a weekday in words: 07:00-11:30, 13:30-17:00; empty when nobody works."""

    def clean(self, value: Any) -> Any:
        """The shifts.

        :raises ValidationError: what was written is no hours.
        """
        text = clean(str(value or ""), 200)
        found = []
        for part in re.split(r"[,;]", text) if text else []:
            match = HOURS.fullmatch(part.strip())
            try:
                hours = [int(n or 0) for n in match.groups()] if match else [99, 0, 0, 0]
                found.append((time(hours[0], hours[1]), time(hours[2], hours[3])))
            except ValueError:
                raise ValidationError(
                    _("Không đọc được giờ «%(text)s». Hãy ghi như 07:00-11:30, 13:30-17:00."),
                    params={"text": part.strip()},
                ) from None
        return found


class WeekForm(ChangeForm):
    """The week from a day on."""

    since = DayField(label=_("Áp dụng từ ngày"))
    inherit = forms.BooleanField(label=_("Theo giờ của lịch cấp trên"), required=False)

    def __init__(self, *args: Any, has_parent: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_parent:
            del self.fields["inherit"]
        for no, name in enumerate(WEEKDAYS):
            self.fields[f"week-{no}"] = HoursField(label=name, required=False, most=200)
        self.order_fields(["since", "inherit", *(f"week-{no}" for no in range(7)), "ground"])

    @property
    def weekdays(self) -> list[BoundField]:
        """The fields of the seven days."""
        return [self[f"week-{no}"] for no in range(7)]

    def edit(self) -> CalendarEdit:
        """What was filled in."""
        data = self.cleaned_data
        shifts = tuple(
            (no, start, end) for no in range(7) for start, end in data.get(f"week-{no}") or ()
        )
        since: date = data["since"]
        return CalendarEdit(week=WeekEdit(since, () if data.get("inherit") else shifts))

    def field_of(self, told: str) -> str:
        """The field that a fault belongs to."""
        return "week-0" if told == "week" else told


class OwnCalendarForm(ChangeForm):
    """A unit gets a calendar of its own, which takes all it does not say from another."""

    unit = ChoiceField(label=_("Đơn vị"))
    name = TextField(label=_("Tên của lịch mới"), most=120, help_text=_("Ví dụ: Lịch xã Đông Hải."))
    since = DayField(label=_("Áp dụng từ ngày"))
    field_order = ("unit", "name", "since", "ground", "certainty")

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)  # noqa: S101 - for the type checker
        unit.choices = [("", _now("Chọn đơn vị")), *units]

    def edit(self, unit_id: int) -> CalendarEdit:
        """What was filled in, for the unit that was chosen."""
        return CalendarEdit(units=(UnitEdit(unit_id, self.cleaned_data["since"]),))
