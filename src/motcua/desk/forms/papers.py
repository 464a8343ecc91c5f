"""Forms about paper files: whom to give them to, where they lie, why they came back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import ChoiceField, TextField


class GivePapersForm(forms.Form):
    """Give the papers to another unit."""

    unit = ChoiceField(label=_("Đơn vị nhận hồ sơ giấy"))
    note = TextField(label=_("Ghi chú cho bên nhận"), most=4000, lines=2, required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)  # noqa: S101 - for the type checker
        unit.choices = [("", _("Chọn đơn vị")), *units]


class ShelfForm(forms.Form):
    """Where the papers lie."""

    shelf = TextField(
        label=_("Chỗ để hồ sơ giấy"),
        help_text=_("Tủ, kệ, hộp theo cách gọi của đơn vị, ví dụ: Kệ A3, hộp 12."),
        most=60,
        lines=1,
        required=False,
    )
    kept = forms.BooleanField(
        label=_("Lưu hồ sơ giấy tại đơn vị này, trả kết quả không kèm hồ sơ"), required=False
    )


class TakeBackForm(forms.Form):
    """Why papers that were handed over never arrived."""

    reason = TextField(label=_("Lý do lấy lại"), most=4000, lines=2)
