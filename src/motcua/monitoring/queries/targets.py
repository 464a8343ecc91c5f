"""The 19 targets of a department over a period, in what the actor may see."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from motcua.catalog import queries as catalog
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.monitoring.counting import Counts, Cut, within
from motcua.monitoring.models import DossierStanding, WorkSpan
from motcua.monitoring.targets import DEFINITIONS, Basis, Target, judged
from motcua.organizations import queries as organizations
from motcua.organizations.queries import Role

from .figures import counts, visible

FULL = ("toàn trình", "4")
"""Names of the whole way online, new and old."""
ONLINE = (*FULL, "một phần", "3", "")
"""Levels 3 and 4; without a recorded level too (convention 16)."""
HANDS = (Role.COUNTER, Role.APPRAISER)
"""Who deals with dossiers themselves."""


def targets(actor: Actor, *, period: Cut) -> list[Target]:
    """Every target in the order of the document, those that cannot be measured with the reason.

    About ten queries. Conventions 13 to 18.

    :raises NoRule: the figure to reach was never loaded (``manage load_rules``).
    """
    basis, found = _basis(actor, period), []
    for definition in DEFINITIONS:
        rule = rulebook.info(definition.rule, period.end)
        found.append(judged(definition, basis, Decimal(str(rule.value)), rule.source))
    return found


def _basis(actor: Actor, period: Cut) -> Basis:
    rows, conditions = visible(actor, period), within(period)
    (whole,) = counts(actor, period=period)
    received = conditions["received"]
    online = received & Q(channel="online")
    return Basis(
        counts=whole,
        received_online=rows.filter(online & Q(online_level__in=ONLINE)).count(),
        received_full=rows.filter(online & Q(online_level__in=FULL)).count(),
        published=_published(period),
        workers=_workers(actor, period, rows, received),
        guided=_guided(rows, received),
        with_file=(rows.filter(conditions["done"], has_file=True).count(), whole.done),
        within_the_hour=_within_the_hour(rows, period, whole),
        apologised=_apologised(rows, conditions, period),
    )


def _apologised(
    rows: QuerySet[DossierStanding], conditions: Mapping[str, Q], period: Cut
) -> tuple[int, int]:
    """Of those late in the period or at its end: apologised for before their day, and at all."""
    late = rows.filter(conditions["late"] | conditions["late_open"])
    return dossiers.apologised(late.values("dossier_id"), by=period.end)


def _within_the_hour(rows: QuerySet[DossierStanding], period: Cut, whole: Counts) -> int:
    """Of those received in the period; by the wall clock (convention 16)."""
    if not whole.received:
        return 0
    held = Q(until_on__isnull=True) | Q(until_on__gt=period.end)
    return rows.filter(
        held, standing="done", received_on__gte=period.first, from_on__gte=period.first,
        from_on__lte=period.end, returned_minutes__lte=60,
    ).count()  # fmt: skip


def _published(period: Cut) -> dict[str, tuple[int, int]]:
    """Procedures in force, by who decides them: with the whole way online, and all."""
    found = {"province": [0, 0], "commune": [0, 0]}
    for level, online_level, number in catalog.online_levels(period.end):
        for key, word in (("province", "tỉnh"), ("commune", "xã")):
            if word in level:
                found[key][0] += number if online_level in FULL else 0
                found[key][1] += number
    return {key: (part, whole) for key, (part, whole) in found.items()}


def _guided(rows: QuerySet[DossierStanding], received: Q) -> tuple[int, int]:
    at_counter: dict[str, Any] = rows.filter(received, channel="counter").aggregate(
        part=Count("submitter_id", filter=Q(guided_online=True), distinct=True),
        whole=Count("submitter_id", distinct=True),
    )
    return at_counter["part"], at_counter["whole"]


def _workers(
    actor: Actor, period: Cut, rows: QuerySet[DossierStanding], received: Q
) -> tuple[int, int]:
    """People of counters and divisions with an act of their own, of all of them."""
    below = organizations.subtree_ids(actor.unit_id, period.today)
    units = permissions.scope_units(actor, below)
    people = organizations.people_in_roles(period.end, HANDS, units)
    finished = WorkSpan.objects.filter(
        finished_on__gte=period.first, finished_on__lte=period.end, post_id__in=people
    )
    active = set(finished.order_by().values_list("post_id", flat=True).distinct())
    came = rows.filter(received, received_by_post_id__in=people).order_by()
    active |= set(came.values_list("received_by_post_id", flat=True).distinct())
    return len({people[post_id] for post_id in active if post_id is not None}), len(
        set(people.values())
    )
