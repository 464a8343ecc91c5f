"""``manage due``: the golden lines that the documentation prints, and wrong questions."""

import json
import re
import shlex
import tomllib
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from motcua.kernel import rulebook, time_rules
from motcua.kernel.management.commands.load_rules import load_rules
from motcua.kernel.working_time import Line, replay
from motcua.organizations import commands
from motcua.organizations.due_dates import Question, answer, moment
from motcua.organizations.infos import SpecialDay
from tests.scene import rolled_back
from tests.world import FOUNDED, SYSTEM, found

GOLDEN = [
    ("2026-11-16T10:00", "10 ngày làm việc", {}, "2026-11-30T17:00+07:00"),
    ("2026-11-16T10:00", "10 ngay lam viec", {}, "2026-11-30T17:00+07:00"),
    ("2026-11-20T15:30", "trong ngày", {}, "2026-11-23T17:00+07:00"),
    ("2026-11-20T14:59", "trong ngày", {}, "2026-11-20T17:00+07:00"),
    ("2026-11-20T16:00", "8 giờ", {}, "2026-11-23T16:00+07:00"),
    ("2026-11-16T10:00", "15 ngày + 08 ngày làm việc", {}, "2026-12-11T17:00+07:00"),
    (
        "2026-11-16T10:00",
        "5 ngày làm việc",
        {"pause": ["2026-11-18T09:00..2026-11-20T09:00"]},
        "2026-11-25T17:00+07:00",
    ),
    ("2026-11-16T10:00", "5 ngày làm việc", {"printed": "same"}, "2026-11-23T10:00+07:00"),
]


NOW = "2027-01-01T00:00"


@pytest.fixture
def province(db):
    return found()


def ask(**options):
    out = StringIO()
    call_command("due", stdout=out, **{"now": NOW} | options)
    return out.getvalue()


def test_the_golden_lines(province):
    for start, limit, more, due_at in GOLDEN:
        answer = json.loads(ask(start=start, limit=limit, json=True, **more))
        assert (start, limit, answer["due_at"]) == (start, limit, due_at)
        assert answer["due_date"] == due_at[:10]
        assert answer["explanation"]


def test_a_person_reads_the_day_and_why(province):
    told = ask(start="2026-11-16T10:00", limit="5 ngày làm việc")
    assert told.splitlines()[0] == "Hẹn trả: 2026-11-23T17:00+07:00"
    assert len(told.splitlines()) > 2


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"start": "hôm qua", "limit": "5 ngày"}, "hôm qua"),
        ({"start": "2026-11-16T10:00", "limit": "42"}, "42"),
        ({"start": "2026-11-16T10:00", "limit": "5 ngày", "calendar": "không-có"}, "không-có"),
        ({"start": None, "limit": None}, "2026-02-10T09:32"),
        ({"start": "2026-11-16T10:00", "limit": "0 ngày"}, "phải lớn hơn 0"),
        ({"start": "2026-11-16T10:00", "limit": "-1 ngày"}, "phải lớn hơn 0"),
        ({"start": "2026-11-16T10:00", "limit": "400 năm"}, "Không hiểu"),
        ({"start": "2026-11-16T10:00", "limit": "146000 ngày"}, "quá dài"),
        ({"start": "2027-01-01T00:01", "limit": "5 ngày"}, "tương lai"),
        ({"start": "1960-01-01T08:00", "limit": "5 ngày"}, "từ năm 1975"),
        (
            {"start": "2026-11-16T10:00", "limit": "5 ngày", "pause": ["..2026-11-18T09:00"]},
            "không có lần tạm dừng nào",
        ),
    ],
)
def test_a_wrong_question_is_told_in_one_sentence(province, options, word):
    with pytest.raises(CommandError, match=word):
        ask(**options)


def test_a_file_of_questions_is_answered_line_by_line_whatever_stands_in_it(province, tmp_path):
    path = tmp_path / "questions.jsonl"
    lines = [
        {"id": 1, "from": "2026-11-16T10:00", "limit": "10 ngày làm việc"},
        {
            "id": 2,
            "from": "2026-11-16T10:00",
            "limit": "5 ngày làm việc",
            "pauses": [["2026-11-18T09:00", "2026-11-20T09:00"]],
            "policy": "restart",
        },
        {"id": 3, "from": "?", "limit": "5 ngày"},
    ]
    text = "\n".join([*(json.dumps(line) for line in lines), "[1, 2]", "{", ""])
    path.write_text(text, encoding="utf-8")
    answers = [json.loads(line) for line in ask(batch=path).splitlines()]
    assert [a["id"] for a in answers] == [1, 2, 3, None, None]
    assert answers[0]["due_at"] == "2026-11-30T17:00+07:00"
    assert answers[1]["due_at"] == "2026-11-27T17:00+07:00"
    assert all("error" in a for a in answers[2:])


