"""``./motcua demo kill`` counts right: what was told, what is there, and who dies when."""

import http.client
import random
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest

from launcher.kill import killing, people, report
from launcher.kill.account import RECEIVED, Account, Verdict, compare
from launcher.kill.browser import Answer, Browser, Cut
from launcher.kill.killing import AFTER, BEFORE, BETWEEN, TARGETS, Death, Killer, schedule
from launcher.kill.page import POLICY, Server, Show, clock, number, render
from launcher.kill.reading import Form, read

STATIC = Path(__file__).resolve().parents[2] / "src" / "motcua" / "static" / "mc"
TAKEN = "step.taken"
PAGE = """
<h1><span class="mc-code mc-code--large"><span>H99</span>-<wbr><span>261122</span></span></h1>
<div class="mc-notice mc-notice--success"></div><a href="/ho-so/a">Mở &amp; xem</a>
<form method="post" action="/viec/7/xong"><input type="hidden" name="key" value="k1">
<input type="radio" name="handover" value="electronic" checked>
<input type="radio" name="handover" value="paper">
<input type="checkbox" name="taken"><input type="checkbox" name="told" checked>
<input type="file" name="file"><input type="submit" name="go" value="1">
<select name="case"><option value="">—</option><option value="2" selected>Hai</option></select>
<select name="kind"><option value="person">Cá nhân</option><option value="org">Tổ chức</option>
</select><textarea name="note">Ý kiến &lt;mới&gt;</textarea><button name="no" value="1">Gửi</button>
</form>
"""


def row(kind: str, about: str, code: str = "H99-1") -> dict[str, str]:
    """One act that the database holds."""
    return {"kind": kind, "about": about, "code": code}


def seen(*rows: dict[str, str], gaps: int = 0) -> dict[str, object]:
    """One look at the database."""
    return {"acts": list(rows), "gaps": gaps}


def test_a_page_is_read_as_a_browser_without_scripts_sends_it() -> None:
    page = read(PAGE)
    form = page.form("/xong")
    assert form is not None
    assert form.fields == {
        "key": "k1",
        "handover": "electronic",
        "told": "on",
        "case": "2",
        "kind": "person",
        "note": "Ý kiến <mới>",
    }
    assert form.choices["handover"] == ["electronic", "paper"]
    assert form.ticks == ["taken", "told"]
    assert (page.code, page.notices, page.links) == ("H99-261122", ["success"], ["/ho-so/a"])


def test_what_was_told_and_is_there_once_is_good() -> None:
    told = {(RECEIVED, "d1"): "H99-1", (TAKEN, "i1"): ""}
    found = compare(told, told, 0, seen(row(RECEIVED, "d1"), row(TAKEN, "i1")))
    assert found == Verdict(told=2, present=2, lost=0, doubled=0, gaps=0)
    assert found.good


@pytest.mark.parametrize(
    ("rows", "lost", "doubled"),
    [
        ([], 2, 0),
        ([row(RECEIVED, "d1", "H99-2"), row(TAKEN, "i1")], 1, 0),  # another code than was read
        ([row(RECEIVED, "d1"), row(TAKEN, "i1"), row(TAKEN, "i1")], 0, 1),
        ([row(RECEIVED, "d1"), row(TAKEN, "i1"), row(TAKEN, "i2")], 0, 1),  # nobody pressed it
        ([row(RECEIVED, "d1"), row(RECEIVED, "d2"), row(TAKEN, "i1")], 0, 1),  # one form, two codes
    ],
)
def test_each_way_of_being_wrong_is_counted(
    rows: list[dict[str, str]], lost: int, doubled: int
) -> None:
    told = {(RECEIVED, "d1"): "H99-1", (TAKEN, "i1"): ""}
    found = compare(told, told, 0, seen(*rows))
    assert (found.lost, found.doubled, found.good) == (lost, doubled, False)


def test_a_number_left_out_is_not_good() -> None:
    assert not compare({}, {}, 0, seen(gaps=1)).good


def test_what_is_on_its_way_may_be_there_and_what_was_refused_after_a_cut_too() -> None:
    account = Account()
    account.press(RECEIVED, "key-1")
    account.press(TAKEN, "i1")
    account.doubt("step.sent_back", "i2")
    account.look(seen(row(RECEIVED, "d9"), row(TAKEN, "i1"), row("step.sent_back", "i2")))
    assert account.verdict().good
    account.settle(RECEIVED, "key-1")
    account.settle(TAKEN, "i1")
    assert account.verdict().doubled == 2
    assert account.wrong()["untold"] == [(RECEIVED, "d9"), (TAKEN, "i1")]


def test_what_was_told_after_the_last_look_is_not_lost_yet() -> None:
    account = Account()
    account.look(seen())
    account.tell(TAKEN, "i1")
    assert account.verdict(since=-1).lost == 0
    assert account.verdict().lost == 1
    assert not account.look({"acts": None})  # the database is dead: the last look stays


def test_the_code_is_read_after_the_answer_and_counts_once() -> None:
    account = Account()
    account.tell(RECEIVED, "d1")
    account.tell(RECEIVED, "d1", "H99-1")
    account.look(seen(row(RECEIVED, "d1", "H99-7")))
    assert account.verdict() == Verdict(told=1, present=1, lost=1, doubled=0, gaps=0)


DONE = '<p class="mc-notice mc-notice--success">Bạn đã nhận việc này.</p>'


