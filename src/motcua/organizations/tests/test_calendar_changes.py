"""What a change of a calendar may not say, each with its sentence at its field; what was, stays."""

from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.kernel.errors import Refused
from motcua.organizations import commands, errors, queries
from motcua.organizations.infos import SpecialDay
from motcua.organizations.queries import CLEAR, CalendarEdit, DayEdit, UnitEdit, WeekEdit

from . import factories as f

pytestmark = pytest.mark.django_db

TET, FRIDAY, SATURDAY = date(2026, 2, 17), date(2026, 3, 6), date(2026, 3, 7)


@pytest.fixture
def province():
    province = f.province()
    f.office_hours("co-quan", province["tinh"], 7)
    say(TET, "off", "Tết Nguyên đán")
    return province


def say(day, kind, label="Ví dụ", code="co-quan"):
    special = SpecialDay(day, kind, label, "Thông báo ví dụ", "seen")
    commands.set_calendar_day(calendar_code=code, special=special, by=f.BY, at=f.AT)


def draft(edit, ground="Thông báo 1/TB", code="co-quan"):
    return commands.draft_calendar_change(
        calendar_code=code, edit=edit, ground=ground, by=f.BY, at=f.AT
    )


def day(on, kind="off", label="Nghỉ bão"):
    return CalendarEdit(days=(DayEdit(on, kind, label),))


def week(*shifts, since=FRIDAY):
    return CalendarEdit(week=WeekEdit(since, shifts))


WRONG = {
    "a shift that ends before it begins": (
        week((0, time(11), time(7))), errors.ShiftEndsEarly, "week-0", "kết thúc trước",
    ),
    "shifts over one another": (
        week((5, time(7), time(11)), (5, time(10), time(12))), errors.ShiftsOverlap, "week-5",
        "trùng giờ",
    ),
    "a calendar without any shift": (week(), errors.NoShifts, "week", "ít nhất một ca"),
    "a make-up day that is a holiday": (
        day(TET, "work"), errors.OffAndWork, "days-0-day", "đang là ngày nghỉ (Tết Nguyên đán)",
    ),
    "a make-up day on which everybody works": (
        day(FRIDAY, "work"), errors.AlreadyWorked, "days-0-day", "vốn là ngày làm việc",
    ),
    "half of a Saturday that is off": (
        day(SATURDAY, "half"), errors.AlreadyOff, "days-0-day", "vốn không có giờ",
    ),
    "a day of 1926": (day(date(1926, 3, 2)), errors.DayTooFar, "days-0-day", "quá xa"),
    "a day of 2226": (day(date(2226, 3, 2)), errors.DayTooFar, "days-0-day", "quá xa"),
    "a week from 2226": (
        week((0, time(7), time(11)), since=date(2226, 1, 1)), errors.DayTooFar, "since", "quá xa",
    ),
    "a day without a name": (day(FRIDAY, label=""), errors.LabelMissing, "days-0-label", "tên gọi"),
    "a day twice": (
        CalendarEdit(days=(DayEdit(FRIDAY, "off", "a"), DayEdit(FRIDAY, "half", "b"))),
        errors.DayTwice, "days-1-day", "hai lần",
    ),
    "nothing to clear": (
        day(FRIDAY, CLEAR), errors.NothingToClear, "days-0-day", "không ghi gì riêng",
    ),
    "a year without a day off": (
        CalendarEdit(years=(2028,)), errors.YearWithoutDays, "year", "chưa có ngày nghỉ",
    ),
    "nothing at all": (CalendarEdit(), errors.NothingChanges, "", "không có gì thay đổi"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_at_its_field(province, name):
    edit, error, field, words = WRONG[name]
    with pytest.raises(error) as told:
        draft(edit)
    assert told.value.field == field
    assert words in str(told.value)


def test_nothing_is_changed_without_a_legal_ground(province):
    with pytest.raises(errors.GroundMissing) as told:
        draft(day(FRIDAY), ground="  ")
    assert told.value.field == "ground"
    assert "căn cứ" in str(told.value)


def test_a_year_is_announced_once(province):
    said = CalendarEdit(days=(DayEdit(date(2028, 1, 1), "off", "Tết"),), years=(2028,))
    assert draft(said)
    commands.announce_year(calendar_code="co-quan", year=2028, ground="TB", by=f.BY, at=f.AT)
    with pytest.raises(errors.YearAnnounced):
        draft(said)


def test_a_calendar_below_may_have_no_week_of_its_own(province):
    code = commands.open_calendar(name="Lịch sở", parent_code="co-quan", by=f.BY, at=f.AT)
    edit = CalendarEdit(units=(UnitEdit(province["so"], FRIDAY),))
    assert draft(edit, code=code)
    with pytest.raises(errors.CalendarNameTaken):
        commands.open_calendar(name="Lịch sở", parent_code="co-quan", by=f.BY, at=f.AT)


def test_what_a_calendar_said_before_a_change_can_still_be_asked(province):
    before = queries.calendar_edition()
    say(FRIDAY, "off")
    assert not queries.calendar_of(province["so"], FRIDAY).is_working(FRIDAY)
    assert queries.calendar_of(province["so"], FRIDAY, edition=before).is_working(FRIDAY)


STEPS = st.lists(
    st.tuples(st.integers(1, 28), st.sampled_from(["off", "half", "work", CLEAR])), max_size=6
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_the_preview_is_what_the_change_makes_and_every_edition_stays_as_it_was(province, steps):
    unit, month = province["so"], [date(2026, 4, no) for no in range(1, 29)]
    told: list[tuple[int, list[bool]]] = []

    def seen(calendar):
        return [calendar.is_working(on) for on in month]

    for no, kind in steps:
        try:
            public_id = draft(day(date(2026, 4, no), kind, f"{kind} {len(told)}"))
        except Refused:
            continue
        info = queries.calendar_change(public_id)
        foreseen = seen(queries.outlook(info).calendar_of(unit, f.AT))
        edition = applied(public_id)
        now = seen(queries.calendar_of(unit, f.AT))
        assert now == foreseen
        told.append((edition, now))
    for edition, said in told:
        assert seen(queries.calendar_of(unit, f.AT, edition=edition)) == said


def applied(public_id):
    return commands.apply_calendar_change(
        public_id=public_id, seen=queries.calendar_edition(), by=f.BY, at=f.AT
    )
