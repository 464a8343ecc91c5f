"""The forms of a reform: who ends and begins, what becomes of units below, and of posts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from .fields import ChoiceField, DayField, TextField

Choices = Sequence[tuple[str, str]]


class ManyField(forms.MultipleChoiceField):
    """Some of those offered, ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        options["error_messages"] = {
            "invalid_choice": _l("Lựa chọn này không còn nữa. Hãy chọn lại trong danh sách."),
        }
        super().__init__(**options)


class MergerForm(forms.Form):
    """When and on what ground; which agencies, and the first that begins."""

    on = DayField(label=_l("Ngày có hiệu lực"))
    ground = TextField(
        label=_l("Văn bản quyết định"),
        help_text=_l("Số, ngày của văn bản, ví dụ: Nghị quyết 12/NQ-HĐND ngày 01/12/2026."),
        most=300,
    )
    unit = ChoiceField(label=_l("Đơn vị"))
    name = TextField(label=_l("Tên đơn vị mới"), most=200)
    short_name = TextField(label=_l("Tên gọi tắt"), most=60, required=False)
    code = TextField(
        label=_l("Mã định danh"),
        help_text=_l("Theo Quyết định 20/2020, ví dụ H99.19. Có thể dùng lại mã của đơn vị cũ."),
        most=35,
        required=False,
    )

    def __init__(self, *args: Any, units: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)  # noqa: S101 - for the type checker
        unit.choices = [("", _("Chọn đơn vị")), *units]

    @property
    def chosen(self) -> list[str]:
        """Public ids of the agencies that end, the first one first."""
        first = self.cleaned_data["unit"]
        return [first, *(u for u in self.cleaned_data.get("others", []) if u != first)]


class RenameForm(MergerForm):
    """One agency gets another name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].help_text = _("Để trống thì giữ mã đang dùng.")


class MergeForm(MergerForm):
    """Several agencies become one."""

    others = ManyField(label=_l("Sáp nhập cùng"))
    field_order = ("on", "ground", "unit", "others", "name", "short_name", "code")

    def __init__(self, *args: Any, units: Choices, **options: Any) -> None:
        super().__init__(*args, units=units, **options)
        self.fields["unit"].label = _("Đơn vị thứ nhất")
        self.fields["unit"].help_text = _("Đơn vị mới lấy địa chỉ, điện thoại của đơn vị này.")
        others = self.fields["others"]
        assert isinstance(others, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        others.choices = list(units)


class SplitForm(MergerForm):
    """One agency becomes two."""

    second_name = TextField(label=_l("Tên đơn vị thứ hai"), most=200)
    second_short_name = TextField(
        label=_l("Tên gọi tắt của đơn vị thứ hai"), most=60, required=False
    )
    second_code = TextField(label=_l("Mã định danh của đơn vị thứ hai"), most=35, required=False)
    fields_moved = ManyField(
        label=_l("Chia theo lĩnh vực: lĩnh vực chuyển cho đơn vị thứ hai"),
        help_text=_l("Lĩnh vực không chọn ở lại với đơn vị thứ nhất."),
        required=False,
    )
    places_moved = ManyField(
        label=_l("Hoặc chia theo địa bàn: xã, phường, đặc khu chuyển cho đơn vị thứ hai"),
        help_text=_l(
            "Theo nơi có đất hoặc nơi thực hiện ghi trong hồ sơ. Nơi không chọn ở lại với đơn vị "
            "thứ nhất. Chỉ chia theo lĩnh vực hoặc theo địa bàn."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, units: Choices, fields: Choices, places: Choices, **options: Any
    ) -> None:
        super().__init__(*args, units=units, **options)
        self.fields["name"].label = _("Tên đơn vị thứ nhất")
        for name, choices in (("fields_moved", fields), ("places_moved", places)):
            moved = self.fields[name]
            assert isinstance(moved, forms.MultipleChoiceField)  # noqa: S101 - type checker
            moved.choices = list(choices)
