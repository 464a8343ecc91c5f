"""Ten people at work: three counters of the province, one of a ward, six officers behind them.

They work through the desk's own pages as rendered, and press again when no answer comes.
"""

import random
import threading
from dataclasses import dataclass, field
from urllib.parse import quote

from launcher.kill.account import RECEIVED, Account
from launcher.kill.browser import SIGN_IN, Browser, Cut
from launcher.kill.reading import Form, Page

PASSWORD = "mot-cua-minh-hoa"  # noqa: S105 - printed at every start of the demonstration
COUNTERS = ("tiepnhan.tinh", "tiepnhan.tinh2", "tiepnhan.tinh3", "tiepnhan.hoasen")
OFFICERS = (
    "thuly.nuoc",
    "thuly.nuoc2",
    "truongphong.nuoc",
    "giamdoc.so",
    "phogiamdoc.so",
    "vanthu.so",
)
PEOPLE = COUNTERS + OFFICERS
#: What the counters type to find a procedure; all of them run through the ten people above.
WORDS = ("hanh nghe khoan nuoc duoi dat", "giay phep tham do nuoc duoi dat")
DESK = "/ban-lam-viec/"
INTAKE = DESK + "tiep-nhan"
#: Ending of an address → kind of the act in the history.
ACTS = {
    "/nhan": "step.taken",
    "/xong": "step.finished",
    "/chuyen-lai": "step.sent_back",
    "/ket-qua": "result.recorded",
    "/tra-ket-qua": "result.returned",
}
HANDOVER = "handover.confirmed"
#: Seconds between two acts of one person, and before pressing again.
PAUSE, AGAIN = (0.2, 1.2), (0.3, 1.5)


