"""A paper file goes from the counter to the division by a list that is printed and scanned."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.office import open_dossier
from tests.flows.test_main_job import receive

pytestmark = pytest.mark.xdist_group("flows")


def test_papers_go_from_the_counter_to_the_division_by_a_scanned_list(office):
    counter = office.at_desk("hoa")
    code = receive(counter, office.server)
    open_dossier(counter, code)
    counter.get_by_role("link", name="Giao hồ sơ giấy").click()
    counter.get_by_label("Đơn vị nhận hồ sơ giấy").select_option(label="Phòng Quản lý đất đai")
    counter.get_by_role("button", name="Giao hồ sơ giấy").click()
    counter.get_by_role("button", name="Lập danh sách bàn giao").click()
    expect(counter.get_by_role("link", name="In danh sách")).to_be_visible()
    address = counter.url  # what the code on the paper holds

    division = office.at_desk("binh")
    division.goto(f"{office.server}/ban-lam-viec/ho-so-giay")
    division.keyboard.type(f"{address}\n")  # the scanner types and presses Enter
    expect(division.get_by_role("heading", level=1)).to_contain_text("Danh sách bàn giao")
    division.keyboard.type(f"{code}\n")
    expect(division.locator("body")).to_contain_text(f"Đã nhận hồ sơ giấy {code}")
    division.locator("tbody a", has_text=code).click()
    expect(division.locator("main")).to_contain_text(
        re.compile(r"Hồ sơ giấy:\s+Phòng Quản lý đất đai")
    )
