"""A list with the keyboard alone, with a mouse, and without JavaScript: one address says it all."""

import pytest
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.flows.office import Office, inbox

pytestmark = pytest.mark.xdist_group("flows")
FOCUSED = "document.activeElement.closest('[data-mc-list]') !== null"


@pytest.fixture(scope="module")
def lan(office: Office) -> Page:
    """Lan at her inbox, with at least two dossiers in it."""
    page = office.at_desk("lan")
    while len(inbox(page)) < 2:
        page.goto(f"{office.server}/ban-lam-viec/tiep-nhan")
        page.keyboard.type("nuoi ong")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("Enter")
        page.locator("#id_owner-name").fill("Vàng Thị Ướm")
        page.locator("#id_owner-phone").fill("0912 000 444")
        page.keyboard.press("F8")
        page.keyboard.press("F9")
        page.wait_for_url("**/da-tiep-nhan")
    return page


def test_the_keyboard_alone_finds_filters_and_opens(office, lan):
    lan.goto(f"{office.server}/ban-lam-viec/?xem=tat-ca")
    lan.wait_for_selector("html[data-js]")
    lan.keyboard.press("F6")
    assert lan.evaluate(FOCUSED)
    lan.keyboard.press("j")
    lan.keyboard.press("ArrowDown")
    expect(lan.locator("tr.mc-row--here")).to_have_count(1)
    lan.keyboard.press("?")
    expect(lan.get_by_role("dialog")).to_be_visible()
    assert violations(lan) == []
    lan.keyboard.press("Escape")
    expect(lan.get_by_role("dialog")).to_have_count(0)
    lan.keyboard.press("F6")
    lan.keyboard.press("/")
    expect(lan.locator("#q")).to_be_focused()
    lan.keyboard.type("jkxf/?khong-co")
    expect(lan.locator("#q")).to_have_value("jkxf/?khong-co")
    lan.keyboard.press("Enter")
    expect(lan.get_by_text("Không có dòng nào hợp với các bộ lọc đang dùng")).to_be_visible()
    expect(lan).to_have_url(f"{office.server}/ban-lam-viec/?q=jkxf%2F%3Fkhong-co")
    expect(lan.locator("#q")).to_be_focused()


def test_f_opens_the_filters_and_enter_opens_the_row(office, lan):
    lan.goto(f"{office.server}/ban-lam-viec/?xem=tat-ca")
    lan.wait_for_selector("html[data-js]")
    lan.keyboard.press("F6")
    lan.keyboard.press("f")
    field = lan.locator("#loc-linh-vuc")
    expect(field).to_be_visible()
    assert violations(lan) == []
    field.select_option("moi-truong")
    lan.get_by_role("button", name="Áp dụng bộ lọc").press("Enter")
    chip = lan.get_by_role("link", name="Bỏ bộ lọc")
    expect(chip).to_contain_text("Môi trường")
    expect(lan).to_have_url(f"{office.server}/ban-lam-viec/?linh-vuc=moi-truong")
    lan.keyboard.press("F6")
    lan.keyboard.press("j")
    code = lan.locator("tr.mc-row--here .mc-code").inner_text()
    lan.keyboard.press("Enter")
    expect(lan.locator("h1")).to_contain_text(code)
    lan.go_back()
    expect(lan.get_by_role("link", name="Bỏ bộ lọc")).to_contain_text("Môi trường")


def test_a_quick_choice_swaps_the_list_and_its_address(office, lan):
    lan.goto(f"{office.server}/ban-lam-viec/?xem=tat-ca")
    lan.wait_for_selector("html[data-js]")
    lan.locator("#loc").select_option("cua-toi")
    expect(lan).to_have_url(f"{office.server}/ban-lam-viec/?loc=cua-toi")
    expect(lan.locator("#danh-sach-tieng")).to_contain_text("việc")


def test_without_a_script_filters_columns_and_views_are_links_and_forms(office):
    page = office.at_desk("lan", js=False)
    page.goto(f"{office.server}/ban-lam-viec/?mo=loc")
    page.locator("#loc-linh-vuc").select_option("moi-truong")
    page.get_by_role("button", name="Áp dụng bộ lọc").click()
    expect(page.get_by_role("link", name="Bỏ bộ lọc")).to_contain_text("Môi trường")
    page.locator("summary", has_text="Cột").click()
    page.locator("[name=cot][value=thu-tuc]").uncheck()
    page.get_by_role("button", name="Dùng các cột này").click()
    expect(page.locator("thead")).not_to_contain_text("Thủ tục")
    expect(page.get_by_role("link", name="Bỏ bộ lọc")).to_contain_text("Môi trường")
    page.locator("summary", has_text="Cách xem").click()
    page.locator("#ten-cach-xem").fill("Rừng")
    page.get_by_role("button", name="Lưu cách xem").click()
    expect(page.get_by_text("Đã lưu cách xem “Rừng”.")).to_be_visible()
    expect(page.get_by_role("link", name="Rừng")).to_have_attribute("aria-current", "page")
    page.locator("summary", has_text="Cách xem").click()
    page.get_by_role("link", name="Sửa, xếp lại hoặc xóa cách xem").click()
    page.get_by_role("button", name="Xóa").click()
    expect(page.get_by_role("button", name="Lấy lại")).to_be_visible()
    page.get_by_role("link", name="Về danh sách").click()
    with page.expect_download() as saved:
        page.locator("summary", has_text="Xuất tệp").click()
        page.get_by_role("link", name="Excel (xlsx)").click()
    assert saved.value.suggested_filename.startswith("viec-can-lam_")
