"""Conditions of the figures: one for each number, which its list uses too.

Conventions 12 to 18 of ``docs/legal/figures.md``. A period ends with its last day, or today; a
dossier stands as it stood at the end of that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import F, Func, Q, Value
from django.db.models.fields import BooleanField, DateField
from django.utils.translation import gettext_lazy as _

from motcua.dossiers import queries as dossiers

from .states import CITIZEN, ENDED, OPEN, Standing, Verdict

MEASURES = {
    "received": _("Tiếp nhận"),
    "done": _("Đã xử lý xong"),
    "early": _("Xong trước hạn"),
    "on_time": _("Xong đúng hạn"),
    "late": _("Xong quá hạn"),
    "positive": _("Đồng ý giải quyết"),
    "negative": _("Không đủ điều kiện"),
    "refused": _("Trả lại"),
    "withdrawn": _("Rút hồ sơ"),
    "stopped": _("Dừng giải quyết"),
    "in_process": _("Chưa xong cuối kỳ"),
    "late_open": _("Quá hạn chưa xong"),
    "waiting_citizen": _("Chờ công dân"),
    "waiting_finance": _("Chờ nghĩa vụ tài chính"),
    "waiting_other": _("Chờ cơ quan khác"),
}
"""Measure → its name."""

DIMENSIONS = {
    "unit": "deciding_unit_id",
    "received_unit": "received_unit_id",
    "field": "field_code",
    "procedure": "procedure_code",
    "channel": "channel",
    "level": "level",
    "online_level": "online_level",
    "commune": "commune_id",
    "outcome": "outcome",
}
"""What figures may be grouped by → the frozen column."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Whole Vietnamese days, both ends in it, and by whose knowledge it is looked at.

    :param today: nothing is judged by a day that has not come.
    :param known_on: as known at the end of that day (``recorded_at``); None: as known now.
    """

    first: date
    last: date
    today: date
    known_on: date | None = None

    @property
    def end(self) -> date:
        """The day at whose end everything stands as it is told."""
        return min(self.last, self.today, self.known_on or self.today)


UNITS = ("deciding_unit_id", "received_unit_id")
"""Columns that a reform makes somebody else's."""


@dataclass(frozen=True, slots=True)
class Only:
    """Which dossiers are counted; an empty value is all of them.

    :param units_of: by the units of that day, whatever they took over; None: by those of the
        dossier's own time.
    """

    unit_id: int | None = None
    received_unit_id: int | None = None
    field_code: str = ""
    procedure_code: str = ""
    channel: str = ""
    level: str = ""
    online_level: str = ""
    commune_id: int | None = None
    units_of: date | None = None

    def condition(self) -> Q:
        """On the frozen columns; of units by the boundaries of ``units_of`` where it is given."""
        named = {"unit_id": "deciding_unit_id"}
        asked = {named.get(f.name, f.name): getattr(self, f.name) for f in fields(self)}
        day = asked.pop("units_of")
        units = {c: asked.pop(c) for c in UNITS if day is not None and asked[c]}
        condition = Q(**{name: value for name, value in asked.items() if value})
        for column, unit_id in units.items():
            condition &= dossiers.of_unit(column, unit_id, day)
        return condition


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of dossiers in a cut; ``key`` holds the values of what it is grouped by."""

    key: tuple[Any, ...] = ()
    received: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    positive: int = 0
    negative: int = 0
    refused: int = 0
    withdrawn: int = 0
    stopped: int = 0
    in_process: int = 0
    late_open: int = 0
    waiting_citizen: int = 0
    waiting_finance: int = 0
    waiting_other: int = 0
    worked_minutes: int = 0

    @property
    def done(self) -> int:
        """State 9 reached in the period, granted or refused on the merits (convention 14)."""
        return self.early + self.on_time + self.late

    @property
    def in_time(self) -> int:
        """Of these, early or on time."""
        return self.early + self.on_time

    @property
    def given_back(self) -> int:
        """Returned after acceptance and withdrawn (target 19)."""
        return self.refused + self.withdrawn


def within(cut: Cut) -> Mapping[str, Q]:
    """The condition of every measure on the rows of standings."""
    end = cut.end
    known = Q() if cut.known_on is None else Q(known_on__lte=cut.known_on)
    lasts = Q(until_on__isnull=True) | Q(until_on__gt=end)
    if cut.known_on is not None:
        lasts |= Q(known_until_on__gt=cut.known_on)
    came = Q(from_on__gte=cut.first, from_on__lte=end) & known & lasts
    open_ = Q(standing__in=OPEN, from_on__lte=end) & known & _holds(cut)
    done = Q(standing=Standing.DONE) & came
    was_late = Q(standing=Standing.WORKING) | Q(due_on__lt=F("from_on"))
    return {
        "received": Q(no=1, received_on__gte=cut.first, received_on__lte=end) & known,
        "done": done,
        **{verdict.value: done & Q(verdict=verdict) for verdict in Verdict},
        "positive": done & Q(outcome="positive"),
        "negative": done & Q(outcome="negative"),
        **{s.value: Q(standing=s) & came for s in ENDED if s is not Standing.DONE},
        "in_process": open_,
        "late_open": open_ & Q(due_on__lt=end) & was_late,
        "waiting_citizen": open_ & Q(standing__in=CITIZEN),
        "waiting_finance": open_ & Q(standing=Standing.FINANCE),
        "waiting_other": open_ & Q(standing=Standing.EXTERNAL),
    }


def _holds(cut: Cut) -> Q:
    """On the day the period ends: by the index of ranges, and of what was learned since."""
    days = Func(F("from_on"), F("until_on"), function="daterange")
    day = Value(cut.end, output_field=DateField())
    covers = Func(
        days,
        day,
        template="%(expressions)s",
        arg_joiner=" @> ",
        output_field=BooleanField(),
    )
    if cut.known_on is None:
        return Q(covers)
    return Q(covers) | Q(known_until_on__gt=cut.known_on)


PARTS = (
    ("received", ("received",)),
    ("ended", ("early", "on_time", "late", "positive", "negative", "refused", "withdrawn",
               "stopped")),
    ("open", ("in_process", "late_open", "waiting_citizen", "waiting_finance", "waiting_other")),
)  # fmt: skip
"""Measures by the index that finds their rows."""
