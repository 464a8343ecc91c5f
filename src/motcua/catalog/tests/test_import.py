"""Taking over records: idempotent, new versions for changes, drafts for what is incomplete."""

from datetime import date, timedelta

import pytest
from django.db import connection

from motcua.catalog import queries
from motcua.catalog.commands import (
    ProcedureImport,
    close,
    import_procedure,
    publish,
)
from motcua.catalog.errors import AlreadyPublished, BadPeriod, Incomplete, Superseded, TooEarly
from motcua.catalog.models import ChangeLog, ProcedureVersion
from motcua.kernel.errors import NotPermitted
from motcua.organizations.permissions import Role

from . import factories as f

pytestmark = pytest.mark.django_db


def _import(at=f.AT, **changes):
    return import_procedure(f.record(**changes), by=f.IMPORT, at=at)


def test_a_complete_record_is_in_force_from_the_day_of_its_import():
    outcome = _import()
    assert (outcome.status, outcome.reasons) == ("loaded", ())
    info = queries.version(outcome.version_id)
    assert (info.status, info.valid_from) == ("published", f.DAY)
    assert outcome.key == "1.999001 · quốc gia 2026 · Cấp giấy phép nuôi ong rừng"


def test_the_same_record_again_changes_nothing():
    first, again = _import(), _import(at=f.AT + timedelta(days=30))
    assert (again.status, again.version_id) == ("unchanged", first.version_id)
    assert ProcedureVersion.objects.count() == 1


def test_a_record_whose_longer_terms_were_not_read_then_is_read_again():
    """What was published before longer terms were known keeps its dossiers; the next day has it."""
    limit = {
        "value": 10,
        "unit": "ngày làm việc",
        "note": "Trường hợp phải xác minh: 15 ngày làm việc",
    }
    first = _import(time_limit=limit)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM catalog_conditionalterm")
        cursor.execute("RESET session_replication_role")
    later = f.AT + timedelta(days=10)
    second = _import(at=later, time_limit=limit)
    assert (second.status, _import(at=later, time_limit=limit).status) == ("loaded", "unchanged")
    assert [c.told for c in queries.version(second.version_id).conditions] == [
        "Trường hợp phải xác minh: thời hạn là 15 ngày làm việc"
    ]
    assert second.version_id != first.version_id


def test_the_order_of_keys_and_the_form_of_accents_are_no_change():
    import unicodedata

    _import()
    shuffled = dict(reversed(f.record().items()))
    shuffled["name"] = unicodedata.normalize("NFD", shuffled["name"])
    assert import_procedure(shuffled, by=f.IMPORT, at=f.AT).status == "unchanged"


def test_a_changed_record_is_a_new_version_and_the_older_one_ends_the_day_before():
    first = _import()
    later = f.AT + timedelta(days=10)
    second = _import(at=later, time_limit={"value": 7, "unit": "ngày làm việc"})

    assert second.status == "loaded"
    old, new = (ProcedureVersion.objects.get(pk=o.version_id) for o in (first, second))
    assert old.valid.upper == new.valid.lower == date(2026, 11, 30)
    assert queries.in_force("1.999001", date(2026, 11, 29)) == [first.version_id]
    assert queries.in_force("1.999001", date(2026, 11, 30)) == [second.version_id]
    text = queries.term(first.version_id, case_id=None, channel="counter").text
    assert text == "10 ngày làm việc"


def test_corrected_on_the_day_it_came_into_force_it_holds_from_the_next_day():
    first, second = _import(), _import(decision="02/QĐ-THU")
    assert queries.in_force("1.999001", f.DAY) == [first.version_id]
    assert queries.in_force("1.999001", f.DAY + timedelta(days=1)) == [second.version_id]


def test_offerings_go_over_to_the_new_version():
    first = _import()
    unit = f.unit("Sở Nông nghiệp và Môi trường")
    f.offered(first.version_id, unit, unit, valid_from=f.DAY)
    later = f.AT + timedelta(days=10)
    second = _import(at=later, decision="02/QĐ-THU")

    before, after = date(2026, 11, 29), date(2026, 11, 30)
    assert queries.offering(first.version_id, unit, before).deciding_unit_id == unit
    assert queries.offering(first.version_id, unit, after) is None
    assert queries.offering(second.version_id, unit, after).deciding_unit_id == unit
    assert [o.version_id for o in queries.offered_at(unit, after)] == [second.version_id]


def test_an_incomplete_change_waits_and_does_not_end_what_is_in_force():
    first = _import()
    second = _import(at=f.AT + timedelta(days=10), results=[])
    assert (second.status, second.reasons) == ("draft", ("Thiếu kết quả thực hiện.",))
    assert queries.in_force("1.999001", date(2027, 1, 1)) == [first.version_id]


