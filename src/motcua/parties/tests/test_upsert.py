"""One number is one party, also when two counters ask at once."""

import logging
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.parties import errors, queries
from motcua.parties.commands import upsert_party
from motcua.parties.models import Party, PartyIdentity, PartyVersion

from .factories import tax_code, told

pytestmark = pytest.mark.django_db


def test_binh_is_recorded_with_her_numbers_sealed():
    info = upsert_party(**told())

    assert (info.name, info.number_masked, info.phone_masked) == (
        "Trần Thị Bình", "••••••••0007", "••••••5678",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text, i::text FROM parties_party p, parties_partyidentity i")
        rows = str(cursor.fetchall())
    for secret in ("036190000007", "0912345678", "binh@vidu.vn", "Thôn Đông"):
        assert secret not in rows
        assert secret.encode().hex() not in rows
    revealed = queries.reveal(info.id)
    assert revealed.numbers == (("personal_id", "036190000007"),)
    assert (revealed.phone, revealed.address) == ("0912345678", "Thôn Đông, xã Yên Bình")


def test_the_same_number_is_the_same_party_and_its_phone_is_the_latest():
    first = upsert_party(**told())
    again = upsert_party(**told(number="036 190 000 007", phone="0987654321", email="", address=""))

    assert (again.id, Party.objects.count()) == (first.id, 1)
    assert (again.phone_masked, again.address) == ("••••••4321", "Thôn Đông, xã Yên Bình")
    assert [version.no for version in queries.versions(first.id)] == [1, 2]


def test_saying_the_same_twice_writes_no_second_version():
    info = upsert_party(**told())
    upsert_party(**told())
    assert len(queries.versions(info.id)) == 1


def test_a_declared_name_does_not_rename_somebody_whose_card_was_read():
    upsert_party(**told(verified_by="card_qr"))
    again = upsert_party(**told(name="Trần Thị Bính"))

    assert (again.name, again.name_differs) == ("Trần Thị Bình", True)
    last = queries.versions(again.id)[-1]
    assert (last.name, last.applied) == ("Trần Thị Bính", False)


def test_a_seen_original_corrects_a_declared_name():
    upsert_party(**told(name="Trần Thị Bính"))
    again = upsert_party(**told(verified_by="seen_original"))
    assert (again.name, again.name_differs, again.verified_by) == (
        "Trần Thị Bình", False, "seen_original",
    )  # fmt: skip


def test_without_a_number_nobody_is_merged_by_guessing():
    first = upsert_party(**told(number_kind="none", number=""))
    second = upsert_party(**told(number_kind="none", number=""))
    assert first.id != second.id
    assert first.number_masked == ""


def test_a_persons_tax_code_and_personal_number_are_one_identity():
    first = upsert_party(**told())
    second = upsert_party(**told(number_kind="tax_code"))
    assert first.id == second.id


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"name": " \u200b "}, errors.NameMissing, "name"),
        ({"name": "x" * 301}, errors.NameTooLong, "name"),
        ({"number": "0361"}, errors.WrongNumber, "number"),
        ({"number": ""}, errors.WrongNumber, "number"),
        ({"number_kind": "tax_code", "number": "0100109107"}, errors.WrongNumber, "number"),
        ({"phone": "không có"}, errors.WrongPhone, "phone"),
        ({"phone": "123"}, errors.WrongPhone, "phone"),
        ({"email": "binh tại vidu"}, errors.WrongEmail, "email"),
        ({"email": "b@vidu.vn\nBcc: x@y.vn"}, errors.WrongEmail, "email"),
        ({"address": "x" * 501}, errors.AddressTooLong, "address"),
        ({"birth": told()["at"].date().replace(year=2027)}, errors.BirthInFuture, "birth"),
        ({"kind": "organisation"}, errors.NotThisKind, "kind"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_saved(changes, error, field):
    with pytest.raises(error) as refusal:
        upsert_party(**told(**changes))
    assert refusal.value.field == field
    assert str(refusal.value)
    assert Party.objects.count() == 0


def test_an_organisation_is_known_by_its_tax_code():
    info = upsert_party(
        **told(kind="organisation", name="Công ty TNHH Hồng Hà", number_kind="tax_code",
               number=tax_code(), birth=None, gender="")
    )  # fmt: skip
    assert queries.find_by_number("tax_code", tax_code()).id == info.id

    with pytest.raises(errors.KindDiffers):
        upsert_party(**told(number_kind="tax_code", number=tax_code()))


def test_an_odd_number_passes_since_genders_change():
    assert upsert_party(**told(gender="male")).gender == "male"


def test_the_last_four_digits_open_the_door_and_nothing_else_does():
    binh = upsert_party(**told())
    other = upsert_party(**told(number="001090000123", gender="", phone="0900000000"))

    assert queries.tail_matches([binh.id], "0007")
    assert queries.tail_matches([binh.id], "5678")
    assert queries.tail_matches([other.id, binh.id], "5678")
    for wrong in ("0123", "000", "", "00007", "٠٠٠٧", "' OR 1=1"):
        assert not queries.tail_matches([binh.id], wrong)
    assert not queries.tail_matches([], "0007")
    assert queries.find_by_tail("5678") == [binh.id]
    assert queries.find_by_phone("+84 912 345 678") == [binh.id]
    assert queries.find_by_digits("0912 345 678") == queries.find_by_digits("5678") == [binh.id]
    assert queries.find_by_digits("Bình 5678") == queries.find_by_digits("345678") == []


def test_a_party_never_prints_itself(caplog):
    caplog.set_level(logging.DEBUG)
    info = upsert_party(**told())
    row, identity = Party.objects.get(), PartyIdentity.objects.get()
    version = PartyVersion.objects.get()

    printed = "".join(
        f"{thing!r}{thing}"
        for thing in (info, row, identity, version, queries.reveal(info.id),
                      queries.versions(info.id)[0])
    ) + caplog.text  # fmt: skip
    for secret in ("Bình", "036190000007", "0912345678", "vidu"):
        assert secret not in printed


def test_it_runs_only_within_a_command(monkeypatch):
    monkeypatch.setattr(connection, "in_atomic_block", False)
    with pytest.raises(RuntimeError):
        upsert_party(**told())


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Party, {"kind": "robot"}),
        (Party, {"name": ""}),
        (Party, {"gender": "x"}),
        (Party, {"kind": "organisation"}),
        (Party, {"name_verified_by": "rumour"}),
        (Party, {"phone_sealed": None}),
        (Party, {"phone_blind": ""}),
        (Party, {"phone_blind": "0912345678"}),
        (PartyIdentity, {"number_kind": "none"}),
        (PartyIdentity, {"number_blind": "036190000007"}),
        (PartyIdentity, {"tail_blind": "0007"}),
        (PartyIdentity, {"verified_by": "rumour"}),
        (PartyVersion, {"no": 0}),
        (PartyVersion, {"verified_by": "rumour"}),
    ],
)
def test_the_database_refuses_impossible_rows(model, change):
    upsert_party(**told())
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


