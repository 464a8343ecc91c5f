"""Beginning, remembering and going on with a life."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from motcua.kernel.transactions import command

from . import plan, province
from .life import Life, midnight
from .models import LivedLife

DEMO = "demo"
"""The life of the demonstration province."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Which life: the same kind is the same life.

    :ivar per_day: dossiers on an average working day.
    """

    seed: int
    first_day: date
    per_day: float
    mix: str


def begin(kind: Kind, data: Path, *, shared: bool = False) -> Life:
    """A life of this kind, at its beginning.

    :param data: folder of the demonstration's data.
    :param shared: visitors may act beside it; what they touch is left to them.
    :raises ValueError: there is no such mix; the message names those there are.
    :raises LookupError: there is no province on that day.
    """
    drawn = plan.read(data / "simulation.toml", kind.mix)
    seen = province.look(kind.first_day)
    return Life(drawn, seen, kind.seed, kind.first_day, kind.per_day, kind.mix, shared=shared)


@command
def remembered(name: str, *, otherwise: Kind) -> Kind:
    """The life that this database lives under a name; ``otherwise`` from now on, if none."""
    row, _made = LivedLife.objects.get_or_create(
        name=name,
        defaults={
            "seed": otherwise.seed,
            "first_day": otherwise.first_day,
            "per_day": otherwise.per_day,
            "mix": otherwise.mix,
            "lived_until": otherwise.first_day,
        },
    )
    return Kind(row.seed, row.first_day, row.per_day, row.mix)


@command
def lived(name: str, until: date) -> None:
    """Keep that everything before a day has happened. It never goes back."""
    LivedLife.objects.filter(name=name, lived_until__lt=until).update(lived_until=until)


def is_lived(name: str, until: date) -> bool:
    """Whether everything before a day has happened. One query."""
    return LivedLife.objects.filter(name=name, lived_until__gte=until).exists()


def end_of(day: date) -> datetime:
    """The midnight with which a Vietnamese day begins: what lies before it is lived."""
    return midnight(day)
