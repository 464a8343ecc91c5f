"""An independent way to count, for tests only: it walks, minute by minute and day by day.

It shares no line with the product: it asks a calendar only which shifts a day has.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from motcua.kernel.working_time import Pause, TimeLimit, Unit, WorkingCalendar

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass
class Walker:
    """Walks with naive local time; pauses are (since, until) with both ends known."""

    calendar: WorkingCalendar
    pauses: list[tuple[datetime, datetime]]
    cutoff: time = time(15, 0)

    def __post_init__(self) -> None:
        self.off = [(self.opens(a).date(), self.opens(b).date()) for a, b in self.pauses]

    def inside(self, at: datetime) -> bool:
        return any(s.start <= at.time() < s.end for s in self.calendar.shifts_on(at.date()))

    def opens(self, at: datetime) -> datetime:
        while not self.inside(at):
            if self.calendar.shifts_on(at.date()):
                at += MINUTE
            else:
                at = datetime.combine(at.date() + DAY, time())
        return at

    def works(self, day: date) -> bool:
        return bool(self.calendar.shifts_on(day))

    def paused(self, day: date) -> bool:
        return any(first <= day < last for first, last in self.off)

    def close(self, day: date) -> datetime:
        shifts = self.calendar.shifts_on(day)
        if shifts:
            return datetime.combine(day, shifts[-1].end)
        return datetime.combine(day + DAY, time())

    def minutes(self, at: datetime, count: int) -> datetime:
        while count:
            if not self.works(at.date()):
                at = datetime.combine(at.date() + DAY, time())
                continue
            if self.inside(at) and not any(a <= at < b for a, b in self.pauses):
                count -= 1
            at += MINUTE
        return at

    def days(self, day: date, count: int, working: bool) -> date:
        while count:
            day += DAY
            if not self.paused(day) and (self.works(day) or not working):
                count -= 1
        return day

    def settle(self, day: date) -> date:
        while not self.works(day) or (self.paused(day)):
            day += DAY
        return day

    def part(self, unit: Unit, amount: float, day: date, at: datetime) -> datetime:
        if unit is Unit.WORKING_HOUR:
            return self.minutes(at, round(amount * 60))
        if unit is Unit.SAME_DAY:
            day = day + DAY if at.time() >= self.cutoff else day
            return self.close(self.settle(day))
        whole, fraction = int(amount), amount - int(amount)
        if unit is Unit.MONTH:
            whole = (_months(day, whole) - day).days
        working = unit is Unit.WORKING_DAY
        last = self.days(day, whole, working)
        end = self.close(last) if whole else at
        if not fraction:
            return end
        least = self.close(self.settle(last)) if whole else at
        most = self.close(self.settle(self.days(day, whole + 1, working)))
        return min(max(self.minutes(end, round(fraction * 480)), least), most)

    def term(self, limit: TimeLimit, start: datetime) -> datetime:
        at, day = start, start.date()
        for part in limit.parts:
            at = self.part(part.unit, float(part.amount), day, at)
            day = (at - MINUTE).date()
        last = limit.parts[-1]
        whole = last.amount == int(last.amount)
        if last.unit in (Unit.CALENDAR_DAY, Unit.MONTH) and whole:
            return self.close(self.settle(day))
        return at


def _months(day: date, count: int) -> date:
    year, month = day.year, day.month
    for _step in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError


def due_by_walking(
    start: datetime,
    limit: TimeLimit,
    calendar: WorkingCalendar,
    pauses: list[Pause],
    policy: str = "resume",
) -> datetime:
    """The due date, the slow way; pauses are closed ones."""
    spans = [
        (p.since.astimezone(TZ).replace(tzinfo=None), p.until.astimezone(TZ).replace(tzinfo=None))
        for p in pauses
        if p.until is not None
    ]
    walker = Walker(calendar, spans if policy == "resume" else [])
    anchor = walker.opens(start.astimezone(TZ).replace(tzinfo=None))
    if policy == "restart":
        for since, until in spans:
            if walker.opens(since) < walker.term(limit, anchor):
                anchor = walker.opens(until)
            else:
                break
    return walker.term(limit, anchor).replace(tzinfo=TZ)
