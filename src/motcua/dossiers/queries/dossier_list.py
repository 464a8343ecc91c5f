"""The list of dossiers that somebody may see: its columns, filters and orders."""

from dataclasses import replace

from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.dossiers.states import Clock, Handback, State
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
    Value,
    Words,
)

from . import _choosing as common
from ._choosing import Window, procedure_codes, unit_id_of
from .lists import ListFilter
from .rows import ListRow

LEVELS: list[tuple[str, Words]] = [
    ("toàn trình", gettext_lazy("Toàn trình")),
    ("một phần", gettext_lazy("Một phần")),
]
"""As procedures are published."""
CAPS: list[tuple[str, Words]] = [
    ("tỉnh", gettext_lazy("Cấp tỉnh")),
    ("xã", gettext_lazy("Cấp xã")),
    ("bộ", gettext_lazy("Cấp bộ")),
]
"""Levels that decide, as procedures are published; some name several."""


def _level_name(value: str) -> str | None:
    known = {"tỉnh", "xã", "bộ", "huyện", "cơ quan khác"}
    parts = {part.strip().lower() for part in value.split(";")}
    return str(dict(CAPS).get(value, value)) if parts <= known else None


PAUSED = {Clock.SUPPLEMENT, Clock.FINANCE, Clock.OUTSIDE}


def _left(row: ListRow, look: Look) -> Value:
    """How near the due day is; of what is done, whether every promise was kept by its day.

    The same judgement as the measures "early", "on time" and "late": one broken promise makes the
    dossier late, whatever followed, and how late is told of the first that was broken.
    """
    if row.open:
        return Due(row.due_at, paused=row.clock in PAUSED)
    if row.done_at is None:
        return None
    if row.broken_due_at is not None:
        return Due(row.broken_due_at, ended_at=row.broken_kept_at)
    return Due(row.due_at, ended_at=row.due_at or row.done_at)


def _law(row: ListRow, look: Look) -> Value:
    """How near the law's own day is, where a shorter term was promised; it judges nothing."""
    if row.statutory_due_at is None or (not row.open and row.done_at is None):
        return None
    paused = row.open and row.clock in PAUSED
    return Due(row.statutory_due_at, ended_at=row.done_at, paused=paused)


def _field(row: ListRow, look: Look) -> Value:
    return look.name("field", row.field_code)


def _unit(row: ListRow, look: Look) -> Value:
    return look.name("unit", row.unit_id)


def _received(row: ListRow, look: Look) -> Value:
    return row.received_at


def _due(row: ListRow, look: Look) -> Value:
    return Promised(row.due_at) if row.due_at else str(gettext_lazy("Không hẹn"))


