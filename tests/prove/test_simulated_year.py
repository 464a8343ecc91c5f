"""A simulated year of the demonstration province: every invariant holds, every figure is right, and
each of its days is found again, as it was known that evening and as it is known now."""

import os
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.utils import timezone

from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import MEASURES, Period
from motcua.dossiers.tests.lived_in import begin_without_history
from motcua.kernel import pretending, projections
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import Cut
from motcua.organizations import queries as organizations
from motcua.simulation import lives, plan
from motcua.simulation.account import Answer
from motcua.simulation.life import Life, midnight
from motcua.simulation.tests.test_oracle import COUNTED, by_key, differences

DAYS, PER_DAY, SEED = int(os.environ.get("MOTCUA_PROVE_DAYS", "365")), 3.0, 365
"""A whole year, of a province quiet enough to be lived through in some minutes."""
MONTH, BY = timedelta(29), ("unit", "field")
"""What is asked of every day: the thirty days until it by unit and field, as a board shows them,
and the day alone."""

Numbers = dict[tuple[Any, ...], Answer]


@dataclass(slots=True)
class Year:
    """A year that was lived, and what the simulation's own account said every evening."""

    life: Life
    last: date
    noted: dict[date, tuple[Numbers, Numbers]] = field(default_factory=dict)

    def accounted(self, day: date) -> tuple[Numbers, Numbers]:
        """What the account says of a day, by all that it knows at the moment of asking."""
        account = self.life.account
        return account.counts(self._month(day), day, by=BY), account.counts(day, day)

    def told(self, who: Actor, day: date, known_on: date | None) -> tuple[Numbers, Numbers]:
        """The same from the database. As known then it is asked for everything until the end."""
        until = self.last if known_on else day
        month = Cut(self._month(day), until, self.last, known_on)
        alone = Cut(day, until, self.last, known_on)
        return (
            _numbers(monitoring.counts(who, period=month, by=BY)),
            _numbers(monitoring.counts(who, period=alone)),
        )

    def _month(self, day: date) -> date:
        return max(self.life.first_day, day - MONTH)


def _numbers(rows: list[monitoring.Counts]) -> Numbers:
    said = {r.key: {m: getattr(r, m) for m in COUNTED if getattr(r, m)} for r in rows}
    return {key: row for key, row in said.items() if row}


@pytest.fixture
def lived(transactional_db, settings, tmp_path) -> Year:
    settings.DEMO, settings.FILES_DIR, settings.BRAND_DIR = True, tmp_path, tmp_path
    begin_without_history()
    assert pretending.declare()
    call_command("load_demo")
    first = local_day(timezone.now()) - timedelta(DAYS)
    kind = lives.Kind(SEED, first, PER_DAY, plan.SHOWN)
    life = lives.begin(kind, configured.CHECKOUT / "demo")
    year, began = Year(life, first + timedelta(DAYS - 1)), time.monotonic()
    with pretending.past():
        for number in range(DAYS):
            day = first + timedelta(number)
            life.run(midnight(day + timedelta(1)))
            year.noted[day] = year.accounted(day)
            if (number + 1) % 73 == 0 or day == year.last:
                _tell_how_far(life, number + 1, time.monotonic() - began)
    return year


def _tell_how_far(life: Life, days: int, took: float) -> None:
    print(
        f"\nsimulated: {days} days, {len(life.cases)} dossiers, {life.acts.done} acts"
        f" in {took:.0f} s, {life.acts.done / took:.0f} acts/s",
        flush=True,
    )


def test_a_year_of_life_keeps_every_invariant_and_every_figure_of_every_day(lived: Year) -> None:
    life, last = lived.life, lived.last
    account, now = life.account, midnight(last + timedelta(1)) - timedelta(minutes=1)
    call_command("check_invariants")
    projections.rebuild(monitoring.PROJECTION)
    compared = 0
    for username, units in _looking(last):
        for first, until in _periods(life.first_day, last):
            rows = by_key(dossiers.figures(username, Period(first, until, now)))
            assert differences(rows, account.figures(first, until, now, units=units)) == {}
            for by in ((), ("unit",), ("field", "channel"), ("procedure",)):
                cut = monitoring.Cut(first, until, last)
                said = _numbers(monitoring.counts(username, period=cut, by=by))
                assert said == account.counts(first, until, by=by, units=units)
                compared += len(said)
    done = account.counts(life.first_day, last)[()]
    late = 100 * done.get("late", 0) / sum(done.get(m, 0) for m in ("early", "on_time", "late"))
    print(f"figures compared: {compared} rows; {done}; late {late:.1f} %", flush=True)
    assert compared > 100
    _every_day_is_found_again(lived)
    _apologised(life, last, now)
    assert set(MEASURES) - {"near_due", "overdue"} <= {*done, "in_process"}


def _every_day_is_found_again(lived: Year) -> None:
    """As known then: what was noted that evening, asked without saying where the period ends. As
    known now: what the account says of that day when everything has happened."""
    (auditor, _units) = next(one for one in _looking(lived.last) if one[0].role == "auditor")
    began, compared, wrong = time.monotonic(), 0, list[date]()
    for number, (day, noted) in enumerate(lived.noted.items(), 1):
        then, now = lived.told(auditor, day, day), lived.told(auditor, day, None)
        if then != noted or now != lived.accounted(day):
            wrong.append(day)
        compared += sum(map(len, (*then, *now)))
        if number % 73 == 0 or day == lived.last:
            took = time.monotonic() - began
            print(f"replayed: {number} days, {compared} rows in {took:.0f} s", flush=True)
    assert wrong == []
    assert compared > len(lived.noted) == DAYS


def _apologised(life: Life, last: date, now: datetime) -> None:
    """Whoever could be foreseen to be late had the draft of a letter; of the others it is told why
    they could not."""
    (auditor, _units) = next(one for one in _looking(last) if one[0].role == "auditor")
    period = Period(life.first_day, last, now)
    told = [row.why for row in dossiers.register_rows(auditor, period, "unforeseen")]
    print(f"letters: {dossiers.register_counts(auditor, period)}; {Counter(told)}")
    assert [why for why in told if not why or why.startswith("Đáng ra")] == []


def _looking(day: date):
    """An auditor, a leader of a department and one of a branch, each with what they see."""
    for unit in organizations.units_of_kind(day):
        for post in organizations.posts_in(unit.id, day):
            actor = organizations.actor(post.person_id, post.id, day)
            if post.role == "auditor":
                yield actor, None
            elif post.role == "department_leader" and unit.kind == "department":
                yield actor, organizations.subtree_ids(unit.id, day)
            elif post.role == "unit_leader" and unit.kind == "land_branch":
                yield actor, [unit.id]


def _periods(first: date, last: date):
    """Everything, thirty days at a time, and two single days in the middle."""
    yield first, last
    start = first
    while start <= last:
        yield start, min(start + timedelta(29), last)
        start += timedelta(30)
    middle = first + (last - first) / 2
    yield middle, middle
    yield middle + timedelta(1), middle + timedelta(1)
