"""A notice says one thing once; the database refuses what cannot be."""

from datetime import UTC, datetime
from string import Formatter

import pytest
from django.db import IntegrityError, transaction

from motcua.notifications.commands import cancel, tell
from motcua.notifications.models import Delivery, Notice
from motcua.notifications.queries import notices
from motcua.notifications.wording import worded, wordings

AT = datetime(2026, 11, 16, 3, tzinfo=UTC)
FACTS = {name: name for wording in wordings().values() for name in wording.data}


def told(**changes):
    asked = {"about": "dossier", "subject_id": 7, "purpose": "dossier_result_ready"}
    return tell(**{**asked, "facts": FACTS, "at": AT, **changes})


@pytest.mark.parametrize("purpose", sorted(wordings()))
def test_every_purpose_uses_the_data_that_it_names_and_fits_into_a_short_message(purpose):
    wording = wordings()[purpose]
    used = {name for _, name, _, _ in Formatter().parse(wording.text) if name}
    assert used == set(wording.data)
    assert {"name", "owner", "number"} & used == set()
    title, text = worded(purpose, FACTS)
    assert title
    assert len(text) < 320


def test_a_datum_that_is_missing_is_a_fault_and_not_a_gap():
    with pytest.raises(KeyError):
        worded("dossier_result_ready", {"code": "H99"})


@pytest.mark.django_db
def test_one_purpose_is_one_notice():
    told()
    with pytest.raises(IntegrityError), transaction.atomic():
        told()
    told(occasion="2")
    assert [n.occasion for n in notices(7)] == ["", "2"]
    assert notices(7, "guidance") == []


@pytest.mark.django_db
def test_what_waits_can_be_called_off_and_what_was_brought_cannot():
    told()
    assert cancel(about="dossier", subject_id=7, purposes=("dossier_result_ready",), at=AT) == 1
    assert cancel(about="dossier", subject_id=7, purposes=("dossier_result_ready",), at=AT) == 0
    assert [n.standing for n in notices(7)] == ["cancelled"]


@pytest.mark.parametrize(
    "change", [{"standing": "delivered"}, {"settled_at": AT}, {"channel": "pigeon"}, {"text": ""}]
)
@pytest.mark.django_db
def test_the_database_refuses_notices_that_cannot_be(change):
    told()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(**change)


@pytest.mark.parametrize(
    "row",
    [
        {"channel": "counter", "outcome": "delivered"},
        {"channel": "sms", "outcome": "failed"},
        {"channel": "sms", "outcome": "delivered", "fault": "busy"},
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_deliveries_that_cannot_be(row):
    told()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(notice=Notice.objects.get(), at=AT, **row)


@pytest.mark.django_db
def test_its_words_stay_out_of_what_is_printed():
    told()
    assert "Mời" not in f"{Notice.objects.get()!r}{notices(7)!r}"
