"""What the night does: forget what has served its purpose, and make room for the next years."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.kernel import history, idempotency, limits, rulebook, tasks
from motcua.kernel.actor import Actor
from motcua.kernel.jobs import RETRY
from motcua.kernel.management.commands.load_rules import load_rules
from motcua.kernel.models import IdempotencyKey, Rule

NIGHT = datetime(2026, 11, 20, 19, 15, tzinfo=UTC)
MAI = Actor(person_id=7, post_id=70, unit_id=700, role="counter", person_name="Mai")


def tables():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'kernel_historyentry'::regclass"
        )
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_tries_of_last_week_are_forgotten_and_those_of_this_hour_are_not():
    limits.hit("track:old", NIGHT - timedelta(days=7), most=5, window=timedelta(hours=1))
    limits.hit("track:new", NIGHT - timedelta(minutes=5), most=5, window=timedelta(hours=1))
    tasks.housekeeping(timestamp=int(NIGHT.timestamp()))
    assert limits.count("track:old", NIGHT, timedelta(days=30)) == 0
    assert limits.count("track:new", NIGHT, timedelta(days=30)) == 1


@pytest.mark.django_db
def test_a_form_sent_again_after_a_month_is_a_new_form():
    for days in (40, 1):
        with transaction.atomic():
            idempotency.claim("intake", f"{days} days", {})
        IdempotencyKey.objects.filter(key=f"{days} days").update(
            made_at=NIGHT - timedelta(days=days)
        )
    tasks.housekeeping(timestamp=int(NIGHT.timestamp()))
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["1 days"]


@pytest.mark.django_db
def test_a_server_that_runs_for_years_has_a_table_for_each_new_one():
    eve = datetime(2031, 12, 31, 19, 15, tzinfo=UTC)  # 1 January 2032 in Vietnam
    tasks.housekeeping(timestamp=int(eve.timestamp()))
    assert {f"kernel_historyentry_{year}" for year in (2032, 2033, 2034)} <= tables()


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["kernel_historyentry", "kernel_historyentry_2026"])
def test_nobody_empties_the_history(table):
    with transaction.atomic():
        history.record(
            year=2026, subject_id=990_001, kind="dossier.received", payload={}, by=MAI, at=NIGHT
        )
    with pytest.raises(IntegrityError, match="appended"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table}")
    assert len(history.entries(2026, 990_001)) == 1


@pytest.mark.django_db
def test_a_table_of_a_later_year_is_guarded_as_well():
    history.ensure_partitions(2040, 2040)
    with pytest.raises(IntegrityError, match="appended"), transaction.atomic():
        connection.cursor().execute("TRUNCATE kernel_historyentry_2040")


def test_a_partner_who_is_away_for_a_day_is_asked_again_within_the_next_one():
    job = type("Job", (), {})()
    waits = []
    for job.attempts in range(12):
        decision = RETRY.get_retry_decision(exception=OSError(), job=job)
        waits.append((decision.retry_at - datetime.now(UTC)).total_seconds())  # noqa: TID251
    day = 86_400
    assert waits[0] < 10
    assert sum(waits[:9]) < day < sum(waits) < 10 * day


def rule(value, start, **options):
    facts = {"source": "Quyết định thử", "certainty": "unverified"} | options
    return {"code": "thu", "value": value, "from": start} | facts


@pytest.mark.django_db(transaction=True)
def test_an_old_value_is_corrected_although_a_newer_one_follows():
    load_rules([rule(1, date(2020, 1, 1)), rule(2, date(2025, 1, 1))])
    assert load_rules([rule(7, date(2020, 1, 1)), rule(2, date(2025, 1, 1))]) == (1, 1)
    assert rulebook.value("thu", date(2024, 12, 31)) == 7
    assert rulebook.value("thu", date(2025, 1, 1)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_value_before_the_first_known_one_ends_where_that_begins():
    load_rules([rule(2, date(2025, 1, 1))])
    load_rules([rule(1, date(2020, 1, 1))])
    assert rulebook.value("thu", date(2024, 12, 31)) == 1
    assert rulebook.value("thu", date(2025, 1, 1)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_rule_that_was_verified_since_says_so():
    load_rules([rule(1, date(2020, 1, 1))])
    assert load_rules([rule(1, date(2020, 1, 1), certainty="seen", source="Điều 5")]) == (1, 0)
    found = rulebook.info("thu", date(2026, 1, 1))
    assert (found.certainty, found.source) == ("seen", "Điều 5")
    assert Rule.objects.filter(code="thu").count() == 1
