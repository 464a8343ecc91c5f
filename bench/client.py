"""Somebody's browser, many times: a process of its own, standard library only.

Reads one JSON object from standard input and writes one to standard output.

``{"port": …, "clients": [[request, …], …], "rate": null or requests a second of all clients,
"seconds": at most so long}`` where a request is ``{"method", "path", "cookie", "body", "then"}``;
``then`` names a page that is read after a redirect: ``"follow"``, or nothing. Each client sends
its requests one after the other over one connection.
"""

import http.client
import json
import sys
import threading
import time
from typing import Any


class Client(threading.Thread):
    """One connection."""

    def __init__(
        self, port: int, requests: list[dict[str, Any]], pace: float, until: float
    ) -> None:
        super().__init__()
        self.port, self.requests, self.pace, self.until = port, requests, pace, until
        self.took: list[float] = []
        self.wrong: dict[str, int] = {}
        self.answers: list[str] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        began = time.perf_counter()
        for number, request in enumerate(self.requests):
            if self.pace:
                ahead = began + number * self.pace - time.perf_counter()
                if ahead > 0:
                    time.sleep(ahead)
            if time.time() > self.until:
                break
            start = time.perf_counter()
            try:
                status, location = self._send(connection, request)
            except OSError as error:
                connection.close()
                status, location = type(error).__name__, ""
            self.took.append(time.perf_counter() - start)
            if status != request.get("expect", 200):
                self.wrong[str(status)] = self.wrong.get(str(status), 0) + 1
            self.answers.append(location)
        connection.close()

    def _send(self, connection: Any, request: dict[str, Any]) -> tuple[Any, str]:
        headers = {"Cookie": request.get("cookie", ""), "Host": f"127.0.0.1:{self.port}"}
        body = request.get("body")
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(request.get("method", "GET"), request["path"], body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location") or ""


def main() -> None:
    """Do the job that is told on standard input."""
    job = json.load(sys.stdin)
    until = time.time() + job.get("seconds", 60)
    pace = len(job["clients"]) / job["rate"] if job.get("rate") else 0.0
    clients = [Client(job["port"], requests, pace, until) for requests in job["clients"]]
    began = time.perf_counter()
    for number, client in enumerate(clients):
        client.start()
        if pace and number + 1 < len(clients):
            time.sleep(pace / len(clients))
    for client in clients:
        client.join()
    wrong: dict[str, int] = {}
    for client in clients:
        for status, count in client.wrong.items():
            wrong[status] = wrong.get(status, 0) + count
    json.dump(
        {
            "seconds": time.perf_counter() - began,
            "took": [t for client in clients for t in client.took],
            "wrong": wrong,
            "answers": [a for client in clients for a in client.answers],
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
