"""Certified copies with the keyboard alone; a procedure of the province at a commune's counter."""

import re

import pytest
from playwright.sync_api import expect

from tests.axe import violations

pytestmark = pytest.mark.xdist_group("flows")


def test_two_copies_are_certified_without_a_mouse_and_one_is_put_right(office):
    page = office.at_desk("lien")
    page.goto(f"{office.server}/ban-lam-viec/tra-ngay/ban-sao")
    expect(page.locator("#id_name")).to_be_focused()
    for name, paper in (("Lò Văn Hai", "Học bạ"), ("Vàng Thị Mỷ", "Giấy khai sinh")):
        for text in (name, paper, "2"):
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        page.keyboard.type("3")
        page.keyboard.press("Enter")
        expect(page.locator("tbody tr").first).to_contain_text(name)
        expect(page.locator("#id_name")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "Vàng Thị Mỷ"
    assert violations(page) == []
    page.goto(f"{office.server}/ban-lam-viec/tra-ngay")
    assert violations(page) == []
    page.goto(f"{office.server}/ban-lam-viec/tra-ngay/ban-sao")
    page.get_by_role("link", name="Đính chính số 2").click()
    page.get_by_label("Số, ký hiệu").fill("2, 02/2026-SCT/BS")
    page.get_by_label("Kết quả cũ sai ở đâu").fill("Ghi nhầm quyển")
    page.keyboard.press("F9")
    page.wait_for_url(re.compile("/ho-so/[^/]+$"))
    page.goto(f"{office.server}/ban-lam-viec/tra-ngay/ban-sao")
    expect(page.locator("tbody tr").first).to_contain_text("2, 02/2026-SCT/BS")


def test_a_counter_of_the_commune_receives_for_an_agency_of_the_province(office):
    page = office.at_desk("lien")
    page.goto(f"{office.server}/ban-lam-viec/tiep-nhan")
    page.get_by_label("Cả thủ tục của cơ quan khác trong tỉnh").check()
    page.locator("#thu-tuc").press_sequentially("thanh lap doanh nghiep tu nhan")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("của cơ quan khác")
    page.locator("#thu-tuc").press("Enter")
    expect(page.locator("#id_card")).to_be_focused()
    expect(page.get_by_label("Cơ quan giải quyết")).to_contain_text("Sở Nông nghiệp")
    page.locator("#id_owner-name").fill("Lò Văn Hai")
    page.locator("#id_owner-phone").fill("0912 000 555")
    page.get_by_role("button", name="Thêm giấy tờ ngoài danh mục").click()
    expect(page.locator("#id_extra-0-name")).to_be_focused()
    page.keyboard.type("Giấy cam kết của họ tộc")
    assert violations(page) == []
    for choice in page.locator("#giay-to select[name^=answer]").all():
        choice.select_option(index=1)
    page.keyboard.press("F8")
    page.keyboard.press("F9")
    page.wait_for_url("**/da-tiep-nhan")
    expect(page.locator(".mc-received__facts")).to_contain_text("Sở Nông nghiệp")
