"""Browsers of officers: signed in without a password, and forms as their pages show them."""

import http.client
import urllib.parse
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.utils import timezone

from motcua.accounts import session as clocks
from motcua.organizations.middleware import SESSION_KEY as POST

BACKEND = "django.contrib.auth.backends.ModelBackend"


def cookie(person_id: int, post_id: int) -> str:
    """The cookie of a session of this person in this post, as it is after signing in."""
    user = get_user_model().objects.get(pk=person_id)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[POST] = post_id
    clocks.begin(store, timezone.now())
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


@dataclass(slots=True)
class Page:
    """A page as a browser got it."""

    status: int
    text: str
    cookie: str


def get(port: int, path: str, cookie_: str = "", sent: str | None = None) -> Page:
    """Read a page; the cookies that it sets are added to those that were sent.

    :param sent: a form's fields, then it is posted.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie_, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("GET" if sent is None else "POST", path, sent, headers)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    jar = [cookie_] if cookie_ else []
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie" and not value.startswith(settings.SESSION_COOKIE_NAME):
            jar.append(value.split(";")[0])
    connection.close()
    return Page(answer.status, text, "; ".join(jar))


class _Fields(HTMLParser):
    """Names and values of the fields of a page's forms, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._select = ""
        self._first = self._chosen = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "input" and name:
            kind = told.get("type", "text")
            if kind in {"submit", "button", "image", "reset", "file"}:
                return
            if kind in {"checkbox", "radio"} and "checked" not in told:
                return
            empty = "on" if kind in {"checkbox", "radio"} else ""
            self.found.append((name, told.get("value", empty)))
        elif tag == "select" and name:
            self._select, self._first, self._chosen = name, "", ""
        elif tag == "option" and self._select:
            if "selected" in told:
                self._chosen = told.get("value", "")
            self._first = self._first or told.get("value", "")
        elif tag == "textarea" and name:
            self.found.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            self.found.append((self._select, self._chosen or self._first))
            self._select = ""


def fields(page: Page) -> dict[str, str]:
    """The fields of a page and their first values; a list without a choice gives its first one."""
    parser = _Fields()
    parser.feed(page.text)
    return dict(parser.found)


def body(values: dict[str, str]) -> str:
    """The fields as a form sends them."""
    return urllib.parse.urlencode(values)
