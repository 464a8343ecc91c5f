"""A full disk, a database restarted in mid-act, a clock set back: a sentence, and then on."""

import os
import resource
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from launcher.kill.account import RECEIVED
from launcher.kill.browser import Answer, Browser, Cut
from launcher.kill.people import INTAKE, Person
from tests.launcher.standin import until
from tests.prove.kills.installation import (
    BACK_WITHIN,
    Installation,
    figure,
    patiently,
    raw,
)

BEHIND_HOURS = 3


def received(person: Person) -> None:
    """Receive one dossier, pressing again as long as it takes."""
    sheet = patiently(person.intake)
    assert sheet is not None
    before = len(person.account.told)
    person.press(RECEIVED, sheet[0].fields["key"], INTAKE, *sheet)
    assert len(person.account.told) == before + 1, person.account.answers


def fill(folder: Path) -> Path:
    """Write until there is not one byte left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out:
        for size in (2**20, 4096, 1):
            try:
                while True:
                    out.write(b"\0" * size)
            except OSError:
                continue
    return filler


def test_a_full_disk_is_a_sentence_and_nothing_is_half_written(
    installation: Installation, small_disk: Path | None
) -> None:
    if small_disk is None:
        _files_only(installation)
        return
    hoa = installation.person("tiepnhan.tinh")
    received(hoa)
    sheets = [patiently(hoa.intake) for _ in range(40)]
    filler = fill(small_disk)
    said: list[str] = []
    try:
        for form, typed in sheets:
            answer = raw(hoa, INTAKE, form, typed)
            if isinstance(answer, Answer) and answer.to:
                hoa.account.tell(RECEIVED, answer.to.split("/")[3])
            said.append(answer.to[:20] if isinstance(answer, Answer) else answer)
        assert "500" not in said, said
        assert _sentences(hoa) <= {"disk", "database", "page"}
    finally:
        filler.unlink()
    began = time.monotonic()
    for form, typed in sheets:  # as a person presses again: what was done is not done twice
        hoa.press(RECEIVED, form.fields["key"], INTAKE, form, typed)
    figure(
        f"disk full: {said.count('503')} of {len(said)} forms answered 503, all {len(sheets)} done "
        f"{time.monotonic() - began:.0f} s after there was room again"
    )
    assert said.count("503") > 0
    installation.is_whole()
    assert list(installation.data.glob("files/??/??/.*")) == []


def _sentences(person: Person) -> set[str]:
    """What the pages of a full disk say, by the words in them."""
    found = set()
    for _ in range(10):
        text = _text(person.browser, "/ban-lam-viec/")
        found.add(
            "disk"
            if "Đĩa của máy chủ đã đầy" in text
            else "database"
            if "gửi hai lần vẫn chỉ được ghi một lần" in text
            else "page"
            if "Việc cần làm" in text
            else text[:80]
        )
        time.sleep(0.2)
    return found


def _text(browser: Browser, address: str) -> str:
    """What a page says, also one that is a fault."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=20)
    kept = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    connection.request("GET", address, headers={"Cookie": kept})
    text = connection.getresponse().read().decode("utf-8", errors="replace")
    connection.close()
    return text


def _files_only(installation: Installation) -> None:
    """Without a disk of one's own: the web and the worker may write no file at all."""
    hoa = installation.person("tiepnhan.tinh")
    children = installation.facts["children"]
    mine = [pid for name, pid in children.items() if name != "PostgreSQL"]
    before = [resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in mine]
    for pid, (_, hard) in zip(mine, before, strict=True):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, hard))
    try:
        received(hoa)  # the slip is printed by a job: it waits
        time.sleep(5)
    finally:
        for pid, limits in zip(mine, before, strict=True):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
    installation.is_whole()
    figure("disk full: files only, no disk could be mounted; the slip was printed afterwards")


@contextmanager
def counter_held(installation: Installation) -> Iterator[None]:
    """Nobody gets a code meanwhile: whoever receives stands in the middle of the act."""
    with psycopg.connect(installation.facts["database"]) as link:
        link.execute("LOCK TABLE dossiers_codecounter IN ACCESS EXCLUSIVE MODE")
        try:
            yield
        finally:
            try:
                link.rollback()
            except psycopg.Error:
                link.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL])
def test_a_database_restarted_in_mid_act_does_the_act_once(
    installation: Installation, how: int
) -> None:
    hoa = installation.person("tiepnhan.tinh2", seed=how)
    received(hoa)
    sheet = patiently(hoa.intake)
    assert sheet is not None
    form, typed = sheet
    first: list[object] = []
    with counter_held(installation):
        pressing = threading.Thread(target=lambda: first.append(raw(hoa, INTAKE, form, typed)))
        pressing.start()
        assert until(lambda: _waiting(installation), 20)
        os.kill(installation.facts["children"]["PostgreSQL"], how)
        pressing.join(60)
    assert first == ["503"]
    began = time.monotonic()
    before = len(installation.account.told)
    hoa.press(RECEIVED, form.fields["key"], INTAKE, form, typed)
    assert len(installation.account.told) == before + 1
    figure(
        f"database restarted in mid-act ({signal.Signals(how).name}): answered 503, done "
        f"{time.monotonic() - began:.1f} s later"
    )
    installation.is_whole()


