"""Nothing that must always be true is false after two weeks; and each fault is found by its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection

from motcua.dossiers import queries
from motcua.dossiers.invariants import INVARIANTS, Scope, check
from motcua.dossiers.models import Dossier
from motcua.notifications.queries import notices
from tests.scene import once
from tests.world import World

from .lived_in import begin_without_history, live

SCRIPT = "SET LOCAL session_replication_role = replica"
"""What a restore or a careless script does: no trigger and no foreign key is asked."""

WORKED = "(SELECT min(id) FROM dossiers_dossier WHERE state = 'processing')"
DONE = "(SELECT min(id) FROM dossiers_dossier WHERE handback = 'collected')"
ITEM = "(SELECT max(item_id) FROM dossiers_inboxrow)"

SABOTAGE = {
    "a dossier is set back to accepted": (
        "columns",
        f"UPDATE dossiers_dossier SET state = 'accepted' WHERE id = {WORKED}",
    ),
    "a due day is put off by a day": (
        "columns",
        f"UPDATE dossiers_dossier SET due_on = due_on + 1 WHERE id = {WORKED}",
    ),
    "a dossier was done a day earlier": (
        "columns",
        f"UPDATE dossiers_dossier SET done_on = done_on - 1 WHERE id = {DONE}",
    ),
    "a paid tax is owed again": (
        "columns",
        "UPDATE dossiers_dossier SET money = 'due' WHERE money = 'settled'",
    ),
    "a clock stands still without a turn": (
        "columns",
        f"UPDATE dossiers_dossier SET clock = 'finance' WHERE id = {WORKED}",
    ),
    "a number is left out": (
        "codes",
        "UPDATE dossiers_dossier SET code_number = code_number + 3"
        " WHERE code_number = (SELECT max(code_number) FROM dossiers_dossier)",
    ),
    "a counter was turned back": (
        "codes",
        "UPDATE dossiers_codecounter SET last = last - 1 WHERE last > 1",
    ),
    "a number is given twice": (
        "codes",
        "ALTER TABLE dossiers_dossier DROP CONSTRAINT dossier_number_once",
        "UPDATE dossiers_dossier SET code_number = 1 WHERE code_number = 2",
    ),
    "a process is stopped behind the dossier's back": (
        "nexts",
        SCRIPT,
        f"UPDATE workflow_token SET left_at = '2026-12-01' WHERE left_at IS NULL AND id IN"
        f" (SELECT token_id FROM workflow_workitem WHERE subject_id = {WORKED})",
        f"UPDATE workflow_workitem SET state = 'cancelled', finished_at = '2026-12-01'"
        f" WHERE state = 'open' AND subject_id = {WORKED}",
        f"UPDATE workflow_instance SET ended_as = 'cancelled', ended_at = '2026-12-01'"
        f" WHERE subject_id = {WORKED}",
        f"DELETE FROM dossiers_inboxrow WHERE dossier_id = {WORKED}",
    ),
    "a token leaves while its step stays open": (
        "tokens",
        SCRIPT,
        "UPDATE workflow_token SET left_at = arrived_at WHERE id ="
        " (SELECT max(id) FROM workflow_token WHERE left_at IS NULL)",
    ),
    "a process belongs to no dossier": (
        "tokens",
        SCRIPT,
        "INSERT INTO workflow_instance (subject_id, definition_id, route, variables, started_at,"
        " ended_at, ended_as) SELECT 999999, definition_id, route, variables, started_at,"
        " started_at, 'cancelled' FROM workflow_instance LIMIT 1",
    ),
    "a step falls out of every inbox": (
        "inboxes",
        f"DELETE FROM dossiers_inboxrow WHERE item_id = {ITEM}",
    ),
    "a step lies in another unit's inbox": (
        "inboxes",
        "UPDATE dossiers_inboxrow SET unit_id = (SELECT min(id) FROM organizations_unit)"
        f" WHERE item_id = {ITEM}",
    ),
    "a step that Lan has taken looks free": (
        "inboxes",
        "UPDATE dossiers_inboxrow SET post_id = NULL",
    ),
    "a finished step stays in the inbox": (
        "inboxes",
        "INSERT INTO dossiers_inboxrow SELECT"
        """ (jsonb_populate_record(i, '{"item_id": 999999}')).*"""
        f" FROM dossiers_inboxrow i WHERE item_id = {ITEM}",
    ),
    "a step was taken after it was finished": (
        "intervals",
        "UPDATE workflow_workitem SET taken_at = finished_at + interval '1 hour'"
        " WHERE state = 'done' AND taken_at IS NOT NULL",
    ),
    "a step goes on while it is done again": (
        "intervals",
        "UPDATE workflow_token SET left_at = '2026-12-01' WHERE id ="
        " (SELECT min(w.token_id) FROM workflow_workitem w WHERE w.state = 'done' AND EXISTS"
        "   (SELECT FROM workflow_workitem b WHERE b.instance_id = w.instance_id"
        "     AND b.state = 'sent_back'))",
        "UPDATE workflow_workitem w SET finished_at = t.left_at FROM workflow_token t"
        " WHERE t.id = w.token_id AND t.left_at = '2026-12-01'",
    ),
    "the first promised day moves": (
        "promises",
        "UPDATE dossiers_promise SET original_due_at = original_due_at + interval '1 day'"
        f" WHERE dossier_id = {WORKED} AND number = 1",
    ),
    "a promise moves everywhere and nobody stopped the clock": (
        "promises",
        f"UPDATE dossiers_promise SET due_at = due_at + interval '1 day'"
        f" WHERE dossier_id = {WORKED}",
        "UPDATE dossiers_dossier d SET due_at = p.due_at,"
        " due_on = (p.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date FROM dossiers_promise p"
        f" WHERE p.dossier_id = d.id AND d.id = {WORKED}",
        "UPDATE dossiers_inboxrow i SET due_at = d.due_at,"
        " urgent_at = least(i.step_due_at, d.due_at) FROM dossiers_dossier d"
        f" WHERE d.id = i.dossier_id AND d.id = {WORKED}",
    ),
    "a turn of the clock without an act": (
        "ledger",
        f"UPDATE dossiers_ledgerentry SET history_seq = 99 WHERE dossier_id = {WORKED}",
    ),
    "a clock goes on that never started": (
        "ledger",
        f"UPDATE dossiers_ledgerentry SET kind = 'resume' WHERE dossier_id = {WORKED}",
    ),
    "an acknowledged reception is not there": (
        "acts",
        "UPDATE kernel_idempotencykey SET answer = jsonb_set(answer, '{dossier_id}', '999999')"
        " WHERE id = (SELECT min(id) FROM kernel_idempotencykey WHERE scope = 'dossiers.receive')",
    ),
    "two forms were answered with one dossier": (
        "acts",
        "UPDATE kernel_idempotencykey SET answer = (SELECT answer FROM kernel_idempotencykey"
        "   WHERE scope = 'dossiers.receive' ORDER BY id LIMIT 1) WHERE scope = 'dossiers.receive'",
    ),
    "a form was taken and never answered": (
        "acts",
        "UPDATE kernel_idempotencykey SET answer = NULL WHERE scope = 'dossiers.finish'",
    ),
    "papers arrived and the history does not know": (
        "acts",
        "UPDATE dossiers_handover SET confirmed_at = given_at + interval '1 day',"
        " confirmed_by_post_id = given_by_post_id"
        " WHERE confirmed_at IS NULL AND taken_back_at IS NULL",
        "UPDATE dossiers_paperfile f SET unit_id = h.to_unit_id, handover_id = NULL"
        " FROM dossiers_handover h WHERE h.id = f.handover_id",
    ),
    "papers have a holder whom nobody gave them to": (
        "custody",
        "UPDATE dossiers_paperfile SET unit_id = (SELECT id FROM organizations_unit"
        " WHERE name = 'Sở Xây dựng')",
    ),
    "nobody knows who holds papers that were carried": (
        "custody",
        "DELETE FROM dossiers_paperfile",
    ),
    "papers were given on by who never had them": (
        "custody",
        "UPDATE dossiers_handover SET from_unit_id = (SELECT id FROM organizations_unit"
        " WHERE name = 'Sở Xây dựng') WHERE id = (SELECT max(id) FROM dossiers_handover"
        f" WHERE dossier_id = {DONE})",
    ),
    "a file has lost its content": ("files", SCRIPT, "DELETE FROM documents_content"),
    "a result names a file that is not there": (
        "files",
        SCRIPT,
        "UPDATE dossiers_result SET file_id = 999999 WHERE file_id IS NOT NULL",
    ),
    "an entry of the history is rewritten": (
        "chain",
        SCRIPT,
        "UPDATE kernel_historyentry SET payload = payload || '{\"item\": 1}'"
        " WHERE kind = 'step.taken'",
    ),
    "an entry of the history is taken out": (
        "chain",
        SCRIPT,
        f"DELETE FROM kernel_historyentry WHERE kind = 'step.taken' AND subject_id = {DONE}",
    ),
    "a unit no longer sees what it worked on": (
        "units",
        f"DELETE FROM dossiers_dossierunit WHERE why = 'holds' AND dossier_id = {DONE}",
    ),
    "a unit sees what never came to it": (
        "units",
        "INSERT INTO dossiers_dossierunit (dossier_id, unit_id, why, since, received_at)"
        " SELECT d.id, u.id, 'holds', d.received_at, d.received_at FROM dossiers_dossier d,"
        f" organizations_unit u WHERE d.id = {DONE} AND u.name = 'Sở Xây dựng'",
    ),
    "a dossier is not found under its owner's name": (
        "search",
        f"UPDATE dossiers_dossiersearch SET words = '' WHERE dossier_id = {WORKED}",
    ),
    "the beginning of a name finds nobody": (
        "search",
        "DELETE FROM dossiers_searchword WHERE word = (SELECT min(word) FROM dossiers_searchword)",
    ),
    "an inbox shows another owner": (
        "labels",
        "UPDATE dossiers_inboxrow SET owner_name = 'Người khác'",
    ),
    "an inbox says a step is urgent that is not": (
        "labels",
        f"UPDATE dossiers_inboxrow SET urgent_at = '2026-01-01' WHERE item_id = {ITEM}",
    ),
    "a citizen has no receipt": (
        "receipts",
        f"DELETE FROM documents_issuedslip WHERE subject_id = {WORKED}",
    ),
    "a done dossier has no result": (
        "results",
        f"DELETE FROM dossiers_result WHERE dossier_id = {DONE}",
    ),
    "a result was collected another day": (
        "results",
        "UPDATE dossiers_collection SET at = at + interval '1 day'",
    ),
    "an owner is nobody": (
        "references",
        SCRIPT,
        f"UPDATE dossiers_dossier SET owner_id = 999999 WHERE id = {WORKED}",
    ),
    "papers are asked for and the clock goes on": (
        "supplements",
        "UPDATE dossiers_supplement SET answered_at = NULL, answered_by_post_id = NULL"
        " WHERE id = (SELECT max(id) FROM dossiers_supplement WHERE answered_at IS NOT NULL)",
    ),
    "papers were asked for and the history does not know": (
        "supplements",
        "UPDATE dossiers_supplement SET requested_at = requested_at - interval '1 day'",
    ),
    "a request for papers names none": ("supplements", "DELETE FROM dossiers_supplementpaper"),
    "a dossier was withdrawn and the act is gone": (
        "early_ends",
        "DELETE FROM dossiers_earlyend WHERE state = 'withdrawn'",
    ),
    "a dossier was stopped an hour later": (
        "early_ends",
        "UPDATE dossiers_earlyend SET at = at + interval '1 hour' WHERE state = 'stopped'",
    ),
    "a day promised again moves once more": (
        "extensions",
        "UPDATE dossiers_promise SET again_at = again_at + interval '1 day'"
        " WHERE again_at IS NOT NULL",
    ),
    "a longer term was granted an hour later": (
        "lengthenings",
        "UPDATE dossiers_lengthening SET at = at + interval '1 hour' WHERE taken_back_at IS NULL",
    ),
    "a dossier is apologised for twice": (
        "apologies",
        "INSERT INTO dossiers_apology (public_id, dossier_id, no, promise, due_on, state, cause,"
        " step, reason, until_on, left_minutes, needed_minutes, drafted_at, refused_channel)"
        " SELECT 'zzzz', dossier_id, 2, promise, due_on, 'draft', cause, step, reason, until_on,"
        " 0, 0, drafted_at, '' FROM dossiers_apology WHERE state = 'sent' LIMIT 1",
    ),
    "a letter went out and promised nothing": (
        "apologies",
        "UPDATE dossiers_apology SET sent_at = sent_at + interval '1 hour' WHERE state = 'sent'",
    ),
    "a question to another unit is forgotten": (
        "consultations",
        "UPDATE dossiers_consultation SET answered_at = NULL, answered_by_post_id = NULL,"
        " answer = '' WHERE answered_at IS NOT NULL",
    ),
    "a wrong result is swept under the carpet": ("results", "DELETE FROM dossiers_pastresult"),
    "a history tells of no dossier": (
        "references",
        SCRIPT,
        "UPDATE kernel_historytext SET subject_id = 999999 WHERE id ="
        " (SELECT min(id) FROM kernel_historytext)",
    ),
}


@pytest.fixture(scope="module")
def lived_in(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """The province after two weeks, once for all tests here; rolled back at the end."""
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        begin_without_history()
        live(world)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield world


@pytest.fixture
def afterwards(lived_in, db) -> World:
    """What a test does to the province is undone."""
    return lived_in


def broken(*, every_file: bool = True) -> dict[str, dict[str, int]]:
    """The invariants that are broken, each with its faults and how often."""
    outcomes = list(check(Scope(every_file=every_file)))
    return {o.code: {f.code: f.count for f in o.faults} for o in outcomes if o.broken}


def test_after_two_weeks_of_work_everything_is_true(afterwards):
    outcomes = list(check(Scope(every_file=True)))
    assert {o.code: o.faults for o in outcomes if o.broken} == {}
    assert [o.code for o in outcomes if not o.looked_at] == []


def test_a_page_asks_for_notices_wherever_there_are_any(afterwards):
    told = {row.pk: bool(notices(row.pk)) for row in Dossier.objects.all()}
    assert set(told.values()) == {True, False}
    asked = {pk: queries.page(pk, afterwards.oanh).told for pk in told}
    assert [pk for pk in told if told[pk] and not asked[pk]] == []


def test_every_invariant_has_a_saboteur():
    assert {name for name, *_sql in SABOTAGE.values()} == {i.code for i in INVARIANTS}


@pytest.mark.parametrize("act", SABOTAGE.values(), ids=SABOTAGE)
def test_sabotage_is_found_by_its_own_invariant_and_no_other(afterwards, act):
    name, *statements = act
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        assert cursor.rowcount > 0
    assert list(broken()) == [name]


def kept() -> Path:
    (path,) = (p for p in Path(configured.FILES_DIR).glob("??/??/*") if p.is_file())
    return path


@pytest.mark.parametrize("every_file", [True, False], ids=["all", "a sample"])
@pytest.mark.parametrize("fault", ["missing", "changed"])
def test_a_file_that_is_lost_or_changed_on_disk_is_found(afterwards, tmp_path, fault, every_file):
    path = kept()
    shutil.copy(path, tmp_path / "before")
    try:
        path.unlink()
        if fault == "changed":
            path.write_bytes(b"%PDF-1.7 forged")
        assert broken(every_file=every_file) == {"files": {fault: 1}}
    finally:
        shutil.copy(tmp_path / "before", path)


def test_a_code_given_twice_is_found(afterwards):
    """Its receipt and its inbox say another code then, so more than one question finds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'dossiers_dossier'::regclass"
            " AND contype = 'u' AND pg_get_constraintdef(oid) = 'UNIQUE (code)'"
        )
        cursor.execute(f"ALTER TABLE dossiers_dossier DROP CONSTRAINT {cursor.fetchone()[0]}")
        cursor.execute(f"UPDATE dossiers_dossier SET code = 'X' WHERE id IN ({WORKED}, {DONE})")
    assert broken()["codes"] == {"code_twice": 1}


def test_an_open_dossier_without_any_date_is_found(afterwards):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE dossiers_dossier SET due_at = NULL, due_on = NULL WHERE id = {WORKED}"
        )
    assert broken()["nexts"] == {"no_date": 1}
