"""Sơn looks after the installation: what he sees, what he can do, and that it is kept."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from motcua.accounts import commands as accounts
from motcua.desk.operations import shown as everything
from motcua.kernel import operations
from motcua.kernel.clock import TZ
from motcua.kernel.watch import health
from tests.scene import LATER, Visitors, once, rolled_back, told
from tests.world import World, receive

pytestmark = pytest.mark.django_db
PAGE = "/ban-lam-viec/van-hanh"


@pytest.fixture(scope="module")
def office(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[tuple[World, Visitors]]:
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        visitors = Visitors(world)
        visitors.sign_in("son", "hoa")
        yield world, visitors


@pytest.fixture(autouse=True)
def traceless(office: tuple[World, Visitors]) -> Iterator[None]:
    with rolled_back():
        yield


def execute(sql: str, *values: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() if cursor.description else None


def dead_job() -> int:
    (made,) = execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts)"
        " VALUES ('default', 'documents.render_slip', 'failed', 12) RETURNING id"
    )
    return int(made)


def shown(visitors: Visitors) -> str:
    answer = visitors.browser("son").get(PAGE)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_quiet_installation_says_that_all_is_well(
    office: tuple[World, Visitors], settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    made = json.dumps({"made": LATER.isoformat(), "bytes": 4096, "seconds": 3.5})
    (tmp_path / "backup.json").write_text(made, encoding="utf-8")
    execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    execute(
        "INSERT INTO kernel_operation (at, kind, subject, facts)"
        """ VALUES (%s, 'invariants.checked', '', '{"asked": 40, "broken": 0}')""",
        LATER,
    )
    text = shown(office[1])
    assert "Mọi thứ đang chạy tốt" in text
    assert "mc-notice--error" not in text
    assert "cả 40 điều đều đúng" in text
    assert "10:30 16/11/2026" in text


def test_each_trouble_says_what_to_do(
    office: tuple[World, Visitors], settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "backup.json").write_text('{"made": "2026-11-14T09:00:00+07:00"}')
    dead_job()
    execute(
        "INSERT INTO kernel_operation (at, kind, subject, facts)"
        """ VALUES (%s, 'invariants.checked', '', '{"asked": 40, "broken": 1}')""",
        LATER,
    )
    text = shown(office[1])
    for title in ("Tiến trình nền không chạy", "1 việc nền đã dừng hẳn",
                  "Bản sao lưu cuối đã cũ hơn 26 giờ", "phát hiện sai lệch"):  # fmt: skip
        assert title in text
    assert text.count("Hãy ") >= 4


def test_a_year_without_days_off_is_named_with_its_calendar_and_blocks_nothing(
    office: tuple[World, Visitors],
) -> None:
    world, visitors = office
    assert "chưa có ngày nghỉ" not in shown(visitors)
    receive(world, at=datetime(2027, 12, 24, 9, tzinfo=TZ))
    text = shown(visitors)
    assert "Lịch «Lịch tỉnh» chưa có ngày nghỉ năm 2028" in text
    assert "cả tỉnh có 1 lần hẹn" in text
    ahead = [t for t in troubles(LATER) if "2028" in t.title]
    in_it = [t for t in troubles(datetime(2028, 1, 3, 9, tzinfo=TZ)) if "2028" in t.title]
    assert [(t.grave, "Lịch tỉnh" in t.title) for t in (*ahead, *in_it)] == [
        (False, True),
        (True, True),
    ]


def troubles(at: datetime) -> list[Any]:
    found: list[Any] = everything(at)["troubles"]
    return found


@pytest.mark.parametrize(
    "record", ["", "{}", '{"made": "hôm qua"}', '{"made": "2026-11-16"}', "[]"]
)
def test_an_unreadable_record_is_no_backup(
    office: tuple[World, Visitors], settings: Any, tmp_path: Path, record: str
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "backup.json").write_text(record, encoding="utf-8")
    assert "Chưa có bản sao lưu nào" in shown(office[1])


def test_a_dead_job_is_retried_from_the_page_and_the_page_says_by_whom(
    office: tuple[World, Visitors],
) -> None:
    job = dead_job()
    address = reverse("desk:retry-job", args=[job])
    assert f'formaction="{address}"' in shown(office[1])
    answer = office[1].browser("son").post(address, follow=True)
    assert "Việc này sẽ chạy lại ngay." in answer.content.decode()
    assert "Mai Thanh Sơn" in shown(office[1])
    again = office[1].browser("son").post(address, follow=True)
    assert "không cần thử lại nữa" in " ".join(told(again))


def test_all_of_a_kind_are_retried_from_the_page(office: tuple[World, Visitors]) -> None:
    dead_job(), dead_job()
    address = reverse("desk:retry-jobs", args=["documents.render_slip"])
    answer = office[1].browser("son").post(address, follow=True)
    assert "2 việc sẽ chạy lại ngay." in answer.content.decode()


def test_who_is_locked_out_is_masked_and_can_be_let_in(office: tuple[World, Visitors]) -> None:
    world, visitors = office
    for _ in range(6):
        accounts.sign_in(username="giang", password="sai", at=LATER)
    accounts.sign_in(username="bi-mat-go-nham", password="sai", at=LATER)
    text = shown(visitors)
    assert "<code>g…g</code>" in text
    assert "Tên không có trong hệ thống" in text
    assert "bi-mat" not in text
    visitors.browser("son").post(reverse("desk:unlock", args=[world.users["giang"]]))
    tried = accounts.sign_in(username="giang", password="Mot-cua-thu-nghiem-2026", at=LATER)
    assert tried.user is not None
    kept = operations.latest("accounts.unlocked")
    assert kept is not None
    assert (kept.person_id, kept.subject) == (world.users["son"], str(world.users["giang"]))


def test_while_nothing_changes_the_page_is_not_sent_again(
    office: tuple[World, Visitors], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = health.shutil.disk_usage(".")
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _place: usage)
    browser = office[1].browser("son")
    first = browser.get(f"{PAGE}/so-lieu")
    same = browser.get(f"{PAGE}/so-lieu", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    dead_job()
    other = browser.get(f"{PAGE}/so-lieu", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_only_the_administrator_has_the_page_and_its_entry(office: tuple[World, Visitors]) -> None:
    assert "Vận hành" in office[1].browser("son").get("/ban-lam-viec/").content.decode()
    assert "Vận hành" not in office[1].browser("hoa").get("/ban-lam-viec/").content.decode()
    assert office[1].browser("hoa").get(PAGE).status_code == 403


@pytest.mark.parametrize("number", ["x", "-1", "9" * 19, "٣"])
def test_an_address_without_a_number_leads_nowhere(
    office: tuple[World, Visitors], number: str
) -> None:
    for name in ("desk:retry-job", "desk:unlock"):
        answer = office[1].browser("son").post(reverse(name, args=[number]))
        assert answer.status_code == 404
