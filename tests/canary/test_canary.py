"""One dossier with a word of its own in every field, and where those words may be met.

The dossier goes from the counter to its result over the real pages. Then everything is looked
through: pages by all kinds of people, PDF, files, log, jobs, sessions, cookies and every table.
``canary.toml`` says where a word may stand; a word elsewhere fails, and so does a place that the
table names and the word has left.
"""

import logging
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from motcua.catalog import queries as procedures
from motcua.desk.forms.intake import IntakeForm
from motcua.documents.tests.reading import text_of
from motcua.dossiers import commands as papers
from motcua.dossiers import queries as dossiers
from motcua.dossiers.models import Handover
from motcua.dossiers.tests.people import finish, open_item
from motcua.kernel.actor import Actor
from motcua.kernel.watch.lines import LOGGER, JsonLines, PlainLines
from tests.scene import LATER, Visitors, once, told
from tests.world import World

pytestmark = pytest.mark.django_db
TABLE = tomllib.loads(Path(__file__).with_name("canary.toml").read_text(encoding="utf-8"))
WORDS: dict[str, str] = TABLE["words"]
SEES: list[str] = TABLE["people"]["see"]
BLIND: list[str] = TABLE["people"]["do_not_see"]
DESK, BOARD = "/ban-lam-viec", "/dieu-hanh"


