"""The question of the page of due dates: everything stands in its address, so that it can be sent
on. What cannot be asked is told at its field."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.kernel.clock import TZ, local
from motcua.kernel.errors import Refused
from motcua.kernel.rulebook import NoRule
from motcua.kernel.text import clean
from motcua.kernel.working_time import (
    CalendarWithoutShifts,
    Due,
    Pause,
    PauseBackwards,
    PauseBeforeStart,
    PausesOverlap,
    ReceivedBeforeCounting,
    ReceivedInFuture,
    ResumeWithoutPause,
    TimeLimit,
    UnknownWay,
)
from motcua.organizations import due_dates
from motcua.organizations.due_dates import Question, UnknownCalendar

PAUSES = (1, 2, 3)
"""Pauses that the form has room for; an address with more is not made by it."""

_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?::|h|g| giờ )(?P<minute>\d{2})?|(?P<full>\d{1,2}) giờ", re.ASCII
)


class MomentField(forms.CharField):
    """An hour and a day in either order, as people write them: 9:32 10/02/2026, 10-2-2026 9h32."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60, **options)
        self.error_messages["max_length"] = _("Không đọc được thời điểm này.")

    def to_python(self, value: Any) -> datetime | None:  # type: ignore[override]
        """The moment on the Vietnamese clock, or None for an empty field.

        :raises ValidationError: there is no such moment.
        """
        text = clean(str(value or ""), 60)
        if not text:
            return None
        try:
            return _moment(text)
        except ValueError:
            raise forms.ValidationError(
                _("Không đọc được “%(text)s”. Hãy viết giờ và ngày, ví dụ 09:32 10/02/2026."),
                params={"text": text},
            ) from None

    def run_validators(self, value: Any) -> None:
        """A moment has no length."""

    def prepare_value(self, value: Any) -> Any:
        """Show a moment the Vietnamese way; leave what was typed as it is."""
        return f"{local(value):%H:%M %d/%m/%Y}" if isinstance(value, datetime) else value


def _moment(text: str) -> datetime:
    day = _ISO.search(text) or _DAY.search(text)
    if day is None:
        raise ValueError
    rest = (text[: day.start()] + " " + text[day.end() :]).replace("T", " ").strip(" ,")
    clock = _CLOCK.fullmatch(rest.lower())
    if clock is None:
        raise ValueError
    hour, minute = clock["hour"] or clock["full"], clock["minute"] or "0"
    year, month, date = int(day["year"]), int(day["month"]), int(day["day"])
    return datetime(year, month, date, int(hour), int(minute), tzinfo=TZ)


class DueForm(forms.Form):
    """When is it due? ``problem`` of the answer is told at the field that it comes from."""

    nhan = MomentField(
        label=_("Tiếp nhận lúc"),
        help_text=_("Giờ và ngày ghi trên giấy tiếp nhận, ví dụ 09:32 10/02/2026."),
        error_messages={"required": _("Chưa nhập giờ và ngày tiếp nhận.")},
    )
    han = forms.CharField(
        label=_("Thời hạn giải quyết"),
        help_text=_("Như quyết định ghi, không dấu cũng được: 5 ngày làm việc, 8 giờ, trong ngày."),
        max_length=due_dates.MOST_TEXT,
        error_messages={
            "required": _("Chưa nhập thời hạn giải quyết."),
            "max_length": _("Thời hạn không dài như vậy. Hãy ghi số và đơn vị."),
            "null_characters_not_allowed": _("Có ký tự không đọc được. Hãy xóa rồi nhập lại."),
        },
    )
    lich = forms.ChoiceField(
        label=_("Lịch làm việc của cơ quan"),
        required=False,
        error_messages={"invalid_choice": _("Không có lịch làm việc này. Hãy chọn lại.")},
    )
    cach = forms.ChoiceField(
        label=_("Sau khi tạm dừng thì"),
        required=False,
        choices=[
            ("", _("Theo quy định đang áp dụng")),
            ("resume", _("Tính tiếp phần còn lại")),
            ("restart", _("Tính lại từ đầu")),
        ],
        error_messages={"invalid_choice": _("Không có cách tính này. Hãy chọn lại.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, now: datetime, **options: Any) -> None:
        super().__init__(data, **options)
        self.now = now
        calendars = [("", _("Lịch chung của tỉnh")), *due_dates.calendars()]
        self.fields["lich"].choices = calendars  # type: ignore[attr-defined]
        for no in PAUSES:
            self.fields[f"dung{no}"] = MomentField(
                label=_("Lần %(no)s: dừng từ") % {"no": no}, required=False
            )
            self.fields[f"tiep{no}"] = MomentField(label=_("Tiếp tục lúc"), required=False)

    @property
    def pauses(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields in which pauses are typed."""
        return [(self[f"dung{no}"], self[f"tiep{no}"]) for no in PAUSES]

    @property
    def pauses_open(self) -> bool:
        """Whether there is anything to see among them."""
        return any(field.value() for pair in self.pauses for field in pair)

    def clean_han(self) -> TimeLimit:
        """The term as it is counted."""
        try:
            return due_dates.term(self.cleaned_data["han"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def answer(self) -> Due | None:
        """The due date; None where the question has none, and then its fields say why."""
        if not self.is_valid():
            return None
        asked, found = self.cleaned_data, None
        try:
            for pauses in self._growing():
                question = Question(
                    asked["nhan"], asked["han"], asked["lich"], pauses, policy=asked["cach"]
                )
                found = due_dates.answer(question, now=self.now)
        except Refused as refusal:
            self.add_error(self._field_of(refusal, len(self._numbers)), str(refusal))
            return None
        return found

    def _growing(self) -> Iterable[tuple[Pause, ...]]:
        """No pause, the first one, the first two: so that a wrong one is known by its place."""
        self._numbers: list[int] = []
        pauses: tuple[Pause, ...] = ()
        yield pauses
        for no in PAUSES:
            since, until = self.cleaned_data[f"dung{no}"], self.cleaned_data[f"tiep{no}"]
            if since is None and until is None:
                continue
            self._numbers.append(no)
            if since is None:
                raise ResumeWithoutPause(until=f"{until:%H:%M %d/%m/%Y}")
            pauses = (*pauses, Pause(since, until, ""))
            yield pauses

    def _field_of(self, refusal: Refused, place: int) -> str:
        no = self._numbers[-1] if place else PAUSES[0]
        if isinstance(refusal, PauseBackwards):
            return f"tiep{no}"
        if isinstance(refusal, PauseBeforeStart | PausesOverlap | ResumeWithoutPause):
            return f"dung{no}"
        if isinstance(refusal, ReceivedInFuture | ReceivedBeforeCounting | NoRule):
            return "nhan"
        if isinstance(refusal, CalendarWithoutShifts | UnknownCalendar):
            return "lich"
        return "cach" if isinstance(refusal, UnknownWay) else "han"
