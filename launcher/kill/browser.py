"""One person's browser: cookies, redirects, and connections that are cut."""

import http.client
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from launcher.kill.reading import Form, Page, read

#: Seconds that a person waits for an answer before pressing again.
PATIENCE = 20
SIGN_IN = "/tai-khoan/dang-nhap"


class Cut(Exception):
    """No answer came, or the product said that it could not (5xx): nobody knows what was done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``to`` is the address of a redirect, else empty."""

    status: int
    to: str
    text: str

    @property
    def page(self) -> Page:
        """Its page."""
        return read(self.text)


@dataclass(slots=True)
class Browser:
    """Asks the product on 127.0.0.1; keeps cookies as a browser does.

    Every request has its own connection, so that the two web processes share the work.
    """

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    faults: int = 0

    def get(self, address: str) -> Answer:
        """One page, redirects not followed.

        :raises Cut: no whole answer came.
        """
        return self._ask("GET", address, None)

    def send(self, address: str, form: Form, **more: str) -> Answer:
        """Press the button of a form.

        :param address: page that the form stands on, for forms that go back to it.
        :param more: what the person typed or chose.
        :raises Cut: no whole answer came, or the product failed: it may have been done.
        """
        body = urlencode(form.fields | more).encode()
        return self._ask("POST", form.action or address, body)

    def signed_out(self, answer: Answer) -> bool:
        """Whether the product asks who this is."""
        return answer.to.startswith(SIGN_IN)

    def _ask(self, method: str, address: str, body: bytes | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, address, body, self._headers(body))
            came = connection.getresponse()
            text = came.read().decode("utf-8", errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Cut(type(error).__name__) from error
        finally:
            connection.close()
        self._keep(came.headers.get_all("Set-Cookie") or [])
        if came.status >= 500:
            self.faults += 1
            raise Cut(str(came.status))
        to = urlsplit(came.headers.get("Location") or "")
        return Answer(came.status, to.path + (f"?{to.query}" if to.query else ""), text)

    def _headers(self, body: bytes | None) -> dict[str, str]:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        origin = f"http://127.0.0.1:{self.port}"
        headers = {"Cookie": kept, "Referer": origin + "/", "Accept-Language": "vi"}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin}
        return headers

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.coded_value
