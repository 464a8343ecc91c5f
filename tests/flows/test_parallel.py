"""A published process whose branches run side by side and join before the result is returned."""

import pytest
from playwright.sync_api import Page, expect

from tests.flows.office import finish, give_back, inbox, open_dossier, record_result
from tests.flows.scanner import CARD, PASTE

pytestmark = pytest.mark.xdist_group("flows")


def receive(page: Page, server: str) -> str:
    """Liên takes in a dossier at the commune's own counter."""
    page.goto(f"{server}/ban-lam-viec/tiep-nhan")
    page.keyboard.type("xac dinh lai dien tich")
    expect(page.get_by_role("option").first).to_contain_text("Xác định lại diện tích đất ở")
    page.keyboard.press("Enter")
    expect(page.locator("#id_card")).to_be_focused()
    page.evaluate(PASTE, CARD)
    expect(page.locator("#id_owner-name")).to_have_value("Lê Thị Thử")
    page.keyboard.press("F8")
    for select in page.locator("#giay-to .mc-field select").all():
        select.select_option(label="Không")
    page.keyboard.press("F9")
    page.wait_for_url("**/da-tiep-nhan")
    return page.locator(".mc-received__code .mc-code").inner_text().strip()


def test_two_units_work_at_once_and_the_counter_waits_for_the_last(office):
    lien = office.at_desk("lien")
    code = receive(lien, office.server)
    finish(lien, code)
    minh, khoa = office.at_desk("minh"), office.at_desk("khoa")
    assert code not in inbox(khoa)
    record_result(minh, code, "07/QĐ-UBND")
    finish(minh, code)
    # The land branch brings its books up to date while the certificate waits at the counter.
    assert code in inbox(khoa)
    open_dossier(lien, code)
    expect(lien.locator("main")).to_contain_text("Chi nhánh Văn phòng Đăng ký đất đai Suối Trong")
    expect(lien.locator("a[data-mc-key]", has_text="Trả kết quả")).to_have_count(0)
    finish(khoa, code)
    assert code not in inbox(khoa)
    give_back(lien, code)
    assert code not in inbox(lien)
