"""Asking another unit about a dossier, what one's own unit is asked, and answering."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET

from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.put_right import AnswerForm, ConsultForm
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel.clock import local_day
from motcua.kernel.errors import NotPermitted

from .acts import PAGE, attempt, posted, show
from .dossier import visible_or_404
from .dossier_acts import ActPage, Scene, page_of


def _consult_form(data: Any, scene: Scene) -> ConsultForm:
    units = dossiers.consultable(scene.actor, local_day(scene.now))
    return ConsultForm(data, units=[(u.public_id, u.name) for u in units])


def _consult(scene: Scene, data: dict[str, Any]) -> None:
    units = dossiers.consultable(scene.actor, local_day(scene.now))
    chosen = {u.public_id: u.id for u in units}[data["unit"]]
    commands.consult(
        unit_id=chosen, question=data["question"], answer_by=data["answer_by"], **scene.facts
    )


consult = page_of(
    ActPage(
        "consult",
        _consult_form,
        _consult,
        _l("Đã gửi câu hỏi. Đơn vị được hỏi xem được hồ sơ này."),
        words=_l("Thời gian chờ ý kiến vẫn tính vào thời hạn giải quyết; đồng hồ không dừng."),
    )
)


@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """What one's unit is asked and has not answered."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "answer_consultation")
    context = frame(desk, "desk:questions") | {
        "questions": dossiers.questions_for(desk.actor),
        "now": timezone.now(),
    }
    return render(request, "desk/questions.html", context)


@PAGE
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer what one's unit was asked."""
    desk, now = cast(DeskRequest, request), timezone.now()
    asked = dossiers.consultation(public_id)
    if asked is None:
        raise Http404
    head = visible_or_404(asked.dossier_public_id, desk.actor, now)
    permissions.require(desk.actor, "answer_consultation")
    if asked.unit_id != desk.actor.unit_id:
        raise NotPermitted("answer_consultation")
    form = AnswerForm(posted(request))

    def act() -> None:
        text = form.cleaned_data["answer"]
        commands.answer_consultation(consultation_id=asked.id, answer=text, by=desk.actor, at=now)

    if form.is_valid() and attempt(request, form, act, _("Đã gửi ý kiến.")):
        return redirect("desk:questions")
    words = _("Được hỏi: %(question)s") % {"question": asked.question}
    return show(desk, head, form, _("Trả lời ý kiến"), words=words)
