"""The due date proves itself, as officers, leaders, administrators and citizens see it.

A withdrawal, a wrong result put right, a calendar that changes, an agency that gets another name.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from motcua.kernel.clock import local_day
from tests.axe import violations
from tests.flows.office import Office, open_dossier
from tests.flows.province import CORRECTED
from tests.flows.test_tracking import receive

pytestmark = pytest.mark.xdist_group("flows")
GROUND = "Quyết định 45/QĐ-UBND: trụ sở sửa điện"


def test_who_withdraws_reads_that_it_ended_and_may_check_the_day(office: Office):
    hoa = office.at_desk("hoa")
    code, address = receive(hoa, office.server)
    open_dossier(hoa, code)
    hoa.get_by_role("link", name="Công dân rút hồ sơ").click()
    hoa.get_by_label("Lý do công dân nêu, nếu có").fill("Gia đình đổi ý.")
    hoa.get_by_role("button", name="Công dân rút hồ sơ").click()
    expect(hoa.get_by_text("Đã ghi nhận công dân rút hồ sơ.")).to_be_visible()
    expect(hoa.locator("main")).to_contain_text("Gia đình đổi ý.")
    assert violations(hoa) == []

    citizen = office.visitor(width=360)
    citizen.goto(address)
    expect(citizen.locator(".mc-answer__head")).to_have_text("Hồ sơ đã được rút theo yêu cầu.")
    expect(citizen.locator("main")).to_contain_text("Gia đình đổi ý.")
    why = reasons(citizen)
    assert "Đếm 10 ngày làm việc" in why
    assert violations(citizen) == []
    the_open_page_says_the_same(office, citizen, why)


def reasons(citizen: Page) -> str:
    """Open "Why this day?" of the only promise."""
    citizen.get_by_text("Vì sao ngày này?").click()
    return citizen.locator("details[open] .mc-why").inner_text()


def the_open_page_says_the_same(office: Office, citizen: Page, why: str) -> None:
    """Its address holds the question: whoever gets it sees the same day for the same reasons."""
    citizen.get_by_role("link", name="Tính lại ngày này ở trang công khai").click()
    expect(citizen.locator(".mc-answer__head")).to_have_text("Hẹn trả chậm nhất")
    friend = office.visitor(js=False)
    friend.goto(citizen.url)
    day = friend.locator(".mc-due-day").inner_text()
    assert day == citizen.locator(".mc-due-day").inner_text()
    promised = re.search(r"chậm nhất .*?(\d\d/\d\d/\d{4})", why)
    assert promised is not None
    assert promised[1] in day
    expect(friend.locator(".mc-why")).to_contain_text("Bộ luật Dân sự")
    assert violations(citizen) == []


def test_a_wrong_result_is_put_right_in_the_open(office: Office):
    em = office.at_desk("em")
    em.goto(f"{office.server}/ban-lam-viec/tim?q={CORRECTED['name']}")
    link = em.locator("tbody a", has=em.locator(".mc-code")).first
    code = link.inner_text().strip()
    link.click()
    em.get_by_role("link", name="Đính chính kết quả").click()
    em.get_by_label("Kết quả cũ sai ở đâu").fill("Ghi nhầm số giấy phép.")
    em.get_by_label("Số, ký hiệu của kết quả").fill("13/GP-SNNMT")
    assert violations(em) == []
    em.get_by_role("button", name="Đính chính kết quả").click()
    expect(em.get_by_text("Kết quả cũ vẫn được giữ lại.")).to_be_visible()
    for told in ("13/GP-SNNMT", "12/GP-SNNMT", "Ghi nhầm số giấy phép."):
        expect(em.locator("main")).to_contain_text(told)

    citizen = office.visitor(width=360)
    citizen.goto(f"{office.server}/tra-cuu")
    citizen.get_by_label("Mã hồ sơ").fill(code)
    citizen.get_by_label("4 số cuối").fill(CORRECTED["phone"][-4:])
    citizen.get_by_role("button", name="Xem hồ sơ").click()
    told = citizen.locator(".mc-notice", has_text="Kết quả đã được đính chính")
    expect(told).to_contain_text(re.compile(r"Kết quả đúng\s*Số 13/GP-SNNMT"))
    expect(told).to_contain_text(re.compile(r"Kết quả cũ, không còn dùng\s*Số 12/GP-SNNMT"))
    expect(citizen.locator("main")).to_contain_text("Đã đính chính kết quả")
    assert violations(citizen) == []


def test_a_day_that_the_office_is_closed_moves_what_is_open_and_says_why(
    office: Office, follow_calendars: Callable[[], None]
):
    hoa = office.at_desk("hoa")
    code, address = receive(hoa, office.server)
    son = office.at_desk("son")
    son.goto(f"{office.server}/ban-lam-viec/quan-tri")
    for link in ("Mở: Lịch làm việc", "Lịch tỉnh", "Ghi ngày nghỉ, ngày làm bù"):
        son.get_by_role("link", name=link).click()
    son.locator("#id_days-0-day").fill(f"{closed_day():%d/%m/%Y}")
    son.locator("#id_days-0-kind").select_option("off")
    son.locator("#id_days-0-label").fill("Sửa điện trụ sở")
    son.get_by_label("Căn cứ").fill(GROUND)
    son.get_by_role("button", name="Lưu và xem trước").click()
    row = son.locator("tbody tr", has_text=code)
    expect(row).to_have_count(1)
    was, now = moments(row.inner_text())
    assert was != now
    assert violations(son) == []
    son.get_by_role("button", name="Áp dụng thay đổi này").click()
    follow_calendars()
    son.reload()
    expect(son.locator("main")).to_contain_text("Đã tính lại xong")
    assert moments(son.locator("tbody tr", has_text=code).inner_text()) == [was, now]
    assert violations(son) == []

    open_dossier(hoa, code)
    expect(hoa.locator("main")).to_contain_text(GROUND)
    citizen = office.visitor(width=360)
    citizen.goto(address)
    expect(citizen.locator(".mc-answer")).to_contain_text(now)
    why = reasons(citizen)
    assert f"Lịch làm việc thay đổi ({GROUND})" in why
    expect(citizen.locator("main")).to_contain_text("Ngày hẹn in trên giấy tiếp nhận:")
    the_open_page_says_the_same(office, citizen, why)


def closed_day() -> date:
    """A weekday in a week's time: among the days that a term of ten working days counts."""
    day = today() + timedelta(days=7)
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def today() -> date:
    """In Vietnam."""
    return local_day(timezone.now())


