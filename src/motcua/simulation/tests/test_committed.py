"""What the account holds a promise to where a shorter term than the law's was committed."""

import tomllib
from datetime import time

import pytest

from motcua.kernel import rulebook
from motcua.kernel.management.commands.load_rules import load_rules
from motcua.kernel.working_time import Shift, TimeLimit, WorkingCalendar
from motcua.simulation.account import Promised, Record
from tests.world import NOON, ROOT

TEN = TimeLimit.parse("10 ngày làm việc")
WEEK = {day: (Shift(time(7), time(17)),) for day in range(5)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("law", "promised"),
    [("11 ngày", "11 ngày"), ("12 ngày", "10 ngày làm việc"), ("15 ngày", "10 ngày làm việc")],
    ids=["earlier", "the same day", "later"],
)
def test_nobody_is_promised_a_day_after_the_laws(law, promised):
    """From Monday 16 November ten working days end on Monday 30, eleven days on Friday 27."""
    load_rules(tomllib.loads((ROOT / "docs/legal/rules.toml").read_text(encoding="utf-8"))["rule"])
    rulebook.forget()
    record = Record(
        number=1, received_unit=1, deciding_unit=1, field_code="", procedure="", channel="",
        level="", received_at=NOON, calendar=WorkingCalendar(WEEK), units={1},
        promises=[Promised(TEN, NOON)],
    )  # fmt: skip
    record.promise_no_later_than(TimeLimit.parse(law))
    assert record.promises == [Promised(TimeLimit.parse(promised), NOON)]
