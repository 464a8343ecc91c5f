"""The main job: a real dossier goes from the counter to its result, each at their own screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.flows.office import LISTEN, Office, finish, give_back, inbox, open_dossier, record_result
from tests.flows.scanner import CARD, PASTE

pytestmark = pytest.mark.xdist_group("flows")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LAND = "Đăng ký biến động đối với trường hợp thành viên của hộ gia đình"


def receive(page: Page, server: str) -> str:
    """Hoa takes in a dossier without a mouse; its code."""
    page.goto(f"{server}/ban-lam-viec/tiep-nhan")
    page.evaluate("sessionStorage.clear()")
    page.evaluate(LISTEN)
    page.keyboard.type("dat dai bien dong")
    expect(page.get_by_role("option").first).to_contain_text(LAND)
    page.keyboard.press("Enter")
    expect(page.locator("#id_card")).to_be_focused()
    page.evaluate(PASTE, CARD)
    expect(page.get_by_label("Họ và tên / Tên tổ chức").first).to_have_value("Lê Thị Thử")
    expect(page.get_by_label("Phải thực hiện nghĩa vụ tài chính về đất đai")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    for number in (1, 2, 3):
        page.keyboard.press("Space")
        expect(page.locator("[data-mc-taken]")).to_contain_text(f"Đã nhận {number} trên 7")
    page.keyboard.press("F7")
    page.keyboard.press("F9")
    page.wait_for_url(re.compile("/da-tiep-nhan$"))
    return page.locator(".mc-received__code .mc-code").inner_text().strip()


def test_three_papers_are_received_on_one_page_with_at_most_25_keys(office):
    page = office.at_desk("lan")
    receive(page, office.server)
    keys = int(page.evaluate("sessionStorage.keys"))
    assert 20 <= keys <= 25


def test_the_receipt_is_a_pdf_as_soon_as_the_dossier_is_received(office):
    page = office.at_desk("lan")
    receive(page, office.server)
    link = page.get_by_role("link", name="In giấy tiếp nhận")
    expect(link).to_be_focused()
    address = link.get_attribute("href")
    answer = page.request.get(f"{office.server}{address}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def test_a_dossier_goes_from_the_counter_to_its_owner(office):
    before = figures(office)
    hoa = office.at_desk("hoa")
    code = receive(hoa, office.server)
    address = tracking_address(hoa)
    just_received(office, hoa, code, address)
    to_the_land_office_and_back_once(office, hoa, code)
    assigned_and_done(office, code)
    waiting_for_the_tax_office(office, hoa, code)
    decided(office, code)
    returned(office, hoa, code, address)
    after = figures(office)
    assert after["Tiếp nhận trong kỳ"] == before["Tiếp nhận trong kỳ"] + 1
    assert after["Xong trước hạn"] == before["Xong trước hạn"] + 1
    the_number_opens_its_list(office, code)


def tracking_address(page: Page) -> str:
    """Where the QR on the screen leads."""
    return page.locator(".mc-received__qr").get_attribute("data-address") or ""


def just_received(office: Office, hoa: Page, code: str, address: str) -> None:
    """Whoever has nothing to do with it does not even know that it is there."""
    assert code in inbox(hoa)
    open_dossier(hoa, code)
    expect(hoa.get_by_role("heading", name="Việc bạn làm được bây giờ")).to_be_visible()
    for stranger in ("binh", "tam"):
        page = office.at_desk(stranger)
        assert code not in inbox(page)
        assert page.goto(hoa.url).status == 404
    citizen = office.visitor()
    citizen.goto(address)
    expect(citizen.locator("main")).to_contain_text("Trung tâm Phục vụ hành chính công")
    expect(citizen.locator("main")).to_contain_text("Ai đang giữ")
    expect(citizen.locator("main")).not_to_contain_text("Lê Thị Thử")
    expect(citizen.locator("main")).to_contain_text("Hẹn lần 2")


def to_the_land_office_and_back_once(office: Office, hoa: Page, code: str) -> None:
    """Papers go by hand; the land office misses a signature and sends them back."""
    finish(hoa, code, handover="Điện tử và bản giấy", note="Đủ giấy tờ.")
    assert code not in inbox(hoa)
    giang = office.at_desk("giang")
    open_dossier(giang, code)
    expect(giang.locator("main")).to_contain_text("Đủ giấy tờ.")
    giang.get_by_role("button", name="Xác nhận đã nhận hồ sơ giấy").click()
    expect(giang.get_by_text("Đã xác nhận nhận bàn giao hồ sơ giấy.")).to_be_visible()
    giang.get_by_role("button", name="Nhận việc").click()
    expect(giang.get_by_text("Bạn đã nhận việc này.")).to_be_visible()
    giang.get_by_role("link", name="Chuyển lại bước trước").click()
    giang.get_by_role("button", name="Chuyển lại bước trước").click()
    expect(giang.locator("#id_reason-error")).to_contain_text("Hãy điền: Lý do")
    giang.get_by_label("Lý do").fill("Đơn chưa có chữ ký của bà Thử.")
    giang.get_by_label("Điện tử và bản giấy", exact=True).check()
    giang.get_by_role("button", name="Chuyển lại bước trước").click()
    expect(giang.get_by_text("Đã chuyển lại hồ sơ.")).to_be_visible()
    open_dossier(hoa, code)
    expect(hoa.locator("main")).to_contain_text("Đơn chưa có chữ ký của bà Thử.")
    hoa.get_by_role("button", name="Xác nhận đã nhận hồ sơ giấy").click()
    expect(hoa.get_by_text("Đã xác nhận nhận bàn giao hồ sơ giấy.")).to_be_visible()
    finish(hoa, code, note="Đã bổ sung chữ ký.")


def assigned_and_done(office: Office, code: str) -> None:
    """Hạnh leads the land office: she gives the work to Giang, who does it."""
    hanh = office.at_desk("hanh")
    hanh.goto(f"{office.server}/ban-lam-viec/tim?q={code}")
    hanh.locator("tbody a", has_text=code).click()
    hanh.get_by_role("link", name="Phân công").click()
    hanh.get_by_label("Lê Thị Giang").check()
    hanh.get_by_role("button", name="Phân công xử lý").click()
    expect(hanh.get_by_text("Đã phân công.")).to_be_visible()
    finish(office.at_desk("giang"), code)


def waiting_for_the_tax_office(office: Office, hoa: Page, code: str) -> None:
    """The clock stands while the citizen pays; the counter notes the proof."""
    citizen = office.visitor()
    citizen.goto(f"{office.server}/tra-cuu")
    citizen.get_by_label("Mã hồ sơ").fill(code)
    citizen.get_by_label("4 số cuối").fill("4325")
    citizen.get_by_role("button", name="Xem hồ sơ").click()
    expect(citizen.locator("main")).to_contain_text(re.compile("cơ quan thuế", re.I))
    hoa.goto(f"{office.server}/ban-lam-viec/tim?q={code}")
    hoa.locator("tbody a", has_text=code).click()
    hoa.get_by_role("link", name="Xác nhận đã hoàn thành việc chờ").click()
    hoa.get_by_label("Giấy tờ chứng minh").fill("Giấy nộp tiền số 0012")
    hoa.get_by_role("button", name="Xác nhận đã hoàn thành việc chờ").click()
    expect(hoa.get_by_text("Đã ghi nhận, đồng hồ chạy tiếp.")).to_be_visible()


def decided(office: Office, code: str) -> None:
    """Giang records the result with its file and sends it to the counter."""
    giang = office.at_desk("giang")
    record_result(giang, code, "CN 01/2026", file=PDF)
    finish(giang, code)


def returned(office: Office, hoa: Page, code: str, address: str) -> None:
    """The owner collects; everybody sees that it is done."""
    citizen = office.visitor()
    citizen.goto(address)
    expect(citizen.locator("main")).to_contain_text(re.compile("có kết quả|kết quả đã có", re.I))
    give_back(hoa, code)
    citizen.reload()
    expect(citizen.locator("main")).to_contain_text(re.compile("đã trả kết quả", re.I))


def figures(office: Office) -> dict[str, int]:
    """What Em, who leads the department, sees on her board."""
    em = office.at_desk("em")
    em.goto(f"{office.server}/dieu-hanh/")
    tiles = em.locator(".mc-stats a.mc-stat")
    return {
        tile.locator(".mc-stat__label").inner_text().strip(): int(
            tile.locator(".mc-stat__number").inner_text()
        )
        for tile in tiles.all()
    }


def the_number_opens_its_list(office: Office, code: str) -> None:
    """Behind a number stand the dossiers that it counts."""
    em = office.at_desk("em")
    em.goto(f"{office.server}/dieu-hanh/")
    em.locator(".mc-stats a.mc-stat", has_text="Xong trước hạn").click()
    expect(em.locator("tbody")).to_contain_text(code)
