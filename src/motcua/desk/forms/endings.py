"""The forms of acts that end a dossier before its result."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.queries import RefusalReason, StopReason

from .fields import ChoiceField, TextField


class ReasonForm(forms.Form):
    """A reason from a list, and words where the list has none."""

    text = TextField(label=_("Nội dung cụ thể"), most=4000, lines=4, required=False)

    def clean(self) -> dict[str, Any]:
        """Other reasons are told in words, beside their field."""
        data = super().clean() or {}
        if data.get("reason") == "other" and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Đã chọn lý do khác. Hãy viết rõ lý do."))
        return data


class RefuseForm(ReasonForm):
    """Why a received dossier is given back."""

    reason = ChoiceField(
        label=_("Lý do trả lại"), choices=RefusalReason.choices, widget=forms.RadioSelect
    )
    field_order = ("reason", "text")


class RefuseIntakeForm(ReasonForm):
    """Why nothing is received; the applicant's name, if given."""

    reason = ChoiceField(
        label=_("Lý do không tiếp nhận"), choices=RefusalReason.choices, widget=forms.RadioSelect
    )
    name = TextField(label=_("Họ tên người nộp"), most=300, required=False)
    field_order = ("reason", "text", "name")


class StopForm(ReasonForm):
    """Why the processing is stopped for good."""

    reason = ChoiceField(
        label=_("Lý do dừng"), choices=StopReason.choices, widget=forms.RadioSelect
    )
    field_order = ("reason", "text")


class WithdrawForm(forms.Form):
    """What the owner gave as the reason, if anything."""

    reason_text = TextField(
        label=_("Lý do công dân nêu, nếu có"), most=4000, lines=4, required=False
    )
