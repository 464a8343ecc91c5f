"""Citizens on their phones: every page, in every mode, with and without JavaScript."""

import re
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.flows.test_main_job import receive

pytestmark = pytest.mark.xdist_group("flows")

MODES = ["light.normal", "dark.normal", "contrast.normal", "light.large"]
SHOW = "([mode, text]) => Object.assign(document.documentElement.dataset, { mode, text })"
NAMES = ["home", "found", "nothing", "field", "procedure", "track", "dossier", "missing"]
NAMES += ["all", "sign-in", "due", "due-answer", "due-refused"]
STATUS = {"missing": 404, "due-refused": 422}
MOST_BYTES = 120_000
TAIL = "4325"  # the end of the identity number that `receive` pastes
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def code(office) -> str:
    """A dossier that Lan has just received."""
    return receive(office.at_desk("lan"), office.server)


@pytest.fixture(scope="module")
def pages(office, code) -> dict[str, str]:
    """Every address a citizen may open, found as a citizen finds it."""
    page = office.visitor()
    page.goto(f"{office.server}/thu-tuc?q=dat dai bien dong")
    procedure = page.locator(".mc-hits a").first.get_attribute("href")
    follow(page, office.server, code)
    found = {
        "home": "/",
        "found": "/thu-tuc?q=dat dai bien dong",
        "nothing": "/thu-tuc?q=qqqq zzzz",
        "field": "/thu-tuc?linh-vuc=dat-dai",
        "procedure": procedure,
        "track": "/tra-cuu",
        "dossier": page.url.removeprefix(office.server),
        "missing": "/ho-so/khong-co",
        "all": "/thu-tuc",
        "sign-in": "/tai-khoan/dang-nhap",
        "due": "/ngay-hen-tra",
        "due-answer": "/ngay-hen-tra?nhan=09:32 10/02/2026&han=5 ngày làm việc&dung1=8h 24/02/2026",
        "due-refused": "/ngay-hen-tra?nhan=hom nay&han=0 ngày",
    }
    assert list(found) == NAMES
    return found


def follow(page: Page, server: str, code: str, tail: str = TAIL) -> None:
    page.goto(f"{server}/tra-cuu")
    page.get_by_label("Mã hồ sơ").fill(code)
    page.get_by_label("4 số cuối").fill(tail)
    page.get_by_role("button", name="Xem hồ sơ").click()


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("name", NAMES)
def test_no_reader_meets_a_barrier_in_any_mode(office, pages, name, width):
    page = office.reader(width=width)
    answer = page.goto(office.server + pages[name])
    assert answer.status == STATUS.get(name, 200)
    assert "unsafe" not in answer.headers["content-security-policy"]
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
    for mode in MODES:
        page.evaluate(SHOW, mode.split("."))
        assert violations(page, looks=mode != MODES[0]) == [], mode
        assert page.evaluate(SIDEWAYS) <= 0, mode


@pytest.mark.parametrize("mode", ["light.normal", "light.large"])
def test_nothing_is_pushed_over_the_edge_of_a_small_phone(office, pages, mode):
    page = office.reader(width=320, mode=mode)
    for address in pages.values():
        page.goto(office.server + address)
        assert page.evaluate("document.documentElement.dataset.text") == mode.split(".")[1]
        assert page.evaluate(SIDEWAYS) <= 0, address


def test_the_answer_is_seen_without_scrolling_on_a_phone(office, pages):
    page = office.reader(width=360)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(office.server + pages["dossier"])
    for question in ("Ai đang giữ", "Hẹn", "Tiếp theo"):
        term = page.locator(".mc-answer dt", has_text=question).first
        box = term.locator("xpath=following-sibling::dd[1]").bounding_box()
        assert box["y"] + box["height"] <= 740, question


def test_a_citizen_does_everything_without_javascript(office, code):
    page = office.visitor(js=False, width=360)
    page.goto(office.server)
    page.get_by_label("Tìm thủ tục").fill("dat dai bien dong")
    page.get_by_role("button", name="Tìm").click()
    page.locator(".mc-hits a").first.click()
    expect(page.get_by_role("heading", name="Giấy tờ cần nộp")).to_be_visible()
    page.get_by_role("link", name="Trang chủ").click()
    page.get_by_label("Xã, phường của bạn").select_option(label="Xã Suối Trong")
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_role("heading", name=re.compile("xã Suối Trong"))).to_be_visible()
    follow(page, office.server, code)
    expect(page.locator(".mc-answer__head")).to_have_text("Hồ sơ đang được giải quyết.")
    page.get_by_text("Vì sao ngày này?").or_(page.get_by_text("Vì sao hẹn lần 1")).first.click()
    expect(page.locator("details[open] li").first).to_be_visible()


def test_wrong_digits_keep_the_code_and_say_what_to_do(office, code):
    page = office.visitor(width=360)
    follow(page, office.server, code, "0000")
    expect(page.get_by_label("Mã hồ sơ")).to_have_value(code)
    expect(page.locator(".mc-error-summary")).to_be_visible()
    assert violations(page) == []


def test_the_fold_of_a_long_paper_is_printed_open(office, pages):
    page = office.visitor()
    page.goto(office.server + pages["procedure"])
    fold = page.locator("main details").first.locator("xpath=*[not(self::summary)]").first
    assert fold.bounding_box() is None or not fold.is_visible()
    page.emulate_media(media="print")
    expect(fold).to_be_visible()


@pytest.mark.parametrize("name", ["home", "found", "procedure", "dossier"])
def test_a_page_weighs_at_most_120_kb_the_first_time(office, pages, name):
    page = office.visitor(width=360)
    with closing(page.context):
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        sizes = []
        wire.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
        page.goto(office.server + pages[name], wait_until="networkidle")
        assert 20_000 < sum(sizes) <= MOST_BYTES
