"""The list "what waits for me": its columns, filters and orders, and what an address asks of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel.web.lists import (
    Asked,
    Code,
    Column,
    Due,
    Filter,
    ListSpec,
    Look,
    Promised,
    Sort,
    Tagged,
    Value,
)

from . import _choosing as common
from ._choosing import Window, procedure_codes, unit_id_of
from .inbox import InboxFilter
from .rows import InboxItem

WHOSE = {
    "cua-toi": gettext_lazy("Việc tôi đã nhận"),
    "chua-nhan": gettext_lazy("Việc chưa ai nhận"),
    "qua-han": gettext_lazy("Đã quá hạn"),
    "cho": gettext_lazy("Đang chờ bên ngoài"),
}


def _step(row: InboxItem, look: Look) -> Value:
    tags = [(_("Chờ bên ngoài"), "muted")] if row.waiting else []
    if row.supplement:
        tags.append((_("Chờ bổ sung"), "warning"))
    if row.taken:
        tags.append((_("Tôi đang làm"), "active"))
    return Tagged(row.step_name, tuple(tags))


def _field(row: InboxItem, look: Look) -> Value:
    return look.name("field", row.field_code)


def _due(row: InboxItem, look: Look) -> Value:
    return Due(row.step_due_at or row.due_at, paused=row.waiting or row.supplement)


def _promised(row: InboxItem, look: Look) -> Value:
    return Promised(row.due_at) if row.due_at else None


INBOX_LIST: ListSpec[InboxItem] = ListSpec(
    code="desk.inbox",
    title=gettext_lazy("Việc cần làm"),
    file_name="viec-can-lam",
    counts=gettext_lazy("việc"),
    columns=(
        Column("han", gettext_lazy("Hạn"), _due, "due", "han"),
        Column("ma", gettext_lazy("Mã hồ sơ"), lambda r, k: Code(r.code), "code", "ma", True),
        Column("chu", gettext_lazy("Chủ hồ sơ"), lambda r, k: r.owner_name, "name", "chu"),
        Column("buoc", gettext_lazy("Bước cần làm"), _step),
        Column("thu-tuc", gettext_lazy("Thủ tục"), lambda r, k: r.procedure_name, sort="thu-tuc"),
        Column(
            "linh-vuc",
            gettext_lazy("Lĩnh vực"),
            lambda r, k: k.name("field", r.field_code),
            "short",
        ),
        Column("den", gettext_lazy("Đến lúc"), lambda r, k: r.opened_at, "moment", "den"),
        Column("han-buoc", gettext_lazy("Hạn của bước"), lambda r, k: r.step_due_at, "moment"),
        Column("hen-tra", gettext_lazy("Hẹn trả"), _promised, "moment", "hen-tra"),
    ),
    filters=(
        common.WORDS,
        Filter(
            "loc",
            gettext_lazy("Việc"),
            choices=lambda day: [(key, str(words)) for key, words in WHOSE.items()],
            quick=True,
        ),
        common.DUE,
        common.FIELD,
        common.PROCEDURE,
        Filter("buoc", gettext_lazy("Bước cần làm"), "text"),
        common.RECEIVED_FROM,
        common.RECEIVED_UNTIL,
        common.CHANNEL,
        common.COMMUNE,
    ),
    sorts=(
        Sort("han", gettext_lazy("Hạn")),
        Sort("hen-tra", gettext_lazy("Hẹn trả")),
        Sort("den", gettext_lazy("Đến lúc")),
        Sort("ma", gettext_lazy("Mã hồ sơ")),
        Sort("chu", gettext_lazy("Chủ hồ sơ")),
        Sort("thu-tuc", gettext_lazy("Thủ tục")),
    ),
    shown=("han", "ma", "chu", "buoc", "thu-tuc", "hen-tra"),
    sort="han",
    empty=(
        gettext_lazy("Không có việc nào đang chờ bạn"),
        gettext_lazy("Khi một hồ sơ đến bước của đơn vị bạn, nó hiện ở đây, gấp nhất ở trên cùng."),
    ),
    check=common.days_in_order,
)


def inbox_filter(asked: Asked[InboxItem], look: Look) -> InboxFilter:
    """What the address asks, as the query of the inbox takes it. At most two queries."""
    whose, due, words = asked.text("loc"), asked.text("han"), asked.text("thu-tuc")
    return InboxFilter(
        text=asked.text("q"),
        field_code=asked.text("linh-vuc"),
        mine=whose == "cua-toi",
        free=whose == "chua-nhan",
        waiting=True if whose == "cho" else None,
        late_before=look.now if whose == "qua-han" else None,
        due=Window(due, asked.day) if due else None,
        step=asked.text("buoc"),
        procedures=procedure_codes(words, asked.day) if words else None,
        received_from=asked.date("nhan-tu"),
        received_until=asked.date("nhan-den"),
        channel=asked.text("kenh"),
        commune_id=unit_id_of(asked.text("xa")),
    )