@pytest.mark.parametrize(
    ("answers", "told", "unclear"),
    [
        ([("302", "/ban-lam-viec/ho-so/d"), ("200", DONE)], 1, 0),
        ([("302", "/ban-lam-viec/ho-so/d"), ("200", "Đã có người nhận.")], 0, 0),
        (["cut", ("302", "/ban-lam-viec/ho-so/d"), ("200", "Đã có người nhận.")], 0, 1),
        ([("302", "/ban-lam-viec/ho-so/d"), "cut", ("200", "")], 0, 1),  # said on a lost page
        (["cut", "cut", ("302", "/ban-lam-viec/ho-so/d"), "cut", ("200", DONE)], 1, 0),
        ([("422", "")], 0, 0),
        (["cut", ("422", "")], 0, 1),
    ],
)
def test_what_a_person_may_conclude_from_what_came_back(
    answers: list[object], told: int, unclear: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    coming = iter(answers)

    def ask(_browser: Browser, _method: str, _address: str, _body: bytes | None) -> Answer:
        came = next(coming)
        if came == "cut":
            raise Cut
        status, text = cast("tuple[str, str]", came)
        moved = status == "302"
        return Answer(int(status), text if moved else "", "" if moved else text)

    monkeypatch.setattr(Browser, "_ask", ask)
    monkeypatch.setattr(people, "AGAIN", (0.0, 0.0))
    account = Account()
    person = people.ten(1, 1, account).people[0]
    person.press(TAKEN, "i1", "/ho-so", Form("/viec/i1/nhan"), {})
    assert (len(account.told), len(account.unclear)) == (told, unclear)
    assert not account.open
    assert list(coming) == []


def test_the_same_seed_is_the_same_plan_and_every_target_is_met() -> None:
    plan = schedule(7, 600, 70)
    assert plan == schedule(7, 600, 70)
    assert plan != schedule(8, 600, 70)
    assert len(plan) == 70
    assert set(Counter(kill.target for kill in plan)) == set(TARGETS)
    moments = [kill.at for kill in plan]
    assert all(later - at >= BETWEEN - 1e-9 for at, later in pairwise(moments))
    assert moments[0] >= BEFORE
    assert moments[-1] <= 600 - AFTER
    assert [kill.target for kill in schedule(1, 60, 2)] != []


def test_whoever_is_due_dies_when_it_lives() -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    children: dict[str, int] = {}
    chance = random.Random(1)  # noqa: S311 - repeatable
    killer = Killer([killing.Kill(1.0, "worker")], chance, lambda: children)
    assert killer.due(0.5) is None  # not yet
    assert killer.due(1.5) is None  # it is being restarted
    children["worker"] = sleeper.pid
    assert killer.due(2.0) == Death(2.0, "worker", (sleeper.pid,))
    assert sleeper.wait(10) == -9
    assert killer.due(3.0) is None


def show(**more: object) -> Show:
    """What the page shows in the middle of it."""
    facts: dict[str, object] = {
        "phase": "working",
        "seconds": 120.0,
        "now": 65.0,
        "verdict": Verdict(1234, 1230, 0, 0, 0),
        "plan": 14,
        "address": "http://127.0.0.1:8000",
        "seed": 7,
        "deaths": [Death(12.0, "web", (41,)), Death(60.0, "everything", (5, 6))],
        "moments": [1.0, 2.0, 64.0],
    }
    return Show(**(facts | more))  # type: ignore[arg-type]


def test_the_page_says_in_words_what_is_good_and_what_is_not() -> None:
    good = render(show())
    assert "Không mất việc nào" in good
    assert "1.234" in good
    assert "0:55" in good
    assert 'http-equiv="refresh"' in good
    assert good.count("kill-mark--") == 2
    bad = render(show(verdict=Verdict(10, 9, 1, 0, 0), phase="done"))
    assert "mc-notice--error" in bad
    assert "mc-stat--danger" in bad
    assert 'http-equiv="refresh"' not in bad
    assert "<script" not in good + bad
    assert "style=" not in good + bad
    assert "&lt;b&gt;" in render(show(living=["<b>"]))


def ask(server: Server, path: str) -> tuple[http.client.HTTPResponse, str]:
    """One answer of the page's server, and its text."""
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer, answer.read().decode("utf-8", errors="replace")


def test_the_page_is_served_with_its_styles_and_nothing_else() -> None:
    server = Server(0, show, STATIC)
    server.begin()
    try:
        page, text = ask(server, "/")
        assert page.headers["Content-Security-Policy"] == POLICY
        assert "Tắt máy đột ngột" in text
        for name in ("/mc/desk.css", "/page.css"):
            assert ask(server, name)[0].headers["Content-Type"].startswith("text/css")
        for name in ("/mc/../../manage.py", "/mc/%2e%2e/x.css", "/etc/passwd", "/mc/fonts"):
            assert ask(server, name)[0].status == 404
    finally:
        server.end()


@pytest.mark.parametrize(
    ("value", "decimals", "text"), [(1234567, 0, "1.234.567"), (1234.5, 1, "1.234,5"), (0, 0, "0")]
)
def test_numbers_are_written_as_in_vietnam(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text
    assert clock(545) == "9:05"


def test_all_is_settled_when_no_job_waits_and_every_slip_is_printed() -> None:
    still: dict[str, object] = {"jobs": {"succeeded": 4}, "slips": 4, "rendered": 4}
    assert report.drained(still)
    for more in ({"jobs": {"doing": 1}}, {"jobs": {"todo": 1}}, {"rendered": 3}):
        assert not report.drained(still | more)
    assert not report.drained({})
    assert report.invariants_sentence({}) == ""
