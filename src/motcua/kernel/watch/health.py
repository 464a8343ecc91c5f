"""Whether the installation can do its work: each check, its value, its limit.

Cheap on purpose: two statements and three more a projection, however much data lies there. Ages are
measured on the database's clock. What an installation holds for late is in ``settings.READY``.
"""

import os
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.kernel import keys, projections


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer.

    ``ok`` is None where it cannot be known, because the database does not answer. ``value`` and
    ``limit`` are in ``unit``; ``bound`` says on which side of the limit it is well.
    """

    code: str
    ok: bool | None
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    bound: str = "max"

    @property
    def name(self) -> Promise:
        """What is asked, for people."""
        return NAMES[self.code]

    @property
    def advice(self) -> Promise:
        """What to do when the answer is no."""
        return ADVICE[self.code]


NAMES = {
    "database": _("Cơ sở dữ liệu trả lời"),
    "migrations": _("Cấu trúc dữ liệu đúng phiên bản"),
    "keys": _("Khoá đúng với dữ liệu"),
    "worker": _("Tiến trình nền đang chạy"),
    "jobs": _("Việc nền được làm kịp"),
    "projections": _("Bảng số liệu theo kịp"),
    "disk": _("Đĩa còn chỗ"),
}
ADVICE = {
    "database": _(
        "Không kết nối được PostgreSQL. Hãy xem dịch vụ PostgreSQL có đang chạy không và đĩa của "
        "nó còn chỗ không; trang sẽ tự hoạt động lại khi kết nối được."
    ),
    "migrations": _(
        "Mã nguồn mới hơn dữ liệu. Hãy dừng rồi chạy lại ./motcua up: hệ thống tự sao lưu rồi "
        "nâng cấp."
    ),
    "keys": _(
        "Khoá niêm phong hoặc khoá tra cứu không phải khoá của dữ liệu này. Hãy dừng hệ thống, đặt "
        "lại đúng khoá cũ từ bản sao lưu khoá vào thư mục keys, rồi khởi động lại."
    ),
    "worker": _(
        "Không có tiến trình nền nào báo còn sống. Hãy xem log/worker.log, rồi chạy lại ./motcua "
        "up; việc đang chờ không mất."
    ),
    "jobs": _(
        "Có việc nền đã đến giờ mà chưa được làm. Hãy xem tiến trình nền có chạy không; nếu có, "
        "hãy xem mục «Việc nền» bên dưới để biết loại việc nào đang kẹt."
    ),
    "projections": _(
        "Số liệu trên bảng điều hành chậm hơn thực tế. Hãy xem tiến trình nền; nếu vẫn chậm, hãy "
        "bấm «Tính lại» ở mục «Bảng số liệu»."
    ),
    "disk": _(
        "Đĩa sắp đầy. Hãy dọn các bản sao lưu cũ trong before/ và log/, hoặc mở rộng đĩa, trước "
        "khi hệ thống phải từ chối hồ sơ."
    ),
}
ORDER = tuple(NAMES)


def checks() -> list[Check]:
    """Every check, in the order of :data:`ORDER`. Never raises."""
    found = {"disk": disk()}
    try:
        found |= {check.code: check for check in _of_the_database()}
        found["database"] = Check("database", True)
    except (DatabaseError, InterfaceError):
        connection.close()  # the next question begins anew
        found["database"] = Check("database", False)
    return [found.get(code) or Check(code, None) for code in ORDER]


def ready(found: list[Check]) -> bool:
    """Whether every question was answered well."""
    return all(check.ok for check in found)


def _of_the_database() -> list[Check]:
    beat, oldest = _worker_and_jobs()
    missing = len(missing_migrations())
    most: dict[str, int] = settings.READY
    return [
        Check("migrations", missing == 0, missing, 0, "migrations"),
        Check("keys", not keys.wrong() if not missing or keys.kept_here() else None),
        _at_most("worker", beat, most["worker_seconds"], otherwise=False),
        _at_most("jobs", oldest, most["job_seconds"], otherwise=True),
        _at_most("projections", _lag() if not missing else None, most["projection_seconds"], True),
    ]


def _at_most(code: str, value: float | None, limit: int, otherwise: bool) -> Check:
    """``otherwise`` is the answer where there is no value."""
    ok = otherwise if value is None else value <= limit
    return Check(code, ok, None if value is None else round(value, 1), limit, "seconds")


_ASKED = """
SELECT (SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat))
          FROM procrastinate_workers),
       (SELECT extract(epoch FROM clock_timestamp() - min(coalesce(j.scheduled_at, e.at)))
          FROM procrastinate_jobs j
          LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
         WHERE j.status = 'todo'
           AND (j.scheduled_at IS NULL OR j.scheduled_at <= clock_timestamp()))
"""


def _worker_and_jobs() -> tuple[float | None, float | None]:
    """Seconds since the newest heartbeat, and that the oldest job has been due for."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED)
        beat, oldest = cursor.fetchone()
    return _number(beat), _number(oldest)


def _number(value: object) -> float | None:
    return None if value is None else max(0.0, float(str(value)))


def missing_migrations() -> list[str]:
    """Migrations that the code has and the database has not, as ``room.name``. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return [f"{app}.{name}" for app, name in _known_migrations() if (app, name) not in applied]


@cache
def _known_migrations() -> tuple[tuple[str, str], ...]:
    """All migrations of this code; read once a process, which never changes its code."""
    loader = MigrationLoader(None)
    return tuple(sorted(loader.disk_migrations))


def _lag() -> float | None:
    """Seconds that the slowest projection is behind; None where there is none."""
    return max(
        (projections.lag(one.name).seconds for one in projections.registered()), default=None
    )


def disk(folder: Path | None = None) -> Check:
    """Free room where the data lie. No query.

    :param folder: another folder than the installation's own.
    """
    limit = settings.READY["disk_mb"]
    place = folder or settings.DATA_DIR
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free / 1_000_000
    return Check(
        "disk", free >= limit and os.access(place, os.W_OK), round(free), limit, "MB", "min"
    )
