"""The design system in a real browser: seen in every mode, by every hand, without a violation."""

import re

import pytest
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import Browser, Page, expect

from tests.axe import violations

DENSITIES = ["cong", "ban-lam-viec", "dieu-hanh"]
MODES = ["light.normal", "dark.normal", "contrast.normal", "light.large"]
CARD = "001099012345||Nguyễn Văn Ví|01011999|Nam|Xã Ví Dụ|01012022"


@pytest.fixture(scope="module")
def server():
    """The style guide alone, on a real port, with the product's own middleware and policy."""
    from django.conf import settings

    before = settings.ROOT_URLCONF, settings.DEMO
    settings.ROOT_URLCONF, settings.DEMO = "motcua.kernel.web.tests.urls", True
    thread = LiveServerThread("127.0.0.1", _StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    settings.ROOT_URLCONF, settings.DEMO = before


class Tabs:
    """A tab for each kind of browser, which the tests use one after the other."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.open: dict[str, Page] = {}
        self.wrong: list[str] = []

    def tab(self, **given) -> Page:
        kind = repr(sorted(given.items()))
        if kind not in self.open:
            self.open[kind] = self.new(**given)
        return self.open[kind]

    def forget(self) -> list[str]:
        """As if nobody had been here; what went wrong."""
        for page in self.open.values():
            page.context.clear_cookies()
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        wrong, self.wrong = self.wrong, []
        return wrong

    def new(self, **given) -> Page:
        page = self.browser.new_context(locale="vi-VN", **given).new_page()
        page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.wrong.append(str(e)))
        page.on("request", lambda r: self._ours(r.url))
        page.on("response", lambda r: self.wrong.append(r.url) if r.status in (404, 500) else None)
        return page

    def _ours(self, url: str) -> None:
        if not url.startswith(self.server):
            self.wrong.append(url)


@pytest.fixture(scope="module")
def tabs(chromium: Browser, server: str):
    opened = Tabs(chromium, server)
    yield opened
    for page in opened.open.values():
        page.context.close()


@pytest.fixture
def visit(tabs: Tabs, server: str):
    """Open a density in a mode; when the test ends, no page may have broken a rule on its way."""
    own = []

    def open_page(
        density: str,
        *,
        mode: str = "light.normal",
        width: int = 1366,
        own_tab: bool = False,
        **given,
    ) -> Page:
        page = tabs.new(**given) if own_tab else tabs.tab(**given)
        own.extend([page] if own_tab else [])
        page.set_viewport_size({"width": width, "height": 800})
        page.context.add_cookies([{"name": "mc_display", "value": mode, "url": server}])
        answer = page.goto(f"{server}/he-thong-thiet-ke?mat-do={density}")
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        return page

    yield open_page
    for page in own:
        page.context.close()
    assert tabs.forget() == []


@pytest.mark.parametrize(
    ("density", "mode"),
    [(d, m) for d in DENSITIES for m in MODES if d != "dieu-hanh" or m == "light.normal"],
)
def test_no_reader_meets_a_barrier(visit, density, mode):
    page = visit(density, mode=mode)
    page.locator(".mc-header__tools summary").first.click()
    assert violations(page, looks=mode != MODES[0]) == []


def test_a_barrier_would_be_told(visit):
    page = visit("cong").context.new_page()
    page.set_content(
        '<html lang="vi"><title>x</title><main><h1 style="color:#ccc">Chữ mờ</h1><img>'
    )
    told = [" ".join(violations(page, looks=looks)) for looks in (False, True)]
    page.close()
    assert "image-alt" in told[0]
    assert ["color-contrast" in words for words in told] == [True, True]


def test_text_keeps_off_the_edge_of_a_phone_on_error_pages_too(visit, server):
    page = visit("cong", width=320)
    page.goto(f"{server}/he-thong-thiet-ke?loi=404")
    assert page.locator("h1").bounding_box()["x"] >= 12


@pytest.mark.parametrize("density", DENSITIES)
def test_on_a_phone_nothing_runs_off_the_side(visit, density):
    page = visit(density, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []


def test_large_letters_still_fit_a_small_phone(visit):
    page = visit("cong", width=320, mode="light.large")
    page.locator("summary", has_text="Hiển thị").click()
    menu = page.locator(".mc-menu__body").first.bounding_box()
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= 320
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_device_that_prefers_dark_gets_it_until_the_reader_says_otherwise(visit):
    ground = "getComputedStyle(document.body).backgroundColor"
    page = visit("cong", mode="auto.normal", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(18, 22, 28)"
    page = visit("cong", mode="light.normal", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("density", ["cong", "ban-lam-viec"])
def test_without_a_script_the_reader_still_chooses_the_dark_ground(visit, density):
    page = visit(density, java_script_enabled=False)
    page.locator("summary", has_text="Hiển thị").click()
    page.get_by_role("button", name="Nền tối").click()
    expect(page.locator("html")).to_have_attribute("data-mode", "dark")
    expect(page).to_have_url(re.compile(f"mat-do={density}"))
    expect(page.get_by_role("button", name="Tìm", exact=True).last).to_be_visible()


SIZES = """names => [...document.querySelectorAll(names)].filter(n => n.getClientRects().length)
  .map(n => [n.outerHTML.slice(0, 90), n.getBoundingClientRect()])
  .map(([h, r]) => [h, Math.round(r.width * 10) / 10, Math.round(r.height * 10) / 10])"""
TARGETS = "button, .mc-button, summary, select, textarea, .mc-tabs a, .mc-nav a, .mc-choice label"


@pytest.mark.parametrize(
    ("density", "least", "names"),
    [
        (
            "cong",
            44,
            ".mc-button, .mc-header__tools button, .mc-menu > summary, .govuk-input, "
            "select, textarea, .mc-tabs a, .mc-portal-nav a, .govuk-radios__input",
        ),
        ("ban-lam-viec", 24, TARGETS + ", input:not([type=checkbox], [type=radio], [type=hidden])"),
    ],
)
def test_every_target_is_large_enough_for_its_hands(visit, density, least, names):
    found = visit(density).evaluate(SIZES, names)
    assert len(found) > 12
    assert [f for f in found if f[2] < least] == []


def test_rows_of_the_inbox_are_as_dense_as_officers_need(visit):
    rows = visit("ban-lam-viec").evaluate(SIZES, ".mc-table tbody tr")
    assert len(rows) == 3
    assert [r for r in rows if not 28 <= r[2] <= 32] == []


def test_whoever_walks_with_the_tab_key_always_sees_where_they_are(visit):
    for density in ("cong", "ban-lam-viec"):
        page = visit(density)
        page.locator("h1").click()
        unseen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                """() => { const s = getComputedStyle(document.activeElement);
                  const own = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
                  const label = document.activeElement.nextElementSibling;
                  const near = label && getComputedStyle(label, '::before').boxShadow !== 'none';
                  return own || s.boxShadow !== 'none' || near
                    ? '' : document.activeElement.outerHTML.slice(0, 100) }"""
            )
            if seen:
                unseen.append(seen)
        assert unseen == []


def test_with_forced_colours_words_and_borders_remain(visit):
    page = visit("ban-lam-viec", forced_colors="active")
    tag = page.locator(".mc-tag").first
    assert tag.evaluate("n => getComputedStyle(n).borderTopWidth") == "1px"
    expect(tag).to_have_text("Quá hạn 2 ngày")
    assert violations(page) == []


def test_paper_gets_the_content_and_not_the_frame(visit):
    page = visit("ban-lam-viec", mode="dark.normal", own_tab=True)
    page.emulate_media(media="print")
    for gone in (".mc-bar-top", ".mc-nav", ".mc-help-line", ".mc-tabs"):
        expect(page.locator(gone).first).to_be_hidden()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_a_chord_leads_to_the_search_and_letters_stay_letters(visit):
    page = visit("ban-lam-viec")
    page.keyboard.press("Control+k")
    expect(page.locator("#mc-search")).to_be_focused()
    page.keyboard.type("nguyeenx jksrx")
    expect(page.locator("#mc-search")).to_have_value("nguyeenx jksrx")


def test_a_function_key_presses_the_button_it_is_written_on(visit):
    page = visit("ban-lam-viec")
    page.evaluate("document.querySelector('[data-mc-key=F9]').onclick = () => document.title = '!'")
    page.keyboard.press("F9")
    expect(page).to_have_title("!")


def test_the_help_line_names_keys_that_work(visit):
    page = visit("ban-lam-viec")
    page.keyboard.press("F2")
    expect(page).to_have_url(re.compile("#nhan$"))


def test_an_officer_walks_ticks_and_opens_rows_from_the_keyboard(visit):
    page = visit("ban-lam-viec")
    page.locator("[data-mc-list]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("End")
    expect(page.locator("tr.mc-row--here")).to_contain_text("Ương Phượng Hoàng")
    expect(page.locator("[data-mc-voice]")).to_contain_text("Ương Phượng Hoàng")
    page.keyboard.press("Space")
    expect(page.locator("tr.mc-row--here input")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#nhan$"))


def test_a_procedure_is_found_while_typing_and_chosen_with_enter(visit):
    page = visit("ban-lam-viec")
    box = page.get_by_role("combobox", name="Thủ tục")
    box.fill("dat dai")
    expect(page.get_by_role("option")).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_contain_text("Cấp đổi")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(box).to_have_value("Cấp đổi Giấy chứng nhận quyền sử dụng đất")
    expect(page.locator("input[name=procedure]")).to_have_value("2")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("x")
    expect(page.locator("input[name=procedure]")).to_have_value("")


BURST = """card => {
  for (const letter of card) document.execCommand('insertText', false, letter);
  document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })) }"""


def test_a_scanned_card_is_heard_and_leaves_no_letters_behind(visit):
    page = visit("ban-lam-viec")
    page.evaluate("document.addEventListener('mc:scan', e => window.heard = e.detail.text)")
    name = page.get_by_label("Họ, chữ đệm và tên").first
    name.fill("Bà Ví")
    page.wait_for_timeout(200)
    page.evaluate(BURST, CARD)
    assert page.evaluate("window.heard") == CARD
    expect(name).to_have_value("Bà Ví")


def test_live_figures_say_when_they_are_from_and_when_the_line_is_dead(visit):
    page = visit("dieu-hanh")
    status = page.locator("[data-mc-live-status]")
    expect(status).to_have_text(re.compile(r"^Cập nhật \d\d:\d\d:\d\d$"))
    page.evaluate(
        """() => { const live = document.querySelector('[data-mc-live]').live;
          live.fetcher = () => Promise.reject(new Error('offline'));
          live.fresh -= 121000; return live.ask() }"""
    )
    expect(status).to_have_text(re.compile("^Mất kết nối, số liệu lúc "))
    expect(page.locator(".mc-live--stale")).to_have_count(1)


def test_the_same_figures_are_not_sent_twice(visit):
    page = visit("dieu-hanh")
    page.evaluate("document.querySelector('[data-mc-live]').live.ask()")
    with page.expect_response(lambda r: "phan=" in r.url) as second:
        page.evaluate("document.querySelector('[data-mc-live]').live.ask()")
    assert second.value.status == 304


def test_a_dialog_takes_the_focus_and_gives_it_back(visit):
    page = visit("ban-lam-viec")
    link = page.get_by_role("link", name="Xoá bản nháp")
    link.click()
    expect(page.get_by_role("dialog", name="Xoá bản nháp?")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(link).to_be_focused()


def test_leaving_unsaved_work_asks_first_and_clean_forms_do_not(visit):
    page = visit("cong", own_tab=True)
    asked = []
    page.on("dialog", lambda d: (asked.append(d.type), d.accept()))
    page.reload()
    assert asked == []
    page.get_by_label("Họ, chữ đệm và tên").first.fill("Nguyễn Ngượng")
    page.reload()
    assert asked == ["beforeunload"]


def test_changing_the_display_does_not_silently_lose_what_was_typed(visit):
    page = visit("cong", own_tab=True)
    asked = []
    page.on("dialog", lambda d: (asked.append(d.type), d.dismiss()))
    page.get_by_label("Họ, chữ đệm và tên").first.fill("Nguyễn Ngượng")
    page.locator("summary", has_text="Hiển thị").click()
    page.get_by_role("button", name="Nền tối").click()
    expect(page.get_by_label("Họ, chữ đệm và tên").first).to_have_value("Nguyễn Ngượng")
    assert asked == ["beforeunload"]


def test_errors_take_the_focus_and_lead_to_their_controls(visit):
    page = visit("cong")
    summary = page.locator("[data-mc-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="12 chữ số").click()
    expect(page.locator("#id_bad-number")).to_be_focused()
