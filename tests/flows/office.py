"""The people of the flows at their screens: how a hand signs in, opens, acts and looks."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.world import PASSWORD

PATIENCE = 20_000  # ms: two slow cores with a second test beside this one
expect.set_options(timeout=PATIENCE)
LISTEN = """() => addEventListener('keydown', event => {
  sessionStorage.keys = Number(sessionStorage.keys || 0) + 1 }, true)"""


@dataclass
class Office:
    """A server, a browser, and everybody who is signed in; notes what must not happen."""

    server: str
    browser: Browser
    contexts: dict[tuple[str, bool], BrowserContext] = field(default_factory=dict)
    desks: dict[tuple[str, bool], Page] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def visitor(self, *, js: bool = True, width: int = 1366, mode: str = "light.normal") -> Page:
        """Somebody who has not signed in."""
        context = self._context(js=js, width=width, mode=mode)
        self.contexts[f"visitor {len(self.contexts)}", js] = context
        return self._page(context)

    def reader(self, *, width: int = 1366, mode: str = "light.normal") -> Page:
        """Somebody who only looks: the same tab again, in another size and mode.

        A tab of its own for each look would cost five times the look.
        """
        if ("reader", True) not in self.desks:
            self.desks["reader", True] = self.visitor(width=width)
        page = self.desks["reader", True]
        page.context.add_cookies([{"name": "mc_display", "value": mode, "url": self.server}])
        page.set_viewport_size({"width": width, "height": 768})
        return page

    def at_desk(self, name: str, *, js: bool = True, width: int = 1366) -> Page:
        """The screen of somebody of the office, showing the inbox; signs in the first time."""
        if (name, js) in self.desks:
            page = self.desks[name, js]
            page.set_viewport_size({"width": width, "height": 768})
            page.goto(f"{self.server}/ban-lam-viec/")
            return page
        context = self.contexts[name, js] = self._context(js=js, width=width)
        page = self.desks[name, js] = self._page(context)
        page.goto(f"{self.server}/tai-khoan/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(re.compile("/(ban-lam-viec|dieu-hanh)/"))
        return page

    def close(self) -> None:
        """Everybody goes home."""
        for context in self.contexts.values():
            context.close()
        self.contexts.clear()
        self.desks.clear()

    def _context(self, *, js: bool, width: int, mode: str = "light.normal") -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": width, "height": 768}, locale="vi-VN", java_script_enabled=js
        )
        context.add_cookies([{"name": "mc_display", "value": mode, "url": self.server}])
        context.set_default_timeout(PATIENCE)
        return context

    def _page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("console", lambda m: self._note(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self._note(str(e)))
        page.on("request", lambda r: self._asked(r.url))
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.server, "data:", "blob:", "about:", "chrome-extension:")):
            self.wrong.append(f"third party: {url}")

    def _note(self, text: str) -> None:
        # The browser writes a line for every refusal of the server; those are part of the stories.
        if "the server responded with a status of 4" not in text:
            self.wrong.append(text)


def inbox(page: Page) -> list[str]:
    """Codes of the dossiers in the inbox, most urgent first."""
    page.goto(_address(page, "/ban-lam-viec/"))
    return [code.strip() for code in page.locator("tbody .mc-code").all_inner_texts()]


def open_dossier(page: Page, code: str) -> None:
    """From the inbox to a dossier."""
    page.goto(_address(page, "/ban-lam-viec/"))
    page.locator("tbody a", has_text=code).first.click()
    expect(page.locator("h1")).to_contain_text(code)


def finish(page: Page, code: str, *, note: str = "", handover: str = "") -> None:
    """Finish the step that is open for this person."""
    open_dossier(page, code)
    page.get_by_role("link", name="Hoàn thành bước này").click()
    if note:
        page.get_by_label("Ý kiến chuyển bước sau").fill(note)
    if handover:
        page.get_by_label(handover, exact=True).check()
    page.get_by_role("button", name="Hoàn thành bước này").click()
    expect(page.get_by_text("Đã hoàn thành bước")).to_be_visible()


def record_result(page: Page, code: str, number: str, *, file: bytes = b"") -> None:
    """Write down what was decided."""
    open_dossier(page, code)
    page.get_by_role("link", name="Ghi kết quả").click()
    page.get_by_label("Số, ký hiệu của kết quả").fill(number)
    if file:
        page.locator("input[type=file]").set_input_files(
            {"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": file}
        )
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.get_by_text("Đã ghi kết quả giải quyết.")).to_be_visible()


def give_back(page: Page, code: str) -> None:
    """Hand the result to the owner."""
    open_dossier(page, code)
    page.locator("a[data-mc-key]", has_text="Trả kết quả").click()
    page.get_by_role("button", name="Trả kết quả").click()
    expect(page.get_by_text("Đã trả kết quả cho người dân.")).to_be_visible()


def _address(page: Page, path: str) -> str:
    return "/".join(page.url.split("/")[:3]) + path
