"""From early warning to a sent apology, and to a late result with its letter."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.flows.office import Office, finish, open_dossier, record_result

pytestmark = pytest.mark.xdist_group("flows")


def test_a_late_dossier_goes_to_signature_with_its_letter(office: Office):
    em = office.at_desk("em")
    code = warned(em, office.server)
    dung = office.at_desk("dung")
    refused_without_a_letter(dung, code)
    signed(em, office.server, code)
    finish(dung, code)
    record_result(em, code, "99/GP-SNNMT")
    finish(em, code)
    em.goto(f"{office.server}/dieu-hanh/xin-loi?phan=after")
    expect(em.locator("tbody tr", has_text=code)).to_contain_text("Thư gửi muộn")
    assert office.wrong == []


def warned(em: Page, server: str) -> str:
    """The leader sees on the board which dossier is late, why, and who is to act; its code."""
    em.goto(f"{server}/dieu-hanh/canh-bao?loai=late")
    row = em.locator("tbody tr").first
    expect(row).to_contain_text("Đã quá hạn")
    expect(row).to_contain_text(re.compile("đã quá .* làm việc"))
    expect(row).to_contain_text("Phòng Quản lý đất đai")
    assert violations(em) == []
    return row.locator(".mc-code").inner_text().strip()


def refused_without_a_letter(dung: Page, code: str) -> None:
    """Whoever would bring it to signature is told what is missing."""
    open_dossier(dung, code)
    dung.get_by_role("link", name="Hoàn thành bước này").click()
    dung.get_by_role("button", name="Hoàn thành bước này").click()
    expect(dung.get_by_text("mà chưa có thư xin lỗi").first).to_be_visible()


def signed(em: Page, server: str, code: str) -> None:
    """From her warnings to the drafts; the day is put off once more, then the letter is signed."""
    em.goto(f"{server}/ban-lam-viec/canh-bao")
    em.get_by_role("link", name=re.compile("thư xin lỗi chờ ký")).click()
    assert violations(em) == []
    em.locator("tbody a", has_text=code).click()
    em.get_by_label("Nói rõ hơn với công dân").fill("Đợt cao điểm, đoàn đo đạc đi hai xã.")
    em.get_by_label("Hẹn trả lại vào ngày").fill("15/01/2027")
    em.get_by_role("button", name="Sửa dự thảo thư xin lỗi").click()
    expect(em.get_by_text("Đã lưu dự thảo thư xin lỗi.")).to_be_visible()
    em.goto(f"{server}/ban-lam-viec/xin-loi")
    em.get_by_label(f"Chọn {code}").check()
    em.get_by_role("button", name="Ký và gửi thư").click()
    expect(em.locator("tbody tr", has_text=code)).to_contain_text("Đã ký và gửi")
    assert violations(em) == []
