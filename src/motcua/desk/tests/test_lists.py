"""The lists of the desk as people use them: links, files, own views, and what is refused."""

import csv
import html
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from motcua.accounts import commands as accounts
from motcua.accounts import queries as people
from motcua.desk.pages import book
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import InboxFilter, ListFilter, Period
from motcua.kernel import readlog
from tests.scene import LATER, Visitors, in_progress, once
from tests.world import receive

pytestmark = pytest.mark.django_db
INBOX, SEARCH, VIEWS = "/ban-lam-viec/", "/ban-lam-viec/tim", "/tai-khoan/cach-xem"


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        in_progress(world)
        for _ in range(3):
            receive(world)
        visitors = Visitors(world)
        visitors.sign_in("hoa", "lan", "tam", "oanh", "em", "son")
        yield world, visitors


def text_of(answer):
    return answer.content.decode()


def codes(answer):
    body = text_of(answer).partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r'<span class="mc-code">(.*?)</span></a>', body, re.S)
    return [re.sub(r"<[^>]+>", "", code) for code in found]


def rows_of(answer, kind="csv"):
    raw = b"".join(answer.streaming_content)
    if kind == "csv":
        return list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    return CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()


def table_of(lines):
    """Heads, and rows up to the last line."""
    start = next(n for n, line in enumerate(lines) if line and "Mã hồ sơ" in line)
    return lines[start], lines[start + 1 : -1]


def test_the_same_link_shows_the_same_list_and_a_colleague_sees_their_own(place):
    _world, visitors = place
    link = f"{INBOX}?linh-vuc=moi-truong&cot=ma.chu.den&sap-xep=-ma"
    first, second = (visitors.browser("hoa").get(link) for _ in range(2))
    assert codes(first) == codes(second) != []
    assert codes(first) == sorted(codes(first), reverse=True)
    assert codes(visitors.browser("lan").get(link)) == codes(first)  # Lan sits beside Hoa
    stranger = visitors.browser("tam").get(link)
    assert codes(stranger) == []
    assert "Không có dòng nào hợp với các bộ lọc đang dùng" in text_of(stranger)


@pytest.mark.parametrize("link", [INBOX, f"{SEARCH}?loc=dang-xu-ly"])
def test_the_promised_day_of_a_row_leads_to_why_it_is_this_day(place, link):
    _world, visitors = place
    hoa = visitors.browser("hoa")
    reasons = re.findall(
        r'<a href="([^"]+)#vi-sao" title="Vì sao ngày này\?">', text_of(hoa.get(link))
    )
    assert len(reasons) >= 3
    page = text_of(hoa.get(reasons[0]))
    fold = page.partition("Vì sao ngày này?")[2].partition("</details>")[0]
    assert fold.count('id="vi-sao"') == page.count('id="vi-sao"') == 1
    assert "Thời hạn giải quyết: 10 ngày làm việc" in fold


def test_an_empty_inbox_says_what_will_come(place):
    _world, visitors = place
    answer = text_of(visitors.browser("tam").get(INBOX))
    assert "Không có việc nào đang chờ bạn" in answer
    assert "Khi một hồ sơ đến bước của đơn vị bạn" in answer


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_of_the_inbox_has_the_rows_order_and_columns_of_its_page(place, kind):
    _world, visitors = place
    hoa = visitors.browser("hoa")
    link = f"{INBOX}?q=anh+tuyet&linh-vuc=moi-truong&cot=ma.chu.den.han&sap-xep=-ma"
    answer = hoa.get(f"{link}&xuat={kind}")
    assert answer.status_code == 200
    name = f"viec-can-lam_trung-tam-phuc-vu-hanh-chinh-cong-tinh_2026-11-16.{kind}"
    assert name in answer["Content-Disposition"]
    lines = rows_of(answer, kind)
    heads, rows = table_of(lines)
    assert [h for h in heads if h] == ["Mã hồ sơ", "Chủ hồ sơ", "Đến lúc", "Hạn"]
    assert [row[0] for row in rows] == codes(hoa.get(link))
    above = [line[0] for line in lines[:4]]
    assert above[0] == "Việc cần làm"
    assert "Chủ" not in above[1]
    assert above[1].endswith("anh tuyet; Lĩnh vực: Môi trường")
    assert "giảm dần" in above[2]
    assert above[3].startswith("Xuất lúc 10:30 16/11/2026; người xuất: Nguyễn Thị Hoa")
    assert lines[-1][0] == f"Hết danh sách: {len(rows)} dòng."


