"""A longer term that the procedure allows: which condition, why, and the day it leads to."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from motcua.desk.forms.lengthening import LengthenForm, TakeBackForm
from motcua.dossiers import commands
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import LongerTerm
from motcua.kernel.clock import local

from .dossier_acts import ActPage, Scene, page_of


class _Form(LengthenForm):
    """The form with what the page tells beside it: ``barred`` conditions, each with its reason."""

    def __init__(self, data: Any, terms: tuple[LongerTerm, ...]) -> None:
        open_to = [term for term in terms if term.now_at is not None]
        super().__init__(data, choices=[(str(term.id), _label(term)) for term in open_to])
        self.barred = [term for term in terms if term.now_at is None]
        self.open = bool(open_to)


def _label(term: LongerTerm) -> str:
    """The condition, what it gives, and the day that it leads to, before anything is confirmed."""
    facts = {
        "condition": term.condition[:1].upper() + term.condition[1:],
        "limit": term.limit,
        "was": f"{local(term.was_at):%d/%m/%Y}" if term.was_at else "",
        "now": f"{local(term.now_at):%H:%M %d/%m/%Y}" if term.now_at else "",
    }
    if term.way == "added":
        return _("%(condition)s: thêm %(limit)s. Hạn từ %(was)s thành %(now)s") % facts
    return _("%(condition)s: %(limit)s thay cho thời hạn đầu. Hạn từ %(was)s thành %(now)s") % facts


def _lengthen(scene: Scene, data: dict[str, Any]) -> None:
    commands.lengthen_term(
        condition_id=int(data["condition"]), ground=data["ground"], **scene.facts
    )


lengthen_term = page_of(
    ActPage(
        "lengthen_term",
        lambda data, scene: _Form(data, dossiers.longer_terms(scene.head.id, scene.now)),
        _lengthen,
        _l("Đã kéo dài thời hạn. Công dân được báo ngày hẹn mới và lý do."),
        words=_l(
            "Chỉ dùng khi chính thủ tục cho thời hạn dài hơn theo điều kiện. Đúng hạn hay trễ hạn "
            "tính theo ngày mới; ngày hẹn đầu vẫn được lưu. Nếu chỉ là chậm, hãy xin lỗi và hẹn "
            "lại."
        ),
        template="desk/act_lengthen.html",
    )
)
take_back_lengthening = page_of(
    ActPage(
        "take_back_lengthening",
        lambda data, _scene: TakeBackForm(data),
        lambda scene, data: commands.take_back_lengthening(reason=data["reason"], **scene.facts),
        _l("Đã hủy việc kéo dài. Ngày hẹn trước đó lại áp dụng, công dân được báo."),
        words=_l(
            "Dùng khi đã kéo dài nhầm. Ngày hẹn trước khi kéo dài lại áp dụng; nếu ngày đó đã qua "
            "thì hồ sơ quá hạn."
        ),
    )
)
