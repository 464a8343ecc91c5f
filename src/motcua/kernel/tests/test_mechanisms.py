"""Rules with dates, keys that are used once, limits, seals, text."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, connection, transaction

from motcua.kernel import idempotency, limits, rulebook, sealing
from motcua.kernel.dates import since
from motcua.kernel.management.commands.load_rules import load_rules
from motcua.kernel.models import IdempotencyKey, Rule
from motcua.kernel.text import clean, fold, nfc

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


def rule(code="apology.lead_days", value=1, start=date(2018, 6, 21), **options):
    facts = {"source": "NĐ 61/2018/NĐ-CP Điều 19", "certainty": "seen"} | options
    return {"code": code, "value": value, "from": start} | facts


@pytest.fixture(autouse=True)
def _forget():
    rulebook.forget()
    yield
    rulebook.forget()


@pytest.mark.django_db(transaction=True)
def test_a_rule_answers_for_the_day_that_is_asked_about():
    load_rules([rule(value=1), rule(value=2, start=date(2025, 7, 1))])
    assert rulebook.value("apology.lead_days", date(2025, 6, 30)) == 1
    assert rulebook.value("apology.lead_days", date(2025, 7, 1)) == 2
    with pytest.raises(rulebook.NoRule, match="20/06/2018"):
        rulebook.value("apology.lead_days", date(2018, 6, 20))


@pytest.mark.django_db(transaction=True)
def test_loading_the_same_rules_again_changes_nothing():
    assert load_rules([rule()]) == (1, 0)
    assert load_rules([rule()]) == (0, 1)


@pytest.mark.django_db
def test_two_values_for_one_day_are_impossible():
    row = {"code": "x", "value": 1, "source": "s", "certainty": "seen"}
    Rule.objects.create(valid=since(date(2020, 1, 1)), **row)
    with pytest.raises(IntegrityError):
        Rule.objects.create(valid=since(date(2021, 1, 1)), **row)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"source": ""}, {"certainty": "sure"}])
def test_a_rule_without_a_source_or_with_an_unknown_certainty_is_impossible(change):
    Rule.objects.create(
        code="x", value=1, source="s", certainty="seen", valid=since(date(2020, 1, 1))
    )
    with pytest.raises(IntegrityError):
        Rule.objects.update(**change)


@pytest.mark.django_db
def test_the_same_form_sent_twice_gets_the_same_answer_and_another_one_is_refused():
    with transaction.atomic():
        assert idempotency.claim("intake", "k1", {"name": "Ấm"}) is None
        idempotency.answer("intake", "k1", {"dossier": 5})
    with transaction.atomic():
        assert idempotency.claim("intake", "k1", {"name": "Ấm"}) == {"dossier": 5}
        with pytest.raises(idempotency.KeyReused):
            idempotency.claim("intake", "k1", {"name": "Ám"})


@pytest.mark.django_db(transaction=True)
def test_of_two_sent_at_once_the_second_waits_and_gets_the_firsts_answer():
    first_has_it, answers = threading.Event(), []

    def second():
        first_has_it.wait()
        with transaction.atomic():
            answers.append(idempotency.claim("intake", "k", {"a": 1}))
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        assert idempotency.claim("intake", "k", {"a": 1}) is None
        first_has_it.set()
        thread.join(timeout=0.3)
        assert thread.is_alive()
        idempotency.answer("intake", "k", {"dossier": 9})
    thread.join()
    assert answers == [{"dossier": 9}]
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db
def test_the_sixth_try_within_the_hour_is_one_too_many_and_the_next_hour_starts_anew():
    hour = timedelta(hours=1)
    tries = [limits.hit("d:1", AT + timedelta(minutes=i), most=5, window=hour) for i in range(6)]
    assert tries == [True] * 5 + [False]
    assert limits.hit("d:2", AT, most=5, window=hour)
    assert limits.hit("d:1", AT + timedelta(hours=2), most=5, window=hour)


def test_what_is_sealed_comes_back_and_a_changed_byte_does_not():
    sealed = sealing.seal("001199000123")
    assert sealing.unseal(sealed) == "001199000123"
    assert sealing.seal("001199000123") != sealed
    with pytest.raises(InvalidTag):
        sealing.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_the_blind_index_finds_the_same_number_and_keeps_purposes_apart():
    assert sealing.blind("0123", "phone") == sealing.blind("0123", "phone")
    assert sealing.blind("0123", "phone") != sealing.blind("0123", "number")


LETTERS = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"


@pytest.mark.django_db
def test_python_and_the_database_fold_vietnamese_alike():
    text = LETTERS + LETTERS.upper() + " Hòa HOÀ"
    with connection.cursor() as cursor:
        cursor.execute("SELECT vn_fold(%s), vn_fold(normalize(%s, NFD))", [text, text])
        composed, decomposed = cursor.fetchone()
    assert fold(text) == composed == decomposed
    assert set(fold(LETTERS)) == set("adeiouy")


@pytest.mark.django_db
def test_names_sort_as_in_a_vietnamese_dictionary():
    names = ["Ẩn", "An", "Ân", "Ăn", "Bình", "Đào", "Dung", "Ánh", "Anh", "Ạnh"]
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT n FROM unnest(%s::text[]) n ORDER BY vn_sort_key(n) COLLATE "C"', [names]
        )
        found = [row[0] for row in cursor.fetchall()]
    assert found == ["An", "Anh", "Ánh", "Ạnh", "Ăn", "Ân", "Ẩn", "Bình", "Dung", "Đào"]


def test_typed_text_is_cleaned_without_losing_letters():
    assert clean("  Nguye\u0302\u0303n\u200b\tThị\x00  Ấm ") == "Nguyễn Thị Ấm"
    assert nfc("Nguye\u0302\u0303n") == "Nguyễn"
    assert clean("x" * 10_000, most=200) == "x" * 200