def test_a_file_holds_all_pages(place, monkeypatch):
    world, visitors = place
    whole = [row.code for row in dossiers.inbox_rows(world.hoa)]
    short = dossiers.inbox
    monkeypatch.setattr(dossiers, "inbox", lambda actor, **how: short(actor, limit=2, **how))
    hoa = visitors.browser("hoa")
    page = hoa.get(INBOX)
    assert len(codes(page)) == 2
    _heads, rows = table_of(rows_of(hoa.get(f"{INBOX}?xuat=csv")))
    assert [row[1] for row in rows] == whole
    walked, seen = page, codes(page)
    while match := re.search(r'href="([^"]+)" rel="next"', text_of(walked)):
        walked = hoa.get(INBOX + html.unescape(match[1]))
        seen += codes(walked)
    assert seen == whole
    assert "Về trang đầu" in text_of(walked)


def test_taking_a_list_away_is_one_row_of_the_read_log_without_what_was_typed(place):
    world, visitors = place
    answer = visitors.browser("lan").get(f"{INBOX}?q=anh+tuyet&linh-vuc=moi-truong&xuat=xlsx")
    _heads, rows = table_of(rows_of(answer, "xlsx"))
    noted = readlog.exports_of(world.lan.person_id)
    assert len(noted) == 1
    assert (noted[0].list_code, noted[0].rows, noted[0].file_format) == (
        "desk.inbox",
        len(rows),
        "xlsx",
    )
    assert "tuyet" not in noted[0].asked
    assert "linh-vuc=moi-truong" in noted[0].asked
    assert noted[0].at == LATER


def test_a_file_shows_only_whom_the_list_shows(place):
    world, visitors = place
    _heads, rows = table_of(rows_of(visitors.browser("em").get(f"{SEARCH}?xuat=csv")))
    period = Period(LATER.date(), LATER.date(), LATER)
    assert len(rows) == dossiers.dossiers(world.em, ListFilter(), period).total > 0
    stranger = visitors.browser("tam").get(f"{SEARCH}?xuat=csv")
    assert table_of(rows_of(stranger))[1] == []
    assert "001199004321" not in str(rows)
    assert "0912345678" not in str(rows)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_who_may_not_see_a_list_gets_no_file_of_it(place, kind):
    _world, visitors = place
    assert visitors.browser("son").get(f"{SEARCH}?xuat={kind}").status_code == 403
    assert visitors.browser().get(f"{SEARCH}?xuat={kind}").status_code == 302
    answer = visitors.browser("son").get(f"{INBOX}?xuat={kind}")
    assert "attachment" not in answer.get("Content-Disposition", "")


BOOK = f"/ban-lam-viec/so-theo-doi?tu=2026-01-01&den={LATER:%Y-%m-%d}"


def test_the_book_of_a_period_is_turned_to_its_end_and_taken_away_whole(place, monkeypatch):
    world, visitors = place
    monkeypatch.setattr(book, "LINES", 2)
    hoa, seen, link = visitors.browser("hoa"), [], BOOK
    while link:
        page = text_of(hoa.get(link))
        seen += re.findall(r"<tr><td>(?:<a [^>]+>)?(\d+)<", page)
        behind = re.search(r'href="([^"]+)">Trang sau', page)
        link = BOOK.partition("?")[0] + html.unescape(behind[1]) if behind else ""
    rows = rows_of(hoa.get(f"{BOOK}&xuat=xlsx"), "xlsx")
    lines = [row for row in rows if str(row[1]).startswith(("H99", "000"))]
    assert seen == [str(int(row[0])) for row in lines] != []
    assert "Trang trước" in page
    assert "tu=2026-01-01" in html.unescape(re.search(r'href="([^"]+)">Trang trước', page)[1])
    assert rows[-1][0] == f"Hết sổ: {len(lines)} hồ sơ."
    (noted,) = readlog.exports_of(world.hoa.person_id)[:1]
    assert (noted.list_code, noted.rows) == ("desk.book", len(lines))
    broken = text_of(hoa.get(f"{BOOK}&sau=khong-phai-khoa&dong=9"))
    assert re.findall(r"<tr><td>(?:<a [^>]+>)?(\d+)<", broken)[:1] == ["1"]


