"""A simulated year of the demonstration province: every invariant holds, every figure is right."""

import time
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.utils import timezone

from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import MEASURES, Period
from motcua.dossiers.tests.lived_in import begin_without_history
from motcua.kernel import projections
from motcua.kernel.clock import local_day
from motcua.monitoring import queries as monitoring
from motcua.organizations import queries as organizations
from motcua.simulation import lives, plan
from motcua.simulation.life import Life, midnight
from motcua.simulation.tests.test_oracle import COUNTED, by_key, differences

MOST_SECONDS, DAYS, PER_DAY, SEED = 360, 365, 12.0, 365
"""The life goes on for a year, or for as much of it as can be lived in six minutes."""


@pytest.fixture
def lived(transactional_db, settings, tmp_path) -> tuple[Life, date]:
    settings.DEMO, settings.FILES_DIR, settings.BRAND_DIR = True, tmp_path, tmp_path
    begin_without_history()
    call_command("load_demo")
    first = local_day(timezone.now()) - timedelta(DAYS)
    kind = lives.Kind(SEED, first, PER_DAY, plan.SHOWN)
    life = lives.begin(kind, configured.CHECKOUT / "demo")
    began = time.monotonic()
    day = first
    while day < first + timedelta(DAYS) and time.monotonic() - began < MOST_SECONDS:
        day += timedelta(1)
        life.run(midnight(day))
    took = time.monotonic() - began
    print(
        f"\nsimulated: {(day - first).days} days, {len(life.cases)} dossiers, {life.acts.done} acts"
        f" in {took:.0f} s, {life.acts.done / took:.0f} acts/s"
    )
    return life, day - timedelta(1)


def test_a_year_of_life_keeps_every_invariant_and_every_figure(lived: tuple[Life, date]) -> None:
    life, last = lived
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
                found = monitoring.counts(username, period=cut, by=by)
                said = {r.key: {m: getattr(r, m) for m in COUNTED if getattr(r, m)} for r in found}
                right = account.counts(first, until, by=by, units=units)
                assert {key: row for key, row in said.items() if row} == right
                compared += len(said)
    done = account.counts(life.first_day, last)[()]
    late = 100 * done.get("late", 0) / sum(done.get(m, 0) for m in ("early", "on_time", "late"))
    print(f"figures compared: {compared} rows; {done}; late {late:.1f} %")
    assert compared > 100
    _apologised(life, last, now)
    assert set(MEASURES) - {"near_due", "overdue"} <= {*done, "in_process"}


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