def test_one_number_never_belongs_to_two():
    upsert_party(**told())
    other = upsert_party(**told(number="001090000123"))
    blind = PartyIdentity.objects.exclude(party_id=other.id).get().number_blind
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyIdentity.objects.filter(party_id=other.id).update(number_blind=blind)


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_make_one_party():
    barrier, made, faults = threading.Barrier(2), [], []

    def counter(name, number):
        try:
            with transaction.atomic():
                barrier.wait(timeout=10)
                made.append(upsert_party(**told(name=name, number=number)).id)
        except Exception as fault:  # noqa: BLE001 (a thread's fault must reach the test)
            faults.append(fault)
        finally:
            connection.close()

    for turn in range(5):
        made.clear()
        args = [(name, f"03619000100{turn}") for name in ("Lan", "Mai")]
        threads = [threading.Thread(target=counter, args=each) for each in args]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
        assert faults == []
        assert len(set(made)) == 1
        assert Party.objects.count() == turn + 1


def test_a_page_of_parties_costs_one_query_and_one_for_those_without_a_number(
    django_assert_num_queries,
):
    ids = [upsert_party(**told(number=f"03619000{i:04d}")).id for i in range(5)]
    with django_assert_num_queries(1):
        assert len(queries.parties(ids)) == 5
    bare = upsert_party(**told(number="", number_kind="none")).id
    with django_assert_num_queries(2):
        found = queries.parties([*ids, bare])
    assert (len(found), found[bare].number_masked) == (6, "")
