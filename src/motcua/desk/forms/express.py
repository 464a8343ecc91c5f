"""What is decided and handed over at once, and the line of the certification book."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.queries import ComponentInput, Decision, Intake, PartyInput

from .acts import ReturnForm
from .fields import DayField, HiddenField, TextField
from .intake import IntakeForm

COUNTED = {
    "required": _("Chưa nhập số."),
    "invalid": _("Hãy nhập bằng chữ số."),
    "min_value": _("Ít nhất là 1."),
    "max_value": _("Số quá lớn. Hãy xem lại."),
}


class DecisionForm(ReturnForm):
    """Number and day of the result, and who takes it away. Empty name: the owner."""

    number = TextField(label=_("Số, ký hiệu của kết quả"), most=60)
    day = DayField(label=_("Ngày của kết quả"), help_text=_("Để trống là hôm nay."), required=False)
    name = TextField(
        label=_("Họ và tên người nhận"),
        help_text=_("Để trống là chủ hồ sơ."),
        most=300,
        required=False,
    )
    field_order = ("number", "day", "relation", "name", "checked", "authority")

    def decision(self, now: datetime) -> Decision:
        """What was decided; the form is valid."""
        data = self.cleaned_data
        return Decision(
            day=data["day"] or now.date(),
            number=data["number"],
            name=data["name"],
            relation=data["relation"],
            checked=data["checked"],
            authority=data["authority"],
        )


class CopyForm(forms.Form):
    """One line: whose copy, of which paper, how many."""

    name = TextField(label=_("Họ và tên người yêu cầu"), most=300)
    paper = TextField(label=_("Giấy tờ được chứng thực"), most=300)
    pages = forms.IntegerField(
        label=_("Số trang"), min_value=1, max_value=2000, initial=1, error_messages=COUNTED
    )
    copies = forms.IntegerField(
        label=_("Số bản"), min_value=1, max_value=200, initial=1, error_messages=COUNTED
    )
    number = TextField(label=_("Số chứng thực"), most=9, required=False)
    book = TextField(label=_("Quyển số"), most=40)
    key = HiddenField(max_length=64)
    opened = HiddenField(max_length=200)

    clean_opened = IntakeForm.clean_opened

    def intake(self, version_id: int) -> Intake:
        """The reception as the command takes it; the form is valid."""
        data = self.cleaned_data
        paper = ComponentInput(None, data["paper"], 1, data["copies"])
        return Intake(
            version_id=version_id,
            owner=PartyInput(kind="person", name=data["name"]),
            components=(paper,),
            opened_at=cast(datetime, data["opened"]),
        )

    def decision(self, now: datetime) -> Decision:
        """What was certified; whoever asked takes it away."""
        data: dict[str, Any] = self.cleaned_data
        return Decision(
            day=now.date(),
            number=data["number"],
            book=data["book"],
            pages=data["pages"],
            copies=data["copies"],
            checked="known",
        )
