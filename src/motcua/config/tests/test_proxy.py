"""Behind a reverse proxy a citizen keeps an address; nobody else may say whose it is."""

import contextlib
import threading
from http.client import HTTPConnection

import pytest
import waitress.server

from motcua.config.serve import _behind_a_proxy


def whoever(environ, start_response):
    start_response("200 OK", [])
    return [environ["REMOTE_ADDR"].encode()]


def serve(server):
    """Until the listening socket is closed under it, which ends the loop."""
    with contextlib.suppress(OSError):
        server.run()


@pytest.mark.parametrize(
    ("trusted", "seen"),
    [("", "127.0.0.1"), ("127.0.0.1", "203.0.113.9"), ("192.0.2.1", "127.0.0.1")],
)
def test_only_the_named_proxy_is_believed(trusted, seen):
    server = waitress.server.create_server(
        whoever,
        listen="127.0.0.1:0",
        clear_untrusted_proxy_headers=True,
        **_behind_a_proxy(trusted),
    )
    thread = threading.Thread(target=serve, args=[server], daemon=True)
    thread.start()
    try:
        connection = HTTPConnection("127.0.0.1", server.effective_port, timeout=10)
        connection.request("GET", "/", headers={"X-Forwarded-For": "203.0.113.9"})
        assert connection.getresponse().read().decode() == seen
    finally:
        server.close()
