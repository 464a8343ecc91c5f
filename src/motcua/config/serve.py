"""Serve the application on a listening socket that the supervisor has bound."""

import argparse
import socket
from typing import Any

import waitress
from django.db import DatabaseError, connection
from django.utils import timezone

from motcua.config import environment


def _behind_a_proxy(address: str) -> dict[str, Any]:
    """Whose word on the citizen's address is believed: one proxy, named by its own address.

    Without it every citizen behind a proxy would share the proxy's address, and its limits.
    """
    if not address:
        return {}
    return {
        "trusted_proxy": address,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


def _refuse_wrong_keys() -> None:
    """End with a sentence where the keys are not those of the data.

    A database that does not answer yet is no reason: the pages say so themselves.
    """
    # Only now: the models are there once the application is.
    from motcua.kernel import keys

    try:
        keys.keep(at=timezone.now())
    except keys.WrongKeys as refusal:
        raise SystemExit(str(refusal)) from refusal
    except DatabaseError:
        return


def main() -> None:
    """Run one web process until it is told to stop.

    waitress reads requests and writes answers in one event loop and gives a thread only to a
    complete request, so that a slow phone holds no thread of the counters.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="listening socket of the parent")
    parser.add_argument("--threads", type=int, default=6)
    options = parser.parse_args()
    from motcua.config.wsgi import application

    _refuse_wrong_keys()
    connection.close()
    waitress.serve(
        application,
        sockets=[socket.socket(fileno=options.fd)],
        threads=options.threads,
        channel_timeout=60,
        connection_limit=2_000,
        max_request_body_size=120 * 1024 * 1024,
        ident=None,
        clear_untrusted_proxy_headers=True,
        **_behind_a_proxy(environment.text("MOTCUA_TRUSTED_PROXY")),
    )


if __name__ == "__main__":
    main()
