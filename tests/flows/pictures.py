"""Take pictures of every page into a folder, for the README and for looking at them.

    MOTCUA_PICTURES=http://127.0.0.1:8000 python -m tests.flows.pictures FOLDER

Needs a running demonstration (``./motcua up``); receives a dossier there. Not part of the tests.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.flows.browser import LAUNCH
from tests.flows.scanner import CARD, PASTE

PASSWORD = os.environ.get("MOTCUA_PICTURES_PASSWORD", "mot-cua-minh-hoa")
SIZES = [(1366, "light.normal"), (360, "light.normal")]
MODES = ["dark.normal", "contrast.normal", "light.large"]


def main() -> None:
    """Take them all."""
    server = os.environ.get("MOTCUA_PICTURES", "http://127.0.0.1:8000")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        track = _counter(browser, server, folder)
        _others(browser, server, folder)
        _citizen(browser, server, folder, track)
        browser.close()


def _counter(browser: Browser, server: str, folder: Path) -> str:
    """The counter's pages; the address that the citizen gets."""
    page = _signed_in(browser, server, "tiepnhan.tinh")
    page.goto(f"{server}/ban-lam-viec/tiep-nhan")
    _take(page, folder, "tiep-nhan-1", whole=False)
    page.keyboard.type("dat dai bien dong")
    page.wait_for_selector("[role=option]")
    page.screenshot(path=folder / "tiep-nhan-2.png")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[data-mc-intake]")
    page.evaluate(PASTE, CARD)
    expect(page.locator("#id_owner-name")).to_have_value("Lê Thị Thử")
    for select in page.locator("#giay-to .mc-field select").all():
        select.select_option(index=1)
    page.keyboard.press("F8")
    page.keyboard.press("F7")
    _take(page, folder, "tiep-nhan-3", modes=MODES)
    page.keyboard.press("F9")
    page.wait_for_url("**/da-tiep-nhan")
    _take(page, folder, "da-tiep-nhan")
    track = page.locator(".mc-received__qr").get_attribute("data-address") or ""
    page.get_by_role("link", name="Mở hồ sơ").click()
    page.wait_for_load_state()
    _take(page, folder, "ho-so", modes=MODES)
    acts = page.locator("main .mc-actions a.mc-button").all()
    for number, address in enumerate([act.get_attribute("href") or "" for act in acts], start=1):
        page.goto(server + address)
        _take(page, folder, f"viec-{number}")
    for name, address in {
        "viec-can-lam": "/ban-lam-viec/",
        "tim": "/ban-lam-viec/tim",
        "quy-trinh": "/ban-lam-viec/quy-trinh",
        "mot-quy-trinh": "/ban-lam-viec/quy-trinh/DT-138-2025-D12-1",
        "quy-dinh": "/ban-lam-viec/quy-dinh",
    }.items():
        page.goto(server + address)
        _take(page, folder, name, modes=MODES if name == "viec-can-lam" else [])
    return "/" + track.split("/", 3)[3]


def _others(browser: Browser, server: str, folder: Path) -> None:
    page = _signed_in(browser, server, "giamdoc.so")
    page.goto(f"{server}/dieu-hanh/")
    _take(page, folder, "dieu-hanh")
    page.goto(f"{server}/dieu-hanh/ho-so?so=received")
    _take(page, folder, "dieu-hanh-ho-so")


def _citizen(browser: Browser, server: str, folder: Path, track: str) -> None:
    page = browser.new_context(locale="vi-VN").new_page()
    for name, address in {
        "cong": "/",
        "thu-tuc": "/thu-tuc?q=dat+dai+bien+dong",
        "tra-cuu": "/tra-cuu",
        "theo-doi": track,
        "dang-nhap": "/tai-khoan/dang-nhap",
    }.items():
        page.goto(server + address)
        _take(page, folder, name, modes=MODES if name == "theo-doi" else [])


def _signed_in(browser: Browser, server: str, name: str) -> Page:
    page = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768}).new_page()
    page.goto(f"{server}/tai-khoan/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    return page


def _take(
    page: Page, folder: Path, name: str, *, modes: list[str] | None = None, whole: bool = True
) -> None:
    """One page in both widths, and at 1366 px in further modes; what was typed stays."""
    for width, mode in [*SIZES, *((1366, mode) for mode in modes or [])]:
        page.set_viewport_size({"width": width, "height": 768})
        colour, size = mode.split(".")
        page.evaluate(
            "([c, s]) => { const d = document.documentElement.dataset; d.mode = c; d.text = s }",
            [colour, size],
        )
        picture = folder / f"{name}-{width}-{mode}.png"
        page.screenshot(path=picture, full_page=whole and width < 500)
    page.set_viewport_size({"width": 1366, "height": 768})


if __name__ == "__main__":
    main()
