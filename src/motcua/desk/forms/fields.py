"""Fields that several forms of the desk share."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.kernel.text import clean

UNREADABLE = "\ufffd"
OLDEST = 1900
"""Year before which nobody living was born and no form in use was signed."""


class TextField(forms.CharField):
    """Text in normal form C without control characters; too long is told, never cut."""

    def __init__(self, *, most: int = 300, lines: int = 1, **options: Any) -> None:
        if lines > 1:
            options.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        options.setdefault("error_messages", {})
        options["error_messages"] = {
            "max_length": _(
                "Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Hãy viết ngắn lại."
            ),
            "null_characters_not_allowed": _("Có ký tự không đọc được. Hãy xóa rồi nhập lại."),
        } | options["error_messages"]
        super().__init__(max_length=most, **options)

    def to_python(self, value: Any) -> str:
        """The text as the person meant it.

        :raises ValidationError: bytes came that are no text; the browser showed them as �.
        """
        text = clean(super().to_python(value) or "")
        if UNREADABLE in text:
            raise ValidationError(self.error_messages["null_characters_not_allowed"])
        return text


class DayField(forms.Field):
    """A Vietnamese day: 5/9/1980, 05-09-1980, 05091980; as a date."""

    FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d")
    widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": _("ngày/tháng/năm")})

    def to_python(self, value: Any) -> date | None:
        """The day, or None for an empty field.

        :raises ValidationError: there is no such day.
        """
        text = clean(str(value or ""))
        if not text:
            return None
        for form in self.FORMATS:
            try:
                day = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            if day.year >= OLDEST:
                return day
        raise ValidationError(_("Ngày không đúng. Hãy nhập ngày/tháng/năm, ví dụ 05/09/1980."))

    def prepare_value(self, value: Any) -> Any:
        """Show a date the Vietnamese way; leave what was typed as it is."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class HiddenField(forms.CharField):
    """What the form carries by itself; when it is gone or too long, a new form is the way out."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        broken = _("Biểu mẫu không còn nguyên vẹn nên chưa gửi được. Hãy mở lại trang rồi gửi lại.")
        kinds = ("required", "max_length", "null_characters_not_allowed")
        super().__init__(error_messages=dict.fromkeys(kinds, broken), **options)


class ChoiceField(forms.ChoiceField):
    """A choice; another value than those offered is told in words."""

    def __init__(self, **options: Any) -> None:
        options["error_messages"] = {
            "invalid_choice": _("Lựa chọn này không còn nữa. Hãy chọn lại trong danh sách."),
        } | options.get("error_messages", {})
        super().__init__(**options)
