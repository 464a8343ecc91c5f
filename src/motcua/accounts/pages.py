"""Sign-in, sign-out and change of one's own password."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.kernel.clock import local
from motcua.kernel.errors import Refused

from . import commands, session
from .forms import PasswordForm, SignInForm
from .infos import SignIn

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; afterwards the page that was asked for."""
    target = _safe_target(request)
    if request.user.is_authenticated and request.method == "GET":
        return redirect(target)
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        at = timezone.now()
        tried = commands.sign_in(at=at, **form.cleaned_data)
        if tried.user is not None:
            user = get_user_model()._default_manager.get(pk=tried.user.id)
            login(request, user, backend=BACKEND)
            session.begin(request.session, at)
            return redirect(target)
        form.add_error(None, _sentence(tried))
        status = 429 if tried.reason == "locked" else 422
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "next": target,
        "ended": request.GET.get("ly-do", ""),
    }
    return render(request, "accounts/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and what the browser kept of its pages."""
    logout(request)
    response = redirect("accounts:sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the person end."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _change(request, form, timezone.now()):
        messages.success(
            request, _("Đã đổi mật khẩu. Các phiên đăng nhập khác của bạn đã kết thúc.")
        )
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "must": request.user.must_change_password}  # type: ignore[union-attr]
    status = 422 if form.errors else 200
    return render(request, "accounts/password.html", context, status=status)


def _change(request: HttpRequest, form: PasswordForm, at: datetime) -> bool:
    try:
        commands.change_own_password(
            user_id=request.user.pk,  # type: ignore[arg-type]
            present=form.cleaned_data["present"],
            new=form.cleaned_data["new"],
            at=at,
        )
    except Refused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    request.user.refresh_from_db()  # type: ignore[union-attr]
    since = request.session.get(session.SINCE)
    update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
    request.session[session.SINCE] = since
    return True


def _sentence(tried: SignIn) -> str:
    if tried.reason == "locked" and tried.try_again_at is not None:
        moment = local(tried.try_again_at)
        return _(
            "Đã nhập sai quá nhiều lần. Hãy thử lại sau %(hour)s giờ %(minute)s phút, "
            "hoặc nhờ quản trị hệ thống đặt lại mật khẩu."
        ) % {"hour": moment.hour, "minute": f"{moment.minute:02d}"}
    return _(
        "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock."
    )


def _safe_target(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL)
