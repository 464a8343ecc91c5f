"""What this room tells others: plain frozen values, never its rows."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from .states import Role


@dataclass(frozen=True, slots=True)
class UnitInfo:
    """A unit as it stands on the day that was asked for."""

    id: int
    public_id: str
    key: str
    name: str
    short_name: str
    kind: str
    level: str
    place_class: str
    parent_id: int | None
    agency: bool
    code_current: str
    code_old: str
    agency_id: int | None
    hotline: str
    head_name: str
    address: str
    opening_hours: str
    field_codes: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None

    def in_force(self, day: date) -> bool:
        """Say whether the unit exists on ``day``."""
        return _holds(self.valid_from, self.valid_until, day)


@dataclass(frozen=True, slots=True)
class PostInfo:
    """One person in one role in one unit."""

    id: int
    public_id: str
    person_id: int
    person_name: str
    unit_id: int
    unit_name: str
    role: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class DelegationInfo:
    """A post that somebody may act for, and on which ground."""

    id: int
    from_post: PostInfo
    to_post_id: int
    ground: str
    until: date

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seat:
    """A post that a person may act from: their own, or one delegated until ``last_day``."""

    post: PostInfo
    last_day: date | None = None

    @property
    def label(self) -> str:
        """What the choice of posts says."""
        facts = {"role": Role(self.post.role).label, "unit": self.post.unit_name}
        if self.last_day is None:
            return f"{facts['role']} · {facts['unit']}"
        return _("Thay mặt %(person)s (%(role)s · %(unit)s) đến hết %(day)s") % {
            **facts,
            "person": self.post.person_name,
            "day": f"{self.last_day:%d/%m/%Y}",
        }


@dataclass(frozen=True, slots=True)
class RouteContext:
    """Where a dossier came in, who decides it, and where its land or business lies."""

    receiving_unit_id: int
    deciding_unit_id: int
    commune_id: int | None
    field_code: str


class Heir(NamedTuple):
    """Who goes on with the work of a unit that ended, for some dossiers or for the rest of them.

    Of several that fit a dossier, the one of its field comes before the one of its place, and what
    names both before either.

    :ivar field_code: field of procedures; empty: any.
    :ivar place_id: commune of the dossier; 0: any, and those that name none.
    """

    old_id: int
    field_code: str
    place_id: int
    new_id: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which unit a rule means for one route, or none, and why, in a sentence for an officer."""

    unit_id: int | None
    chosen_rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day unlike its weekday, as an office announces it.

    ``like_weekday``: make-up and half days: whose shifts, 0 Monday; where it is left out, a
    make-up day is like a Monday and a half day like itself.
    """

    day: date
    kind: str
    label: str
    ground: str
    certainty: str
    like_weekday: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarInfo:
    """A calendar, and of which it takes what it does not say itself."""

    code: str
    name: str
    parent_code: str


def _holds(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day < until)


def covers(valid: DateRange, day: date) -> bool:
    """Say whether a half-open range of days holds on ``day``."""
    return _holds(valid.lower, valid.upper, day)
