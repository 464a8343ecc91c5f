"""Asking for papers, and noting what came."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.queries import (
    ComponentInput,
    Provenance,
    SupplementItem,
    SupplementReason,
    WantedInfo,
)

from .fields import ChoiceField, TextField

MOST_COPIES = 999
OTHERS = 3
"""Lines for papers that the procedure does not name."""
NEEDLESS = ("", _("Không cần"))


class SupplementForm(forms.Form):
    """Every paper of the procedure with a reason to choose; a few lines for others."""

    note = TextField(
        label=_("Hướng dẫn thêm cho công dân"),
        help_text=_("Công dân đọc được khi tra cứu hồ sơ."),
        most=4000,
        lines=3,
        required=False,
    )

    def __init__(
        self, *args: Any, papers: Sequence[tuple[int, str]], again: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.papers: list[tuple[int | None, str]] = [*papers, *[(None, "")] * OTHERS]
        for no, (_component, name) in enumerate(self.papers):
            if not name:
                self.fields[f"name_{no}"] = TextField(
                    label=_("Giấy tờ khác"), most=500, required=False
                )
            self.fields[f"reason_{no}"] = ChoiceField(
                label=_("Lý do"), choices=[NEEDLESS, *SupplementReason.choices], required=False
            )
            self.fields[f"text_{no}"] = TextField(
                label=_("Cần bổ sung gì"), most=1000, required=False
            )
        if again:
            self.fields["leader_reason"] = TextField(
                label=_("Lý do yêu cầu bổ sung thêm lần nữa"),
                help_text=_("Hồ sơ đã được yêu cầu bổ sung. Chỉ lãnh đạo yêu cầu thêm được."),
                most=4000,
                lines=3,
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """The lines of the table, as fields."""
        for no, (_component, name) in enumerate(self.papers):
            fields = {kind: self._field(f"{kind}_{no}") for kind in ("name", "reason", "text")}
            yield {"paper": name} | fields

    def rest(self) -> list[forms.BoundField]:
        """The fields below the table."""
        names = [n for n in ("note", "leader_reason") if n in self.fields]
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """The papers that have a reason; what is half filled in is told at its line."""
        data = super().clean() or {}
        items = []
        for no, (component_id, known) in enumerate(self.papers):
            name, reason = known or data.get(f"name_{no}", ""), data.get(f"reason_{no}", "")
            text = data.get(f"text_{no}", "")
            if reason and not name:
                self.add_error(f"name_{no}", _("Chưa nhập tên giấy tờ."))
            elif not reason and (text or not known) and (text or name):
                self.add_error(f"reason_{no}", _("Chưa chọn lý do của giấy tờ này."))
            elif reason == SupplementReason.OTHER and not text:
                self.add_error(f"text_{no}", _("Đã chọn lý do khác. Hãy viết rõ cần bổ sung gì."))
            elif reason:
                items.append(SupplementItem(name, reason, component_id, text))
        if not items and not self.errors:
            raise forms.ValidationError(
                _("Chưa chọn giấy tờ nào. Hãy chọn lý do ở dòng của từng giấy tờ cần bổ sung.")
            )
        return data | {"items": tuple(items)}

    def _field(self, name: str) -> forms.BoundField | None:
        return self[name] if name in self.fields else None


class GuideForm(SupplementForm):
    """What is missing before anything is received; the applicant's name, if given."""

    name = TextField(label=_("Họ tên người nộp"), most=300, required=False)

    def rest(self) -> list[forms.BoundField]:
        """The fields below the table."""
        return [self["name"], *super().rest()]


class AnswerForm(forms.Form):
    """Which of the papers that were asked for have come, and how many."""

    def __init__(self, *args: Any, papers: Sequence[WantedInfo], **options: Any) -> None:
        super().__init__(*args, **options)
        self.papers = papers
        for paper in papers:
            self.fields[f"came_{paper.no}"] = forms.BooleanField(
                label=paper.name, required=False, initial=True
            )
            for kind, label, first in (
                ("originals", _("Số bản chính"), 1),
                ("copies", _("Số bản sao"), 0),
            ):
                self.fields[f"{kind}_{paper.no}"] = forms.IntegerField(
                    label=label,
                    min_value=0,
                    max_value=MOST_COPIES,
                    initial=first,
                    required=False,
                    error_messages=_counts(),
                )

    def rows(self) -> Iterator[dict[str, Any]]:
        """The lines of the table, as fields."""
        for paper in self.papers:
            fields = {k: self[f"{k}_{paper.no}"] for k in ("came", "originals", "copies")}
            yield {"paper": paper} | fields

    def clean(self) -> dict[str, Any]:
        """What came, as papers of the dossier."""
        data = super().clean() or {}
        received = tuple(
            ComponentInput(
                paper.component_id,
                paper.name,
                data.get(f"originals_{paper.no}") or 0,
                data.get(f"copies_{paper.no}") or 0,
                Provenance.PAPER,
            )
            for paper in self.papers
            if data.get(f"came_{paper.no}")
        )
        if self.papers and not received and not self.errors:
            raise forms.ValidationError(
                _("Chưa đánh dấu giấy tờ nào. Nếu chưa nhận được gì, hãy quay lại hồ sơ.")
            )
        return data | {"received": received}


def _counts() -> dict[str, Any]:
    wrong = _("Số bản phải là số từ 0 đến 999.")
    return dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