def test_a_name_that_is_a_formula_is_a_text_in_the_file(place):
    world, visitors = place
    receive(world, owner=_named("=HYPERLINK(0)"))
    _heads, rows = table_of(rows_of(visitors.browser("hoa").get(f"{INBOX}?xuat=csv&cot=ma.chu")))
    assert "'=HYPERLINK(0)" in [row[1] for row in rows]
    answer = visitors.browser("hoa").get(f"{INBOX}?xuat=xlsx&cot=ma.chu")
    assert "=HYPERLINK(0)" in [row[1] for row in table_of(rows_of(answer, "xlsx"))[1]]


def _named(name):
    from dataclasses import replace

    from tests.world import ANH

    return replace(ANH, name=name)


def test_a_bad_address_is_told_in_a_sentence_and_the_rest_applies(place):
    _world, visitors = place
    link = f"{INBOX}?linh-vuc=khong-co&kenh=tau&nhan-tu=hom-qua&sap-xep=x&cot=y&z=1&q=anh"
    answer = visitors.browser("hoa").get(link)
    text = text_of(answer)
    assert answer.status_code == 200
    for said in ("“Lĩnh vực”", "“Cách nộp”", "“hom-qua”", "theo “x”", "cột “y”", "điều kiện “z”"):
        assert said in text
    assert codes(answer) != []
    assert "<strong>anh</strong></span>" in text