def _waiting(installation: Installation) -> bool:
    """Whether somebody stands in the middle of an act."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with psycopg.connect(installation.facts["database"], autocommit=True) as link:
        row = link.execute(asked).fetchone()
    return bool(row and row[0])


SHIFT = """
import datetime, time
import django.utils.timezone as tz
really, since = tz.now, time.time
behind = datetime.timedelta(hours={hours})
tz.now = lambda: really() - behind
time.time = lambda: since() - behind.total_seconds()
"""


@contextmanager
def web_behind(installation: Installation, folder: Path) -> Iterator[int]:
    """One more web process whose clock was set back; its port."""
    folder.mkdir(parents=True)
    (folder / "sitecustomize.py").write_text(SHIFT.format(hours=BEHIND_HOURS), encoding="utf-8")
    for path in (folder, folder / "sitecustomize.py"):
        path.chmod(0o755)
    child = installation.facts["children"]["web"]
    stat = Path(f"/proc/{child}").stat()
    words = Path(f"/proc/{child}/environ").read_bytes().split(b"\0")
    variables = dict(os.fsdecode(word).split("=", 1) for word in words if b"=" in word)
    variables["PYTHONPATH"] = f"{folder}{os.pathsep}{variables['PYTHONPATH']}"
    python = Path(variables["VIRTUAL_ENV"]) / "bin" / "python"
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(64)
        process = subprocess.Popen(
            [str(python), "-m", "motcua.config.serve", "--fd", str(door.fileno())],
            env=variables,
            cwd=installation.data,
            pass_fds=(door.fileno(),),
            **({"user": stat.st_uid, "group": stat.st_gid} if os.geteuid() == 0 else {}),
        )
        port = int(door.getsockname()[1])
    try:
        yield port
    finally:
        process.terminate()
        process.wait(20)


def test_a_clock_set_back_refuses_in_words_and_spoils_nothing(installation: Installation) -> None:
    """Received now; then the clock says three hours ago; then it is right again."""
    tmp = Path(installation.data.parent) / "clock"
    hoa = installation.person("tiepnhan.tinh3")
    received(hoa)
    now_sheet = patiently(hoa.intake)
    assert now_sheet is not None
    with web_behind(installation, tmp) as port:
        assert until(lambda: _serves(port), BACK_WITHIN)
        late = installation.person("tiepnhan.tinh3", port=port)
        now_sheet[0].fields["csrfmiddlewaretoken"] = late.browser.cookies["mc_csrf"]
        answers = [raw(late, INTAKE, *now_sheet)]  # opened at a moment that has not come yet
        own = patiently(late.intake)
        assert own is not None
        answers.append(raw(late, INTAKE, *own))  # opened and sent by the same wrong clock
        acts = _every_act(late)
    statuses = [a.status if isinstance(a, Answer) else a for a in [*answers, *acts]]
    assert all(status in {200, 302, 403, 404, 422} for status in statuses), statuses
    assert statuses[0] == 422
    if isinstance(answers[1], Answer) and answers[1].to:
        hoa.account.tell(RECEIVED, answers[1].to.split("/")[3])
    figure(f"clock {BEHIND_HOURS} h behind: answers {statuses}")
    hoa.press(RECEIVED, now_sheet[0].fields["key"], INTAKE, *now_sheet)
    installation.is_whole()


def _serves(port: int) -> bool:
    try:
        return Browser(port).get("/tai-khoan/dang-nhap").status == 200
    except Cut:
        return False


def _every_act(person: Person) -> list[Answer | str]:
    """Take and finish a step by the wrong clock; what is done is told to the account."""
    page = patiently(lambda: person.open("/ban-lam-viec/"))
    dossier = next(link for link in page.links if link.startswith("/ban-lam-viec/ho-so/"))
    found: list[Answer | str] = []
    take = patiently(lambda: person.open(dossier)).form("/nhan")
    if take is not None:
        found.append(raw(person, dossier, take, {}))
        if "success" in patiently(lambda: person.open(dossier)).notices:
            person.account.tell("step.taken", take.action.split("/")[-2])
    finish = patiently(lambda: person.open(dossier)).link("/xong")
    form = next(f for f in patiently(lambda: person.open(finish)).forms if "key" in f.fields)
    found.append(raw(person, finish, form, {}))
    answer = found[-1]
    if isinstance(answer, Answer) and answer.to:
        person.account.tell("step.finished", finish.split("/")[-2])
    return found
