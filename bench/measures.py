"""What is measured, each as the people of a province would do it."""

import random
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bench import due_dates, floors, people_at_work, visitors
from bench.database import Connection, one
from bench.people_at_work import DESK, Officers, Request
from bench.served import Figure, Server, worker

CLIENTS = 8
INTAKES, PAGES, STEPS = 400, 200, 120
SLOW = 200


@dataclass(slots=True)
class Results:
    """Named figures of one data set, and facts that are single numbers."""

    dossiers: int
    figures: dict[str, Figure] = field(default_factory=dict)
    facts: dict[str, float] = field(default_factory=dict)
    under: dict[str, floors.Floor] = field(default_factory=dict)

    def keep(self, name: str, figure: Figure) -> Figure:
        """Note a figure and tell it at once."""
        self.figures[name] = figure
        print(f"  {name}: {figure}", flush=True)
        return figure

    def note(self, name: str, value: float, unit: str = "") -> None:
        """Note a single number."""
        self.facts[name] = value
        print(f"  {name}: {value:.2f} {unit}", flush=True)

    def floor(self, name: str, floor: floors.Floor) -> None:
        """Note what the same rows cost in plain SQL."""
        self.under[name] = floor
        print(f"  {name}, floor: {floor}", flush=True)


@dataclass(slots=True)
class Bench:
    """One data set being measured."""

    server: Server
    connection: Connection
    officers: Officers
    results: Results
    chance: random.Random
    numbers: int

    def number(self) -> int:
        """A number that no applicant of this run had before."""
        self.numbers += 1
        return self.numbers

    def dealt(self, requests: list[Request], clients: int) -> list[list[Request]]:
        """Requests in turn to so many clients."""
        return [requests[n::clients] for n in range(clients)]


