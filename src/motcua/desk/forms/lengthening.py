"""The form of a longer term that the procedure allows, and of taking it back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import ChoiceField, TextField


class LengthenForm(forms.Form):
    """Which condition of the procedure is met, and why."""

    condition = ChoiceField(label=_("Điều kiện của thủ tục"), widget=forms.RadioSelect)
    ground = TextField(
        label=_("Vì sao hồ sơ thuộc điều kiện này"),
        help_text=_("Công dân đọc được khi tra cứu. Nêu sự việc và văn bản nếu có."),
        most=2000,
        lines=3,
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        condition = self.fields["condition"]
        assert isinstance(condition, forms.ChoiceField)  # noqa: S101 - for the type checker
        condition.choices = list(choices)


class TakeBackForm(forms.Form):
    """Why the longer term does not hold."""

    reason = TextField(label=_("Vì sao hủy việc kéo dài"), most=2000, lines=3)