@dataclass(slots=True)
class Person:
    """Somebody who works until told to stop, and finishes what was begun.

    :param stop: nothing new is begun from now on.
    :param leave: not even pressed again: the demonstration was broken off.
    """

    name: str
    browser: Browser
    account: Account
    chance: random.Random
    stop: threading.Event
    leave: threading.Event
    procedures: list[str] = field(default_factory=list)
    number: int = 0

    def work(self) -> None:
        """The whole day."""
        while not self.stop.is_set():
            try:
                self._one()
            except Cut:
                self.account.note("cut")
                self._rest(AGAIN)
            self._rest(PAUSE)

    def _one(self) -> None:
        if self.name in COUNTERS and self.chance.random() < 0.6:
            self._receive()
        else:
            self._inbox()

    def _rest(self, span: tuple[float, float]) -> None:
        self.leave.wait(self.chance.uniform(*span))

    def open(self, address: str) -> Page | None:
        """A page, signing in where that is asked; None when it is not for this person now.

        :raises Cut: no answer.
        """
        for _ in range(4):
            answer = self.browser.get(address)
            if self.browser.signed_out(answer):
                self.sign_in()
            elif answer.to:
                address = answer.to
            else:
                return answer.page if answer.status == 200 else None
        return None

    def sign_in(self) -> None:
        """Name and password.

        :raises Cut: no answer.
        """
        form = self.browser.get(SIGN_IN).page.form(SIGN_IN)
        if form is not None:
            self.browser.send(SIGN_IN, form, username=self.name, password=PASSWORD)

    def _surely(self, address: str) -> tuple[Page | None, bool]:
        """A page, asked for until it comes; and whether it came at the first time.

        What was to be said once may have been said on a page that never arrived.
        """
        at_once = True
        while not self.leave.is_set():
            try:
                return self.open(address), at_once
            except Cut:
                at_once = False
                self._rest(AGAIN)
        return None, False

    def _receive(self) -> None:
        sheet = self.intake()
        if sheet is not None:
            self.press(RECEIVED, sheet[0].fields["key"], INTAKE, *sheet)

    def intake(self) -> tuple[Form, dict[str, str]] | None:
        """A sheet of intake as rendered, and what this person types into it."""
        page = self.open(f"{INTAKE}?thu-tuc={self._procedure()}")
        form = next((f for f in page.forms if "opened" in f.fields), None) if page else None
        if form is None:
            self.procedures.clear()
            return None
        self.number += 1
        typed = {
            "owner-name": f"Người Thử {self.name} {self.number}",
            "owner-phone": f"09{self.chance.randrange(10**8):08d}",
            "request": f"Thử tắt máy đột ngột, lần {self.number}",
        }
        typed |= {name: "on" for name in form.ticks if name.endswith("-taken")}
        typed |= {name: values[-1] for name, values in form.choices.items() if name == "case"}
        return form, typed

    def _procedure(self) -> str:
        if not self.procedures:
            page = self.open(f"{INTAKE}?q={quote(self.chance.choice(WORDS))}")
            hits = [link for link in (page.links if page else []) if "thu-tuc=" in link]
            self.procedures = [link.rpartition("=")[2] for link in hits[:3]]
        return self.chance.choice(self.procedures) if self.procedures else ""

    def _inbox(self) -> None:
        page = self.open(DESK)
        links = [link for link in (page.links if page else []) if link.startswith(DESK + "ho-so/")]
        if not links:
            return
        dossier = self.chance.choice(sorted(set(links))[:12])
        page = self.open(dossier)
        if page is not None:
            self._act(dossier, page)

    def _act(self, dossier: str, page: Page) -> None:
        """One act on an open dossier: papers first, then whatever the page offers."""
        paper = next((f for f in page.forms if "/ban-giao/" in f.action), None)
        if paper is not None:
            self.press(HANDOVER, paper.action.rpartition("/")[2], dossier, paper, {})
            return
        take = page.form("/nhan")
        if take is not None and self.chance.random() < 0.5:
            self.press(ACTS["/nhan"], take.action.split("/")[-2], dossier, take, {})
            return
        offered = [end for end in ("/tra-ket-qua", "/ket-qua", "/chuyen-lai") if page.link(end)]
        chosen = "/xong" if page.link("/xong") else ""
        if "/tra-ket-qua" in offered:
            chosen = "/tra-ket-qua"
        elif "/ket-qua" in offered and self.chance.random() < 0.5:
            chosen = "/ket-qua"
        elif "/chuyen-lai" in offered and self.chance.random() < 0.12:
            chosen = "/chuyen-lai"
        if chosen:
            self._on_page(page.link(chosen), chosen)

    def _on_page(self, address: str, end: str) -> None:
        """An act that has a page of its own."""
        page = self.open(address)
        own = [f for f in page.forms if not f.action or f.action == address] if page else []
        if not own:
            return
        form = own[0]
        typed = self._typed(form, end)
        self.press(ACTS[end], address.split("/")[-2], address, form, typed)

    def _typed(self, form: Form, end: str) -> dict[str, str]:
        typed: dict[str, str] = {}
        for name in ("node", "outcome"):
            if name in form.choices and name not in form.fields:
                typed[name] = form.choices[name][-1 if name == "node" else 0]
        if "handover" in form.choices and self.chance.random() < 0.3:
            typed["handover"] = self.chance.choice(form.choices["handover"])
        if end == "/chuyen-lai":
            typed["reason"] = "Thử: cần bổ sung ý kiến của phòng."
        if end == "/ket-qua":
            typed["number"] = f"{self.chance.randrange(1, 10_000)}/GP-THU"
        return typed

    def press(self, kind: str, about: str, address: str, form: Form, typed: dict[str, str]) -> None:
        """Press, and press the same form again while no answer comes."""
        self.account.press(kind, about)
        cuts = 0
        try:
            while not self.leave.is_set():
                try:
                    answer = self.browser.send(address, form, **typed)
                except Cut:
                    cuts += 1
                    self.account.note("cut")
                    self._rest(AGAIN)
                    continue
                if self.browser.signed_out(answer):
                    self._sign_in_again(form)
                    continue
                if cuts:
                    self.account.note("again")
                self._answered(kind, about, answer.to, cuts)
                return
        finally:
            self.account.settle(kind, about)

    def _sign_in_again(self, form: Form) -> None:
        """The session is gone: sign in, and the same form goes on with the new page's token."""
        try:
            self.sign_in()
        except Cut:
            self._rest(AGAIN)
        form.fields["csrfmiddlewaretoken"] = self.browser.cookies.get("mc_csrf", "")

    def _answered(self, kind: str, about: str, to: str, cuts: int) -> None:
        """What the answer to a form says: done, or refused."""
        if not to.startswith(DESK):
            self.account.note("refused")
            if cuts:
                self.account.doubt(kind, about)
            return
        if kind == RECEIVED:
            self._told_of_dossier(to)
            return
        if kind in {ACTS["/nhan"], HANDOVER}:  # both come back to the dossier, done or not
            page, at_once = self._surely(to)
            if page is None or "success" not in page.notices:
                self.account.note("refused")
                if cuts or not at_once:
                    self.account.doubt(kind, about)
                return
        self.account.tell(kind, about)

    def _told_of_dossier(self, to: str) -> None:
        """The redirect names the dossier; its page shows the code that the citizen is told."""
        about = to.removeprefix(DESK + "ho-so/").split("/")[0]
        self.account.tell(RECEIVED, about)
        page, _ = self._surely(to)
        if page is not None and page.code:
            self.account.tell(RECEIVED, about, page.code)


@dataclass(slots=True)
class Staff:
    """All ten, each in a thread of their own."""

    people: list[Person]
    stop: threading.Event
    leave: threading.Event
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Everybody goes to work."""
        self.threads = [
            threading.Thread(target=person.work, name=person.name, daemon=True)
            for person in self.people
        ]
        for thread in self.threads:
            thread.start()

    def end(self, seconds: float) -> bool:
        """Nothing new is begun; whether everybody got an answer to what was pressed in time."""
        self.stop.set()
        for thread in self.threads:
            thread.join(seconds)
        done = not any(thread.is_alive() for thread in self.threads)
        self.leave.set()
        return done

    @property
    def faults(self) -> int:
        """How often the product answered that it could not (5xx)."""
        return sum(person.browser.faults for person in self.people)


def ten(port: int, seed: int, account: Account) -> Staff:
    """Everybody, not yet at work."""
    stop, leave = threading.Event(), threading.Event()

    def person(name: str) -> Person:
        chance = random.Random(f"{seed} {name}")  # noqa: S311 - repeatable, no secret
        return Person(name, Browser(port), account, chance, stop, leave)

    return Staff([person(name) for name in PEOPLE], stop, leave)