def intake(bench: Bench) -> None:
    """Eight clients of twenty agencies; then all eight in one agency alone."""
    sheets = [
        people_at_work.sheet(bench.server.port, counter, bench.officers)
        for counter in people_at_work.counters()
    ]

    def requests(many: int, chosen: list[Any]) -> list[Request]:
        return [chosen[n % len(chosen)].request(bench.number()) for n in range(many)]

    bench.server.ask(bench.dealt(requests(40, sheets), CLIENTS))
    keep = bench.results.keep
    keep("intake", bench.server.ask(bench.dealt(requests(INTAKES, sheets), CLIENTS)))
    keep("intake, one agency alone",
         bench.server.ask(bench.dealt(requests(INTAKES // 2, sheets[:1]), CLIENTS)))  # fmt: skip
    bench.results.floor("intake", floors.intake(bench.connection, bench.server.postmaster))
    bench.connection.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    with worker():
        time.sleep(3)
        figure = bench.server.ask(bench.dealt(requests(200, sheets), CLIENTS), rate=20)
        keep("intake at 20/s beside the worker", figure)
        bench.results.note("jobs drained after", _drained(bench.connection), "s")
        _first_views(bench, sheets)


def _drained(connection: Connection, within: float = 60) -> float:
    began = time.monotonic()
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    while one(connection, waiting) and time.monotonic() - began < within:
        time.sleep(0.1)
    return time.monotonic() - began


def _first_views(bench: Bench, sheets: list[Any]) -> None:
    """The receipt is opened right after the reception, while others receive 20 a second."""
    cookie, took = sheets[0].cookie, []
    others = [sheets[n % len(sheets)].request(bench.number()) for n in range(160)]
    beside = threading.Thread(
        target=lambda: bench.server.ask(bench.dealt(others, CLIENTS), rate=20)
    )
    beside.start()
    time.sleep(1)
    for _ in range(12):
        began = time.perf_counter()
        answer = _send(bench.server.port, sheets[0].request(bench.number()))
        public_id = answer.split("/ho-so/")[1].split("/")[0]
        slip = one(
            bench.connection,
            "SELECT s.public_id FROM documents_issuedslip s JOIN dossiers_dossier d"
            " ON d.id = s.subject_id WHERE d.public_id = %s",
            public_id,
        )
        page = visitors.get(bench.server.port, f"{DESK}/ho-so/{public_id}/giay/{slip}.pdf", cookie)
        if page.status == 200:
            took.append(time.perf_counter() - began)
        time.sleep(0.3)
    beside.join()
    took.sort()
    bench.results.note("reception to receipt on the screen, p95", took[int(len(took) * 0.95)], "s")


def _send(port: int, request: Request) -> str:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": request["cookie"],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", request["path"], request["body"], headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers.get("Location") or ""


def inbox(bench: Bench) -> None:
    """The busiest appraiser's page of 50; page 1,000 of the busiest counter; the dossier page."""
    unit_id, lines = people_at_work.busiest(bench.connection, "appraiser")
    cookie = bench.officers.cookie(unit_id, "appraiser")
    bench.results.note("lines in the inbox that is measured", lines)
    page = {"path": f"{DESK}/", "cookie": cookie}
    bench.server.ask([[page] * 5] * 4)
    keep = bench.results.keep
    keep("inbox", bench.server.ask([[page] * (PAGES // 4)] * 4))
    bench.results.floor("inbox", floors.inbox(bench.connection, bench.server.postmaster, unit_id))
    _deep(bench)
    rows = bench.connection.execute(
        "SELECT dossier_public_id FROM dossiers_inboxrow WHERE unit_id = %s AND role = 'appraiser'"
        " ORDER BY item_id LIMIT 100", [unit_id],
    ).fetchall()  # fmt: skip
    pages = [{"path": f"{DESK}/ho-so/{public_id}", "cookie": cookie} for (public_id,) in rows]
    keep("dossier page", bench.server.ask(bench.dealt(pages * 2, 4)))


_KEY = """
SELECT urgent_at, item_id FROM dossiers_inboxrow WHERE unit_id = %s AND role = 'counter'
ORDER BY urgent_at, item_id OFFSET %s LIMIT 1
"""


def _deep(bench: Bench) -> None:
    unit_id, lines = people_at_work.busiest(bench.connection, "counter")
    cookie = bench.officers.cookie(unit_id, "counter")
    number = min(1_000, max(2, lines // 50 - 1))
    row = bench.connection.execute(_KEY, [unit_id, (number - 1) * 50 - 1]).fetchone()
    assert row is not None
    first = {"path": f"{DESK}/", "cookie": cookie}
    deep = {
        "path": f"{DESK}/?{visitors.body({'sau': f'{row[0].isoformat()}~{row[1]}'})}",
        "cookie": cookie,
    }
    bench.results.note("deepest page that is measured", number)
    keep = bench.results.keep
    keep("page 1 of the busiest counter", bench.server.ask([[first] * 25] * 4))
    keep("its deepest page", bench.server.ask([[deep] * 25] * 4))


def step(bench: Bench) -> None:
    """Steps finished by their officers, four at once."""
    requests = people_at_work.steps(bench.server.port, bench.officers, STEPS + 16)
    bench.server.ask(bench.dealt(requests[:16], 4))
    bench.results.keep("step", bench.server.ask(bench.dealt(requests[16:], 4)))
    bench.results.floor("step", floors.step(bench.connection, bench.server.postmaster))


_RECEIPTS = """
SELECT d.track_token, d.code, d.owner_id FROM dossiers_dossier d
WHERE d.id >= %s AND d.owner_id > 1 ORDER BY d.id LIMIT 1
"""


def tracking(bench: Bench) -> None:
    """Citizens by QR and by code and digits; the desk beside them; phones on a bad line."""
    lookups = _lookups(bench, 400)
    bench.server.ask(bench.dealt(lookups[:40], CLIENTS))
    bench.results.keep("tracking", bench.server.ask(bench.dealt(lookups, CLIENTS)))
    bench.results.floor("tracking", floors.tracking(bench.connection, bench.server.postmaster))
    unit_id, _lines = people_at_work.busiest(bench.connection, "appraiser")
    page = {"path": f"{DESK}/", "cookie": bench.officers.cookie(unit_id, "appraiser")}
    desk = [[page] * 45] * 2

    def p95(*, others: Callable[[], Any] | None = None) -> float:
        beside = threading.Thread(target=others) if others else None
        if beside:
            beside.start()
        found = bench.server.ask(desk, rate=9).p95
        if beside:
            beside.join()
        return found

    alone = p95()
    asking = p95(others=lambda: _quietly(bench.server, bench.dealt(lookups[:14], 2), 1.39))
    bench.results.note("desk's p95 alone", alone, "ms")
    bench.results.note("desk's p95 beside 5,000 look-ups an hour, ratio", asking / alone)
    with dripping(bench.server.port, SLOW):
        bench.results.note(f"desk's p95 beside {SLOW} slow clients, ratio", p95() / alone)


def _quietly(server: Server, clients: list[list[Request]], rate: float) -> None:
    import json
    import sys

    from bench.served import CLIENT

    job = {"port": server.port, "clients": clients, "rate": rate, "seconds": 15}
    subprocess.run(
        [sys.executable, "-I", CLIENT],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )


def _lookups(bench: Bench, many: int) -> list[Request]:
    page = visitors.get(bench.server.port, "/tra-cuu")
    csrf = visitors.fields(page).get("csrfmiddlewaretoken", "")
    last = one(bench.connection, "SELECT max(id) FROM dossiers_dossier")
    found: list[Request] = []
    for number in range(many):
        row = bench.connection.execute(_RECEIPTS, [bench.chance.randrange(last)]).fetchone()
        if row is None:
            continue
        token, code, owner = row
        if number % 2 or owner % 10**6 < 1:
            found.append({"path": f"/ho-so/{token}"})
            continue
        values = {"csrfmiddlewaretoken": csrf, "code": code, "tail": f"{owner % 10**4:04d}"}
        found.append(
            {
                "method": "POST",
                "path": "/tra-cuu",
                "cookie": page.cookie,
                "body": visitors.body(values),
                "expect": 302,
            }
        )
    return found


@contextmanager
def dripping(port: int, many: int):  # type: ignore[no-untyped-def]
    """So many clients that send a form a byte a second."""
    line = b"POST /tra-cuu HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n"
    stop = threading.Event()
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(many)]
    for connection in slow:
        connection.sendall(line)

    def drip() -> None:
        while not stop.wait(1):
            for connection in slow:
                try:
                    connection.sendall(b"a")
                except OSError:
                    continue

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        for connection in slow:
            connection.close()


WORDS = ("nguyen thi", "tran van", "le ngoc anh", "pham minh duc", "hoang thu", "nguyen van tuan",
         "dat dai", "dang ky bien dong", "vo quoc", "bui thi lan", "do gia bao")  # fmt: skip


def search(bench: Bench) -> None:
    """Names without accents by somebody who sees the province and by one who does not; numbers."""
    everywhere = bench.officers.anybody("province_office")
    unit_id, _lines = people_at_work.busiest(bench.connection, "appraiser")
    own = bench.officers.cookie(unit_id, "appraiser")
    names = bench.connection.execute(
        "SELECT name_folded FROM parties_party ORDER BY id OFFSET 500 LIMIT 60"
    ).fetchall()
    asked = [*WORDS, *(name for (name,) in names)]
    keep = bench.results.keep

    def pages(cookie: str, words: list[str]) -> list[Request]:
        return [{"path": f"{DESK}/tim?{visitors.body({'q': w})}", "cookie": cookie} for w in words]

    for name, cookie in (("province", everywhere), ("own unit", own)):
        bench.server.ask(bench.dealt(pages(cookie, asked), 2))
        keep(f"search by name, {name}", bench.server.ask(bench.dealt(pages(cookie, asked * 2), 2)))
    row = bench.connection.execute(
        "SELECT code FROM dossiers_dossier ORDER BY id DESC OFFSET 200 LIMIT 60"
    ).fetchall()
    keep("search by code", bench.server.ask(bench.dealt(pages(own, [c for (c,) in row]), 2)))
    people = range(1_200, 1_260)
    numbers = [_number(party_id) for party_id in people]
    keep("search by identity number",
         bench.server.ask(bench.dealt(pages(everywhere, numbers), 2)))  # fmt: skip
    tails = [number[-4:] for number in numbers]
    keep("search by last four digits",
         bench.server.ask(bench.dealt(pages(everywhere, tails), 2)))  # fmt: skip
    bench.results.floor("search", floors.search(bench.connection, bench.server.postmaster, asked))


def _number(party_id: int) -> str:
    from bench.people import identity

    return identity(party_id)


def form(bench: Bench) -> None:
    """Receipts never printed before, opened one after the other; then again."""
    unit_id, _lines = people_at_work.busiest(bench.connection, "counter")
    cookie = bench.officers.cookie(unit_id, "counter")
    rows = bench.connection.execute(
        "SELECT d.public_id, s.public_id FROM dossiers_dossier d JOIN documents_issuedslip s"
        " ON s.subject_id = d.id WHERE d.received_unit_id = %s AND s.pdf_id IS NULL"
        " ORDER BY d.id DESC OFFSET %s LIMIT 44",
        [unit_id, 60],
    ).fetchall()
    pages = [{"path": f"{DESK}/ho-so/{d}/giay/{s}.pdf", "cookie": cookie} for d, s in rows]
    bench.server.ask([pages[:4]])
    first = bench.results.keep("receipt, first view", bench.server.ask([pages[4:]]))
    again = bench.results.keep("receipt, opened again", bench.server.ask([pages[4:]]))
    bench.results.note("CPU of printing Mẫu 01", first.each - again.each, "ms")


def due(bench: Bench) -> None:
    """A due date without explanation, and a file of questions; nobody is served meanwhile."""
    for entries in (0, 3):
        name = f"due date, {entries} ledger entries: CPU"
        bench.results.note(name, due_dates.microseconds(entries), "µs")
    bench.results.note("manage due --batch", due_dates.lines_a_second(), "lines/s")


MEASURES: dict[str, Callable[[Bench], None]] = {
    "inbox": inbox,
    "step": step,
    "tracking": tracking,
    "search": search,
    "form": form,
    "intake": intake,
    "due": due,
}
LONGEST = timedelta(minutes=12)
