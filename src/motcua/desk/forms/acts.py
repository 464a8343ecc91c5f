"""The small forms of the acts on a dossier."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.queries import HandoverMode, Outcome

from .fields import ChoiceField, DayField, HiddenField, TextField


class HandoverForm(forms.Form):
    """How the dossier reaches the next unit."""

    handover = ChoiceField(
        label=_("Chuyển hồ sơ"),
        choices=HandoverMode.choices,
        initial=HandoverMode.ELECTRONIC,
        widget=forms.RadioSelect,
    )


class FinishForm(HandoverForm):
    """Finish a step: its outcome where there are several, and a word for the next one."""

    outcome = ChoiceField(label=_("Kết quả của bước"), widget=forms.RadioSelect, required=False)
    note = TextField(label=_("Ý kiến chuyển bước sau"), most=4000, lines=3, required=False)
    key = HiddenField(max_length=64)

    def __init__(self, *args: Any, outcomes: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - for the type checker
        outcome.choices = list(outcomes)
        outcome.required = len(outcomes) > 1
        if len(outcomes) <= 1:
            del self.fields["outcome"]


class SendBackForm(HandoverForm):
    """Send a dossier back, with the reason that the colleague needs."""

    node = ChoiceField(label=_("Chuyển lại bước"), widget=forms.RadioSelect)
    reason = TextField(
        label=_("Lý do"),
        help_text=_("Người nhận lại cần biết phải làm gì."),
        most=4000,
        lines=3,
    )

    def __init__(self, *args: Any, nodes: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        node = self.fields["node"]
        assert isinstance(node, forms.ChoiceField)  # noqa: S101 - for the type checker
        node.choices = list(nodes)
        if len(nodes) == 1:
            node.initial = nodes[0][0]


class AssignForm(forms.Form):
    """Give a step to a person of the unit."""

    post = ChoiceField(label=_("Người xử lý"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, posts: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        post = self.fields["post"]
        assert isinstance(post, forms.ChoiceField)  # noqa: S101 - for the type checker
        post.choices = list(posts)


class EndWaitForm(forms.Form):
    """What proves that the outside party has done its part."""

    document = TextField(
        label=_("Giấy tờ chứng minh"),
        help_text=_("Số, ngày của chứng từ, ví dụ: Giấy nộp tiền số 0012, ngày 20/11/2026."),
        most=500,
    )


class ResultForm(forms.Form):
    """The decision: number, day, file."""

    outcome = ChoiceField(
        label=_("Kết quả"),
        choices=Outcome.choices,
        initial=Outcome.POSITIVE,
        widget=forms.RadioSelect,
    )
    number = TextField(label=_("Số, ký hiệu của kết quả"), most=60)
    day = DayField(label=_("Ngày của kết quả"), required=False)
    note = TextField(
        label=_("Lý do, nếu không đủ điều kiện giải quyết"),
        most=4000,
        lines=3,
        required=False,
    )
    file = forms.FileField(
        label=_("Tệp kết quả"),
        help_text=_("PDF, JPG, PNG, DOCX hoặc XLSX, không quá 20 MB."),
        required=False,
        error_messages={
            "invalid": _("Tệp chưa được gửi lên. Hãy chọn lại tệp."),
            "empty": _("Tệp rỗng. Hãy chọn tệp khác."),
        },
    )


class ReturnForm(forms.Form):
    """Who collects the result, and how the officer knows."""

    relation = ChoiceField(
        label=_("Người nhận là"),
        choices=[
            ("owner", _("Chủ hồ sơ")),
            ("submitter", _("Người nộp hồ sơ")),
            ("collector", _("Người đã đăng ký nhận kết quả")),
            ("other", _("Người khác được ủy quyền")),
        ],
        initial="owner",
        widget=forms.RadioSelect,
    )
    name = TextField(label=_("Họ và tên người nhận"), most=300)
    checked = ChoiceField(
        label=_("Đã đối chiếu"),
        choices=[
            ("card", _("Căn cước / giấy tờ tùy thân")),
            ("receipt", _("Giấy tiếp nhận hồ sơ")),
            ("vneid", _("VNeID")),
        ],
        initial="card",
        widget=forms.RadioSelect,
    )
    authority = TextField(
        label=_("Giấy ủy quyền"),
        help_text=_("Số, ngày; chỉ cần khi người khác nhận thay."),
        most=500,
        required=False,
    )
