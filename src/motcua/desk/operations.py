"""What the operator's page shows, put together from what the rooms know of themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.accounts import queries as accounts
from motcua.dossiers import queries as dossiers
from motcua.kernel import operations, projections
from motcua.kernel.clock import local_day
from motcua.kernel.operations import OperationInfo
from motcua.kernel.watch import backups, health, queue
from motcua.kernel.watch.installation import installation
from motcua.kernel.web import vn
from motcua.organizations import queries as organizations

JOBS: dict[str, str | Promise] = {
    "config.check_invariants": gettext_lazy("Kiểm tra toàn bộ dữ liệu hằng đêm"),
    "documents.render_slip": gettext_lazy("Tạo tệp PDF của giấy tờ in ra"),
    "dossiers.follow_mergers": gettext_lazy("Chuyển việc còn nằm ở đơn vị đã sáp nhập"),
    "dossiers.follow_calendars": gettext_lazy("Tính lại hạn theo lịch làm việc đã thay đổi"),
    "kernel.housekeeping": gettext_lazy("Dọn dẹp hằng đêm"),
    "kernel.project": gettext_lazy("Cập nhật bảng số liệu"),
    "dossiers.foresee_apologies": gettext_lazy("Lập dự thảo thư xin lỗi cuối ngày"),
    "monitoring.look_ahead": gettext_lazy("Cảnh báo sớm đầu ngày làm việc"),
    "kernel.rescue": gettext_lazy("Nhận lại việc của tiến trình nền đã chết"),
}
ACTS: dict[str, str | Promise] = {
    "jobs.retried": gettext_lazy("Cho chạy lại việc nền"),
    "projections.rebuild_asked": gettext_lazy("Yêu cầu tính lại bảng số liệu"),
    "accounts.unlocked": gettext_lazy("Mở khóa đăng nhập"),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not well, and what to do about it."""

    title: str
    advice: str
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One check of /readyz as people read it: ``tone`` of its tag, value and limit in words."""

    name: str
    state: str
    tone: str
    value: str
    limit: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act of an operator: what, on what, by whom."""

    at: datetime
    what: str
    subject: str
    who: str


def shown(at: datetime) -> dict[str, Any]:
    """Everything of the page. About 14 queries and three more a projection.

    With the database away nobody can be signed in, so it is there when this is asked.
    """
    found = health.checks()
    kinds = queue.by_kind(settings.READY["job_seconds"])
    backup, run = backups.last(), operations.latest("invariants.checked")
    sign_ins = accounts.failed_sign_ins(at)
    return {
        "troubles": [*_troubles(at, found, kinds, backup, run), *_calendars(at)],
        "checks": [line(check) for check in found],
        "kinds": [(JOBS.get(kind.job, ""), kind) for kind in kinds],
        "jobs": queue.troubled(),
        "lags": [
            (one, lag, age(timedelta(seconds=lag.seconds)), lag.seconds > _most("projection"))
            for one in projections.registered()
            for lag in [projections.lag(one.name)]
        ],
        "backup": backup,
        "run": run,
        "sign_ins": sign_ins,
        "acts": _acts(),
        "installation": installation(),
    }


def line(check: health.Check) -> Line:
    """A check in words."""
    state, tone = {
        True: (_("Tốt"), "success"),
        False: (_("Cần xử lý"), "danger"),
        None: (_("Chưa biết"), "muted"),
    }[check.ok]
    return Line(
        str(check.name),
        state,
        tone,
        _measured(check.value, check.unit),
        _measured(check.limit, check.unit),
    )


def age(length: timedelta) -> str:
    """A length of time for a page that asks again: without seconds, so that it stays the same.

    >>> age(timedelta(seconds=12))
    'dưới 1 phút'
    """
    if length < timedelta(minutes=1):
        return _("dưới 1 phút")
    return vn.duration_text(length)


