"""The slider of time: figures of the end of an earlier day, as known then or as known now."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries import MEASURES
from motcua.kernel import projections
from motcua.kernel.actor import Actor
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import Counts, Cut, Only

FARTHEST = 60
"""Days that the slider goes back; farther is asked with the date of the figures of a period."""
COUNTED = {
    "received": "received",
    "in_process": "in_process",
    "overdue": "late_open",
    "early": "early",
    "on_time": "on_time",
    "late": "late",
}
"""Measures of the live board → those of a period. What was near its due moment is not kept."""


@dataclass(frozen=True, slots=True)
class Back:
    """How far the slider stands back (0: now), and by whose knowledge it is looked at."""

    days: int
    today: date
    known_then: bool = True

    @property
    def day(self) -> date:
        """The day at whose end the figures stand."""
        return self.today - timedelta(days=self.days)

    @property
    def position(self) -> int:
        """Where the slider stands: 0 on the right is today."""
        return -min(self.days, FARTHEST)

    @property
    def query(self) -> str:
        """The same place as part of an address; empty for today."""
        if not self.days:
            return ""
        return "&" + urlencode({"moc": self.position, "nhu": "" if self.known_then else "nay"})


def read(query: QueryDict, today: date) -> Back:
    """Where the slider of an address stands; what cannot be read is today."""
    try:
        days = -int(query.get("moc", "0"))
    except ValueError:
        days = 0
    return Back(max(0, min(days, FARTHEST)), today, query.get("nhu") != "nay")


def cut(back: Back, days: int) -> Cut:
    """So many days until that one."""
    known = back.day if back.known_then else None
    return Cut(back.day - timedelta(days=days - 1), back.day, back.today, known)


def rows_of(actor: Actor, back: Back, days: int, by: str) -> list[Counts]:
    """Counts by one dimension, of units by those of today; all in one where none is named."""
    if projections.lag(monitoring.PROJECTION).entries:
        projections.wake()
    only = Only(units_of=back.today)
    return monitoring.counts(actor, period=cut(back, days), by=(by,) if by else (), only=only)


def cells(counts: Counts, back: Back, days: int, **scope: str) -> list[tuple[str, str, int, str]]:
    """Measure, name, number and the list behind it, of each measure."""
    period = cut(back, days)
    asked: dict[str, Any] = {"ky": "khac", "tu": period.first, "den": period.last} | scope
    if period.known_on is not None:
        asked["biet"] = period.known_on
    counted = reverse("board:counted")
    return [
        (
            measure,
            str(MEASURES[measure]),
            getattr(counts, other),
            f"{counted}?{urlencode({'so': other} | asked)}",
        )
        for measure, other in COUNTED.items()
    ]


def shown(back: Back, action: str, kept: dict[str, str]) -> dict[str, Any]:
    """What the slider's template needs.

    :param kept: what else the address asks.
    """
    label = _("hôm nay") if not back.days else f"{back.day:%d/%m/%Y}"
    slider = {"back": back, "farthest": -FARTHEST, "label": label, "action": action, "kept": kept}
    return {"slider": slider}
