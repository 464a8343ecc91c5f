"""A slip is issued once, printed once, and never changes; the form is that of its day."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.documents import queries, tasks
from motcua.documents.commands import issue_slip
from motcua.documents.errors import NoFormInForce, SlipNotRendered
from motcua.documents.forms.register import edition_on, editions
from motcua.documents.frozen import freeze
from motcua.documents.models import IssuedSlip
from motcua.documents.rendering import RenderingFailed

from .factories import AT, TZ, receipt

pytestmark = pytest.mark.django_db


def issue(**changes):
    asked = {"subject_id": 7, "kind": "receipt", "number": 1, "data": receipt(), "at": AT}
    return issue_slip(**{**asked, **changes})


def test_the_receipt_is_rendered_once_and_then_read_from_the_disk(monkeypatch):
    slip = issue()
    assert not slip.rendered

    first = queries.slip_pdf(slip.id)
    monkeypatch.setattr(queries, "render", lambda *_, **__: pytest.fail("rendered twice"))

    assert queries.slip_pdf(slip.id) == first
    assert first.startswith(b"%PDF")
    assert queries.slip(slip.public_id).rendered


def test_it_is_rendered_ahead_by_one_job():
    slip = issue()
    job = ProcrastinateJob.objects.get(task_name="documents.render_slip")
    assert job.args == {"slip_id": slip.id}

    tasks.render_slip(slip_id=slip.id)
    tasks.render_slip(slip_id=slip.id)

    assert queries.slip(slip.public_id).rendered


def test_no_job_without_its_command():
    with transaction.atomic():
        issue()
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.parametrize(
    ("received", "edition"),
    [
        (datetime(2018, 1, 1, 8, tzinfo=TZ), "TT01-2018"),
        (datetime(2025, 9, 14, 23, 59, tzinfo=TZ), "TT01-2018"),
        (datetime(2025, 9, 15, 0, 0, tzinfo=TZ), "TT03-2025"),
        (AT, "TT03-2025"),
    ],
)
def test_the_form_is_that_of_the_day_of_reception(received, edition):
    slip = issue(data=receipt(received_at=received))
    assert (slip.form_code, slip.form_edition) == ("mau-01", edition)
    assert slip.form_certainty in {"seen", "unverified"}


def test_a_slip_issued_anew_keeps_the_form_of_its_reception():
    old = receipt(received_at=datetime(2025, 9, 1, 8, tzinfo=TZ))
    assert issue(data=old, number=2).form_edition == "TT01-2018"


def test_before_the_first_form_there_is_none():
    with pytest.raises(NoFormInForce):
        edition_on("receipt", date(2017, 12, 31))
    with pytest.raises(NoFormInForce):
        edition_on("unknown", date(2026, 1, 1))


def test_every_edition_names_its_source_and_how_certain_it_is():
    for edition in editions():
        assert edition.source
        assert edition.certainty in {"seen", "derived", "unverified"}


def test_the_same_slip_is_not_issued_twice():
    issue()
    with pytest.raises(IntegrityError), transaction.atomic():
        issue()
    assert [slip.number for slip in queries.slips(7)] == [1]
    issue(number=2)
    assert [slip.number for slip in queries.slips(7)] == [1, 2]


@pytest.mark.parametrize(
    "change",
    [
        {"data": {}},
        {"issued_at": AT.replace(year=2027)},
        {"form_edition": "TT01-2018"},
        {"subject_id": 8},
        {"number": 2},
        {"number": 0},
        {"rendered_at": AT},
    ],
)
def test_an_issued_slip_is_never_changed(change):
    issue()
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedSlip.objects.update(**change)


def test_not_even_its_pdf_once_it_is_there():
    slip = issue()
    queries.slip_pdf(slip.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedSlip.objects.update(pdf=None, rendered_at=None)


@pytest.mark.parametrize(
    "row", [{"kind": ""}, {"number": 0}, {"form_code": ""}, {"rendered_at": AT}]
)
def test_the_database_refuses_slips_that_cannot_be(row):
    good = {"subject_id": 7, "kind": "receipt", "number": 1, "form_code": "mau-01",
            "form_edition": "TT03-2025", "data": {}, "issued_at": AT}  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedSlip.objects.create(**{**good, **row})


def test_a_renderer_that_fails_keeps_nothing(monkeypatch):
    def fail(*_, **__):
        raise RenderingFailed("template line 3")

    slip = issue()
    monkeypatch.setattr(queries, "render", fail)
    with pytest.raises(SlipNotRendered):
        queries.slip_pdf(slip.id)
    assert not queries.slip(slip.public_id).rendered


def test_data_is_frozen_on_the_vietnamese_clock_and_composed():
    frozen = freeze({"at": AT, "day": AT.date(), "name": "Bi\u0300nh", "list": (1, None, True)})
    assert frozen == {
        "at": "2026-11-20T09:05:00+07:00", "day": "2026-11-20", "name": "Bình",
        "list": [1, None, True],
    }  # fmt: skip


@pytest.mark.parametrize("value", [1.5, b"x", {1, 2}, object()])
def test_what_has_no_one_spelling_is_not_frozen(value):
    with pytest.raises(TypeError):
        freeze({"x": value})


def test_it_runs_only_within_a_command(monkeypatch):
    monkeypatch.setattr(connection, "in_atomic_block", False)
    with pytest.raises(RuntimeError):
        issue()


def test_asking_for_nothing_is_said():
    assert queries.slip("nowhere") is None
    with pytest.raises(LookupError):
        queries.slip_pdf(0)
