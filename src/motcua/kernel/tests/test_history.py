"""What happened is appended, numbered and chained; nobody rewrites it."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.kernel import history
from motcua.kernel.actor import Actor
from motcua.kernel.models import HistoryText

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
MAI = Actor(person_id=7, post_id=70, unit_id=700, role="counter", person_name="Mai")


def happen(kind="dossier.received", subject=1, **options):
    with transaction.atomic():
        return history.record(
            year=2026, subject_id=subject, kind=kind, payload={"n": 1}, by=MAI, at=AT, **options
        )


def tampered(sql, *values):
    """As a database administrator with bad intentions: triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.django_db
def test_entries_are_numbered_from_one_within_their_subject():
    assert [happen().seq, happen().seq, happen(subject=2).seq, happen().seq] == [1, 2, 1, 3]


@pytest.mark.django_db
def test_an_entry_remembers_who_where_and_when_by_two_clocks():
    happen(channel="counter", handover="both", texts={"name": "Nguyễn Thị Ấm"})
    entry = history.entries(2026, 1)[0]
    assert (entry.person_id, entry.post_id, entry.place_id) == (7, 70, 700)
    assert (entry.channel, entry.handover) == ("counter", "both")
    assert entry.occurred_at == AT < entry.recorded_at
    assert entry.texts == {"name": "Nguyễn Thị Ấm"}


@pytest.mark.django_db
def test_names_can_be_erased_and_the_chain_still_holds():
    happen(texts={"name": "Nguyễn Thị Ấm"})
    HistoryText.objects.update(texts={})
    assert history.verify(2026, 1) == []
    assert history.entries(2026, 1)[0].texts == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql", ["UPDATE kernel_historyentry SET kind = 'x'", "DELETE FROM kernel_historyentry"]
)
def test_nobody_changes_what_happened(sql):
    happen()
    with pytest.raises(IntegrityError, match="never changed"), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE kernel_historyentry SET payload = '{\"n\": 2}' WHERE seq = 2", [2]),
        ("UPDATE kernel_historyentry SET occurred_at = now() WHERE seq = 1", [1]),
        ("DELETE FROM kernel_historyentry WHERE seq = 2", [3]),
        ("UPDATE kernel_historyentry SET seq = seq + 10 WHERE seq = 3", [13]),
    ],
)
def test_a_tampered_entry_is_found(sql, broken):
    for _ in range(3):
        happen()
    assert history.verify(2026, 1) == []
    tampered(sql)
    assert history.verify(2026, 1) == broken


@pytest.mark.django_db
def test_an_entry_outside_a_command_is_a_programming_error(monkeypatch):
    monkeypatch.setattr(connection, "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="needs a command"):
        history.record(year=2026, subject_id=1, kind="x", payload={}, by=MAI, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_without_the_subjects_lock_never_share_a_number():
    start, failures = threading.Barrier(2), []

    def append():
        start.wait()
        try:
            happen()
        except IntegrityError as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=append) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = [entry.seq for entry in history.entries(2026, 1)]
    assert numbers in ([1, 2], [1])
    assert len(numbers) + len(failures) == 2
