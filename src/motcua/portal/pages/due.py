"""When is it due, and why: anybody may ask, nobody signs in, the address holds the question."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.encoding import uri_to_iri
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.kernel import time_rules
from motcua.kernel.clock import local, local_day
from motcua.kernel.working_time import Due, TimeLimit, days_wrong, plain_arithmetic
from motcua.portal.due_form import DueForm
from motcua.portal.frame import frame

EXAMPLES: tuple[tuple[Promise, str, str, dict[str, str]], ...] = (
    (_("Qua Tết: ngày nghỉ không phải ngày làm việc"), "09:32 10/02/2026", "5 ngày làm việc", {}),
    (_("Ngày cuối là ngày nghỉ thì chuyển"), "10:00 02/02/2026", "15 ngày", {}),
    (_("Thứ Bảy làm bù là ngày làm việc"), "15:00 31/12/2025", "7 ngày làm việc", {}),
    (_("Nhận sau 15 giờ thì trả ngày làm việc sau"), "15:30 13/02/2026", "trong ngày", {}),
    (
        _("Tạm dừng chờ bổ sung giấy tờ"),
        "09:00 02/03/2026",
        "5 ngày làm việc",
        {"dung1": "10:00 04/03/2026", "tiep1": "08:00 06/03/2026"},
    ),
    (_("Hai đoạn nối nhau"), "08:00 02/03/2026", "15 ngày + 08 ngày làm việc", {}),
)
"""Questions whose answers teach: what, reception, term, and the rest of the address."""
TERMS = (
    "trong ngày",
    "8 giờ",
    "3 ngày làm việc",
    "5 ngày làm việc",
    "10 ngày làm việc",
    "15 ngày",
    "30 ngày",
    "15 ngày + 08 ngày làm việc",
)
"""Offered at the field of the term; anything else can be typed."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What arithmetic on the wall calendar says, and by how many days it is wrong."""

    at: datetime
    wrong: int

    @property
    def days(self) -> int:
        """The difference without its sign."""
        return abs(self.wrong)


@login_not_required
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to what its address asks. One query, none of them per question."""
    now = timezone.now()
    asked = bool(set(request.GET) & {"nhan", "han"})
    form = DueForm(request.GET if asked else None, now=now, initial={"nhan": local(now)})
    found = form.answer() if asked else None
    context = frame("portal:due") | {"form": form, "terms": TERMS, "examples": _examples()}
    if found is not None:
        context |= _told(form, found) | {"address": uri_to_iri(request.build_absolute_uri())}
    return render(request, "portal/due.html", context, status=422 if form.errors else 200)


def _told(form: DueForm, found: Due) -> dict[str, object]:
    start: datetime = form.cleaned_data["nhan"]
    limit: TimeLimit = form.cleaned_data["han"]
    plain = plain_arithmetic(start, limit)
    return {
        "found": found,
        "start": start,
        "limit": limit.text,
        "why": time_rules.reasons(found.explanation, local_day(start)),
        "plain": Plain(plain, days_wrong(plain, found.at)),
    }


def _examples() -> list[tuple[str, str, str, str]]:
    """What it teaches, reception, term, and the address that asks it."""
    rows = []
    for what, start, limit, more in EXAMPLES:
        query = QueryDict(mutable=True)
        query.update({"nhan": start, "han": limit, **more})
        rows.append((str(what), start, limit, query.urlencode()))
    return rows