def test_many_questions_cost_no_more_queries_than_one(
    province, tmp_path, django_assert_max_num_queries
):
    path = tmp_path / "many.jsonl"
    line = json.dumps({"id": 1, "from": "2026-11-16T10:00", "limit": "10 ngày làm việc"})
    path.write_text("\n".join([line] * 500), encoding="utf-8")
    ask(start="2026-11-16T10:00", limit="1 ngày")
    with django_assert_max_num_queries(3):
        answers = ask(batch=path).splitlines()
    assert len(answers) == 500


def test_the_lines_that_the_documentation_prints_are_what_it_answers(province):
    days = tomllib.loads((settings.CHECKOUT / "demo/calendar.toml").read_text(encoding="utf-8"))
    for row in days["day"]:
        if date(2025, 12, 31) < row["date"] < date(2026, 4, 1):
            commands.set_calendar_day(
                calendar_code="tinh",
                special=SpecialDay(
                    row["date"], row["kind"], row["label"], row["ground"], row["certainty"]
                ),
                by=SYSTEM,
                at=FOUNDED,
            )
    page = (settings.CHECKOUT / "docs/legal/time.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\$ \./motcua manage (due .+)\n(.+)$", page, re.MULTILINE)

    assert len(lines) >= 6
    for words, told in lines:
        out = StringIO()
        call_command(*shlex.split(words), "--now", NOW, stdout=out)
        assert (words, out.getvalue().splitlines()[0]) == (words, told)


RULES = [
    ("time.closing_minute", "inside", "2026-03-02T17:00", "5 ngày làm việc", "2026-03-09T17:00"),
    ("time.after_hours", "same_day", "2026-03-02T18:00", "5 ngày làm việc", "2026-03-09T17:00"),
    ("time.first_day", "counted", "2026-03-02T09:00", "5 ngày làm việc", "2026-03-06T17:00"),
    ("time.printed", "same", "2026-03-02T09:00", "5 ngày làm việc", "2026-03-09T09:00"),
    ("time.day_minutes", 420, "2026-03-02T07:00", "0,5 ngày làm việc", "2026-03-02T10:30"),
    ("time.hour_end", "opening", "2026-03-02T15:00", "2 giờ", "2026-03-03T07:00"),
    ("time.last_day_off", "stays", "2026-03-02T09:00", "5 ngày", "2026-03-07T23:59"),
    ("time.compound", "after_moved_day", "2026-03-02T09:00", "5 ngày + 1 ngày làm việc",
     "2026-03-10T17:00"),
    ("time.same_day_cutoff", "14:00", "2026-03-02T14:30", "trong ngày", "2026-03-03T17:00"),
    ("time.supplement_policy", "restart", "2026-03-02T09:00", "5 ngày làm việc",
     "2026-03-13T17:00"),
]  # fmt: skip
"""Rule, another value, and a question whose answer it changes."""
PAUSE = [["2026-03-04T10:00", "2026-03-06T08:00"]]


def test_an_office_that_counts_otherwise_changes_a_row_and_the_explanation_names_it(province):
    for code, value, start, limit, expected in RULES:
        pauses = PAUSE if code == "time.supplement_policy" else []
        question = Question.read({"from": start, "limit": limit, "pauses": pauses})
        before = answer(question, now=moment(NOW))
        with rolled_back():
            day = date(2026, 1, 1)
            row = {"code": code, "value": value, "from": day, "source": "QĐ thử 01/QĐ-UBND"}
            load_rules([row | {"certainty": "seen"}])
            found = answer(question, now=moment(NOW))
            laws = [r for line in time_rules.reasons(found.explanation, day) for r in line.laws]
        rulebook.forget()

        assert (code, found.at) == (code, moment(expected))
        assert found.at != before.at
        assert (code, value, "QĐ thử 01/QĐ-UBND") in [(r.code, r.value, r.source) for r in laws]
        assert replay(found.explanation) == found.at
        assert [li.text for li in found.explanation] != [li.text for li in before.explanation]


def test_who_follows_the_steps_of_an_answer_comes_to_its_date(province):
    told = json.loads(ask(start="2026-11-16T10:00", limit="2,5 ngày làm việc", json=True))

    assert replay(Line.from_json(step) for step in told["steps"]) == moment(told["due_at"])
