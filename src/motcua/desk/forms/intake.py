"""The intake form: one page, everything that a reception freezes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from motcua.catalog.queries import VersionInfo
from motcua.dossiers.queries import (
    AgencyChoice,
    Channel,
    ComponentInput,
    Intake,
    PartyInput,
    ProcessChoice,
    Provenance,
    Question,
)
from motcua.dossiers.queries import channels as notice_channels

from .fields import ChoiceField, DayField, HiddenField, TextField

NUMBER_KINDS = [
    ("personal_id", _("Số định danh / căn cước")),
    ("old_id", _("Chứng minh nhân dân (9 số)")),
    ("passport", _("Hộ chiếu")),
    ("tax_code", _("Mã số thuế")),
]
GENDERS = [("", "—"), ("male", _("Nam")), ("female", _("Nữ"))]
COUNTER_CHANNELS = [
    (Channel.COUNTER.value, _("Trực tiếp tại quầy")),
    (Channel.POST.value, _("Qua bưu chính")),
]


YES, NO = "on", "off"


def card_seal(number: str, name: str, birth: date | None) -> str:
    """What only the reading of a card can know: that these three were on it.

    Goes through the page and back. A number, name or day changed after the scan is declared, and
    so is one that nobody scanned.
    """
    return signing.Signer(salt="card").signature(f"{number}|{name}|{birth}")


class PartyForm(forms.Form):
    """A person or an organisation at the counter."""

    NAMELESS = {
        "owner": _("Chưa có tên chủ hồ sơ. Hãy quét thẻ căn cước hoặc nhập họ và tên."),
        "submitter": _("Chưa có tên người nộp. Hãy nhập họ và tên, hoặc xóa các ô còn lại."),
        "collector": _("Chưa có tên người nhận. Hãy nhập họ và tên, hoặc xóa các ô còn lại."),
    }

    kind = ChoiceField(
        label=_("Là"),
        choices=[("person", _("Cá nhân")), ("organisation", _("Tổ chức"))],
        initial="person",
    )
    name = TextField(label=_("Họ và tên / Tên tổ chức"), most=300, required=False)
    number_kind = ChoiceField(label=_("Loại giấy tờ"), choices=NUMBER_KINDS, initial="personal_id")
    number = TextField(label=_("Số giấy tờ"), most=40, required=False)
    birth = DayField(label=_("Ngày sinh"), required=False)
    gender = ChoiceField(label=_("Giới tính"), choices=GENDERS, required=False)
    phone = TextField(label=_("Điện thoại"), most=30, required=False)
    email = TextField(label=_("Thư điện tử"), most=200, required=False)
    address = TextField(label=_("Địa chỉ"), most=500, required=False)
    verified_by = HiddenField(required=False, max_length=80)

    def clean(self) -> None:
        """Somebody is told about without being named: nothing typed is dropped in silence."""
        super().clean()
        told = any(self.cleaned_data.get(n) for n in ("number", "phone", "email", "address"))
        if told and "name" not in self.errors and not self.cleaned_data.get("name"):
            self.add_error("name", self.NAMELESS.get(self.prefix or "", self.NAMELESS["owner"]))

    @property
    def is_given(self) -> bool:
        """Whether somebody was named here."""
        return bool(self.is_bound and self.is_valid() and self.cleaned_data.get("name"))

    def party(self) -> PartyInput:
        """The party as the command takes it; the form is valid."""
        data = self.cleaned_data
        read = card_seal(data["number"], data["name"], data["birth"])
        scanned = constant_time_compare(data["verified_by"], read)
        return PartyInput(
            kind=data["kind"],
            name=data["name"],
            number_kind=data["number_kind"],
            number=data["number"],
            birth=data["birth"],
            gender=data["gender"],
            phone=data["phone"],
            email=data["email"],
            address=data["address"],
            verified_by="card_qr" if scanned else "declared",
        )


COUNTS = {
    "invalid": _("Hãy nhập số bản."),
    "min_value": _("Số bản không âm."),
    "max_value": _("Số bản không quá 999."),
}


class PaperForm(forms.Form):
    """One line of the table of papers."""

    taken = forms.BooleanField(label=_("Nhận"), required=False)
    originals = forms.IntegerField(
        label=_("Bản chính"),
        min_value=0,
        max_value=999,
        required=False,
        error_messages=COUNTS,
    )
    copies = forms.IntegerField(
        label=_("Bản sao"),
        min_value=0,
        max_value=999,
        required=False,
        error_messages=COUNTS,
    )
    provenance = ChoiceField(
        label=_("Nguồn"), choices=Provenance.choices, initial=Provenance.PAPER, required=False
    )
    state_held = forms.BooleanField(label=_("Nhà nước đã có"), required=False)


class ExtraForm(forms.Form):
    """A paper that the procedure does not name."""

    name = TextField(label=_("Tên giấy tờ khác"), most=500, required=False)
    originals = forms.IntegerField(
        label=_("Bản chính"),
        min_value=0,
        max_value=999,
        initial=1,
        required=False,
        error_messages=COUNTS,
    )
    copies = forms.IntegerField(
        label=_("Bản sao"),
        min_value=0,
        max_value=999,
        initial=0,
        required=False,
        error_messages=COUNTS,
    )

    def paper(self) -> ComponentInput:
        """The paper as the command takes it; the form is valid."""
        data = self.cleaned_data
        return ComponentInput(None, data["name"], data["originals"] or 0, data["copies"] or 0)


def _yes_or_no(question: Question) -> forms.ChoiceField:
    """A question of the process; what is not known beforehand must be said, never guessed."""
    answers = [(YES, _("Có")), (NO, _("Không"))]
    unknown = [("", _("— Chọn —"))] if question.default is None else []
    initial = "" if question.default is None else YES if question.default else NO
    return ChoiceField(label=question.label, choices=unknown + answers, initial=initial)


class IntakeForm(forms.Form):
    """Everything else of a reception."""

    case = ChoiceField(label=_("Trường hợp"), required=False)
    process = ChoiceField(label=_("Quy trình áp dụng"), required=False)
    channel = ChoiceField(label=_("Cách nộp"), choices=COUNTER_CHANNELS, initial=Channel.COUNTER)
    through = ChoiceField(
        label=_("Cơ quan giải quyết"),
        help_text=_("Hồ sơ tiếp nhận tại đây, cơ quan này giải quyết."),
    )
    commune = ChoiceField(label=_("Xã, phường nơi có đất, công trình"), required=False)
    request = TextField(label=_("Nội dung yêu cầu"), most=4000, lines=2, required=False)
    sets = forms.IntegerField(
        label=_("Số bộ"),
        min_value=1,
        max_value=99,
        initial=1,
        error_messages={
            "required": _("Chưa nhập số bộ hồ sơ."),
            "invalid": _("Hãy nhập số bộ hồ sơ bằng chữ số."),
            "min_value": _("Ít nhất một bộ hồ sơ."),
            "max_value": _("Không quá 99 bộ hồ sơ."),
        },
    )
    return_at = TextField(label=_("Nơi, cách nhận kết quả"), most=500, required=False)
    notice_channel = ChoiceField(label=_("Báo tin cho người nộp qua"), required=False)
    guided_online = forms.BooleanField(
        label=_("Đã hướng dẫn Zalo / Cổng dịch vụ công"), required=False
    )
    accept_warnings = forms.BooleanField(
        label=_("Đã đối chiếu giấy tờ, vẫn tiếp nhận"), required=False
    )
    key = HiddenField(max_length=64)
    opened = HiddenField(max_length=200)

    def __init__(
        self,
        *args: Any,
        version: VersionInfo,
        processes: list[ProcessChoice],
        communes: list[tuple[str, str]],
        agencies: Sequence[AgencyChoice] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.agencies = {a.through_public_id: a.through_id for a in agencies}
        self._choices("through", [(a.through_public_id, a.deciding_name) for a in agencies])
        self._choices("case", [(str(c.id), c.name) for c in version.cases])
        self._choices("process", [(p.key, p.case_name or p.key) for p in processes])
        self.questions = sorted({q for p in processes for q in p.questions}, key=lambda q: q.name)
        for question in self.questions:
            self.fields[f"answer-{question.name}"] = _yes_or_no(question)
        commune = self.fields["commune"]
        assert isinstance(commune, forms.ChoiceField)  # noqa: S101 - for the type checker
        commune.choices = [("", _("Không gắn với xã, phường")), *communes]
        told = self.fields["notice_channel"]
        assert isinstance(told, forms.ChoiceField)  # noqa: S101 - for the type checker
        told.choices = [("", _("Cách liên hệ đã cho")), *notice_channels()]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        if not choices or (name == "process" and len(choices) == 1):
            del self.fields[name]
            return
        field.choices = choices if len(choices) == 1 else [("", _("— Chọn —")), *choices]
        field.required = True

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """The questions of the process, as fields."""
        return [self[f"answer-{question.name}"] for question in self.questions]

    def clean_opened(self) -> datetime:
        """When the officer opened the form, as we signed it."""
        try:
            text = signing.loads(self.cleaned_data["opened"], salt="intake", max_age=86_400)
        except signing.BadSignature:
            raise forms.ValidationError(
                _(
                    "Biểu mẫu đã quá hạn nên chưa gửi được. Dữ liệu vừa nhập vẫn còn; hãy kiểm "
                    "tra lại rồi gửi lần nữa."
                )
            ) from None
        return datetime.fromisoformat(text)

    @staticmethod
    def sign(opened_at: datetime) -> str:
        """The moment of opening, so that nobody shortens the waiting time by hand."""
        return signing.dumps(opened_at.isoformat(), salt="intake")

    def intake(
        self,
        version: VersionInfo,
        owner: PartyInput,
        submitter: PartyInput | None,
        collector: PartyInput | None,
        papers: tuple[ComponentInput, ...],
    ) -> Intake:
        """The reception as the command takes it; every form is valid."""
        data = self.cleaned_data
        return Intake(
            version_id=version.id,
            owner=owner,
            submitter=submitter,
            collector=collector,
            components=papers,
            opened_at=data["opened"],
            case_id=int(data["case"]) if data.get("case") else None,
            process_key=data.get("process", ""),
            channel=data["channel"],
            commune_id=int(data["commune"]) if data["commune"] else None,
            request=data["request"],
            sets=data["sets"],
            answers=tuple((q.name, data[f"answer-{q.name}"] == YES) for q in self.questions),
            guided_online=data["guided_online"],
            return_at=data["return_at"],
            notice_channel=data["notice_channel"],
            through_unit_id=self.agencies.get(data.get("through", "")),
        )
