"""Lending a post for a time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.organizations.permissions import Role
from motcua.organizations.queries import PostInfo

from .fields import ChoiceField, DayField, TextField


def told(post: PostInfo) -> str:
    """A post as it stands in a choice: person, role, unit."""
    return f"{post.person_name} · {Role(post.role).label} · {post.unit_name}"


class LendForm(forms.Form):
    """Whose post, to whom, from when to when, on which paper."""

    lent = ChoiceField(label=_("Vị trí giao"), help_text=_("Người vắng mặt hoặc ủy quyền."))
    to = ChoiceField(label=_("Người làm thay"))
    since = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"))
    ground = TextField(
        label=_("Căn cứ"),
        help_text=_("Số, ngày của giấy ủy quyền hoặc văn bản phân công."),
        most=300,
    )

    def __init__(
        self, *args: Any, lent: Sequence[PostInfo], to: Sequence[PostInfo], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for name, posts in (("lent", lent), ("to", to)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", _("— Chọn —")), *((p.public_id, told(p)) for p in posts)]

    def clean(self) -> dict[str, Any]:
        """The days are in order, and the post goes to somebody else."""
        data = super().clean() or {}
        since, last = data.get("since"), data.get("last_day")
        if isinstance(since, date) and isinstance(last, date) and last < since:
            self.add_error("last_day", _("Ngày cuối phải từ ngày đầu trở đi."))
        if data.get("lent") and data.get("lent") == data.get("to"):
            self.add_error("to", _("Hãy chọn người khác làm thay."))
        return data
