"""What arithmetic on the wall calendar says: shown beside the due date, never used as one."""

from datetime import date, datetime, timedelta

from .counting import add_months
from .limits import TimeLimit, Unit
from .moments import DAY, TZ, minute_of, moment_of


def plain_arithmetic(start: datetime, limit: TimeLimit) -> datetime:
    """Reception plus the number as it stands: no office hours, days off, pauses or rules.

    Working days are taken for calendar days and working hours for hours, as spreadsheets do.

    :raises OverflowError: beyond the year 9999.
    """
    minute = minute_of(start)
    for part in limit.parts:
        if part.unit is Unit.MONTH:
            minute += (add_months(minute // DAY, int(part.amount)) - minute // DAY) * DAY
        elif part.unit is Unit.WORKING_HOUR:
            minute += round(part.amount * 60)
        elif part.unit is not Unit.SAME_DAY:
            minute += round(part.amount * DAY)
    if minute // DAY > date.max.toordinal():
        raise OverflowError
    return moment_of(minute)


def days_wrong(plain: datetime, due: datetime) -> int:
    """By how many days the plain arithmetic is off: negative where it promises too early."""
    return (plain.astimezone(TZ).date() - due.astimezone(TZ).date()) // timedelta(days=1)
