"""Calendars for the tests of working time; days off are read from the province's data."""

import tomllib
from datetime import date, datetime, time
from pathlib import Path

from motcua.kernel.working_time import Pause, Shift, WorkingCalendar
from motcua.kernel.working_time.moments import TZ

DATA = Path(__file__).parents[4] / "demo" / "calendar.toml"
MORNING, AFTERNOON = Shift(time(7), time(11, 30)), Shift(time(13, 30), time(17))
FULL, HALF = (MORNING, AFTERNOON), (MORNING,)


def province() -> WorkingCalendar:
    """Office hours of the province, with the days of ``demo/calendar.toml``."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    kinds = {"off": (), "work": FULL, "half": HALF}
    days = {row["date"]: kinds[row["kind"]] for row in data["day"]}
    labels = {row["date"]: row["label"] for row in data["day"]}
    weekly = {day: FULL for day in range(5)}
    return WorkingCalendar(weekly, days, labels, frozenset(data["known_years"]), "Tỉnh")


def saturdays() -> WorkingCalendar:
    """The same, open on Saturday mornings."""
    calendar = province()
    weekly = {**calendar.weekly, 5: HALF}
    return WorkingCalendar(weekly, calendar.days, calendar.labels, calendar.known_years, "Thứ Bảy")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


def pause(since: str, until: str | None, ground: str = "") -> Pause:
    return Pause(at(since), None if until is None else at(until), ground)


def day(text: str) -> date:
    return date.fromisoformat(text)