DOSSIER_LIST: ListSpec[ListRow] = ListSpec(
    code="desk.dossiers",
    title=pgettext_lazy("danh sách", "Hồ sơ"),
    file_name="ho-so",
    counts=gettext_lazy("hồ sơ"),
    columns=(
        Column("ma", gettext_lazy("Mã hồ sơ"), lambda r, k: Code(r.code), "code", "ma", True),
        Column("chu", gettext_lazy("Chủ hồ sơ"), lambda r, k: r.owner_name, "name"),
        Column("nguoi-nop", gettext_lazy("Người nộp"), lambda r, k: r.submitter_name, "name"),
        Column("thu-tuc", gettext_lazy("Thủ tục"), lambda r, k: r.procedure_name),
        Column(
            "linh-vuc",
            gettext_lazy("Lĩnh vực"),
            lambda r, k: k.name("field", r.field_code),
            "short",
        ),
        Column(
            "tiep-nhan",
            gettext_lazy("Tiếp nhận"),
            lambda r, k: r.received_at,
            "moment",
            "tiep-nhan",
        ),
        Column("hen-tra", gettext_lazy("Hẹn trả"), _due, "moment", "han"),
        Column("con-lai", gettext_lazy("Thời hạn"), _left, "due", "han"),
        Column("theo-luat", gettext_lazy("Hạn theo quy định"), _law, "due"),
        Column("xong", gettext_lazy("Ngày xong"), lambda r, k: r.done_on, "day", "xong"),
        Column("tinh-trang", gettext_lazy("Tình trạng"), lambda r, k: r.state_name, "short"),
        Column("dong-ho", gettext_lazy("Thời gian"), lambda r, k: r.clock_name, "name"),
        Column("tra", gettext_lazy("Trả kết quả"), lambda r, k: r.handback_name, "short"),
        Column(
            "don-vi",
            gettext_lazy("Cơ quan giải quyết"),
            lambda r, k: k.name("unit", r.unit_id),
            "name",
        ),
        Column(
            "noi-nhan",
            gettext_lazy("Nơi tiếp nhận"),
            lambda r, k: k.name("unit", r.received_unit_id),
            "name",
        ),
        Column("xa", gettext_lazy("Xã, phường"), lambda r, k: k.name("unit", r.commune_id), "name"),
        Column("kenh", gettext_lazy("Cách nộp"), lambda r, k: r.channel_name, "short"),
        Column("muc-do", gettext_lazy("Mức độ trực tuyến"), lambda r, k: r.online_level, "short"),
    ),
    filters=(
        common.WORDS,
        Filter(
            "trang-thai", gettext_lazy("Tình trạng"), choices=lambda day: _of(State), quick=True
        ),
        common.DUE,
        Filter("dong-ho", gettext_lazy("Thời gian"), choices=lambda day: _of(Clock)),
        common.FIELD,
        common.PROCEDURE,
        Filter(
            "don-vi",
            gettext_lazy("Cơ quan giải quyết"),
            choices=common.unit_choices,
            name_of=common.unit_name_of,
        ),
        Filter(
            "noi-nhan",
            gettext_lazy("Nơi tiếp nhận"),
            choices=common.counter_choices,
            name_of=common.unit_name_of,
        ),
        Filter(
            "dang-giu",
            gettext_lazy("Đơn vị đang giữ"),
            choices=common.unit_choices,
            name_of=common.unit_name_of,
        ),
        common.RECEIVED_FROM,
        common.RECEIVED_UNTIL,
        common.CHANNEL,
        Filter("muc-do", gettext_lazy("Mức độ trực tuyến"), choices=lambda day: _words(LEVELS)),
        Filter(
            "cap",
            gettext_lazy("Cấp giải quyết"),
            choices=lambda day: _words(CAPS),
            name_of=_level_name,
        ),
        common.COMMUNE,
        Filter("tra", gettext_lazy("Trả kết quả"), choices=lambda day: _of(Handback)),
    ),
    sorts=(
        Sort("tiep-nhan", gettext_lazy("Tiếp nhận"), descending=True),
        Sort("han", gettext_lazy("Hẹn trả")),
        Sort("xong", gettext_lazy("Ngày xong"), descending=True),
        Sort("ma", gettext_lazy("Mã hồ sơ")),
    ),
    shown=("ma", "chu", "thu-tuc", "tiep-nhan", "hen-tra", "con-lai", "tinh-trang"),
    sort="-tiep-nhan",
    empty=(
        gettext_lazy("Không có hồ sơ nào"),
        gettext_lazy(
            "Ở đây chỉ có hồ sơ mà đơn vị bạn tiếp nhận, đang giữ hoặc đã xử lý; "
            "hồ sơ đầu tiên hiện ngay khi quầy tiếp nhận."
        ),
    ),
    check=common.days_in_order,
)


def _words(pairs: list[tuple[str, Words]]) -> list[tuple[str, str]]:
    return [(value, str(words)) for value, words in pairs]


def _of(states: type[State] | type[Clock] | type[Handback]) -> list[tuple[str, str]]:
    return [(str(value), str(words)) for value, words in states.choices]


def board_list(*carried: str, code: str = "board.dossiers") -> ListSpec[ListRow]:
    """The same list behind a figure of the board.

    :param carried: parameters of the address that say which figure, e.g. ``so``, ``ky``.
    :param code: the list's own code where its parameters are its own: views are saved under it.
    """
    return replace(DOSSIER_LIST, code=code, file_name="dieu-hanh", carried=carried)


def list_filter(asked: Asked[ListRow], measure: str = "") -> ListFilter:
    """What the address asks, as the query of dossiers takes it. At most two queries."""
    due, words = asked.text("han"), asked.text("thu-tuc")
    return ListFilter(
        measure=measure,
        text=asked.text("q"),
        state=asked.text("trang-thai"),
        clock=asked.text("dong-ho"),
        handback=asked.text("tra"),
        due=Window(due, asked.day) if due else None,
        field_code=asked.text("linh-vuc"),
        procedures=procedure_codes(words, asked.day) if words else None,
        unit_id=unit_id_of(asked.text("don-vi")),
        received_unit_id=unit_id_of(asked.text("noi-nhan")),
        holder_unit_id=unit_id_of(asked.text("dang-giu")),
        received_from=asked.date("nhan-tu"),
        received_until=asked.date("nhan-den"),
        channel=asked.text("kenh"),
        online_level=asked.text("muc-do"),
        level=asked.text("cap"),
        commune_id=unit_id_of(asked.text("xa")),
    )
