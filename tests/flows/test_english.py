"""Whoever chooses English reads English: what stays Vietnamese is data of the office."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.flows.office import Office, inbox
from tests.flows.test_main_job import receive
from tests.world import ROOT

pytestmark = pytest.mark.xdist_group("flows")

#: Text that is seen or heard on a page, where it has Vietnamese letters. The drawing of a process
#: breaks the names of its steps into lines; the table beneath says them whole.
VIETNAMESE = """() => {
  const letters = /[\\u00c0-\\u024f\\u1e00-\\u1eff]/, found = [];
  const tree = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (tree.nextNode()) {
    const text = tree.currentNode.textContent, tag = tree.currentNode.parentElement.tagName;
    if (letters.test(text) && !['SCRIPT', 'STYLE', 'text', 'tspan'].includes(tag)) found.push(text);
  }
  for (const name of ['title', 'aria-label', 'placeholder', 'alt', 'label'])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (letters.test(element.getAttribute(name))) found.push(element.getAttribute(name));
  return found }"""
LETTERS = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
#: A time limit as the decision prints it, and the other language's own name.
QUOTED = re.compile(r"\d+ (ngày làm việc|ngày|giờ|tháng)\b|\btrong ngày\b|^Tiếng Việt$|\bMột Cửa\b")

#: What people of the other stories typed at this counter.
TYPED = (
    *("Lê Thị Thử", "Thôn 3, xã Suối Trong", "Lò Văn Hai", "Vàng Thị Mỷ", "Mùa Thị Chía"),
    *("Quyết định 45/QĐ-UBND", "trụ sở sửa điện", "Sửa điện trụ sở"),
)


def plain(text: str) -> str:
    quoted = QUOTED.sub("", " ".join(text.split()))
    return " ".join(re.sub(r"^\d+\. ", "", quoted).split()).casefold()


@pytest.fixture(scope="module")
def data() -> str:
    """Everything that the office itself wrote: procedures, processes, units, people, rules."""
    files = ["procedures.json", "processes.json"]
    records = [json.loads((ROOT / "demo/data" / name).read_text("utf-8")) for name in files]
    written = [json.dumps(record, ensure_ascii=False) for record in records]
    sources = [ROOT / "tests/world.py", ROOT / "docs/legal/rules.toml"]
    sources += [ROOT / "demo/process_readings.toml", ROOT / "demo/actors.toml"]
    sources += [ROOT / "src/motcua/workflow/standard.py"]
    sources += [ROOT / "src/motcua/documents/forms/register.toml"]
    texts = [path.read_text("utf-8") for path in sources]
    return plain(" ".join([*written, *texts, *TYPED])).replace("\\n", " ")


def untranslated(page: Page, data: str) -> set[str]:
    """Vietnamese on the page that is nobody's data."""
    expect(page.locator("html")).to_have_attribute("lang", "en")
    pieces = {
        plain(piece).strip(" .…:,;()–-?“”")
        for text in page.evaluate(VIETNAMESE)
        for piece in re.split(r"[·\n,;—“”(]| – |: |\. ", text)
    }
    return {piece for piece in pieces if LETTERS.search(piece) and piece not in data}


def read_english(office: Office, page: Page) -> None:
    page.goto(f"{office.server}/tra-cuu")
    page.locator("button[name=language][value=en]").click()
    page.wait_for_load_state()


def links(page: Page, pattern: str) -> list[str]:
    """Addresses on this page that fit, each once."""
    hrefs = [a.get_attribute("href") or "" for a in page.locator("a[href]").all()]
    return sorted({href for href in hrefs if re.search(pattern, href)})


def test_a_citizen_who_chose_english_meets_no_vietnamese_sentence(office, data):
    page = office.visitor()
    read_english(office, page)
    found = {}
    for path in ("/", "/thu-tuc?q=ong", "/tra-cuu", "/tra-cuu?ma=1", "/khong-co-trang-nay"):
        page.goto(office.server + path)
        found[path] = untranslated(page, data)
    page.goto(f"{office.server}/thu-tuc?q=nuoi+ong")
    page.goto(office.server + links(page, r"/thu-tuc/\w")[0])
    found["procedure"] = untranslated(page, data)
    assert {path: words for path, words in found.items() if words} == {}


def test_an_officer_who_chose_english_meets_no_vietnamese_sentence(office, data):
    page = office.at_desk("hoa")
    code = receive(page, office.server)
    received = page.url
    read_english(office, page)
    found = {}
    paths = ["", "tiep-nhan", "tiep-nhan?q=ong", "tim?q=" + code, "quy-trinh", "quy-dinh"]
    for address in [received, *(f"{office.server}/ban-lam-viec/{path}" for path in paths)]:
        page.goto(address)
        found[address] = untranslated(page, data)
    assert code in inbox(page)
    page.locator("tbody a", has_text=code).first.click()
    found["dossier"] = untranslated(page, data)
    for href in links(page, r"/(viec|ket-qua|quy-trinh|tra-ket-qua)/?"):
        page.goto(office.server + href)
        found[href] = untranslated(page, data)
    assert {path: words for path, words in found.items() if words} == {}


def test_a_leader_who_chose_english_meets_no_vietnamese_sentence(office, data):
    page = office.at_desk("em")
    read_english(office, page)
    found = {}
    for path in ("/dieu-hanh/", "/ban-lam-viec/", "/tai-khoan/mat-khau"):
        page.goto(office.server + path)
        found[path] = untranslated(page, data)
    page.goto(f"{office.server}/dieu-hanh/")
    for href in links(page, "/dieu-hanh/ho-so")[:2]:
        page.goto(office.server + href)
        found[href] = untranslated(page, data)
    assert {path: words for path, words in found.items() if words} == {}
