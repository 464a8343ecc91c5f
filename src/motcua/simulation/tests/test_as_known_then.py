"""A simulated life replayed: as known on each of its days, the figures that were true that evening.

What was known is noted as the life goes on, from the simulator's own account; asked for is it at
the end, when everything that came later is known as well.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings

from motcua.dossiers.tests.lived_in import begin_without_history
from motcua.kernel import pretending, projections
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import Cut
from motcua.simulation.life import midnight
from tests.scene import once

from .test_oracle import COUNTED, FIRST, small_life

pytestmark = pytest.mark.django_db
DAYS = [FIRST + timedelta(n) for n in range(12)]
LAST = DAYS[-1]


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker, tmp_path_factory):
    patch = pytest.MonkeyPatch()
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        patch.setattr(settings, "DEMO", True)
        begin_without_history()
        assert pretending.declare()
        life, noted = small_life(per_day=3.0, seed=11), {}
        with pretending.past():
            for day in DAYS:
                life.run(midnight(day + timedelta(1)))
                noted[day] = (
                    life.account.counts(FIRST, day, by=("unit", "field")),
                    life.account.counts(day, day),
                )
        clock.now = midnight(LAST + timedelta(1)) + timedelta(hours=8)
        projections.rebuild(monitoring.PROJECTION)
        yield SimpleNamespace(world=world, account=life.account, noted=noted, now=clock.now)
    patch.undo()


def told(rows):
    """Numbers by key, without those that are nothing."""
    found = {r.key: {n: v for n in COUNTED if (v := getattr(r, n))} for r in rows}
    return {key: numbers for key, numbers in found.items() if numbers}


def counts(lived, first, last, known_on, by=()):
    cut = Cut(first, last, lived.now.date(), known_on)
    return told(monitoring.counts(lived.world.phuc, period=cut, by=by))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_as_known_on_a_day_is_what_was_noted_that_evening(lived, day):
    since_the_beginning, of_the_day = lived.noted[day]
    assert counts(lived, FIRST, day, day, by=("unit", "field")) == since_the_beginning
    assert counts(lived, day, day, day) == of_the_day


def test_what_came_later_was_not_known(lived):
    """Asked on the fourth day for all of the twelve: only four have happened."""
    known = DAYS[3]
    early = counts(lived, FIRST, LAST, known)
    assert early == counts(lived, FIRST, known, known)
    assert early != counts(lived, FIRST, LAST, None)


def test_behind_a_number_of_then_lie_the_dossiers_of_then(lived):
    for day in (DAYS[3], DAYS[8]):
        cut = Cut(FIRST, LAST, lived.now.date(), day)
        ids = monitoring.dossier_ids(lived.world.phuc, period=cut, measure="in_process")
        noted, _of_the_day = lived.noted[day]
        assert ids.count() == sum(row.get("in_process", 0) for row in noted.values())
