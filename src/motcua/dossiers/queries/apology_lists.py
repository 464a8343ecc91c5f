"""Lists of letters: drafts that wait for a signature, and the register of late dossiers."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.dossiers.outlook import worked_text
from motcua.kernel.web.lists import Code, Column, ListSpec, Look, Sort, Tagged, Value

from . import _choosing as common
from .apologies import DraftRow, LateRow

LETTERS = {
    "without": (gettext_lazy("Chưa có thư"), "danger"),
    "in_time": (gettext_lazy("Thư trước ngày hẹn"), "success"),
    "after": (gettext_lazy("Thư gửi muộn"), "warning"),
    "waived": (gettext_lazy("Cho qua, không thư"), "warning"),
}


def _missing(row: DraftRow, look: Look) -> Value:
    left = worked_text(max(0, row.left_minutes))
    if not row.needed_minutes:
        return str(gettext_lazy("còn %(time)s làm việc")) % {"time": left}
    needed = worked_text(row.needed_minutes)
    return str(gettext_lazy("còn %(left)s, cần %(needed)s")) % {"left": left, "needed": needed}


def _cause(row: DraftRow, look: Look) -> Value:
    return f"{row.cause_name}. {row.reason}" if row.reason else row.cause_name


def _letter(row: LateRow, look: Look) -> Value:
    words, tone = LETTERS[row.letter]
    return Tagged("", ((str(words), tone),))


DRAFT_LIST: ListSpec[DraftRow] = ListSpec(
    code="desk.apologies",
    title=gettext_lazy("Thư xin lỗi chờ ký"),
    file_name="thu-xin-loi-cho-ky",
    counts=pgettext_lazy("số", "thư"),
    columns=(
        Column("ma", gettext_lazy("Mã hồ sơ"), lambda r, k: Code(r.code), "code", "", True),
        Column("gui", gettext_lazy("Gửi chậm nhất"), lambda r, k: r.send_by, "day"),
        Column("han", gettext_lazy("Hẹn trả"), lambda r, k: r.due_on, "day", "han"),
        Column("hen-lai", gettext_lazy("Hẹn lại"), lambda r, k: r.until_on, "day"),
        Column("vi-sao", gettext_lazy("Lý do"), _cause),
        Column("buoc", gettext_lazy("Bước chịu trách nhiệm"), lambda r, k: r.step),
        Column(
            "don-vi",
            gettext_lazy("Đơn vị của bước"),
            lambda r, k: k.name("unit", r.unit_id),
            "name",
        ),
        Column("thieu", gettext_lazy("Thời gian"), _missing, "name"),
        Column("chu", gettext_lazy("Chủ hồ sơ"), lambda r, k: r.owner_name, "name"),
        Column("thu-tuc", gettext_lazy("Thủ tục"), lambda r, k: r.procedure_name),
    ),
    filters=(common.WORDS,),
    sorts=(
        Sort("han", gettext_lazy("Hẹn trả")),
        Sort("soan", gettext_lazy("Lập dự thảo lúc")),
    ),
    shown=("ma", "gui", "han", "hen-lai", "vi-sao", "buoc", "thieu"),
    sort="han",
    empty=(
        gettext_lazy("Không có thư xin lỗi nào chờ ký"),
        gettext_lazy(
            "Cuối mỗi ngày làm việc, hồ sơ không kịp ngày hẹn có dự thảo ở đây để lãnh đạo sửa, "
            "ký và gửi trước ngày hẹn."
        ),
    ),
)

REGISTER_LIST: ListSpec[LateRow] = ListSpec(
    code="board.apologies",
    title=gettext_lazy("Sổ thư xin lỗi"),
    file_name="so-thu-xin-loi",
    counts=gettext_lazy("hồ sơ"),
    columns=(
        Column("ma", gettext_lazy("Mã hồ sơ"), lambda r, k: Code(r.code), "code", "ma", True),
        Column("han", gettext_lazy("Hẹn trả"), lambda r, k: r.due_on, "day", "han"),
        Column("xong", gettext_lazy("Ngày xong"), lambda r, k: r.done_on, "day"),
        Column("thu", gettext_lazy("Thư xin lỗi"), _letter, "name"),
        Column("gui", gettext_lazy("Ngày gửi"), lambda r, k: r.sent_on, "day"),
        Column("vi-sao", gettext_lazy("Lý do chậm"), lambda r, k: r.cause_name),
        Column("buoc", gettext_lazy("Bước chịu trách nhiệm"), lambda r, k: r.step),
        Column("khong-thay", gettext_lazy("Vì sao không có dự thảo"), lambda r, k: r.why),
        Column("cho-qua", gettext_lazy("Lý do cho qua"), lambda r, k: r.waiver),
        Column(
            "kenh",
            gettext_lazy("Kênh công dân từ chối"),
            lambda r, k: r.refused_channel,
            "short",
        ),
        Column(
            "don-vi",
            gettext_lazy("Cơ quan giải quyết"),
            lambda r, k: k.name("unit", r.unit_id),
            "name",
        ),
        Column("chu", gettext_lazy("Chủ hồ sơ"), lambda r, k: r.owner_name, "name"),
        Column("thu-tuc", gettext_lazy("Thủ tục"), lambda r, k: r.procedure_name),
    ),
    filters=(common.WORDS,),
    sorts=(
        Sort("han", gettext_lazy("Hẹn trả")),
        Sort("ma", gettext_lazy("Mã hồ sơ")),
    ),
    shown=("ma", "han", "xong", "thu", "gui", "vi-sao", "khong-thay", "cho-qua"),
    sort="han",
    empty=(
        gettext_lazy("Không có hồ sơ quá hạn nào"),
        gettext_lazy("Mỗi hồ sơ quá hạn hiện ở đây, có thư xin lỗi hay chưa, gửi trước hay sau."),
    ),
    carried=("phan", "ky"),
)
