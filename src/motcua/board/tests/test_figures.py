"""Pages of figures: every number opens exactly the dossiers that it counts, also by hand-made
addresses; what a leader's address bar can hold is answered."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from motcua.board import charts
from motcua.dossiers.tests.lived_in import begin_without_history, live
from motcua.kernel import projections
from motcua.kernel.clock import local_day
from motcua.monitoring.queries import MEASURES
from tests.scene import Visitors, once
from tests.world import NOON, receive

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=20)
SCRIPT = "<script>alert(1)</script>"
LONG = "a" * 5_000
PAGES = ("board:figures", "board:figures-fresh", "board:work", "board:targets", "board:counted")
ASKED = [
    {"ky": "ngàn năm"},
    {"ky": SCRIPT, "theo": SCRIPT},
    {"ky": "khac"},
    {"tu": "2026-11-31", "den": "x"},
    {"tu": "2026-12-01", "den": "2026-01-01"},
    {"tu": "0001-01-01", "den": "9999-12-31"},
    {"tu": "2000-01-01", "den": "2200-12-31"},
    {"biet": "²", "kenh": SCRIPT, "cap": SCRIPT, "muc-do": LONG},
    {"biet": "2026-11-16"},
    {"linh-vuc": "' OR 1=1 --", "thu-tuc": LONG},
    {"theo": "__class__"},
    {"theo": "thu-tuc", "ky": "nam-nay"},
    {"theo": "muc-do"},
    {"so": "__class__"},
    {"so": SCRIPT},
]


@pytest.fixture(scope="module")
def visitors(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        begin_without_history()
        live(world)
        clock.now = LATER
        projections.rebuild("monitoring.spans")
        found = Visitors(world, LATER)
        found.sign_in("em", "oanh")
        yield found


def get(visitors, name, who="em", **asked):
    answer = visitors.browser(who).get(reverse(name), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def cells(page):
    """Address and number of every link that is a number, of tables and tiles."""
    tables = re.findall(r'<a href="([^"]+)" aria-label="[^"]*: [\d.]+">([\d.]+)</a>', page)
    tiles = re.findall(
        r'<a class="mc-stat[^"]*" href="([^"]+)">.*?__number">([\d.]+)</span>', page, re.S
    )
    return [(unescape(url), int(number.replace(".", ""))) for url, number in tables + tiles]


@pytest.mark.parametrize("group", ["don-vi", "linh-vuc", "kenh", "noi-nhan", "thu-tuc", "cap"])
def test_each_number_opens_the_list_that_makes_it(visitors, group):
    page = get(visitors, "board:figures", ky="thang-nay", theo=group)
    found = cells(page)
    assert len(found) > 12
    browser = visitors.browser("em")
    for url, number in dict.fromkeys(found):
        listed = browser.get(url).content.decode()
        assert re.search(rf">\s*{number} hồ sơ", listed), url


def test_the_numbers_of_a_day_are_as_known_then_only_when_asked(visitors):
    now = get(visitors, "board:figures", ky="thang-nay")
    assert "Số liệu như đã biết khi ấy" not in now
    then = get(visitors, "board:figures", ky="thang-nay", biet="2026-11-15")
    assert "Số liệu như đã biết khi ấy" in then
    assert "hết ngày 15/11/2026" in then
    assert cells(then) != cells(now)


def test_nothing_new_costs_no_figures(visitors, django_assert_max_num_queries):
    browser, url = visitors.browser("em"), reverse("board:figures-fresh")
    first = browser.get(url, {"ky": "thang-nay"})
    with django_assert_max_num_queries(12):
        again = browser.get(url, {"ky": "thang-nay"}, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = browser.get(url, {"ky": "nam-nay"}, headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200
    receive(visitors.world, at=LATER)
    behind = browser.get(url, {"ky": "thang-nay"}, headers={"If-None-Match": first["ETag"]})
    assert behind.status_code == 200
    assert "vừa ghi chưa tính vào đây" in behind.content.decode()
    projections.rebuild("monitoring.spans")
    after = browser.get(url, {"ky": "thang-nay"}, headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("asked", ASKED, ids=lambda v: repr(v)[:30])
def test_what_an_address_bar_can_hold_is_answered(visitors, page, asked):
    shown = get(visitors, page, **asked)
    assert SCRIPT not in shown


@pytest.mark.parametrize("unit", ["khong-co-that-00", "1", LONG, SCRIPT], ids=lambda v: v[:9])
def test_a_unit_that_is_none_has_no_figures(visitors, unit):
    for page in PAGES[:4]:
        answer = visitors.browser("em").get(reverse(page), {"don-vi": unit})
        assert answer.status_code == 404


def test_targets_say_what_is_met_what_is_not_and_what_cannot_be_told(visitors):
    page = unescape(get(visitors, "board:targets", who="oanh", ky="thang-nay"))
    for number in range(1, 20):
        assert re.search(rf'data-label="Số">{number}(?!\d)', page), number
    assert "16 (chặt)" in page
    assert "16 (rộng)" in page
    assert "Chưa nhập sổ giấy để đối chiếu." in page
    assert page.count("Chưa đo được") >= 11
    assert "≤ 5 %" in page
    assert "Chỉ tiêu 18 của văn bản giao chỉ tiêu" in page


def test_steps_and_people_are_those_of_the_leader(visitors):
    page = unescape(get(visitors, "board:work", ky="thang-nay"))
    assert "Phòng Quản lý đất đai" in page
    assert "Trần Văn Bình" in page
    assert "Nguyễn Thị Hoa" not in page  # of the one-stop centre, which Em does not lead


def test_every_measure_has_a_list_with_its_name(visitors):
    for measure, name in MEASURES.items():
        assert str(name) in get(visitors, "board:counted", so=measure, ky="thang-nay")


def test_a_long_period_is_drawn_in_weeks_and_says_the_most():
    day = local_day(NOON)
    days = [(day + timedelta(days=n), [("info", n % 7)]) for n in range(140)]
    assert charts.widths(days[0][0], days[-1][0]) == 7
    bars = charts.gathered(days, 7)
    assert len(bars) == 20
    assert {bar.total for bar in bars} == {21}
    assert [bar.total for bar in charts.gathered(days, 7, last=True)] == [6] * 20
    drawn = charts.chart(bars, title="Tiếp nhận")
    assert "<title>Tiếp nhận</title>" in drawn
    assert drawn.count("<rect") == 20
    assert "Nhiều nhất 21 hồ sơ" in charts.said(bars)
    assert charts.said([]) == "Không có hồ sơ nào."


LIVE = [{"moc": "-3"}, {"moc": "-3", "nhu": "nay"}, {"moc": "-60", "ky": "nam"}]
NONSENSE = [{"moc": "²"}, {"moc": SCRIPT}, {"moc": "9" * 400}, {"moc": "-9999"}, {"nhu": LONG}]


@pytest.mark.parametrize("asked", LIVE, ids=str)
def test_the_live_board_of_an_earlier_day_opens_the_lists_that_make_it(visitors, asked):
    page = get(visitors, "board:live", **asked)
    browser = visitors.browser("em")
    for url, number in cells(page):
        listed = browser.get(url)
        assert listed.status_code == 200
        assert rows_on(listed.content.decode()) == min(number, 50), url


def rows_on(page):
    """How many dossiers a list shows."""
    return len(re.findall(r"<tr[^>]*data-mc-href=|<tr[^>]* data-href=", page)) or len(
        set(re.findall(r'href="(/ban-lam-viec/ho-so/[^"/]+)"', page))
    )


def test_the_slider_says_where_it_stands_and_by_whose_knowledge(visitors):
    day = local_day(LATER) - timedelta(days=4)
    then = get(visitors, "board:live", moc="-4")
    assert f"{day:%d/%m/%Y} và chỉ tính những việc đã ghi" in unescape(then)
    now = get(visitors, "board:live", moc="-4", nhu="nay")
    assert "mà ghi vào sổ sau đó" in unescape(now)
    assert "Số liệu đứng ở" not in unescape(get(visitors, "board:live"))
    figures = unescape(get(visitors, "board:figures", moc="-4"))
    assert f"Chỉ tính những việc đã ghi vào sổ đến hết ngày {day:%d/%m/%Y}" in figures


@pytest.mark.parametrize("asked", NONSENSE, ids=lambda a: str(a)[:30])
@pytest.mark.parametrize("page", ["board:live", "board:figures", "board:tiles"])
def test_a_place_of_the_slider_that_there_is_not_is_answered(visitors, page, asked):
    assert SCRIPT not in get(visitors, page, **asked)
