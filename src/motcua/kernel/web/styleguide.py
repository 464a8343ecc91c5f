"""The living style guide: every component in both densities; only for makers and demonstrations."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from motcua.kernel.web.vn import ZONE

from .shell import NavItem, PostChoice, Shell, Shortcut

NOON = datetime(2026, 11, 20, 10, 5, tzinfo=ZONE)
DENSITIES = {
    "cong": "layouts/portal.html",
    "ban-lam-viec": "layouts/desk.html",
    "dieu-hanh": "layouts/board.html",
}
ERRORS = frozenset({"400", "403", "403_csrf", "404", "429", "500"})
HITS = (
    ("1", "Đăng ký biến động đất đai do thay đổi thông tin", "1.012766 · 10 ngày làm việc"),
    ("2", "Cấp đổi Giấy chứng nhận quyền sử dụng đất", "1.012781 · 05 ngày làm việc"),
    ("3", "Tách thửa hoặc hợp thửa đất", "1.012784 · 12 ngày làm việc"),
)


class SampleForm(forms.Form):
    """One field of each kind."""

    full_name = forms.CharField(label="Họ, chữ đệm và tên", help_text="Viết như trên căn cước.")
    number = forms.CharField(label="Số định danh cá nhân", help_text="12 chữ số.")
    phone = forms.CharField(label="Số điện thoại", required=False)
    area = forms.DecimalField(label="Diện tích", localize=True)
    kind = forms.ChoiceField(
        label="Người nộp là ai?",
        choices=[("owner", "Chủ hồ sơ"), ("agent", "Người được uỷ quyền")],
        widget=forms.RadioSelect,
    )
    papers = forms.MultipleChoiceField(
        label="Giấy tờ đã có",
        choices=[("a", "Đơn đăng ký biến động (Mẫu số 18)"), ("b", "Bản gốc Giấy chứng nhận")],
        widget=forms.CheckboxSelectMultiple,
    )
    commune = forms.ChoiceField(
        label="Xã, phường", choices=[("", "Chọn"), ("1", "Phường Nguyễn Du"), ("2", "Xã Ea Kiết")]
    )
    note = forms.CharField(
        label="Ghi chú", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    file = forms.FileField(label="Bản chụp giấy tờ", required=False)
    agreed = forms.BooleanField(label="Tôi đã đọc và đồng ý", required=True)


SAMPLE_ROWS = [
    ("H99.19-261120-0045", "Nguyễn Thị Ngượng", "Tách thửa đất", NOON - timedelta(days=2)),
    (
        "H99.19-261120-0046",
        "Y Bhăm Niê Kđăm",
        "Đăng ký biến động",
        NOON + timedelta(hours=3),
    ),
    (
        "H99.19-261120-0047",
        "Công ty TNHH Ương Phượng Hoàng",
        "Cấp đổi Giấy chứng nhận",
        NOON + timedelta(days=6),
    ),
]


def _context(density: str) -> dict[str, Any]:
    here = f"?mat-do={density}"
    bad = SampleForm(
        {"bad-full_name": "Nguyễn Thị Ngượng", "bad-number": "12", "bad-kind": "owner"},
        prefix="bad",
    )
    bad.add_error("number", "Số định danh cá nhân có 12 chữ số; ở đây mới có 2.")
    return {
        "layout": DENSITIES[density],
        "density": density,
        "form": SampleForm(),
        "bad": bad,
        "now": NOON,
        "soon": NOON + timedelta(hours=3),
        "near": NOON + timedelta(days=2),
        "calm": NOON + timedelta(days=9),
        "late": NOON - timedelta(days=2),
        "nav": [
            NavItem("Việc của tôi", here, active=True, number=12),
            NavItem("Tiếp nhận", here),
            NavItem("Chờ trả kết quả", here, number=3),
            NavItem("Tra cứu", here),
        ],
        "shell": Shell(
            unit_name="Trung tâm Phục vụ hành chính công tỉnh",
            person_name="Trần Thị Bưởi",
            posts=[
                PostChoice("Tiếp nhận và trả kết quả, Trung tâm tỉnh", "1", active=True),
                PostChoice("Thẩm định, Phòng Đăng ký", "2"),
            ],
            search_url=".",
            shortcuts=[Shortcut("F2", "Tiếp nhận", "#nhan"), Shortcut("Ctrl+K", "Tìm hồ sơ")],
        ),
        "tabs": [
            ("Giấy tờ", here, True, 5),
            ("Dữ liệu", here, False),
            ("Diễn biến", here, False, 7),
        ],
        "crumbs": [("Trang đầu", "/"), ("Thủ tục", here), ("Đăng ký biến động đất đai", "")],
        "steps": [
            ("Tiếp nhận hồ sơ", "done", "Xong lúc 8 giờ 10, thứ Sáu 20/11/2026"),
            ("Thẩm định", "now", "Chi nhánh Văn phòng đăng ký đất đai đang giữ hồ sơ"),
            ("Xác định nghĩa vụ tài chính", "next"),
            ("Trả kết quả", "next"),
        ],
        "bars": [("Đất đai", 412, here), ("Môi trường", 96, here), ("Khoáng sản", 31, here)],
        "rows": SAMPLE_ROWS,
    }


@login_not_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show every component; ``?mat-do=ban-lam-viec`` in the compact density of staff pages."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    if "q" in request.GET and request.headers.get("HX-Request"):
        return render(request, "web/_styleguide_options.html", {"hits": HITS})
    if request.GET.get("loi") in ERRORS:
        return render(request, f"{request.GET['loi']}.html")
    if "phan" in request.GET:
        return _live_part(request)
    density = request.GET.get("mat-do", "cong")
    context = _context(density if density in DENSITIES else "cong")
    if request.method == "POST":
        context["form"] = SampleForm(request.POST)
        return render(request, "web/styleguide.html", context, status=422)
    return render(request, "web/styleguide.html", context)


def _live_part(request: HttpRequest) -> HttpResponse:
    """Answer the live sample with an ``ETag``, so that the script's 304 path is seen."""
    response = render(request, "web/_styleguide_live.html", {})
    tag = f'"{hashlib.blake2s(response.content, digest_size=8).hexdigest()}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    response["ETag"] = tag
    return response
