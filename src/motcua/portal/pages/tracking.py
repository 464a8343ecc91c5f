"""Following a dossier without signing in: by the receipt's QR, or by code and four digits."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from motcua.dossiers import commands
from motcua.dossiers import queries as dossiers
from motcua.dossiers.errors import TooManyTries
from motcua.kernel.errors import Refused
from motcua.kernel.text import clean
from motcua.portal import following
from motcua.portal.frame import frame
from motcua.portal.words import shortened


class TrackForm(forms.Form):
    """What stands on the receipt, and four digits that only its people know."""

    code = forms.CharField(
        label=_("Mã hồ sơ"),
        help_text=_("In trên giấy tiếp nhận, ví dụ 000.01.19.H99-261120-0045."),
        max_length=60,
        error_messages={
            "required": _("Chưa nhập mã hồ sơ. Mã in trên giấy tiếp nhận."),
            "max_length": _("Mã hồ sơ không dài như vậy. Hãy xem lại giấy tiếp nhận."),
            "null_characters_not_allowed": _("Có ký tự không đọc được. Hãy xóa rồi nhập lại."),
        },
    )
    tail = forms.RegexField(
        regex=r"^[0-9A-Za-z]{4}$",
        label=_("4 số cuối"),
        help_text=_("Của số điện thoại hoặc số giấy tờ của chủ hồ sơ hay người nộp."),
        max_length=20,
        error_messages={
            "required": _("Chưa nhập 4 số cuối của điện thoại hoặc giấy tờ."),
            "invalid": _("Hãy nhập đúng 4 số cuối của điện thoại hoặc giấy tờ."),
            "max_length": _("Hãy nhập đúng 4 số cuối của điện thoại hoặc giấy tờ."),
            "null_characters_not_allowed": _("Có ký tự không đọc được. Hãy xóa rồi nhập lại."),
        },
    )

    def clean_code(self) -> str:
        """The code as printed, whatever spaces were typed."""
        return clean(self.cleaned_data["code"])


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for code and digits; go to the dossier, or say what to do."""
    posted = request.POST if request.method == "POST" else None
    form = TrackForm(posted, initial={"code": request.GET.get("ma", "")[:60]})
    status = 200
    if form.is_valid():
        try:
            token = commands.look_up(
                code=form.cleaned_data["code"],
                tail=form.cleaned_data["tail"],
                address=request.META.get("REMOTE_ADDR", ""),
                at=timezone.now(),
            )
            return redirect("portal:dossier", token)
        except Refused as refusal:
            form.add_error("tail", str(refusal))
            status = 429 if isinstance(refusal, TooManyTries) else 422
    elif request.method == "POST":
        status = 422
    context = frame("portal:track") | {"form": form}
    return render(request, "portal/track.html", context, status=status)


@login_not_required
@never_cache
@require_GET
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The dossier behind a QR: where it is, what was done, what comes next, until when."""
    found = dossiers.by_token(token)
    if found is None:
        raise Http404
    now = timezone.now()
    context = frame("portal:track") | {
        "dossier": found,
        "papers": dossiers.papers_of(token),
        "title": shortened(found.procedure_name, 64),
        "headline": following.headline(found, now),
        "held": following.held(found),
        "promises": following.addressed(found, now),
        "done": following.done(found),
        "upcoming": following.upcoming(found),
        "now": now,
    }
    return render(request, "portal/dossier.html", context)
