"""The acts on a dossier that are in no drawing: each is a form, a command and a sentence."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from motcua.catalog import queries as catalog
from motcua.desk.context import DeskRequest
from motcua.desk.forms.endings import RefuseForm, StopForm, WithdrawForm
from motcua.desk.forms.sheet import in_order
from motcua.desk.forms.supplements import AnswerForm, SupplementForm
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import DossierInfo, DossierPage
from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.workflow import queries as processes

from .acts import PAGE, attempt, posted, show
from .dossier import visible_or_404


@dataclass(frozen=True, slots=True)
class Scene:
    """What an act is about: who does it, to which dossier, when."""

    desk: DeskRequest
    head: DossierInfo
    now: datetime

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.desk.actor

    def page(self) -> DossierPage:
        """The dossier with all that its page shows."""
        return dossiers.page(self.head.id, self.actor)

    @property
    def facts(self) -> dict[str, Any]:
        """What every command on a dossier takes."""
        return {"dossier_id": self.head.id, "by": self.actor, "at": self.now}


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act as a page: its form, what it does with what was filled in, what it says then."""

    code: str
    form: Callable[[Any, Scene], forms.Form]
    do: Callable[[Scene, Any], object]
    done: str | Promise
    words: str | Promise = ""
    template: str = "desk/act.html"
    more: dict[str, Any] = field(default_factory=dict)


def page_of(act: ActPage) -> Callable[[HttpRequest, str], HttpResponse]:
    """The page of an act on a dossier: 404 for whom it does not exist, 403 for whose it is not."""

    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        desk, now = cast(DeskRequest, request), timezone.now()
        head = visible_or_404(public_id, desk.actor, now)
        if not permissions.may_do(
            desk.actor,
            act.code,
            processes.items(head.id),
            received_unit_id=head.received_unit_id,
            deciding_unit_id=head.deciding_unit_id,
        ):
            raise NotPermitted(act.code)
        scene = Scene(desk, head, now)
        form = act.form(posted(request), scene)
        if form.is_valid() and attempt(
            request, form, lambda: act.do(scene, form.cleaned_data), str(act.done)
        ):
            return redirect("desk:dossier", head.public_id)
        title = dossiers.act_name(act.code)
        more = {"words": act.words, "danger": act.code in DANGER} | act.more
        return show(desk, head, form, title, template=act.template, **more)

    view.__name__ = act.code
    return PAGE(view)


DANGER = {"refuse", "withdraw", "stop"}
"""Acts that end a dossier: their button is red."""


def _supplement_form(data: Any, scene: Scene) -> SupplementForm:
    version = catalog.version(scene.head.version_id)
    asked = len(scene.page().supplements)
    papers = [(c.id, c.name) for c in in_order(version.papers_for(scene.head.case_id))]
    return SupplementForm(data, papers=papers, again=asked > 0)


def _ask(scene: Scene, data: dict[str, Any]) -> None:
    commands.request_supplement(
        items=data["items"],
        note=data["note"],
        leader_reason=data.get("leader_reason", ""),
        **scene.facts,
    )


def _answer_form(data: Any, scene: Scene) -> AnswerForm:
    waiting = scene.page().waiting_supplement
    return AnswerForm(data, papers=waiting.papers if waiting else ())


request_supplement = page_of(
    ActPage(
        "request_supplement",
        _supplement_form,
        _ask,
        _l("Đã yêu cầu bổ sung. Đồng hồ dừng đến khi công dân bổ sung đủ."),
        words=_l(
            "Liệt kê đủ một lần mọi giấy tờ cần bổ sung, mỗi giấy tờ một lý do. Đồng hồ của hồ sơ "
            "dừng cho đến khi ghi nhận giấy tờ bổ sung."
        ),
        template="desk/act_supplement.html",
    )
)
respond_supplement = page_of(
    ActPage(
        "respond_supplement",
        _answer_form,
        lambda scene, data: commands.respond_supplement(received=data["received"], **scene.facts),
        _l("Đã ghi nhận giấy tờ bổ sung, đồng hồ chạy tiếp."),
        words=_l("Đánh dấu giấy tờ đã nhận được. Giấy tờ được thêm vào thành phần hồ sơ."),
        template="desk/act_answer.html",
    )
)
refuse = page_of(
    ActPage(
        "refuse",
        lambda data, _scene: RefuseForm(data),
        lambda scene, data: commands.refuse(
            reason=data["reason"], text=data["text"], **scene.facts
        ),
        _l("Đã trả lại hồ sơ."),
        words=_l("Hồ sơ kết thúc mà không có kết quả. Công dân đọc được lý do khi tra cứu."),
    )
)
withdraw = page_of(
    ActPage(
        "withdraw",
        lambda data, _scene: WithdrawForm(data),
        lambda scene, data: commands.withdraw(reason_text=data["reason_text"], **scene.facts),
        _l("Đã ghi nhận công dân rút hồ sơ."),
        words=_l(
            "Hồ sơ kết thúc theo yêu cầu của công dân. Công dân đọc được lý do khi tra cứu. Hãy "
            "trả lại giấy tờ đã nhận."
        ),
    )
)
stop = page_of(
    ActPage(
        "stop",
        lambda data, _scene: StopForm(data),
        lambda scene, data: commands.stop(reason=data["reason"], text=data["text"], **scene.facts),
        _l("Đã dừng giải quyết hồ sơ."),
        words=_l("Dừng giải quyết là kết thúc hồ sơ, không phải tạm dừng đồng hồ."),
    )
)
