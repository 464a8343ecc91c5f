"""The list of warnings: its columns, filters and orders, and what an address asks of it."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import Forecast, NextParty
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

from .warnings import KINDS, WarningFilter, WarningRow

TONES = {Forecast.LATE: "danger", Forecast.MISS: "danger", Forecast.NEAR: "warning"}


def _warning(row: WarningRow, look: Look) -> Value:
    tags = []
    if row.forecast in (Forecast.LATE, Forecast.MISS, Forecast.NEAR):
        tags.append((row.forecast_name, TONES[Forecast(row.forecast)]))
    if row.hung:
        tags.append((_("Treo"), "muted"))
    return Tagged("", tuple(tags))


def _reason(row: WarningRow, look: Look) -> Value:
    return row.reason or (_("Đồng hồ đang dừng") if row.due_at is None else "")


def _promised(row: WarningRow, look: Look) -> Value:
    return Promised(row.due_at) if row.due_at else None


WARNING_LIST: ListSpec[WarningRow] = ListSpec(
    code="desk.warnings",
    title=gettext_lazy("Cảnh báo sớm"),
    file_name="canh-bao-som",
    counts=gettext_lazy("việc"),
    columns=(
        Column("ma", gettext_lazy("Mã hồ sơ"), lambda r, k: Code(r.code), "code", "ma", True),
        Column("canh-bao", gettext_lazy("Cảnh báo"), _warning, "name"),
        Column("vi-sao", gettext_lazy("Vì sao"), _reason),
        Column("buoc", gettext_lazy("Đang ở bước"), lambda r, k: r.step_name),
        Column("tiep", gettext_lazy("Bên làm tiếp"), lambda r, k: r.next_party, "name"),
        Column("hen-tra", gettext_lazy("Hẹn trả"), _promised, "moment", "han"),
        Column("con-lai", gettext_lazy("Thời hạn"), lambda r, k: Due(r.due_at), "due", "han"),
        Column(
            "yen",
            gettext_lazy("Lần làm gần nhất"),
            lambda r, k: r.acted_at,
            "moment",
            "treo",
        ),
        Column("chu", gettext_lazy("Chủ hồ sơ"), lambda r, k: r.owner_name, "name"),
        Column("thu-tuc", gettext_lazy("Thủ tục"), lambda r, k: r.procedure_name),
        Column(
            "linh-vuc",
            gettext_lazy("Lĩnh vực"),
            lambda r, k: k.name("field", r.field_code),
            "short",
        ),
        Column(
            "giu",
            gettext_lazy("Đơn vị đang giữ"),
            lambda r, k: k.name("unit", r.unit_id),
            "name",
        ),
        Column(
            "don-vi",
            gettext_lazy("Cơ quan giải quyết"),
            lambda r, k: k.name("unit", r.deciding_unit_id),
            "name",
        ),
    ),
    filters=(
        dossiers.WORDS,
        Filter(
            "loai",
            gettext_lazy("Cảnh báo"),
            choices=lambda day: [(key, str(words)) for key, words in KINDS.items()],
            quick=True,
        ),
        Filter(
            "ben",
            gettext_lazy("Bên làm tiếp"),
            choices=lambda day: [(str(v), str(words)) for v, words in NextParty.choices],
        ),
        Filter("buoc", gettext_lazy("Đang ở bước"), "text"),
        dossiers.FIELD,
        Filter(
            "giu",
            gettext_lazy("Đơn vị đang giữ"),
            choices=dossiers.unit_choices,
            name_of=dossiers.unit_name_of,
        ),
        Filter(
            "don-vi",
            gettext_lazy("Cơ quan giải quyết"),
            choices=dossiers.unit_choices,
            name_of=dossiers.unit_name_of,
        ),
    ),
    sorts=(
        Sort("han", gettext_lazy("Hẹn trả")),
        Sort("tre", gettext_lazy("Trễ sớm nhất")),
        Sort("treo", gettext_lazy("Lần làm gần nhất")),
        Sort("ma", gettext_lazy("Mã hồ sơ")),
    ),
    shown=("ma", "canh-bao", "vi-sao", "tiep", "hen-tra"),
    sort="han",
    empty=(
        gettext_lazy("Không có cảnh báo nào"),
        gettext_lazy(
            "Hồ sơ hiện ở đây khi sắp đến hạn, khi các bước còn lại dài hơn thời gian còn lại, "
            "hoặc khi lâu không ai làm gì."
        ),
    ),
)
BOARD_WARNING_LIST = replace(WARNING_LIST, code="board.warnings")


def warning_filter(asked: Asked[WarningRow]) -> WarningFilter:
    """What the address asks, as the query of warnings takes it. At most two queries."""
    return WarningFilter(
        kind=asked.text("loai"),
        party=asked.text("ben"),
        text=asked.text("q"),
        step=asked.text("buoc"),
        field_code=asked.text("linh-vuc"),
        holder_unit_id=dossiers.unit_id_of(asked.text("giu")),
        deciding_unit_id=dossiers.unit_id_of(asked.text("don-vi")),
    )
