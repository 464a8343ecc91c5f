"""The small province, built once for a module of tests, with dossiers at work in it.

``once()`` opens a transaction around a whole module; each test runs in a savepoint of it. The
clock stands still at ``LATER`` unless a test moves it.
"""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from motcua.accounts import session
from motcua.dossiers import queries as dossiers
from motcua.dossiers.inputs import Received
from motcua.dossiers.tests.people import decide, finish, open_item, to_the_counter, until
from motcua.kernel import rulebook
from tests.world import NOON, World, found, receive

LATER = NOON + timedelta(minutes=30)
"""Monday 16 November 2026, 10:30 in Vietnam."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Clock:
    """The clock on the wall of every door."""

    def __init__(self) -> None:
        self.now = LATER

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever happens inside leaves no trace; commands may run in it."""
    block = transaction.atomic()
    block._from_testcase = True  # commands are durable: this is a test, as Django's own cases say
    with block:
        yield
        transaction.set_rollback(True)


@contextmanager
def once(blocker: Any, files: Path) -> Iterator[tuple[World, Clock]]:
    """The province for a whole module, with files of its own."""
    clock, patch = Clock(), pytest.MonkeyPatch()
    kept = settings.FILES_DIR
    # Only tests marked django_db make pytest set the test database up.
    assert connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]
    with blocker.unblock(), rolled_back():
        patch.setattr(timezone, "now", clock)
        settings.FILES_DIR = files
        rulebook.forget()
        try:
            yield found(), clock
        finally:
            settings.FILES_DIR = kept
            patch.undo()
            rulebook.forget()


@dataclass
class Visitors:
    """Browsers of people: each is signed in once and then comes back with the same cookie."""

    world: World
    at: datetime = LATER
    _keys: dict[str, str] = field(default_factory=dict)
    _handler: ClientHandler = field(
        default_factory=lambda: ClientHandler(enforce_csrf_checks=False)
    )
    """One for all browsers: building the middleware takes longer than most pages."""

    def sign_in(self, *names: str) -> None:
        """Give these people a session now, so that a savepoint does not take it away."""
        for name in names:
            client = Client()
            client.force_login(
                get_user_model().objects.get(pk=self.world.users[name]), backend=BACKEND
            )
            kept = client.session
            session.begin(kept, self.at)
            kept.save()
            self._keys[name] = kept.session_key

    def browser(self, name: str = "") -> Client:
        """A browser of this person; of nobody when left out. A fault is a 500, as it is told."""
        client = Client(raise_request_exception=False)
        client.handler = self._handler
        if name:
            if name not in self._keys:
                self.sign_in(name)
            client.cookies[settings.SESSION_COOKIE_NAME] = self._keys[name]
        return client


@dataclass
class Dossiers:
    """Dossiers in the situations that pages and acts are about."""

    working: Received
    """Vân of the department holds it; the division held it before; the result is recorded."""
    waiting: Received
    """It waits for the tax office."""
    ready: Received
    """Its result, with a file, waits at Hoa's counter."""
    paper: Received
    """Its papers are on the way to the division."""
    new: Received
    """Hoa has just received it; nobody has taken it."""


RESULT_FILE = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def in_progress(world: World) -> Dossiers:
    """Receive five dossiers and bring each to its situation."""
    new, paper = receive(world), receive(world)
    finish(world, paper.dossier_id, handover="both")
    working = receive(world)
    until(world, working.dossier_id, "approve")
    decide(world, working.dossier_id)
    until(world, working.dossier_id, "clerk")
    ready = receive(world)
    _to_the_counter_with_a_file(world, ready.dossier_id)
    answers = (("has_financial_obligation", True),)
    waiting = receive(world, world.land, answers=answers)
    finish(world, waiting.dossier_id)
    decide(world, waiting.dossier_id)
    finish(world, waiting.dossier_id)
    assert open_item(waiting.dossier_id).kind == "wait"
    return Dossiers(working, waiting, ready, paper, new)


def _to_the_counter_with_a_file(world: World, dossier_id: int) -> None:
    from motcua.documents import commands as documents

    until(world, dossier_id, "approve")
    staged = documents.stage(name="ket-qua.pdf", content=RESULT_FILE)
    decide(world, dossier_id, file=staged)
    to_the_counter(world, dossier_id)


def head_of(received: Received, world: World) -> dossiers.DossierInfo:
    """The dossier as the auditor sees it."""
    info = dossiers.visible(received.public_id, world.phuc, LATER)
    assert info is not None
    return info


def rows() -> dict[str, int]:
    """How many rows every table of the product holds, but for sessions and the read log."""
    tables = [t for t in connection.introspection.table_names() if t.split("_")[0] in ROOMS]
    counts = " UNION ALL ".join(f"SELECT '{t}', count(*) FROM {t}" for t in tables if t not in LOGS)
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


def told(answer: Any) -> list[str]:
    """The sentences at the fields of a page, and those above its form."""
    text = answer.content.decode()
    at_fields = re.findall(r'class="govuk-error-message[^>]*>(.*?)</p>', text, re.S)
    above = re.findall(r'<div class="[^"]*mc-notice--(?:error|warning).*?</div>', text, re.S)
    lists = re.findall(r'govuk-error-summary__list">(.*?)</ul>', text, re.S)
    summed = [one for found in lists for one in re.findall(r"<li>(.*?)</li>", found, re.S)]
    pieces = [*at_fields, *above, *summed]
    found = [html.unescape(re.sub(r"<[^>]+>", " ", piece)) for piece in pieces]
    return [" ".join(piece.removeprefix(" Lỗi:").split()) for piece in found]


ROOMS = {
    "accounts", "catalog", "documents", "dossiers", "kernel", "organizations", "parties",
    "procrastinate", "workflow",
}  # fmt: skip
LOGS = {"kernel_readentry"}
