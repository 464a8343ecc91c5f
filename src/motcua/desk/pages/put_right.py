"""Pages of acts that put something right or promise again; and the step taken back."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from motcua.desk.context import DeskRequest
from motcua.desk.forms.put_right import CorrectionForm, ExtensionForm, ForwardForm, ReopenForm
from motcua.documents import commands as documents
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused

from .acts import PAGE, attempt, for_whom_holds, found, posted, show
from .dossier import visible_or_404
from .dossier_acts import ActPage, Scene, page_of


def _correction(data: Any, scene: Scene) -> CorrectionForm:
    known = scene.page().result
    first = (
        {"outcome": known.outcome, "number": known.number, "day": known.day, "note": known.note}
        if known
        else {}
    )
    return CorrectionForm(data, scene.desk.FILES or None, initial=first)


def _correct(scene: Scene, data: dict[str, Any]) -> None:
    upload = data.pop("file")
    staged = documents.stage(name=upload.name, content=upload.read()) if upload else None
    commands.correct_result(file=staged, **data, **scene.facts)


correct_result = page_of(
    ActPage(
        "correct_result",
        _correction,
        _correct,
        _l("Đã đính chính kết quả. Kết quả cũ vẫn được giữ lại."),
        words=_l(
            "Kết quả mới thay kết quả cũ; khi tra cứu, công dân thấy số và ngày của cả hai. Nếu đã "
            "trả, hãy mời công dân đến đổi."
        ),
        more={"upload": True},
    )
)
reopen = page_of(
    ActPage(
        "reopen",
        lambda data, _scene: ReopenForm(data),
        lambda scene, data: commands.reopen(reason=data["reason"], **scene.facts),
        _l("Đã mở lại hồ sơ. Các bước đang dở mở lại cho người đã giữ."),
        words=_l("Thời gian từ lúc kết thúc đến lúc mở lại không tính vào thời hạn giải quyết."),
    )
)
extend_promise = page_of(
    ActPage(
        "extend_promise",
        lambda data, _scene: ExtensionForm(data),
        lambda scene, data: commands.extend_promise(**data, **scene.facts),
        _l("Đã ghi ngày hẹn lại. Ngày hẹn đầu tiên vẫn là ngày tính đúng hạn hay trễ hạn."),
        words=_l(
            "Công dân thấy ngày hẹn lại khi tra cứu. Ngày hẹn đầu tiên không đổi và vẫn là ngày "
            "tính đúng hạn hay trễ hạn."
        ),
    )
)


@PAGE
def forward(request: HttpRequest, item: str) -> HttpResponse:
    """Give a step to another unit of the same kind."""
    desk, info, head = found(request, item)
    for_whom_holds(desk, info, "forward")
    now = timezone.now()
    units = {u.public_id: u for u in dossiers.forwardable(info, local_day(now))}
    form = ForwardForm(posted(request), units=[(key, u.name) for key, u in units.items()])

    def act() -> None:
        data = form.cleaned_data
        commands.forward_item(
            item_id=info.id,
            unit_id=units[data["unit"]].id,
            reason=data["reason"],
            handover=data["handover"],
            by=desk.actor,
            at=now,
        )

    if form.is_valid() and attempt(request, form, act, _("Đã chuyển sang đơn vị khác.")):
        return redirect("desk:inbox")
    words = _("Dùng khi bước này đến nhầm đơn vị. Ngày hẹn trả không đổi.")
    return show(desk, head, form, _("Chuyển sang đơn vị khác"), item=info, words=words)


@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back the step that one has just finished."""
    desk, now = cast(DeskRequest, request), timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    permissions.require(desk.actor, "undo")
    try:
        commands.undo_step(dossier_id=head.id, by=desk.actor, at=now)
        messages.success(request, _("Đã lấy lại bước vừa hoàn thành."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:dossier", head.public_id)
