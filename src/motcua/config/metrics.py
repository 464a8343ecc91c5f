"""``/metrics``: what the processes count, and what the database knows, for a monitoring system.

No personal data, and labels from closed sets only. Answers loopback, the networks of
``MOTCUA_METRICS_NETWORKS`` and whoever shows the token of ``MOTCUA_METRICS_TOKEN_FILE``; to
everybody else the page does not exist.
"""

import hmac
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from time import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from motcua.accounts import queries as accounts
from motcua.dossiers import queries as dossiers
from motcua.kernel import operations, projections
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.rulebook import NoRule
from motcua.kernel.watch import backups, health, queue
from motcua.organizations import queries as organizations
from motcua.organizations.permissions import Role

FIGURES_KEPT = 60
"""Seconds: the dossiers are counted at most once a minute, however many ask."""
EYES = Actor(None, None, None, Role.AUDITOR, "metrics")
"""Sees the whole province as the auditor does; only sums leave this page."""
LOOPBACK = ("127.0.0.0/8", "::1/128")


@login_not_required
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The figures, to those who may read them; 404 to others."""
    if not allowed(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(FromTheDatabase())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    else:
        counted = REGISTRY
    text = generate_latest(counted) + generate_latest(registry)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def allowed(request: HttpRequest) -> bool:
    """By token, or by the address that asks.

    Behind a proxy that the installation was not told of, every citizen comes from loopback: an
    address of https, which only a proxy can serve, then opens nothing without a token.
    """
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    proxied = urlsplit(settings.PUBLIC_URL).scheme == "https" and not settings.TRUSTED_PROXY
    networks = [*settings.METRICS_NETWORKS, *(() if proxied else LOOPBACK)]
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ip_network(network) for network in networks)


def _gauge(name: str, text: str, value: float | None) -> Iterator[GaugeMetricFamily]:
    if value is not None:
        yield GaugeMetricFamily(f"motcua_{name}", text, value=value)


def _by(name: str, text: str, label: str, values: dict[str, float]) -> Iterator[GaugeMetricFamily]:
    family = GaugeMetricFamily(f"motcua_{name}", text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    yield family


class FromTheDatabase:
    """What no process counts: asked at each scrape. With the database away, that it is away."""

    def describe(self) -> list[Any]:
        """Nothing is asked when it is registered."""
        return []

    def collect(self) -> Iterator[Any]:
        """All families; those of the database only where it answers."""
        found = health.checks()
        yield from _by(
            "ready", "1 where a check of /readyz is well.", "check",
            {check.code: float(check.ok is True) for check in found},
        )  # fmt: skip
        at = timezone.now()
        last = backups.last()
        age = (at - last.made_at).total_seconds() if last else None
        yield from _gauge("backup_age_seconds", "Since the last backup was made.", age)
        free = next(check.value for check in found if check.code == "disk")
        yield from _gauge("disk_free_bytes", "Where the data lie.", (free or 0) * 1_000_000)
        if not {check.code: check.ok for check in found}["migrations"]:
            return  # also when the database does not answer
        try:
            yield from self._asked(found, at)
        except (DatabaseError, InterfaceError):
            connection.close()

    def _asked(self, found: list[health.Check], at: datetime) -> Iterator[Any]:
        by_code = {check.code: check.value for check in found}
        yield from _by("jobs", "Jobs in the queue.", "state",
                       {state: float(n) for state, n in queue.by_state().items()})  # fmt: skip
        yield from _gauge(
            "jobs_oldest_seconds", "Since the oldest job is due.", by_code["jobs"] or 0
        )
        yield from _gauge(
            "worker_heartbeat_seconds", "Since a worker told that it lives.", by_code["worker"]
        )
        lags = {one.name: projections.lag(one.name) for one in projections.registered()}
        yield from _by("projection_lag_entries", "Entries not read yet.", "projection",
                       {name: float(lag.entries) for name, lag in lags.items()})  # fmt: skip
        yield from _by("projection_lag_seconds", "Age of the oldest of them.", "projection",
                       {name: lag.seconds for name, lag in lags.items()})  # fmt: skip
        yield from _by("dossiers", "Dossiers that are being worked on.", "state", dossiers_now(at))
        missing = organizations.unknown_years(local_day(at))
        yield from _gauge(
            "calendars_without_days_off", "Calendars that lack this year's days off.", len(missing)
        )
        failed = accounts.failures_by_reason(at, timedelta(hours=1))
        yield from _by("sign_in_failures_last_hour", "Sign-ins refused.", "reason",
                       {reason: float(n) for reason, n in failed.items()})  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(last_value, 0), is_called FROM kernel_readentry_id_seq")
            written, called = cursor.fetchone()
        looks = CounterMetricFamily("motcua_read_log_rows", "Looks at dossiers that were kept.")
        looks.add_metric([], written if called else 0)
        yield looks
        if run := operations.latest("invariants.checked"):
            yield from _gauge("invariants_broken", "Of the last check.", float(run.facts["broken"]))
            age = (at - run.at).total_seconds()
            yield from _gauge("invariants_age_seconds", "Since the last check of all data.", age)
        yield from _gauge("scraped_seconds", "The clock of the web process.", time())


def dossiers_now(at: datetime) -> dict[str, float]:
    """Dossiers in process, of these overdue; counted at most once a minute. Two queries."""
    known: dict[str, float] | None = cache.get("watch.dossiers")
    if known is None:
        day = local_day(at)
        try:
            rows = dossiers.figures(EYES, dossiers.Period(day, day, at))
        except NoRule:
            rows = []  # an installation whose rules are still to be loaded has no dossiers
        known = {
            "in_process": float(sum(row.in_process for row in rows)),
            "overdue": float(sum(row.overdue for row in rows)),
        }
        cache.set("watch.dossiers", known, FIGURES_KEPT)
    return known
