"""Every page of the office, seen in every mode: no barrier, no broken policy, nothing off the side.

The citizens' pages are seen in ``test_portal.py``.
"""

import pytest
from playwright.sync_api import Page

from tests.axe import violations
from tests.flows.office import Office, inbox

pytestmark = pytest.mark.xdist_group("flows")
MODES = ["light.normal", "dark.normal", "contrast.normal", "light.large"]
HEIGHTS = "rows => rows.map(row => row.getBoundingClientRect().height)"
SHOW = "([mode, text]) => Object.assign(document.documentElement.dataset, { mode, text })"
DESK = [
    "/ban-lam-viec/",
    "/ban-lam-viec/?q=khong-co",
    "/ban-lam-viec/tiep-nhan",
    "/ban-lam-viec/tiep-nhan?thu-tuc_text=nuoi+ong",
    "/ban-lam-viec/tiep-nhan?thu-tuc_text=zzz",
    "/ban-lam-viec/canh-bao",
    "/ban-lam-viec/tra-ngay",
    "/ban-lam-viec/y-kien",
    "/ban-lam-viec/tim",
    "/ban-lam-viec/ho-so-giay",
    "/ban-lam-viec/so-theo-doi",
    "/ban-lam-viec/quy-trinh",
    "/ban-lam-viec/quy-trinh/DT-138-2025-D12-1",
    "/ban-lam-viec/quy-dinh",
    "/tai-khoan/mat-khau",
]
BOARD = [
    "/dieu-hanh/",
    "/dieu-hanh/?ky=nam",
    "/dieu-hanh/?moc=-7",
    "/dieu-hanh/so-lieu-ky",
    "/dieu-hanh/ho-so?so=received&ky=nam",
    "/dieu-hanh/canh-bao",
    "/dieu-hanh/xin-loi?ky=nam",
    "/ban-lam-viec/xin-loi",
]
ADMIN = [
    "/ban-lam-viec/quan-tri",
    "/ban-lam-viec/lich-lam-viec",
    "/ban-lam-viec/lich-lam-viec/lich/tinh",
    "/ban-lam-viec/lich-lam-viec/lich/tinh/ngay",
    "/ban-lam-viec/lich-lam-viec/lich/tinh/gio",
    "/ban-lam-viec/lich-lam-viec/lich/tinh/rieng",
    "/ban-lam-viec/sap-nhap",
    "/ban-lam-viec/sap-nhap/lap/merge",
    "/ban-lam-viec/sap-nhap/lap/split",
]


@pytest.fixture(scope="module")
def addresses(office) -> dict[str, list[str]]:
    """Every address by the name of who opens it; the dossier's own pages among them."""
    hoa = office.at_desk("hoa")
    sheet = opened_sheet(hoa, office.server)
    hoa.locator("#id_owner-name").fill("Lê Thị Thử")
    hoa.locator("#id_owner-phone").fill("0912 000 444")
    hoa.keyboard.press("F8")
    hoa.keyboard.press("F9")
    hoa.wait_for_url("**/da-tiep-nhan")
    received = path(hoa)
    code = hoa.locator(".mc-received__code .mc-code").inner_text().strip()
    assert code in inbox(hoa)
    hoa.locator("tbody a", has_text=code).click()
    dossier = path(hoa)
    acts = [
        link.get_attribute("href") or ""
        for link in hoa.locator("main .mc-actions a.mc-button").all()
    ]
    assert acts
    return {
        "hoa": [*DESK, sheet, received, dossier, f"{dossier}/quy-trinh", *acts],
        "em": [*BOARD, "/ban-lam-viec/uy-quyen"],
        "quy": ["/ban-lam-viec/niem-yet"],
        "son": ADMIN,
    }


def opened_sheet(page: Page, server: str) -> str:
    """Open the sheet of a procedure with three papers; its address."""
    page.goto(f"{server}/ban-lam-viec/tiep-nhan")
    page.keyboard.type("nuoi ong")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[data-mc-intake]")
    return path(page)


def path(page: Page) -> str:
    """The address without the server."""
    return "/" + page.url.split("/", 3)[3]


def test_rows_of_the_inbox_are_one_line_high(office, addresses):
    page = office.at_desk("hoa")
    heights = page.locator("tbody tr").evaluate_all(HEIGHTS)
    assert heights
    assert [height for height in heights if not 28 <= height <= 32] == []


def test_three_papers_need_no_scrolling_at_1366(office):
    page = office.at_desk("hoa")
    opened_sheet(page, office.server)
    assert page.evaluate("document.documentElement.scrollHeight") <= 768


@pytest.mark.parametrize("who", ["hoa", "em", "quy", "son"])
def test_no_page_has_a_barrier_in_any_mode_nor_runs_off_a_phone(
    office: Office, addresses, who: str
):
    page = office.at_desk(who)
    found = {}
    for address in addresses[who]:
        page.set_viewport_size({"width": 1366, "height": 768})
        look(page, office.server + address)
        for mode in MODES:
            page.evaluate(SHOW, mode.split("."))
            if wrong := violations(page, looks=mode != MODES[0]):
                found[address, mode] = wrong
        page.evaluate(SHOW, MODES[0].split("."))
        page.set_viewport_size({"width": 320, "height": 640})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
            found[address, 320] = [f"{wide} px wide"]
        page.set_viewport_size({"width": 360, "height": 740})
        if wrong := violations(page):
            found[address, 360] = wrong
    assert found == {}


def look(page: Page, address: str) -> None:
    """Open a page that is there."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    assert "unsafe" not in answer.headers["content-security-policy"]
