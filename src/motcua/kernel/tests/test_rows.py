"""New rows in one statement are the rows that ``save`` would have written."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.kernel.models import IdempotencyKey, ReadEntry
from motcua.kernel.rows import insert
from motcua.kernel.transactions import command

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 16, 3, tzinfo=UTC)


def seen(person_id: int) -> ReadEntry:
    return ReadEntry(year=2026, subject_id=7, person_id=person_id, page="desk.dossier", at=AT)


def test_several_rows_are_one_statement_and_get_their_keys_in_order():
    rows = [seen(1), seen(2), seen(3)]
    with CaptureQueriesContext(connection) as asked:
        command(insert)(*rows)
    assert sum("INSERT" in query["sql"] for query in asked) == 1
    kept = {row.pk: row.person_id for row in ReadEntry.objects.all()}
    assert kept == {row.pk: row.person_id for row in rows}
    assert not any(row._state.adding for row in rows)


def test_a_row_with_a_key_keeps_it_and_json_is_json():
    row = IdempotencyKey(pk=70, scope="s", key="k", digest="d", answer={"mã": "Ắ"}, made_at=AT)
    command(insert)(row)
    assert IdempotencyKey.objects.get(pk=70).answer == {"mã": "Ắ"}


def test_nothing_is_written_for_no_rows_and_never_outside_a_command():
    with CaptureQueriesContext(connection) as asked:
        command(insert)()
    assert not [query for query in asked if "INSERT" in query["sql"]]
    with pytest.raises(RuntimeError):
        insert(seen(1))