def test_a_newer_draft_takes_the_older_drafts_place():
    first, second = _import(results=[]), _import(results=[], decision="02/QĐ-THU")
    assert [info.version_id for info in queries.not_offered()] == [second.version_id]
    with pytest.raises(Superseded):
        publish(first.version_id, valid_from=f.DAY, by=f.IMPORT, at=f.AT)


def test_a_record_that_was_held_back_is_published_by_the_catalogue_administrator():
    held = import_procedure(f.record(), by=f.IMPORT, at=f.AT, hold=True)
    assert (held.status, held.reasons) == ("draft", ())
    admin = f.person(Role.CATALOGUE_ADMIN)
    publish(held.version_id, valid_from=date(2027, 1, 1), by=admin, at=f.AT)
    assert queries.in_force("1.999001", date(2026, 12, 31)) == []
    assert queries.in_force("1.999001", date(2027, 1, 1)) == [held.version_id]
    with pytest.raises(AlreadyPublished):
        publish(held.version_id, valid_from=f.DAY, by=admin, at=f.AT)


def test_an_incomplete_draft_is_not_published_and_the_sentence_says_why():
    draft = _import(results=[], competent_level=None)
    with pytest.raises(Incomplete) as refusal:
        publish(draft.version_id, valid_from=f.DAY, by=f.IMPORT, at=f.AT)
    assert "Thiếu kết quả" in str(refusal.value)
    assert "Thiếu cấp" in str(refusal.value)


def test_a_version_cannot_start_before_the_one_it_follows():
    _import()
    held = import_procedure(f.record(decision="2"), by=f.IMPORT, at=f.AT, hold=True)
    with pytest.raises(TooEarly):
        publish(held.version_id, valid_from=f.DAY, by=f.IMPORT, at=f.AT)


def test_a_version_that_ends_takes_its_offerings_with_it():
    made = _import()
    unit = f.unit("Sở Nông nghiệp và Môi trường")
    f.offered(made.version_id, unit, unit, valid_from=f.DAY)
    with pytest.raises(BadPeriod):
        close(made.version_id, until=f.DAY, by=f.IMPORT, at=f.AT)
    close(made.version_id, until=date(2027, 1, 1), by=f.IMPORT, at=f.AT)
    assert queries.offering(made.version_id, unit, date(2026, 12, 31))
    assert queries.offering(made.version_id, unit, date(2027, 1, 1)) is None
    assert queries.in_force("1.999001", date(2027, 1, 1)) == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CATALOGUE_ADMIN])
def test_nobody_but_the_catalogue_administrator_changes_the_catalogue(role):
    made = _import()
    with pytest.raises(NotPermitted):
        import_procedure(f.record(code="1.3"), by=f.person(role), at=f.AT)
    with pytest.raises(NotPermitted):
        publish(made.version_id, valid_from=f.DAY, by=f.person(role), at=f.AT)
    with pytest.raises(NotPermitted):
        close(made.version_id, until=date(2027, 1, 1), by=f.person(role), at=f.AT)


def test_every_change_is_in_the_log_with_its_source():
    made = import_procedure(f.record(), by=f.IMPORT, at=f.AT, source="danh-muc.json")
    log = list(ChangeLog.objects.order_by("pk").values_list("what", "version_id", "source", "at"))
    assert log == [
        ("imported", made.version_id, "danh-muc.json", f.AT),
        ("published", made.version_id, "danh-muc.json", f.AT),
    ]
    assert ChangeLog.objects.first().actor == "system:test_import"


def test_one_key_with_two_contents_in_one_file_is_refused_both_times():
    records = [f.record(), f.record(decision="02/QĐ-THU"), f.record(code="1.5")]
    outcomes = list(ProcedureImport(records, by=f.IMPORT, at=f.AT).run())
    assert [str(o.status) for o in outcomes] == ["refused", "refused", "loaded"]
    assert "nội dung khác nhau" in outcomes[0].reasons[0]


def test_the_same_record_twice_in_one_file_is_loaded_once():
    outcomes = list(ProcedureImport([f.record(), f.record()], by=f.IMPORT, at=f.AT).run())
    assert [str(o.status) for o in outcomes] == ["loaded", "unchanged"]


def test_one_code_can_have_a_national_and_a_local_version_in_force_together():
    national, local = _import(), _import(version="Cao Bằng 2026")
    assert set(queries.in_force("1.999001", f.DAY)) == {national.version_id, local.version_id}
    infos = [queries.version(o.version_id) for o in (national, local)]
    assert infos[0].procedure_id == infos[1].procedure_id


def test_records_without_a_code_are_told_apart_by_name():
    first = _import(code=None, name="Xin đóng cửa mỏ")
    second = _import(code=None, name="Xin mở cửa mỏ")
    assert first.status == second.status == "draft"
    assert "Thiếu mã thủ tục." in first.reasons
    infos = [queries.version(o.version_id) for o in (first, second)]
    assert infos[0].procedure_id != infos[1].procedure_id