def test_filters_hold_without_a_script_while_their_panel_is_shut(place):
    _world, visitors = place
    shut = text_of(visitors.browser("hoa").get(f"{INBOX}?kenh=counter&sap-xep=-ma&cot=ma.chu"))
    for pair in (("kenh", "counter"), ("sap-xep", "-ma"), ("cot", "ma.chu")):
        assert '<input type="hidden" name="{}" value="{}">'.format(*pair) in shut
    opened = text_of(visitors.browser("hoa").get(f"{INBOX}?kenh=counter&mo=loc"))
    assert '<option value="counter" selected>' in opened
    filters = opened.partition('id="loc-danh-sach"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="kenh"' not in filters


def test_a_swap_puts_the_whole_question_into_the_address(place):
    _world, visitors = place
    hoa = visitors.browser("hoa")
    answer = hoa.get(f"{INBOX}?q=anh&loc=&cot=", headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == f"{INBOX}?q=anh"
    plain = hoa.get(f"{INBOX}?q=&loc=", headers={"HX-Request": "true"})
    assert plain["HX-Push-Url"] == f"{INBOX}?xem=tat-ca"


def test_a_view_is_saved_opened_by_itself_renamed_deleted_and_brought_back(place):
    world, visitors = place
    hoa = visitors.browser("hoa")
    query = "linh-vuc=moi-truong&cot=ma.chu"
    sent = {"list": "desk.inbox", "query": query, "next": INBOX, "name": "Rừng", "default": "1"}
    answer = hoa.post(f"{VIEWS}/luu", sent)
    assert (answer.status_code, answer.url) == (302, f"{INBOX}?{query}")
    opened = hoa.get(INBOX)
    assert (opened.status_code, opened.url) == (302, f"{INBOX}?{query}")
    page = text_of(hoa.get(opened.url))
    assert f'<a href="?{html.escape(query)}" aria-current="page">Rừng</a>' in page
    assert hoa.get(f"{INBOX}?xem=tat-ca").status_code == 200
    assert visitors.browser("lan").get(INBOX).status_code == 200
    view = people.saved_views(world.hoa.person_id, "desk.inbox")[0]
    how = {"view": view.public_id, "list": "desk.inbox", "next": INBOX}
    hoa.post(f"{VIEWS}/sua", how | {"act": "rename", "name": "Môi trường"})
    hoa.post(f"{VIEWS}/sua", how | {"act": "undefault"})
    assert hoa.get(INBOX).status_code == 200
    hoa.post(f"{VIEWS}/sua", how | {"act": "delete"})
    assert people.saved_views(world.hoa.person_id, "desk.inbox") == []
    tidy = text_of(hoa.get(VIEWS, {"list": "desk.inbox", "next": INBOX}))
    assert "Đã xóa trong một ngày qua" in tidy
    hoa.post(f"{VIEWS}/sua", how | {"act": "restore"})
    assert [v.name for v in people.saved_views(world.hoa.person_id, "desk.inbox")] == ["Môi trường"]


def test_views_change_their_order(place):
    world, visitors = place
    oanh = visitors.browser("oanh")
    for name in ("Một", "Hai", "Ba"):
        oanh.post(f"{VIEWS}/luu", {"list": "desk.dossiers", "query": "q=a", "name": name})
    last = people.saved_views(world.oanh.person_id, "desk.dossiers")[-1]
    how = {"view": last.public_id, "list": "desk.dossiers", "act": "up"}
    oanh.post(f"{VIEWS}/sua", how)
    names = [v.name for v in people.saved_views(world.oanh.person_id, "desk.dossiers")]
    assert names == ["Một", "Ba", "Hai"]


@pytest.mark.parametrize("act", ["rename", "default", "delete", "restore", "up", "dance"])
def test_somebody_elses_view_is_not_there(place, act):
    world, visitors = place
    view = accounts.save_view(
        list_code="desk.inbox", name=f"Của Lan {act}", query="", by=world.lan, at=LATER
    )
    how = {"view": view.public_id, "list": "desk.inbox", "act": act, "name": "Của Tâm"}
    assert visitors.browser("tam").post(f"{VIEWS}/sua", how).status_code == 404
    assert "Của Lan" not in text_of(visitors.browser("tam").get(VIEWS, {"list": "desk.inbox"}))


@pytest.mark.parametrize("code", ["", "x", "desk.inbox'--", "../x", "a" * 50])
def test_a_list_that_is_none_has_no_views(place, code):
    _world, visitors = place
    assert visitors.browser("hoa").get(VIEWS, {"list": code}).status_code == 404
    sent = {"list": code, "name": "Cách xem", "query": ""}
    assert visitors.browser("hoa").post(f"{VIEWS}/luu", sent).status_code == 404


@pytest.mark.parametrize("target", ["//ngoai.example", "https://ngoai.example/", "javascript:x"])
def test_saving_a_view_leads_nowhere_else(place, target):
    _world, visitors = place
    sent = {"list": "desk.inbox", "name": "", "query": "q=a", "next": target}
    answer = visitors.browser("hoa").post(f"{VIEWS}/luu", sent)
    assert answer.url == "/?q=a"


def test_bulk_acts_bring_boxes_with_the_public_ids_of_the_steps(place, monkeypatch):
    from motcua.desk.pages import inbox

    world, visitors = place
    act = inbox.BulkAct("Nhận các việc này", "desk:inbox", "take")
    monkeypatch.setattr(inbox, "BULK", [act, inbox.BulkAct("Phân công", "desk:inbox", "assign")])
    page = text_of(visitors.browser("hoa").get(f"{INBOX}?sap-xep=ma"))
    ids = [row.item_public_id for row in dossiers.inbox_rows(world.hoa, sort="ma")]
    assert re.findall(r'form="chon" name="item" value="([^"]+)"', page) == ids
    assert re.search(r'<th [^>]*mc-col--pick"><span class="mc-hidden">Chọn</span>', page)
    assert f'formaction="{INBOX}">Nhận các việc này</button>' in page
    assert "Phân công</button>" not in page
    assert f'name="next" value="{INBOX}?sap-xep=ma"' in page
    monkeypatch.setattr(inbox, "BULK", [])
    assert 'name="item"' not in text_of(visitors.browser("hoa").get(INBOX))


def test_an_inbox_page_asks_little(place, django_assert_max_num_queries):
    _world, visitors = place
    hoa = visitors.browser("hoa")
    hoa.get(f"{INBOX}?xem=tat-ca")
    with django_assert_max_num_queries(12):
        hoa.get(f"{INBOX}?xem=tat-ca")


def test_filters_of_the_query_and_of_the_page_are_the_same_number(place):
    world, visitors = place
    page = text_of(visitors.browser("hoa").get(f"{INBOX}?linh-vuc=moi-truong"))
    total = dossiers.inbox(world.hoa, filters=InboxFilter(field_code="moi-truong")).total
    assert f"<strong>{total} việc</strong>" in page
