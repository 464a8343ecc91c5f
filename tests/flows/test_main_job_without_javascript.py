"""The same job where no script runs: forms and links alone, the mouse allowed."""

import pytest
from playwright.sync_api import Page, expect

from tests.flows.office import Office, finish, inbox, open_dossier, record_result
from tests.flows.scanner import CARD

pytestmark = pytest.mark.xdist_group("flows")


def test_the_same_job_without_a_script(office):
    hoa = office.at_desk("hoa", js=False)
    code = receive(hoa, office.server)
    finish(hoa, code)
    appraised_checked_approved(office, code)
    collected_by_whoever_may(office, hoa, code)


def receive(hoa: Page, server: str) -> str:
    """Hoa takes in what somebody brings for the owner; a third person will collect."""
    hoa.goto(f"{server}/ban-lam-viec/tiep-nhan")
    hoa.locator("#thu-tuc").fill("nuoi ong")
    hoa.get_by_role("button", name="Tìm thủ tục").click()
    hoa.get_by_role("link", name="Cấp giấy phép nuôi ong rừng").click()
    hoa.get_by_label("Quét thẻ căn cước").fill(CARD)
    hoa.get_by_role("button", name="Đọc thẻ").click()
    expect(hoa.locator("#id_owner-name")).to_have_value("Lê Thị Thử")
    expect(hoa.locator(".mc-error")).to_have_count(0)
    hoa.get_by_text("Người nộp hoặc người nhận kết quả là người khác").click()
    hoa.locator("#id_submitter-name").fill("Nguyễn Văn Nộp")
    hoa.locator("#id_submitter-phone").fill("0912 000 111")
    hoa.locator("#id_collector-name").fill("Trần Thị Nhận")
    hoa.locator("#id_collector-phone").fill("0912 000 222")
    hoa.get_by_role("button", name="Tiếp nhận và lập giấy hẹn").click()
    expect(hoa.locator("main")).to_contain_text("Chưa tiếp nhận được")
    expect(hoa.locator("#id_submitter-name")).to_have_value("Nguyễn Văn Nộp")
    hoa.get_by_role("button", name="Nhận mọi giấy tờ").click()
    expect(hoa.locator("#id_collector-name")).to_have_value("Trần Thị Nhận")
    hoa.get_by_label("Đã hướng dẫn Zalo / Cổng dịch vụ công").check()
    hoa.get_by_role("button", name="Tiếp nhận và lập giấy hẹn").click()
    expect(hoa.locator("h1")).to_contain_text("Đã tiếp nhận hồ sơ")
    return hoa.locator(".mc-received__code .mc-code").inner_text().strip()


def appraised_checked_approved(office: Office, code: str) -> None:
    """Bình appraises and drafts, Dũng checks, Em approves, Vân is the clerk."""
    binh = office.at_desk("binh", js=False)
    record_result(binh, code, "15/GP-SNNMT")
    for name in ("binh", "dung", "em", "van"):
        page = office.at_desk(name, js=False)
        finish(page, code)
        assert code not in inbox(page)


def collected_by_whoever_may(office: Office, hoa: Page, code: str) -> None:
    """A stranger without a paper is refused; what was typed stays."""
    open_dossier(hoa, code)
    expect(hoa.locator("aside")).to_contain_text("Nguyễn Văn Nộp")
    expect(hoa.locator("aside")).to_contain_text("Trần Thị Nhận")
    hoa.locator("a[data-mc-key]", has_text="Trả kết quả").click()
    hoa.get_by_label("Người khác được ủy quyền").check()
    hoa.get_by_label("Họ và tên người nhận").fill("Phan Văn Lạ")
    hoa.get_by_role("button", name="Trả kết quả").click()
    expect(hoa.locator("#id_authority-error")).to_be_visible()
    expect(hoa.get_by_label("Họ và tên người nhận")).to_have_value("Phan Văn Lạ")
    hoa.get_by_label("Người đã đăng ký nhận kết quả").check()
    hoa.get_by_label("Họ và tên người nhận").fill("Trần Thị Nhận")
    hoa.get_by_role("button", name="Trả kết quả").click()
    expect(hoa.get_by_text("Đã trả kết quả cho người dân.")).to_be_visible()
    citizen = office.visitor(js=False)
    citizen.goto(f"{office.server}/tra-cuu")
    citizen.get_by_label("Mã hồ sơ").fill(code)
    citizen.locator("input[name=tail]").fill("0111")
    citizen.locator("main form button[type=submit]").click()
    expect(citizen.locator("main")).to_contain_text("Đã trả kết quả")
