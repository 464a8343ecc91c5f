"""A citizen comes to the counter: a dossier with everything that is promised, or nothing."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from time import sleep

import pytest
from django.db import connection

from motcua.catalog import commands as catalog
from motcua.catalog import queries as procedures
from motcua.documents import queries as documents
from motcua.dossiers.errors import (
    CaseMissing,
    NothingHandedIn,
    NotOffered,
    NotOfThisProcedure,
    NoWayToFollow,
    OpenedLater,
    OwnerMissing,
)
from motcua.dossiers.inputs import ComponentInput, PartyInput
from motcua.dossiers.models import CodeCounter, Dossier, InboxRow, Promise
from motcua.dossiers.queries import page
from motcua.kernel import history
from motcua.kernel.clock import local_day
from motcua.kernel.errors import NotPermitted
from motcua.kernel.idempotency import KeyReused
from motcua.kernel.management.commands.load_rules import load_rules
from motcua.kernel.working_time import TimeLimit
from motcua.parties import commands as parties
from motcua.workflow import queries as processes
from tests.world import ANH, FOUNDED, LAND, NOON, SYSTEM, receive

MASK = {
    "code": "dossier.code_mask",
    "from": date(2026, 1, 1),
    "source": "Quyết định thử của tỉnh",
    "certainty": "seen",
}
NAMELESS = PartyInput(kind="person", name=" ")
UNREACHABLE = PartyInput(kind="person", name="Lò Văn Ẩn")


def test_everything_comes_to_be_at_once(world):
    received = receive(world)
    dossier = Dossier.objects.get(pk=received.dossier_id)
    assert dossier.code == received.code == "000.00.02.H99-261116-0001"
    assert dossier.owner_name == dossier.collector_name == "Nguyễn Thị Ánh Tuyết"
    assert dossier.components.count() == 3
    assert [e.kind for e in history.entries(2026, dossier.pk)] == ["dossier.received"]
    assert [s.kind for s in documents.slips(dossier.pk)] == ["receipt"]
    row = InboxRow.objects.get(dossier=dossier)
    assert (row.unit_id, row.role, row.code) == (
        world.units["one_stop_province"],
        "counter",
        dossier.code,
    )
    assert dossier.ledger.get().kind == "start"


def test_ten_working_days_from_monday_end_on_the_monday_after_next(world):
    dossier = Dossier.objects.get(pk=receive(world).dossier_id)
    promise = dossier.promises.get()
    assert dossier.due_on == date(2026, 11, 30)
    assert promise.due_at == promise.original_due_at == datetime(2026, 11, 30, 10, tzinfo=UTC)
    assert promise.explanation
    assert not promise.provisional_years


def test_a_process_with_a_tax_step_promises_twice_when_there_is_an_obligation(world):
    answers = (("has_financial_obligation", True),)
    owing = Dossier.objects.get(pk=receive(world, world.land, answers=answers).dossier_id)
    first, second = owing.promises.order_by("number")
    assert owing.procedure_code == LAND
    assert first.due_at == datetime(2026, 11, 23, 10, tzinfo=UTC)  # five working days
    assert (second.starts_at, second.due_at) == (None, None)
    free = Dossier.objects.get(pk=receive(world, world.land).dossier_id)
    assert free.promises.count() == 1


def test_numbers_run_without_gaps_by_agency_and_day(world):
    codes = [receive(world).code[-4:] for _ in range(3)]
    next_day = receive(world, at=NOON + timedelta(days=1)).code
    commune = receive(world, by=world.lien).code
    assert codes == ["0001", "0002", "0003"]
    assert next_day.endswith("-261117-0001")
    assert commune == "000.00.40.H99-261116-0001"


def test_half_past_midnight_on_new_years_day_is_the_new_year(world):
    late = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 in Vietnam
    early = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    last, first = receive(world, at=late), receive(world, at=early)
    assert (last.code[-11:], first.code[-11:]) == ("261231-0001", "270101-0001")
    assert [Dossier.objects.get(code=r.code).year for r in (last, first)] == [2026, 2027]
    assert len(history.entries(2027, first.dossier_id)) == 1
    promise = Dossier.objects.get(code=first.code).promises.get()
    assert local_day(promise.due_at) > date(2027, 1, 14)  # the first of January is a day off


def test_a_refused_reception_gives_its_number_back(world):
    receive(world)
    with pytest.raises(OwnerMissing):
        receive(world, owner=NAMELESS)
    assert receive(world).code.endswith("0002")


def test_the_ten_thousandth_of_a_day_has_five_digits(world):
    receive(world)
    CodeCounter.objects.update(last=9999)
    assert receive(world).code == "000.00.02.H99-261116-10000"


def test_another_mask_is_a_row_and_no_code(world):
    load_rules([{**MASK, "value": "{agency}-{yyyymmdd}-{seq:07}"}])
    assert receive(world).code == "H99.02-20261116-0000001"


def test_pressing_twice_makes_one_dossier_and_the_same_answer(world):
    first = receive(world, key="press")
    assert receive(world, key="press") == first
    assert Dossier.objects.count() == 1
    with pytest.raises(KeyReused):
        receive(world, key="press", sets=2)


def test_lan_gets_no_answer_with_hoas_key(world):
    receive(world, key="hoa's")
    with pytest.raises(KeyReused):
        receive(world, key="hoa's", by=world.lan)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"owner": NAMELESS}, OwnerMissing),
        ({"owner": UNREACHABLE}, NoWayToFollow),
        ({"components": ()}, NothingHandedIn),
        ({"opened_at": NOON + timedelta(minutes=1)}, OpenedLater),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_saved(world, changes, error):
    with pytest.raises(error):
        receive(world, **changes)
    assert not Dossier.objects.exists()
    assert not InboxRow.objects.exists()
    assert not CodeCounter.objects.exists()


@pytest.mark.parametrize("who", ["binh", "em", "phuc", "quy", "son", "oanh"])
def test_only_counters_receive(world, who):
    with pytest.raises(NotPermitted):
        receive(world, by=getattr(world, who))


def test_a_counter_receives_only_what_its_unit_offers(world):
    with pytest.raises(NotOffered):
        receive(world, world.land, by=world.lien)
    with pytest.raises(NotOffered):
        receive(world, by=world.tam)


def test_a_process_that_is_not_the_procedures_cannot_be_chosen(world):
    with pytest.raises(CaseMissing):
        receive(world, world.land, process_key="DT-138-2025-D30-1")


@pytest.mark.django_db(transaction=True)
def test_eight_counters_at_once_get_eight_numbers_without_a_gap(real_world):
    start, codes, failures = threading.Barrier(8), [], []

    def officer(number):
        start.wait()
        try:
            who = real_world.hoa if number % 2 else real_world.lan
            codes.append(receive(real_world, by=who, key=f"at-once-{number}").code)
        except Exception as error:  # noqa: BLE001 - the test reports whatever a thread met
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=officer, args=[n]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(code[-4:] for code in codes) == [f"{n:04}" for n in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_two_windows_at_once_is_one_dossier(real_world):
    start, answers = threading.Barrier(2), []

    def press():
        start.wait()
        answers.append(receive(real_world, key="two windows"))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert Dossier.objects.count() == 1


def test_a_reception_costs_at_most_thirty_statements(world, django_assert_max_num_queries):
    receive(world)
    with django_assert_max_num_queries(30):
        receive(world)


def test_the_receipt_freezes_what_was_promised(world):
    received = receive(world)
    Promise.objects.update(basis="đổi")
    slip = documents.slip(received.slip_public_id)
    assert slip is not None
    assert documents.slip_pdf(slip.id).startswith(b"%PDF")


def test_the_first_step_lies_with_the_counter_that_received(world):
    items = processes.open_items(receive(world).dossier_id)
    assert [(i.unit_id, i.role, i.kind) for i in items] == [
        (world.units["one_stop_province"], "counter", "task")
    ]


def test_a_shorter_commitment_is_what_the_receipt_gives_as_its_ground(world):
    how = {"valid_from": date(2026, 1, 1), "by": SYSTEM, "at": FOUNDED}
    catalog.offer(
        world.land,
        world.units["one_stop_commune"],
        world.units["department"],
        committed=TimeLimit.parse("4 ngày làm việc"),
        **how,
    )
    received = receive(world, world.land, by=world.lien)
    promise = Dossier.objects.get(pk=received.dossier_id).promises.get()
    assert promise.basis.startswith("4 ngày làm việc (cam kết; thời hạn quy định: ")
    assert local_day(promise.due_at) == date(2026, 11, 20)


def test_a_process_longer_than_the_term_of_the_law_is_told_on_the_page(world):
    honest = receive(world, world.land)
    assert not Dossier.objects.get(pk=honest.dossier_id).steps_exceed_term
    how = {"valid_from": date(2026, 1, 1), "by": SYSTEM, "at": FOUNDED}
    catalog.offer(
        world.land,
        world.units["one_stop_commune"],
        world.units["department"],
        committed=TimeLimit.parse("2 ngày làm việc"),
        **how,
    )
    late = receive(world, world.land, by=world.lien)
    dossier = Dossier.objects.get(pk=late.dossier_id)
    assert dossier.steps_exceed_term
    assert any("dài hơn" in warning for warning in page(dossier.pk, world.lien).warnings)


def test_papers_of_another_procedure_are_not_taken_for_this_ones(world):
    paper = procedures.version(world.land).components[0]
    with pytest.raises(NotOfThisProcedure):
        receive(world, components=(ComponentInput(paper.id, paper.name, 1, 0),))
    with pytest.raises(CaseMissing):
        receive(world, case_id=7)


def test_an_owners_name_is_kept_in_one_form_however_it_was_typed(world):
    typed = PartyInput(
        kind="person", name=" Lo\u0300 Va\u0306n  \u1ea8n", phone="0912345678", address="Thôn 1"
    )
    dossier = Dossier.objects.get(pk=receive(world, owner=typed).dossier_id)
    assert dossier.owner_name == "Lò Văn Ẩn"


@pytest.mark.django_db(transaction=True)
def test_two_counters_with_the_same_couple_in_other_roles_do_not_block_one_another(
    real_world, monkeypatch
):
    record = parties.upsert_party

    def slowly(**told):
        found = record(**told)
        sleep(0.2)  # long enough that both hold their first person
        return found

    wife, husband = ANH, replace(ANH, name="Lò Văn Ẩn", number="001099004329", gender="male")
    receive(real_world, owner=wife, submitter=husband)
    monkeypatch.setattr(parties, "upsert_party", slowly)
    start, failures = threading.Barrier(2), []

    def counter(who, owner, submitter):
        start.wait()
        try:
            receive(real_world, by=who, key=who.person_name, owner=owner, submitter=submitter)
        except Exception as error:  # noqa: BLE001 - the test reports whatever a thread met
            failures.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=counter, args=args)
        for args in [(real_world.hoa, wife, husband), (real_world.lan, husband, wife)]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Dossier.objects.count() == 3
