"""The forms of acts that put something right, promise again, or ask another unit."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .acts import HandoverForm, ResultForm
from .fields import ChoiceField, DayField, TextField


class CorrectionForm(ResultForm):
    """The right result, and what was wrong with the one before."""

    day = DayField(label=_("Ngày của kết quả"))
    reason = TextField(
        label=_("Kết quả cũ sai ở đâu"),
        help_text=_("Kết quả cũ và lý do này vẫn được giữ lại trong hồ sơ."),
        most=4000,
        lines=3,
    )
    field_order = ("reason", "outcome", "number", "day", "note", "file")


class ReopenForm(forms.Form):
    """Why a dossier goes on after all."""

    reason = TextField(label=_("Vì sao mở lại"), most=4000, lines=3)


class ExtensionForm(forms.Form):
    """The new day, the letter, and why."""

    until = DayField(label=_("Hẹn trả lại vào ngày"))
    document = TextField(
        label=_("Văn bản xin lỗi, hẹn lại"),
        help_text=_("Số, ngày của văn bản, ví dụ: 45/PXL ngày 20/11/2026."),
        most=500,
    )
    reason = TextField(label=_("Lý do chậm"), most=4000, lines=3)


class UnitForm(forms.Form):
    """One of several units."""

    unit = ChoiceField(label=_("Đơn vị"))

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)  # noqa: S101 - for the type checker
        unit.choices = [("", _("Chọn đơn vị")), *units]


class ConsultForm(UnitForm):
    """What another unit is asked, and by when."""

    question = TextField(label=_("Nội dung xin ý kiến"), most=4000, lines=4)
    answer_by = DayField(label=_("Cần trả lời trước ngày"), required=False)


class AnswerForm(forms.Form):
    """The opinion of the unit that was asked."""

    answer = TextField(label=_("Ý kiến"), most=4000, lines=5)


class ForwardForm(UnitForm, HandoverForm):
    """Where the step should have come to, and why."""

    reason = TextField(label=_("Lý do chuyển"), most=4000, lines=3)
    field_order = ("unit", "reason", "handover")


class ApologyForm(forms.Form):
    """Why it is late, and when it will be ready."""

    cause = ChoiceField(label=_("Lý do chậm"))
    reason = TextField(
        label=_("Nói rõ hơn với công dân"),
        help_text=_("In trong thư, sau lý do ở trên. Không bắt buộc, trừ khi chọn lý do khác."),
        required=False,
        most=10_000,
        lines=4,
    )
    until = DayField(label=_("Hẹn trả lại vào ngày"))

    def __init__(self, *args: Any, causes: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        cause = self.fields["cause"]
        assert isinstance(cause, forms.ChoiceField)  # noqa: S101 - for the type checker
        cause.choices = list(causes)


class HandOverApologyForm(forms.Form):
    """Whether the applicant would rather not be told by some channel."""

    refused_channel = ChoiceField(
        label=_("Kênh mà công dân không muốn nhận"),
        help_text=_(
            "Chỉ chọn khi công dân nói rõ là không muốn nhận qua kênh đó. Từ nay mọi hồ sơ do "
            "họ nộp không báo tin qua kênh này, trừ khi họ lại chọn nó lúc nộp."
        ),
        required=False,
    )

    def __init__(self, *args: Any, channels: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        channel = self.fields["refused_channel"]
        assert isinstance(channel, forms.ChoiceField)  # noqa: S101 - for the type checker
        channel.choices = [("", _("Không từ chối kênh nào")), *channels]


class WaiverForm(forms.Form):
    """Why a late dossier goes to signature without its letter."""

    reason = TextField(label=_("Vì sao trình ký không có thư xin lỗi"), most=4000, lines=3)
