"""What a log line holds, and what it never holds."""

import json
import logging
import sys
from typing import Any

import pytest

from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted, Refused
from motcua.kernel.jobs import defer, task
from motcua.kernel.transactions import command
from motcua.kernel.watch import context, lines, meters
from motcua.kernel.watch.acts import seen_job


class TooLate(Refused):
    """The counter is closed."""

    code = "thu.too_late"


HOA = Actor(7, 3, 2, "counter", "Nguyễn Thị Hoa")


@command
def receive(*, how: str, by: Actor) -> str:
    """A command of nobody's room, ending as it is told."""
    faults = {"refused": TooLate(hour="Ánh Tuyết"), "not": NotPermitted("receive")}
    if how in faults:
        raise faults[how]
    if how == "broken":
        raise ValueError("Ánh Tuyết")
    return how


@pytest.fixture
def told(caplog: Any) -> Any:
    caplog.set_level(logging.INFO, logger=lines.LOGGER)

    def read() -> list[dict[str, Any]]:
        return [json.loads(lines.JsonLines().format(record)) for record in caplog.records]

    return read


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "outcome", "code"),
    [
        ("well", "done", ""),
        ("refused", "refused", "thu.too_late"),
        ("not", "not_permitted", "not_permitted.receive"),
        ("broken", "failed", ""),
    ],
)
def test_a_command_is_one_line_however_it_ends(
    told: Any, how: str, outcome: str, code: str
) -> None:
    before = count(outcome)
    try:
        receive(how=how, by=HOA)
    except (Refused, NotPermitted, ValueError):
        pass
    (line,) = told()
    assert (line["command"], line["outcome"], line["code"]) == ("kernel.receive", outcome, code)
    assert line["person"] == 7
    assert "Tuyết" not in json.dumps(line, ensure_ascii=False)
    assert count(outcome) == before + 1


def count(outcome: str) -> float:
    return meters.commands.labels("kernel.receive", outcome)._value.get()


def fault() -> logging.LogRecord:
    try:
        try:
            int("Lò Văn Kín")
        except ValueError as error:
            raise RuntimeError("số 001199004321") from error
    except RuntimeError:
        return logging.LogRecord("x", 40, "", 1, "không xử lý %s", ("Kín",), sys.exc_info())


@pytest.mark.parametrize("formatter", [lines.JsonLines(), lines.PlainLines()])
def test_of_a_fault_the_place_is_kept_and_not_the_words(formatter: logging.Formatter) -> None:
    text = formatter.format(fault())
    assert "RuntimeError" in text
    assert "ValueError" in text
    assert "test_lines.py" in text
    assert "Kín" not in text
    assert "001199004321" not in text


@pytest.mark.django_db
def test_of_a_fault_of_the_database_the_constraint_is_kept() -> None:
    from django.db import IntegrityError, connection, transaction

    sql = "INSERT INTO kernel_operation (at, kind, subject, facts) VALUES (now(), '', 'Kín', '{}')"
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        connection.cursor().execute(sql)
    text = "\n".join(lines.trail(caught.value))
    assert "23514 operation_has_a_kind" in text
    assert "Kín" not in text


def test_numbers_of_others_lines_are_kept_and_their_words_are_not() -> None:
    record = logging.LogRecord("waitress", 30, "", 1, "%s waits for %d", ("/ho-so/abc", 4), None)
    assert lines.message_of(record) == "… waits for 4"


@task(name="thu.job")
def job(number: int) -> None:
    """A job of nobody's room."""


@pytest.mark.django_db
def test_a_job_keeps_the_id_of_the_request_that_asked_for_it(told: Any) -> None:
    from django.db import connection

    with context.running("7K3F2-9QXTM"):
        defer(job, number=4)
    defer(job, number=5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs ORDER BY id")
        kept = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor]
    assert kept == [{"number": 4, "request_id": "7K3F2-9QXTM"}, {"number": 5}]
    job(**kept[0])
    assert told()[-1]["job"] == "thu.job"


def test_a_job_runs_under_that_id_and_tells_when_it_fails(told: Any) -> None:
    seen: list[str] = []

    def work() -> None:
        seen.append(context.request_id())
        raise ValueError("Ánh Tuyết")

    with pytest.raises(ValueError, match="Tuyết"):
        seen_job("thu.work", work)(request_id="7K3F2-9QXTM")
    (line,) = told()
    assert seen == ["7K3F2-9QXTM"]
    assert (line["event"], line["outcome"], line["level"]) == ("job", "failed", "error")
    assert line["fault"][0] == "builtins.ValueError"
    assert context.request_id() == ""


def test_an_id_can_be_read_out_over_the_phone() -> None:
    for _ in range(200):
        made = context.new_request_id()
        assert context.well_formed(made)
        assert set(made) <= set(context.ALPHABET) | {"-"}