def _measured(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == "seconds":
        return age(timedelta(seconds=value))
    if unit == "MB":
        return _("%(gb)s GB") % {"gb": vn.number_text(value / 1000, 1)}
    return vn.number_text(value) or "0"


def _most(what: str) -> int:
    return int(settings.READY[f"{what}_seconds"])


def _troubles(
    at: datetime,
    found: Iterable[health.Check],
    kinds: Iterable[queue.KindCount],
    backup: backups.Backup | None,
    run: OperationInfo | None,
) -> Iterable[Trouble]:
    for check in found:
        if check.ok is False:
            yield Trouble(str(FAILED.get(check.code, check.name)), str(check.advice))
    dead = sum(kind.failed for kind in kinds)
    if dead:
        yield Trouble(
            _("%(count)s việc nền đã dừng hẳn") % {"count": dead},
            _("Hãy xem lỗi trong log/json/worker.jsonl, khắc phục, rồi bấm «Chạy lại» ở dưới."),
        )
    yield from _backup(at, backup)
    yield from _run(at, run)


FAILED = {
    "database": gettext_lazy("Cơ sở dữ liệu không trả lời"),
    "migrations": gettext_lazy("Cấu trúc dữ liệu cũ hơn mã nguồn"),
    "keys": gettext_lazy("Khoá không phải của dữ liệu này"),
    "worker": gettext_lazy("Tiến trình nền không chạy"),
    "jobs": gettext_lazy("Việc nền bị trễ"),
    "projections": gettext_lazy("Bảng số liệu bị chậm"),
    "disk": gettext_lazy("Đĩa sắp đầy"),
}


def _backup(at: datetime, backup: backups.Backup | None) -> Iterable[Trouble]:
    hours = settings.WATCH_HOURS["backup"]
    todo = _(
        "Hãy chạy ./motcua backup THƯ-MỤC và đặt lịch chạy hằng ngày; cất thư mục keys/ ở nơi khác."
    )
    if backup is None:
        yield Trouble(_("Chưa có bản sao lưu nào"), todo, grave=False)
    elif at - backup.made_at > timedelta(hours=hours):
        yield Trouble(_("Bản sao lưu cuối đã cũ hơn %(hours)s giờ") % {"hours": hours}, todo)


def _run(at: datetime, run: OperationInfo | None) -> Iterable[Trouble]:
    hours = settings.WATCH_HOURS["invariants"]
    if run is not None and run.facts.get("broken"):
        yield Trouble(
            _("Lần kiểm tra dữ liệu cuối phát hiện sai lệch"),
            _(
                "Hãy chạy ./motcua manage check_invariants để xem từng mã hồ sơ, giữ nguyên hiện "
                "trạng và báo nhà phát triển; không sửa trực tiếp trong cơ sở dữ liệu."
            ),
        )
    elif run is None or at - run.at > timedelta(hours=hours):
        yield Trouble(
            _("Dữ liệu chưa được kiểm tra trong %(hours)s giờ qua") % {"hours": hours},
            _(
                "Tiến trình nền tự kiểm tra lúc 3 giờ sáng. Nếu máy tắt ban đêm, hãy chạy "
                "./motcua manage nightly_check."
            ),
            grave=False,
        )


def _calendars(at: datetime) -> Iterable[Trouble]:
    """Each calendar that lacks the days off of this year, or of one that promises run into."""
    today, counts = local_day(at), dict(dossiers.provisional_years())
    for name, year in organizations.unknown_years(today, counts):
        facts = {"calendar": name, "year": year, "count": counts.get(year, 0)}
        yield Trouble(
            _("Lịch «%(calendar)s» chưa có ngày nghỉ năm %(year)s") % facts,
            _(
                "Hồ sơ vẫn được tiếp nhận, nhưng ngày hẹn rơi vào năm %(year)s là tạm tính (cả "
                "tỉnh có %(count)s lần hẹn). Hãy mở Quản trị, mục Lịch làm việc, ghi ngày nghỉ rồi "
                "đánh dấu năm đã công bố đủ; các hạn này sẽ được tính lại."
            )
            % facts,
            grave=year <= today.year,
        )


def _acts() -> list[Act]:
    rows = operations.recent(20, without="invariants.checked")
    people = accounts.users({row.person_id for row in rows if row.person_id})
    found = []
    for row in rows:
        person = people.get(row.person_id or 0)
        subject = str(JOBS.get(row.subject, row.subject))
        if row.kind == "accounts.unlocked":
            subject = _("tài khoản số %(number)s") % {"number": row.subject}
        who = person.full_name if person else _("hệ thống")
        found.append(Act(row.at, str(ACTS.get(row.kind, row.kind)), subject, who))
    return found
