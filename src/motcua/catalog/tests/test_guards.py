"""What the database refuses by itself: each is tried by raw SQL, as scripts and psql do."""

import pytest

from motcua.catalog.models import ChangeLog, ProcedureVersion

from . import factories as f

pytestmark = pytest.mark.django_db

PARTS = ["component", "timelimitrow", "fee", "result", "legalbasis"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "'Tên khác'"),
        ("channels", "'{counter}'"),
        ("status", "'draft'"),
        ("source_sha256", "'0'"),
        ("missing", '\'[{"code": "term"}]\''),
        ("record", "'{}'"),
        ("valid", "'[2024-01-01,)'"),
        ("valid", "'[2025-08-01,)'"),
        ("valid", "NULL"),
        ("published_at", "now()"),
        ("search_words", "'gì đó'"),
        ("retention_class", "'vĩnh viễn'"),
    ],
)
def test_a_published_version_cannot_be_changed(column, value):
    version = f.imported()
    sql = f"UPDATE catalog_procedureversion SET {column} = {value} WHERE id = %s"
    assert f.database_refuses(sql, [version])


def test_its_validity_can_be_closed_but_not_opened_again():
    version = f.imported()
    sql = "UPDATE catalog_procedureversion SET valid = %s::daterange WHERE id = %s"
    assert not f.database_refuses(sql, ["[2025-07-01,2026-01-01)", version])
    assert f.database_refuses(sql, ["[2025-07-01,)", version])
    assert f.database_refuses(sql, ["empty", version])


def test_a_published_version_cannot_be_deleted():
    version = f.imported()
    assert f.database_refuses("DELETE FROM catalog_procedureversion WHERE id = %s", [version])


@pytest.mark.parametrize("part", PARTS)
def test_the_parts_of_a_published_version_cannot_be_changed_nor_removed(part):
    version = f.imported()
    table = f"catalog_{part}"
    assert f.database_refuses(f"UPDATE {table} SET no = no + 50 WHERE version_id = %s", [version])
    assert f.database_refuses(f"DELETE FROM {table} WHERE version_id = %s", [version])


VERIFIED = {"condition": "phải xác minh", "way": "added", "value": 3, "unit": "ngày làm việc"}
VERIFIABLE = {"value": 10, "unit": "ngày làm việc", "conditional": [VERIFIED]}


def test_a_longer_term_of_a_published_version_cannot_be_changed_removed_nor_added():
    version = f.imported(time_limit=VERIFIABLE)
    table = "catalog_conditionalterm"
    assert f.database_refuses(f"UPDATE {table} SET no = 50 WHERE version_id = %s", [version])
    assert f.database_refuses(f"DELETE FROM {table} WHERE version_id = %s", [version])
    sql = (
        f'INSERT INTO {table} (version_id, no, channel, way, "limit", condition, text)'
        f' SELECT version_id, 9, channel, way, "limit", condition, text FROM {table}'
        " WHERE version_id = %s"
    )
    assert f.database_refuses(sql, [version])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("channel", "'fax'"),
        ("way", "'somehow'"),
        ("condition", "''"),
        ("text", "''"),
        ("limit", "'[]'"),
        ("limit", "'null'"),
        ("limit", "'{}'"),
    ],
)
def test_a_longer_term_that_says_nothing_is_refused_in_drafts_too(column, value):
    draft = f.imported(results=[], time_limit=VERIFIABLE)
    sql = f'UPDATE catalog_conditionalterm SET "{column}" = {value} WHERE version_id = %s'
    assert f.database_refuses(sql, [draft])


def test_nothing_is_added_to_a_published_version():
    version = f.imported()
    sql = "INSERT INTO catalog_legalbasis (version_id, no, text) VALUES (%s, 99, 'thêm')"
    assert f.database_refuses(sql, [version])


def test_a_part_cannot_be_moved_from_a_draft_to_a_published_version():
    draft, version = f.imported(code="1.2", name="Bản nháp", results=[]), f.imported()
    sql = "UPDATE catalog_legalbasis SET version_id = %s, no = 99 WHERE version_id = %s"
    assert f.database_refuses(sql, [version, draft])


def test_a_draft_cannot_be_offered_nor_an_offering_moved_to_one():
    draft, version = f.imported(code="1.2", name="Bản nháp", results=[]), f.imported()
    unit = f.unit("Sở Nông nghiệp và Môi trường")
    sql = (
        "INSERT INTO catalog_offering (version_id, receiving_unit_id, deciding_unit_id, valid,"
        " source) VALUES (%s, %s, %s, '[2026-01-01,)', '')"
    )
    assert f.database_refuses(sql, [draft, unit, unit])
    made = f.offered(version, unit, unit)
    sql = "UPDATE catalog_offering SET version_id = %s WHERE id = %s"
    assert f.database_refuses(sql, [draft, made.id])


def test_two_offerings_at_one_unit_never_overlap():
    version, unit = f.imported(), f.unit("Sở Nông nghiệp và Môi trường")
    f.offered(version, unit, unit)
    sql = (
        "INSERT INTO catalog_offering (version_id, receiving_unit_id, deciding_unit_id, valid,"
        " source) VALUES (%s, %s, %s, '[2027-01-01,)', '')"
    )
    assert f.database_refuses(sql, [version, unit, unit])


def test_an_incomplete_version_cannot_be_published_by_hand():
    draft = f.imported(results=[])
    sql = (
        "UPDATE catalog_procedureversion SET status = 'published', valid = '[2026-01-01,)',"
        " published_at = now() WHERE id = %s"
    )
    assert f.database_refuses(sql, [draft])


def test_two_versions_of_one_line_are_never_in_force_together():
    version = ProcedureVersion.objects.get(pk=f.imported())
    held = f.imported(decision="02/QĐ-THU", results=[])
    sql = (
        "UPDATE catalog_procedureversion SET missing = '[]', status = 'published',"
        " valid = %s::daterange, published_at = now() WHERE id = %s"
    )
    assert version.valid.upper is None
    assert f.database_refuses(sql, ["[2026-01-01,)", held])
    assert not f.database_refuses(sql, ["[2024-01-01,2025-07-01)", held])


def test_the_log_of_changes_is_appended_never_changed():
    f.imported()
    entry = ChangeLog.objects.first()
    assert entry is not None
    assert f.database_refuses("UPDATE catalog_changelog SET at = now() WHERE id = %s", [entry.pk])
    assert f.database_refuses("DELETE FROM catalog_changelog WHERE id = %s", [entry.pk])


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("component", "name", "''"),
        ("fee", "amount_vnd", "-1"),
        ("fee", "channel", "'fax'"),
        ("timelimitrow", "channel", "'fax'"),
        ("timelimitrow", "kind", "'maybe'"),
        ("result", "name", "''"),
        ("procedureversion", "name", "''"),
        ("procedureversion", "status", "'gone'"),
        ("procedureversion", "channels", "'{fax}'"),
    ],
)
def test_impossible_values_are_refused_in_drafts_too(table, column, value):
    draft = f.imported(results=[{"name": "Giấy phép", "code": None}], decision=None, code=None)
    key = "id" if table == "procedureversion" else "version_id"
    sql = f"UPDATE catalog_{table} SET {column} = {value} WHERE {key} = %s"
    assert f.database_refuses(sql, [draft])
