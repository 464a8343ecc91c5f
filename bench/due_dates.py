"""What one due date costs, and how many a file has answered in a second."""

import json
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from motcua.kernel import time_rules
from motcua.kernel.clock import local_day
from motcua.kernel.working_time import Pause, TimeLimit, Unit, due
from motcua.organizations import queries

FIRST = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
DATES, LINES, LONGEST = 5_000, 5_000, 15
"""So many dates and lines; terms of up to so many working days."""
HOUR = timedelta(hours=1)


def microseconds(entries: int) -> float:
    """CPU of one due date without explanation, in µs; the best of five rounds.

    :param entries: pauses in the ledger of each, one after the other.
    """
    chance = random.Random(4)
    questions = [_question(chance, entries) for _ in range(DATES)]
    calendar = queries.calendar_by_code("", FIRST)
    ways = time_rules.ways(local_day(FIRST))

    def ask() -> None:
        for start, limit, pauses in questions:
            due(start, limit, calendar, pauses=pauses, explain=False, **ways)

    return min(_cpu(ask) for _ in range(5)) / DATES * 1e6


Question = tuple[datetime, TimeLimit, tuple[Pause, ...]]


def _question(chance: random.Random, entries: int) -> Question:
    start = FIRST + timedelta(minutes=chance.randrange(300 * 24 * 60))
    limit = TimeLimit.of(chance.randint(1, LONGEST), Unit.WORKING_DAY)
    since, pauses = start, list[Pause]()
    for _ in range(entries):
        since += chance.randint(1, 40) * HOUR
        until = since + chance.randint(1, 100) * HOUR
        pauses.append(Pause(since, until))
        since = until
    return start, limit, tuple(pauses)


def _cpu(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def lines_a_second() -> float:
    """How many questions of a file ``manage due --batch`` answers in a second, by the clock."""
    chance = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "questions.jsonl"
        said = (_line(number, *_question(chance, number % 4)) for number in range(LINES))
        file.write_text("\n".join(said), encoding="utf-8")
        answers = StringIO()
        began = time.perf_counter()
        call_command("due", batch=file, now="2027-12-31T08:00", stdout=answers)
        took = time.perf_counter() - began
    told = answers.getvalue().splitlines()
    if len(told) != LINES or any("error" in json.loads(line) for line in told):
        raise RuntimeError(f"manage due --batch refused: {told[:3]}")
    return LINES / took


def _line(number: int, start: datetime, limit: TimeLimit, pauses: tuple[Pause, ...]) -> str:
    pairs = [[p.since.isoformat(), p.until and p.until.isoformat()] for p in pauses]
    asked = {"id": number, "from": start.isoformat(), "limit": limit.text, "pauses": pairs}
    return json.dumps(asked, ensure_ascii=False)
