"""What a connection asks often is planned once, unless a pooler stands between."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from motcua.config.environment import PREPARED_AFTER, database

KEPT = """SELECT count(*) FROM pg_prepared_statements
WHERE statement LIKE '%FROM "django_session"%' AND statement NOT LIKE '%pg_prepared%'"""


@pytest.mark.django_db
def test_a_question_asked_often_is_kept_with_its_plan() -> None:
    kept = []
    for number in range(PREPARED_AFTER + 2):
        assert not Session.objects.filter(session_key=f"none-{number}").exists()
        with connection.cursor() as cursor:
            kept.append(cursor.execute(KEPT).fetchone()[0])
    assert kept[-1] == kept[0] + 1


def test_behind_a_pooler_nothing_is_kept() -> None:
    options = database("postgres://motcua@127.0.0.1/motcua", prepared=False)["OPTIONS"]
    assert (options["server_side_binding"], options["prepare_threshold"]) == (False, None)