class Log(logging.Handler):
    """Everything that anybody logs: as it was given, and as it is written to file and terminal."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.written = (JsonLines(), PlainLines())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.getMessage()} {record.args}")
        self.lines += [formatter.format(record) for formatter in self.written]


@dataclass
class Walked:
    """The dossier after its walk, and what was met on the way."""

    world: World
    visitors: Visitors
    public_id: str
    token: str
    log: Log
    cookies: list[str]
    met: dict[str, dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    """Word → place → people."""

    def look(self, place: str, text: str, who: str = "") -> None:
        squeezed = re.sub(r"[\s\u200b]+", "", text).lower()
        for name, word in WORDS.items():
            if word.lower() in squeezed:
                self.met[name][place].add(who)


@pytest.fixture(scope="module")
def walked(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Walked]:
    log = Log()
    root, watch = logging.getLogger(), logging.getLogger(LOGGER)
    level, watched_level = root.level, watch.level
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        root.addHandler(log)
        root.setLevel(logging.DEBUG)
        watch.setLevel(logging.DEBUG)
        try:
            walked = _walk(world, log)
            for who in SEES + BLIND:
                for place, url in _standing(walked).items():
                    _read(walked, who, place, url)
            yield walked
        finally:
            root.removeHandler(log)
            root.setLevel(level)
            watch.setLevel(watched_level)


def _sheet(world: World) -> dict[str, Any]:
    version = procedures.version(world.land)
    papers = version.papers_for(version.cases[0].id if version.cases else None)
    sheet = {
        "version": version.public_id,
        "key": "canary",
        "opened": IntakeForm.sign(LATER - timedelta(minutes=5)),
        "case": str(version.cases[0].id) if version.cases else "",
        "answer-has_financial_obligation": "on",
        "channel": "counter",
        "commune": str(world.units["commune"]),
        "sets": "1",
        "request": f"Xin {WORDS['request']}",
        "return_at": f"Tại {WORDS['return_at']}",
        "accept_warnings": "on",
    }
    for role in ("owner", "submitter", "collector"):
        sheet |= {
            f"{role}-kind": "person",
            f"{role}-number_kind": "personal_id",
            f"{role}-name": f"Lò {WORDS[role + '_name']}",
            f"{role}-number": WORDS[role + "_number"],
            f"{role}-phone": WORDS[role + "_phone"],
            f"{role}-address": f"Xóm {WORDS[role + '_address']}",
        }
    sheet["owner-email"] = f"{WORDS['owner_email']}@vidu.vn"
    for paper in papers:
        sheet |= {f"paper-{paper.id}-{k}": v for k, v in PAPER.items()}
    return sheet


PAPER = {"taken": "on", "originals": "1", "copies": "0", "provenance": "paper"}


def _walk(world: World, log: Log) -> Walked:
    """Over the pages: received, sent back, decided, taxed, handed over; with faults on the way."""
    visitors = Visitors(world)
    visitors.sign_in(*(name for name in SEES + BLIND if name != "nobody"))
    walked = Walked(world, visitors, "", "", log, [])
    sheet = _sheet(world)
    _post(walked, "hoa", f"{DESK}/tiep-nhan", sheet | {"sets": "0"}, 422)
    answer = _post(walked, "hoa", f"{DESK}/tiep-nhan", sheet)
    walked.public_id = answer["Location"].split("/")[-2]
    head = dossiers.visible(walked.public_id, world.phuc, LATER)
    assert head is not None
    walked.token = head.track_token
    look_up = {"code": head.code, "tail": WORDS["owner_phone"][-4:]}
    _post(walked, "", "/tra-cuu", look_up)
    _post(walked, "", "/tra-cuu", look_up | {"tail": "0000"}, 422)
    _broken(walked, look_up)
    _steps(walked, head.id)
    return walked


def _broken(walked: Walked, look_up: dict[str, str]) -> None:
    """A fault that says aloud what it was given, and what the person then sees."""
    told = f"no such thing: {WORDS['owner_name']} {WORDS['owner_number']} {WORDS['request']}"
    cause = KeyError(WORDS["owner_phone"])
    fault = RuntimeError(told)
    fault.__cause__ = cause
    with patch("motcua.portal.pages.tracking.render", side_effect=fault):
        answer = _post(
            walked, "", "/tra-cuu?q=" + WORDS["owner_address"], look_up | {"tail": "0001"}, 500
        )
    walked.look("fault", answer.content.decode())
    assert answer.headers["X-Request-ID"] in answer.content.decode()


def _steps(walked: Walked, dossier_id: int) -> None:
    note = {"key": "1", "handover": "both", "note": WORDS["note"]}
    _act(walked, "hoa", dossier_id, "xong", note)
    _pages(walked, dossier_id, "while somebody holds it")
    _papers_back(walked, dossier_id)
    back = {"node": _first_node(dossier_id), "reason": WORDS["reason"], "handover": "electronic"}
    _act(walked, "giang", dossier_id, "chuyen-lai", back)
    _act(walked, "hoa", dossier_id, "xong", note | {"key": "2", "handover": "electronic"})
    name, content = f"{WORDS['file_name']}.pdf", f"%PDF-1.7\n{WORDS['file_bytes']}\n%%EOF\n"
    file = SimpleUploadedFile(name, content.encode(), "application/pdf")
    result = {"outcome": "positive", "number": WORDS["result_number"], "day": "16/11/2026"}
    result |= {"note": WORDS["result_note"]}
    _post(walked, "giang", f"{DESK}/ho-so/{walked.public_id}/ket-qua", result | {"file": file})
    _act(walked, "giang", dossier_id, "xong", note | {"key": "3", "handover": "electronic"})
    _act(walked, "hoa", dossier_id, "het-cho", {"document": WORDS["wait_document"]})
    while open_item(dossier_id).step_kind != "return":
        finish(walked.world, dossier_id, at=LATER)
    given = {"relation": "other", "name": WORDS["given_to"], "checked": "card"}
    given |= {"authority": WORDS["authority"]}
    _pages(walked, dossier_id, "while the result waits")
    _post(walked, "hoa", f"{DESK}/ho-so/{walked.public_id}/tra-ket-qua", given)


def _papers_back(walked: Walked, dossier_id: int) -> None:
    """The paper goes to whoever appraises, and comes back to the counter before the result does."""
    giang, hoa = walked.world.giang, walked.world.hoa
    assert hoa.unit_id is not None
    _confirm(giang)
    papers.hand_over_papers(dossier_id=dossier_id, unit_id=hoa.unit_id, by=giang, at=LATER)
    _confirm(hoa)


def _confirm(by: Actor) -> None:
    papers.confirm_handover(handover_id=Handover.objects.get(confirmed_at=None).pk, by=by, at=LATER)


def _first_node(dossier_id: int) -> str:
    from motcua.workflow import queries as processes

    return processes.backable_nodes(open_item(dossier_id).id)[0].node_id


def _post(walked: Walked, who: str, url: str, sent: dict[str, Any], status: int = 302) -> Any:
    answer = walked.visitors.browser(who).post(url, sent)
    assert answer.status_code == status, told(answer)
    walked.cookies.append(str(answer.cookies))
    walked.look("addresses", str(answer.headers.get("Location", "")), who)
    return answer


def _act(walked: Walked, who: str, dossier_id: int, act: str, sent: dict[str, Any]) -> None:
    _post(walked, who, f"{DESK}/viec/{open_item(dossier_id).public_id}/{act}", sent)


def _read(walked: Walked, who: str, place: str, url: str) -> None:
    browser: Client = walked.visitors.browser("" if who == "nobody" else who)
    answer = browser.get(url)
    assert answer.status_code < 500, (who, url)
    content = answer.content
    pdf = answer.headers.get("Content-Type", "") == "application/pdf"
    text = text_of(content) if pdf and place == "receipt" else content.decode(errors="replace")
    walked.look(place, text + str(answer.headers), who)
    walked.cookies.append(str(answer.cookies))


def _pages(walked: Walked, dossier_id: int, when: str) -> None:
    """What exists only on the way: inboxes and the pages of acts."""
    item = open_item(dossier_id).public_id
    for who in ("hoa", "giang", "hanh", "phuc", "tam", "nobody"):
        for place, url in {
            "inbox": f"{DESK}/",
            "act": f"{DESK}/viec/{item}/xong",
            "send back": f"{DESK}/viec/{item}/chuyen-lai",
            "assign": f"{DESK}/viec/{item}/phan-cong",
            "record": f"{DESK}/ho-so/{walked.public_id}/ket-qua",
            "return": f"{DESK}/ho-so/{walked.public_id}/tra-ket-qua",
        }.items():
            _read(walked, who, place, url)


def _standing(walked: Walked) -> dict[str, str]:
    """Every page on which something of a dossier could stand, by a name for it."""
    one = f"{DESK}/ho-so/{walked.public_id}"
    head = dossiers.visible(walked.public_id, walked.world.phuc, LATER)
    assert head is not None
    from motcua.documents import queries as documents

    slip = documents.slips(head.id)[0]
    return {
        "home": "/",
        "procedures": "/thu-tuc?q=ho",
        "look-up": f"/tra-cuu?ma={head.code}",
        "tracking": f"/ho-so/{walked.token}",
        "inbox": f"{DESK}/",
        "intake": f"{DESK}/tiep-nhan",
        "list": f"{DESK}/tim?q={head.code}",
        "list by name": f"{DESK}/tim?q={WORDS['submitter_name'][:7]}",
        "dossier": one,
        "received": f"{one}/da-tiep-nhan",
        "process": f"{one}/quy-trinh",
        "receipt": f"{one}/giay/{slip.public_id}.pdf",
        "result file": f"{one}/ket-qua/tep",
        "processes": f"{DESK}/quy-trinh",
        "rules": f"{DESK}/quy-dinh",
        "board": f"{BOARD}/",
        "figures": f"{BOARD}/so-lieu",
        "board list": f"{BOARD}/ho-so?so=received",
        "account": "/tai-khoan/mat-khau",
        "missing": f"/ho-so/{walked.token}x",
    }


def test_who_may_not_know_of_the_dossier_meets_none_of_its_words(walked: Walked) -> None:
    met = {
        (word, place, who)
        for word, by_place in walked.met.items()
        for place, people in by_place.items()
        for who in people & set(BLIND)
    }
    assert met == {(word, "tracking", who) for word in TABLE["open"]["tracking"] for who in BLIND}


def test_the_words_stand_where_the_table_says_and_nowhere_else(walked: Walked) -> None:
    found = {
        word: sorted({p for p, people in walked.met[word].items() if people & set(SEES)})
        for word in WORDS
    }
    assert found == {word: sorted(TABLE["pages"].get(word, [])) for word in WORDS}


def test_no_word_reaches_log_job_session_cookie_or_address(walked: Walked) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(args::text, ' '), '') FROM procrastinate_jobs")
        (jobs,) = cursor.fetchone()
        cursor.execute("SELECT string_agg(payload::text, ' ') FROM kernel_historyentry")
        (payloads,) = cursor.fetchone()
    sessions = " ".join(str(s.get_decoded()) for s in Session.objects.all())
    assert len(walked.log.lines) > 5
    for kind in ('"event": "request"', '"event": "command"', '"fault": ["builtins.RuntimeError"'):
        assert any(kind in line for line in walked.log.lines), kind
    assert "slip_id" in jobs
    assert "step.finished" not in payloads
    figures = walked.visitors.browser().get("/metrics").content.decode()
    assert 'view="desk:intake"' in figures
    hidden = {"log": "\n".join(walked.log.lines), "jobs": jobs, "history": payloads,
              "figures": figures,
              "sessions": sessions, "cookies": " ".join(walked.cookies)}  # fmt: skip
    for place, text in hidden.items():
        leaked = [name for name, word in WORDS.items() if word.lower() in text.lower()]
        assert leaked == [], place
    assert not [name for name, by_place in walked.met.items() if "addresses" in by_place]


def test_every_table_holds_only_what_it_is_for(walked: Walked) -> None:
    """Numbers and phones lie sealed; a name lies where somebody looks for it."""
    found: dict[str, list[str]] = {word: [] for word in WORDS}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT string_agg(lower(t::text), chr(10)) FROM "{table}" t')
            text = re.sub(r"\s+", "", cursor.fetchone()[0] or "")
            for name, word in WORDS.items():
                if word.lower() in text:
                    found[name].append(table)
    assert found == {word: sorted(TABLE["tables"].get(word, [])) for word in WORDS}


def test_numbers_are_printed_with_their_last_four_digits_only(walked: Walked) -> None:
    for word in ("owner_number", "submitter_number", "collector_number"):
        assert not any(walked.met[word].values())


def test_every_look_at_the_dossier_is_in_the_read_log(walked: Walked) -> None:
    places = _standing(walked)
    for place in ("dossier", "receipt", "result file"):
        walked.visitors.browser("phuc").get(places[place])
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT page FROM kernel_readentry")
        pages = {row[0] for row in cursor.fetchall()}
    assert pages >= {"desk.dossier", "desk.receipt", "desk.file"}
