"""What a citizen reads: where to file, and where a dossier is, whatever became of it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from motcua.catalog import queries as catalog
from motcua.dossiers import commands
from motcua.dossiers.tests.people import finish, open_item
from motcua.organizations import queries as organizations
from tests.scene import LATER, in_progress, once, rolled_back
from tests.world import receive

pytestmark = pytest.mark.django_db
DAY = LATER.date()


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        yield world, clock, in_progress(world)


@pytest.fixture
def world(kept):
    return kept[0]


@pytest.fixture
def clock(kept):
    kept[1].now = LATER
    return kept[1]


@pytest.fixture
def dossiers(kept, clock):
    with rolled_back():
        yield kept[2]


@pytest.fixture
def browser(clock):
    return Client()


def words(answer) -> str:
    """The page as it is read: one line, no marks."""
    body = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def follow(browser, received) -> str:
    answer = browser.get(f"/ho-so/{received.track_token}")
    assert answer.status_code == 200
    return words(answer)


def procedure(version_id) -> str:
    return f"/thu-tuc/{catalog.version(version_id).public_id}"


def test_each_page_asks_the_database_little(
    world, dossiers, browser, django_assert_max_num_queries
):
    commune = organizations.unit(world.units["commune"]).public_id
    for address, most in (
        ("/", 6),
        (f"/?xa={commune}", 6),
        ("/thu-tuc", 4),
        ("/thu-tuc?q=nuoi+ong", 4),
        ("/thu-tuc?q=zzzz+qqqq", 4),
        ("/thu-tuc?linh-vuc=dat-dai", 4),
        (procedure(world.land), 12),
        ("/tra-cuu", 0),
        (f"/ho-so/{dossiers.waiting.track_token}", 12),
    ):
        with django_assert_max_num_queries(most, info=address):
            assert browser.get(address).status_code == 200


def test_the_front_page_says_where_the_people_of_a_commune_file(world, dossiers, browser):
    place = "Trung tâm Phục vụ hành chính công xã Suối Trong"
    assert place not in words(browser.get("/"))
    commune = organizations.unit(world.units["commune"]).public_id
    chosen = words(browser.get(f"/?xa={commune}"))
    assert place in chosen
    assert "0299 3800 100" in chosen
    assert browser.get("/?xa=khong-co").status_code == 200


def test_a_search_answers_with_term_and_where_to_file(dossiers, browser):
    found = words(browser.get("/thu-tuc?q=nuoi ong"))
    assert "Cấp giấy phép nuôi ong rừng" in found
    assert "Thời hạn: 10 ngày làm việc" in found
    assert "Nộp tại: Trung tâm Phục vụ hành chính công tỉnh" in found
    nothing = words(browser.get("/thu-tuc?q=qqqq zzzz"))
    assert "Không tìm thấy thủ tục nào" in nothing
    assert "Chọn theo lĩnh vực" in nothing


def test_a_procedure_tells_papers_fee_days_places_and_grounds(world, dossiers, browser):
    page = words(browser.get(procedure(world.honey)))
    for part in (
        "10 ngày làm việc", "50.000 đồng", "Đơn đề nghị 1 bản chính", "Sơ đồ khu rừng 1 bản sao",
        "Số 1 đường Bờ Sông", "0299 3800 100", "01/2026/TT-THU", "Tại 1 xã, phường",
    ):  # fmt: skip
        assert part in page


def test_a_running_dossier_says_who_holds_it_until_when_and_what_next(dossiers, browser):
    page = follow(browser, dossiers.new)
    assert "Hồ sơ đang được giải quyết." in page
    assert "Ai đang giữ Trung tâm Phục vụ hành chính công tỉnh" in page
    assert re.search(r"Hẹn trả 17 giờ, thứ Hai 30/11/2026 Còn 14 ngày", page)
    assert "Tiếp theo" in page
    assert "Vì sao ngày này?" in page
    assert "Nguyễn Thị Ánh Tuyết" not in page


def test_while_it_waits_for_the_tax_the_first_promise_is_kept_and_the_second_has_no_day(
    dossiers, browser
):
    page = follow(browser, dossiers.waiting)
    assert "Đang chờ nộp thuế, phí theo thông báo." in page
    assert re.search(r"Hẹn lần 1 Đã xong .* Hẹn lần 2 Tính từ khi bạn nộp xong tiền\.", page)
    assert "không tính vào thời hạn giải quyết" in page
    assert "Quá hạn" not in page


def test_the_kept_promise_is_not_late_months_after(dossiers, clock, browser):
    clock.now = LATER + timedelta(days=120)
    page = follow(browser, dossiers.waiting)
    assert "Quá hạn" not in page
    assert "quá ngày hẹn" not in page


def test_once_the_tax_is_paid_the_second_promise_runs(world, dossiers, browser):
    wait = open_item(dossiers.waiting.dossier_id)
    commands.end_wait(item_id=wait.id, document="Giấy nộp tiền số 1", by=world.hoa, at=LATER)
    page = follow(browser, dossiers.waiting)
    assert "Hồ sơ đang được giải quyết." in page
    assert re.search(r"Hẹn lần 1 Đã xong .* Hẹn lần 2 17 giờ, thứ \S+ \d\d/\d\d/2026 Còn", page)
    assert "Đã có xác nhận" in page


def test_a_late_dossier_says_so_at_once(dossiers, clock, browser):
    clock.now = LATER + timedelta(days=20)
    page = follow(browser, dossiers.new)
    assert "Hồ sơ đã quá ngày hẹn" in page
    assert "Quá hạn 6 ngày" in page


def test_a_result_that_waits_says_where_when_and_what_to_bring(dossiers, clock, browser):
    clock.now = LATER + timedelta(days=60)
    page = follow(browser, dossiers.ready)
    assert "Kết quả đã có. Mời đến nhận." in page
    assert "Số 1 đường Bờ Sông" in page
    assert "Giấy tiếp nhận và căn cước" in page
    assert "Quá hạn" not in page
    assert "Những việc còn lại" not in page


def test_a_result_that_was_returned_says_when_and_nothing_is_asked_any_more(
    world, dossiers, browser
):
    commands.return_result(
        dossier_id=dossiers.ready.dossier_id, name="Nguyễn Thị Ánh Tuyết", relation="owner",
        checked="card", by=world.hoa, at=LATER,
    )  # fmt: skip
    page = follow(browser, dossiers.ready)
    assert "Đã trả kết quả lúc 10 giờ 30, thứ Hai 16/11/2026." in page
    assert "Ai đang giữ" not in page
    assert "Tiếp theo" not in page


def corrected(world, received) -> None:
    commands.correct_result(
        dossier_id=received.dossier_id, outcome="positive", number="13/GP-SNNMT", day=DAY,
        reason="Nhầm số của ông Páo", by=world.em, at=LATER,
    )  # fmt: skip


def test_a_corrected_result_is_told_beside_the_wrong_one(world, dossiers, browser):
    corrected(world, dossiers.ready)
    page = follow(browser, dossiers.ready)
    assert "Kết quả đúng Số 13/GP-SNNMT, ngày 16/11/2026" in page
    assert "Kết quả cũ, không còn dùng Số 12/GP-SNNMT" in page
    assert "Kết quả chờ trả là kết quả đúng." in page
    assert "Páo" not in page


def test_before_it_is_done_neither_the_wrong_result_nor_the_right_one_is_told(
    world, dossiers, browser
):
    corrected(world, dossiers.working)
    page = follow(browser, dossiers.working)
    assert "GP-SNNMT" not in page


def test_each_thing_done_is_told_by_its_own_name(world, dossiers, browser):
    received = receive(world, at=LATER)
    finish(world, received.dossier_id, at=LATER)
    page = follow(browser, received)
    assert page.count("Đã tiếp nhận hồ sơ") == 1
    assert "Đã xong:" in page


def test_an_unknown_address_is_answered_in_plain_words(browser):
    for address in ("/ho-so/khong-co-ma-nay", "/thu-tuc/khong-co", "/khong-co-trang-nay"):
        answer = browser.get(address)
        assert answer.status_code == 404
        assert "Không tìm thấy trang" in words(answer)
