"""``manage due``: the golden lines that the documentation prints, and wrong questions."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.world import found

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


@pytest.fixture
def province(db):
    return found()


def ask(**options):
    out = StringIO()
    call_command("due", stdout=out, **options)
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
