"""Whether a dossier will be in time: what is left on the clock against what is still to be done.

Pure: no query, no clock. Minutes are working minutes of the receiving unit's calendar. Late is
judged by dates (convention 12); a clock that stands owes nothing (conventions 9 and 10).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.kernel.clock import local_day
from motcua.kernel.working_time import WorkingCalendar

from .states import Clock

DAY_MINUTES = 480
"""Of a day in words only: more than three days are told as days."""


class Forecast(models.TextChoices):
    """How a dossier will end if nothing unusual happens, worst first."""

    LATE = "late", gettext_lazy("Đã quá hạn")
    MISS = "miss", gettext_lazy("Sẽ trễ hạn")
    NEAR = "near", gettext_lazy("Sắp đến hạn")
    FINE = "fine", gettext_lazy("Còn đủ thời gian")
    PAUSED = "paused", gettext_lazy("Đang dừng tính thời gian")
    UNDATED = "undated", gettext_lazy("Không hẹn ngày")


class NextParty(models.TextChoices):
    """Who is to act next."""

    OFFICER = "officer", gettext_lazy("Cán bộ")
    CITIZEN = "citizen", gettext_lazy("Công dân")
    TAX = "tax", gettext_lazy("Cơ quan thuế")
    AGENCY = "agency", gettext_lazy("Cơ quan khác")


@dataclass(frozen=True, slots=True)
class Way:
    """One open step and what lies behind it until the promise is kept; minutes.

    ``here`` is the open step as a whole, ``after`` what follows it. ``usual`` is the median of how
    long these steps really took, ``high`` what four of five took at most; None: never measured.
    """

    opened_at: datetime
    step_due_at: datetime | None
    allotted_after: int
    usual_here: int | None = None
    usual_after: int = 0
    high_here: int | None = None
    high_after: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """What is left on the clock, and what is still needed; negative when the moment has passed."""

    left: int
    allotted: int
    usual: int | None = None
    high: int | None = None
    timed: bool = True
    """Whether any of the steps that remain was given a time at all."""


@dataclass(frozen=True, slots=True)
class Turning:
    """From when on a step is near its due day, and from when on it will miss it."""

    near_at: datetime
    miss_at: datetime


def load_of(way: Way, due_at: datetime, now: datetime, calendar: WorkingCalendar) -> Load:
    """What is left and what is needed at a moment."""
    here = calendar.minutes_between(now, way.step_due_at) if way.step_due_at else 0
    return Load(
        left=calendar.minutes_between(now, due_at),
        allotted=max(0, here) + way.allotted_after,
        usual=_still(way.usual_here, way.usual_after, way.opened_at, now, calendar),
        high=_still(way.high_here, way.high_after, way.opened_at, now, calendar),
        timed=way.step_due_at is not None or way.allotted_after > 0,
    )


def _still(
    here: int | None, after: int, opened_at: datetime, now: datetime, calendar: WorkingCalendar
) -> int | None:
    if here is None:
        return None
    return max(0, here - max(0, calendar.minutes_between(opened_at, now))) + after


def judge(load: Load, due_at: datetime, now: datetime, near: timedelta) -> Forecast:
    """What a load means. More time left never makes it worse, more work never better.

    It will miss when the allotments of the steps that remain, or what they usually take, are more
    than is left; it is near its due day within ``near`` of it, or when one in five would miss it.
    """
    if local_day(now) > local_day(due_at):
        return Forecast.LATE
    if now > due_at or max(load.allotted, load.usual or 0) > load.left:
        return Forecast.MISS
    if now >= due_at - near or (load.high or 0) > load.left:
        return Forecast.NEAR
    return Forecast.FINE


def turning(way: Way, due_at: datetime, near: timedelta, calendar: WorkingCalendar) -> Turning:
    """The moments from which :func:`judge` says near and miss, so that lists need not compute.

    What is left and what is needed shrink together while a step is within its time; afterwards
    only what is left does. So each judgement changes once, and never back.
    """
    usual = _until(way.opened_at, way.usual_here, calendar)
    high = _until(way.opened_at, way.high_here, calendar)
    misses = [
        due_at + timedelta(minutes=1),
        *_overtaken(way.opened_at, way.step_due_at, way.allotted_after, due_at, calendar),
    ]
    if usual is not None:
        misses += _overtaken(way.opened_at, usual, way.usual_after, due_at, calendar)
    nears = [due_at - near]
    if high is not None:
        nears += _overtaken(way.opened_at, high, way.high_after, due_at, calendar)
    return Turning(min([*nears, *misses]), min(misses))


def _until(since: datetime, minutes: int | None, calendar: WorkingCalendar) -> datetime | None:
    return None if minutes is None else calendar.add_minutes(since, minutes)


def _overtaken(
    opened_at: datetime,
    here_until: datetime | None,
    after: int,
    due_at: datetime,
    calendar: WorkingCalendar,
) -> Iterator[datetime]:
    """From when on what is needed is more than what is left; nothing if that never comes."""
    if here_until is not None and calendar.minutes_between(here_until, due_at) < after:
        yield opened_at
    elif after:
        yield max(opened_at, before(due_at, after - 1, calendar))


def before(at: datetime, minutes: int, calendar: WorkingCalendar) -> datetime:
    """The first moment from which no more than so many working minutes are left until ``at``."""
    window = timedelta(days=14)
    while (worked := calendar.minutes_between(at - window, at)) < minutes:
        window *= 2
    return calendar.add_minutes(at - window, worked - minutes) if worked > minutes else at - window


def party_of(clock: str, kind: str, step_kind: str) -> NextParty:
    """Who is to act next at an open step or wait."""
    if clock == Clock.SUPPLEMENT or step_kind == "applicant":
        return NextParty.CITIZEN
    if kind != "wait":
        return NextParty.OFFICER
    return NextParty.TAX if step_kind == "finance" else NextParty.AGENCY


def reason(load: Load, forecast: str) -> str:
    """Why it is judged so, in words: what is left, what is allotted, what it usually takes."""
    if forecast not in (Forecast.LATE, Forecast.MISS, Forecast.NEAR, Forecast.FINE):
        return ""
    said = [
        _("còn %(time)s làm việc") % {"time": worked_text(load.left)}
        if load.left >= 0
        else _("đã quá %(time)s làm việc") % {"time": worked_text(-load.left)},
        _allotted(load),
    ]
    if load.usual is not None:
        said.append(_("thường mất %(time)s") % {"time": worked_text(load.usual)})
    if load.high is not None and load.high > load.left >= (load.usual or 0):
        said.append(_("có khi mất %(time)s") % {"time": worked_text(load.high)})
    return "; ".join(said)


def _allotted(load: Load) -> str:
    if not load.timed:
        return _("các bước còn lại không được giao thời gian")
    if not load.allotted:
        return _("thời gian giao cho các bước còn lại đã hết")
    return _("các bước còn lại được giao %(time)s") % {"time": worked_text(load.allotted)}


def worked_text(minutes: int) -> str:
    """Working minutes in words: ``45 phút``, ``6 giờ 30 phút``, ``12,5 ngày``."""
    if minutes > 3 * DAY_MINUTES:
        halves = round(2 * minutes / DAY_MINUTES)
        whole, rest = divmod(halves, 2)
        return ngettext("%(count)s ngày", "%(count)s ngày", whole) % {
            "count": f"{whole},5" if rest else whole
        }
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)s phút", "%(count)s phút", rest) % {"count": rest}
    if not rest:
        return ngettext("%(count)s giờ", "%(count)s giờ", hours) % {"count": hours}
    return _("%(hours)s giờ %(minutes)s phút") % {"hours": hours, "minutes": rest}
