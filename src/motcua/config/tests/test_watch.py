"""What programs that watch get, who may have it, and the id that every answer carries."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.test.utils import override_settings
from prometheus_client.parser import text_string_to_metric_families

from motcua.kernel.watch import health

pytestmark = pytest.mark.django_db
COOKIE = "mc_session=somebody-signed-in"


def test_a_process_that_lives_says_so_without_a_query(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz", headers={"cookie": COOKIE}).json() == {"status": "ok"}


def test_readiness_is_told_check_by_check_and_asks_no_session(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    health.checks()
    projections = len(health.projections.registered())
    with django_assert_max_num_queries(3 + 3 * projections):
        answer = client.get("/readyz", headers={"cookie": COOKIE})
    told = answer.json()
    assert answer.status_code == 503
    assert list(told["checks"]) == list(health.ORDER)
    assert told["checks"]["worker"] == {
        "ok": False,
        "value": None,
        "limit": 60,
        "unit": "seconds",
        "what": "Tiến trình nền đang chạy",
        "what_to_do": told["checks"]["worker"]["what_to_do"],
    }


def test_with_the_database_away_a_sentence_is_told(client: Client, monkeypatch: Any) -> None:
    class Away:
        def cursor(self) -> Any:
            raise OperationalError("password of motcua@10.0.0.3")

        def close(self) -> None: ...

    monkeypatch.setattr(health, "connection", Away())
    for path in ("/readyz", "/metrics"):
        answer = client.get(path, headers={"cookie": COOKIE})
        assert b"10.0.0.3" not in answer.content
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"]["what_to_do"].startswith("Không kết nối được")


def families(text: str) -> dict[str, Any]:
    return {family.name: family for family in text_string_to_metric_families(text)}


def test_figures_are_readable_by_a_monitoring_system(client: Client) -> None:
    client.get("/thu-tuc?q=kanari")
    found = families(client.get("/metrics").content.decode())
    labels = [sample.labels for sample in found["motcua_requests"].samples]
    assert {"view": "portal:search", "method": "GET", "status": "200"} in labels
    assert {sample.labels["check"] for sample in found["motcua_ready"].samples} == set(health.ORDER)
    for name in ("motcua_jobs", "motcua_dossiers", "motcua_sign_in_failures_last_hour",
                 "motcua_read_log_rows", "motcua_request_statements"):  # fmt: skip
        assert name in found, name
    samples = [sample for family in found.values() for sample in family.samples]
    labels = [label for sample in samples for label in sample.labels.values()]
    assert not [label for label in labels if "/" in label or "kanari" in label]


def test_an_address_that_does_not_exist_adds_no_label_of_its_own(client: Client) -> None:
    client.get("/khong-co/kanari")
    client.generic("BREW", "/khong-co/kanari")
    text = client.get("/metrics").content.decode()
    assert 'motcua_requests_total{method="other",status="404",view="none"}' in text
    assert "kanari" not in text


@pytest.mark.parametrize(
    ("settings", "meta", "status"),
    [
        ({}, {"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({}, {"REMOTE_ADDR": "203.0.113.9"}, 404),
        ({}, {"REMOTE_ADDR": ""}, 404),
        ({"METRICS_NETWORKS": ["203.0.113.0/24"]}, {"REMOTE_ADDR": "203.0.113.9"}, 200),
        ({"METRICS_TOKEN": "ma-bi-mat"}, {"HTTP_AUTHORIZATION": "Bearer ma-bi-mat"}, 200),
        ({"METRICS_TOKEN": "ma-bi-mat"}, {"HTTP_AUTHORIZATION": "Bearer khac"}, 404),
        ({"METRICS_TOKEN": ""}, {"HTTP_AUTHORIZATION": "Bearer "}, 404),
        ({"PUBLIC_URL": "https://mc.vn"}, {"REMOTE_ADDR": "127.0.0.1"}, 404),
        (
            {"PUBLIC_URL": "https://mc.vn", "TRUSTED_PROXY": "127.0.0.1"},
            {"REMOTE_ADDR": "127.0.0.1"},
            200,
        ),
    ],
)
def test_figures_are_for_those_who_may_have_them(
    client: Client, settings: dict[str, Any], meta: dict[str, Any], status: int
) -> None:
    with override_settings(**settings):
        answer = client.get("/metrics", **({"REMOTE_ADDR": "203.0.113.9"} | meta))
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("proxy", "forwarded", "given", "kept"),
    [
        ("10.0.0.1", "203.0.113.9", "ab12cd34-ef", True),
        ("10.0.0.1", "203.0.113.9", "a b; drop", False),
        ("10.0.0.1", "203.0.113.9", "x" * 65, False),
        ("10.0.0.1", "", "ab12cd34-ef", False),
        ("", "203.0.113.9", "ab12cd34-ef", False),
    ],
)
def test_an_id_is_taken_over_from_the_trusted_proxy_alone(
    client: Client, settings: Any, proxy: str, forwarded: str, given: str, kept: bool
) -> None:
    settings.TRUSTED_PROXY = proxy
    headers = {"X-Request-ID": given} | ({"X-Forwarded-For": forwarded} if forwarded else {})
    told = client.get("/healthz", headers=headers).headers["X-Request-ID"]
    assert (told == given) is kept


def test_an_error_page_shows_the_id_that_the_log_has(client: Client) -> None:
    answer = client.get("/khong-co")
    assert answer.status_code == 404
    assert answer.headers["X-Request-ID"] in answer.content.decode()


COUNT = "from motcua.kernel.watch import meters; meters.refusals.labels('thu.ma').inc()"
SUM = """
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def test_the_processes_of_one_installation_add_up(tmp_path: Path) -> None:
    source = str(Path(__file__).resolve().parents[3])
    environ = {"PYTHONPATH": source, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    said = ""
    for text in (COUNT, COUNT, SUM):
        ran = subprocess.run(  # noqa: S603 - our own interpreter and lines
            [sys.executable, "-c", text], env=environ, capture_output=True, text=True, check=True
        )
        said = ran.stdout
    assert 'motcua_refusals_total{code="thu.ma"} 2.0' in said