def moments(row: str) -> list[str]:
    """The days in a row: the old one and the new one."""
    return re.findall(r"\d\d/\d\d/\d{4}", row)[-2:]


def test_a_new_name_is_looked_at_before_anything_changes(office: Office):
    son = office.at_desk("son")
    son.goto(f"{office.server}/ban-lam-viec/sap-nhap")
    son.get_by_role("link", name="Đổi tên").click()
    son.get_by_label("Ngày có hiệu lực").fill(f"{today():%d/%m/%Y}")
    son.get_by_label("Văn bản quyết định").fill("Nghị quyết 12/NQ-HĐND ngày 01/11/2026")
    son.get_by_label("Đơn vị", exact=True).select_option(label="Sở Xây dựng")
    son.get_by_label("Tên đơn vị mới").fill("Sở Xây dựng và Giao thông")
    son.get_by_role("button", name="Lập phương án và xem trước").click()
    expect(son.locator("main")).to_contain_text("Tô Thị Tâm")
    expect(son.locator("main")).to_contain_text("Không ngày hẹn trả nào thay đổi")
    assert violations(son) == []
    son.get_by_role("button", name="Rút phương án").click()
    expect(son.get_by_text("Đã rút phương án. Không có gì thay đổi.")).to_be_visible()
    assert violations(son) == []
