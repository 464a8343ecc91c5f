"""Whoever guesses digits is stopped; whoever holds the receipt always gets through."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("flows")


def receive(page: Page, server: str) -> tuple[str, str]:
    """A dossier with a telephone: its code, and where its QR leads."""
    page.goto(f"{server}/ban-lam-viec/tiep-nhan")
    page.keyboard.type("nuoi ong")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("#id_owner-name").fill("Lê Thị Thử")
    page.locator("#id_owner-phone").fill("0912 000 789")
    page.keyboard.press("F8")
    page.keyboard.press("F9")
    page.wait_for_url("**/da-tiep-nhan")
    code = page.locator(".mc-received__code .mc-code").inner_text().strip()
    return code, page.locator(".mc-received__qr").get_attribute("data-address") or ""


def test_after_five_wrong_tries_only_the_qr_leads_to_the_dossier(office):
    code, address = receive(office.at_desk("hoa"), office.server)
    citizen = office.visitor()
    for tail in ("0000", "1111", "2222", "3333", "4444", "0789"):
        citizen.goto(f"{office.server}/tra-cuu")
        citizen.locator("input[name=code]").fill(code)
        citizen.locator("input[name=tail]").fill(tail)
        citizen.locator("main form button[type=submit]").click()
        expect(citizen.locator("#id_tail-error")).to_be_visible()
    expect(citizen.locator("#id_tail-error")).to_contain_text(re.compile("QR"))
    expect(citizen.locator("input[name=code]")).to_have_value(code)
    citizen.goto(address)
    expect(citizen.locator("main")).to_contain_text("Ai đang giữ")
