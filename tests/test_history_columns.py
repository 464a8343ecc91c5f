"""The history has had these columns since the first migration: none can be added for the past."""

import pytest
from django.db import connection

COLUMNS = {
    "year",
    "subject_id",
    "seq",
    "occurred_at",
    "recorded_at",
    "person_id",
    "post_id",
    "on_behalf_of_id",
    "place_id",
    "channel",
    "handover",
    "kind",
    "payload",
    "command_id",
    "rule_set",
    "xid",
    "prev_hash",
    "hash",
}


@pytest.mark.django_db
def test_an_entry_has_every_column_of_the_house():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = 'kernel_historyentry'::regclass AND attnum > 0"
        )
        found = dict(cursor.fetchall())
    assert set(found) == COLUMNS
    assert found["xid"] == "xid8"
    assert found["occurred_at"] == found["recorded_at"] == "timestamp with time zone"


@pytest.mark.django_db
def test_the_key_is_year_dossier_and_number_and_the_table_is_cut_by_year():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a"
            " ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
            " WHERE i.indrelid = 'kernel_historyentry'::regclass AND i.indisprimary"
        )
        assert {row[0] for row in cursor.fetchall()} == {"year", "subject_id", "seq"}
        cursor.execute("SELECT pg_get_partkeydef('kernel_historyentry'::regclass)")
        assert cursor.fetchone()[0] == "LIST (year)"
