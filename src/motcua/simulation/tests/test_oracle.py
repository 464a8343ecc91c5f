"""The pages' figures and lists against the account of a life that was lived through commands.

Two weeks and a half of a small province, with more of everything unusual than there is in life.
"""

import html
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import MEASURES, ListFilter, Period
from motcua.dossiers.tests.lived_in import begin_without_history
from motcua.kernel import projections
from motcua.kernel.clock import local_day
from motcua.monitoring import queries as monitoring
from motcua.organizations import queries as organizations
from motcua.simulation import plan, province
from motcua.simulation.life import Life, midnight
from tests.scene import Visitors, once

pytestmark = pytest.mark.django_db
FIRST, DAYS, PER_DAY = date(2026, 11, 2), 18, 4.0
PERIODS = {
    "all of it": (FIRST, FIRST + timedelta(DAYS)),
    "its first week": (FIRST, FIRST + timedelta(6)),
    "its second week": (FIRST + timedelta(7), FIRST + timedelta(13)),
    "one day": (FIRST + timedelta(10), FIRST + timedelta(10)),
    "the year before": (date(2025, 11, 1), date(2025, 11, 30)),
}
COUNTED = [
    "received", "early", "on_time", "late", "positive", "negative", "refused", "withdrawn",
    "stopped", "in_process", "late_open", "waiting_citizen", "waiting_finance", "waiting_other",
]  # fmt: skip
LOOKING = ["phuc", "oanh", "em", "dung", "hanh", "hoa", "khoa", "lien", "tam"]
"""Who looks: everything (Phúc, Oanh), a department (Em), one unit each; Tâm sees nothing."""


def small_plan():
    """The demonstration's plan for two fields, with more that goes otherwise than it should."""
    drawn = plan.read(Path(settings.CHECKOUT) / "demo/simulation.toml", plan.PUBLISHED)
    often = dict.fromkeys(("refused", "withdrawn", "stopped", "negative", "sent_back"), 0.08)
    return replace(
        drawn,
        fields={"dat-dai": 2, "moi-truong": 3},
        events={**drawn.events, **often, "supplement": 0.3},
        pace={**drawn.pace, "early": 55, "last_day": 20, "late": 25, "early_part": [0.1, 0.7]},
        people={**drawn.people, "financial_obligation": 0.6},
        waits={**drawn.waits, "finance": [2, 0.5], "supplement": [1.5, 0.6], "collect": [1, 0.8]},
    )


def small_life(per_day=PER_DAY, seed=7, **options):
    """A life of the small province, at its beginning."""
    return Life(small_plan(), province.look(FIRST), seed, FIRST, per_day, "small", **options)


def seen(world, name):
    """Units whose dossiers somebody sees; None for everything."""
    actor = world.actors[name]
    if actor.role in {"auditor", "province_office"}:
        return None
    if actor.role == "department_leader":
        return organizations.subtree_ids(actor.unit_id, FIRST)
    return [actor.unit_id]


def told(world, account, now):
    """What queries say and what the account says, for everybody and every period, at one moment."""
    pairs = {}
    for name in LOOKING:
        for title, (first, last) in PERIODS.items():
            rows = dossiers.figures(world.actors[name], Period(first, last, now))
            right = account.figures(first, last, now, units=seen(world, name))
            pairs[name, title] = by_key(rows), right
    return pairs


def by_key(rows):
    """Figures by unit and field."""
    return {(r.unit_id, r.field_code): {m: getattr(r, m) for m in MEASURES} for r in rows}


def differences(said, right):
    """What differs: place and measure → what is said and what is right."""
    none = dict.fromkeys(MEASURES, 0)
    return {
        (key, measure): (said.get(key, none)[measure], right.get(key, none)[measure])
        for key in said.keys() | right.keys()
        for measure in MEASURES
        if said.get(key, none)[measure] != right.get(key, none)[measure]
    }


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        begin_without_history()
        life = small_life()
        middle = midnight(FIRST + timedelta(11)) + timedelta(hours=10)
        life.run(middle)
        in_the_middle = told(world, life.account, middle)
        clock.now = midnight(FIRST + timedelta(DAYS)) + timedelta(hours=8)
        life.run(clock.now)
        projections.rebuild(monitoring.PROJECTION)
        yield SimpleNamespace(
            world=world, life=life, account=life.account, now=clock.now, middle=in_the_middle
        )


def test_everything_that_can_happen_has_happened(lived):
    """Else the comparison below would be of little worth."""
    acts = {
        "received", "step.taken", "step.finished", "step.sent_back", "wait.ended",
        "result.recorded", "result.returned", "handover.confirmed", "supplement.requested",
        "supplement.answered", "dossier.refused", "dossier.withdrawn", "dossier.stopped",
    }  # fmt: skip
    counts = lived.account.figures(*PERIODS["all of it"], lived.now)
    measured = {m for row in counts.values() for m, number in row.items() if number}
    missing = (acts - set(lived.account.acts)) | (set(MEASURES) - measured)
    outcomes = {r.outcome for r in lived.account.records.values()}
    missing |= {"positive", "negative", "refused", "withdrawn", "stopped"} - outcomes
    assert missing == set()


@pytest.mark.parametrize("name", LOOKING)
@pytest.mark.parametrize("title", PERIODS)
def test_figures_are_what_the_account_says(lived, name, title):
    first, last = PERIODS[title]
    rows = dossiers.figures(lived.world.actors[name], Period(first, last, lived.now))
    right = lived.account.figures(first, last, lived.now, units=seen(lived.world, name))
    assert differences(by_key(rows), right) == {}


def test_figures_were_right_in_the_middle_too(lived):
    wrong = {key: d for key, pair in lived.middle.items() if (d := differences(*pair))}
    assert wrong == {}


@pytest.mark.parametrize("name", LOOKING)
@pytest.mark.parametrize("measure", MEASURES)
def test_a_list_holds_the_dossiers_of_its_figure(lived, name, measure):
    first, last = PERIODS["all of it"]
    page = dossiers.dossiers(
        lived.world.actors[name],
        ListFilter(measure=measure),
        Period(first, last, lived.now),
        limit=1000,
    )
    right = lived.account.listed(measure, first, last, lived.now, units=seen(lived.world, name))
    assert {row.code for row in page.rows} == right


@pytest.mark.parametrize("name", ["hoa", "lien", "binh", "dung", "em", "van", "giang", "hanh"])
def test_an_inbox_holds_the_open_steps_of_its_people(lived, name):
    actor = lived.world.actors[name]
    page = dossiers.inbox(actor, limit=1000)
    right = lived.account.inbox(actor.unit_id, actor.role, actor.post_id)
    assert {row.item_id for row in page.rows} == right


def test_a_dossier_is_owed_when_the_account_says(lived):
    """Moved due moments of open dossiers: term, calendar and pauses counted once more."""
    rows = dossiers.dossiers(
        lived.world.phuc,
        ListFilter(measure="in_process"),
        Period(*PERIODS["all of it"], lived.now),
        limit=1000,
    ).rows
    records = {r.code: r for r in lived.account.records.values()}
    said = {row.code: row.due_at for row in rows}
    owed = {code: records[code].due_now() for code in said}
    assert said == {code: due.at if due else None for code, due in owed.items()}
    assert len(said) > 20


@pytest.mark.parametrize("by", [(), ("unit",), ("field", "channel"), ("procedure",), ("level",),
                                ("received_unit",)])  # fmt: skip
@pytest.mark.parametrize("name", ["phuc", "em", "hanh", "tam"])
def test_counts_of_any_period_are_what_the_account_says(lived, name, by):
    """Also of periods that ended long before: each as of the end of its last day."""
    today, wrong = local_day(lived.now), {}
    for title, (first, last) in PERIODS.items():
        cut = monitoring.Cut(first, min(last, today), today)
        rows = monitoring.counts(lived.world.actors[name], period=cut, by=by)
        said = {r.key: {m: getattr(r, m) for m in COUNTED if getattr(r, m)} for r in rows}
        right = lived.account.counts(first, min(last, today), by=by, units=seen(lived.world, name))
        if (said := {k: v for k, v in said.items() if v}) != right:
            wrong[title] = said, right
    assert wrong == {}


def test_every_day_has_its_count(lived):
    today = local_day(lived.now)
    said, right = {}, {}
    for number in range(DAYS):
        day = FIRST + timedelta(number)
        (row,) = monitoring.counts(lived.world.phuc, period=monitoring.Cut(day, day, today))
        said[day] = {m: getattr(row, m) for m in COUNTED if getattr(row, m)}
        right[day] = lived.account.counts(day, day).get((), {})
    assert said == right


def test_who_would_be_late_has_a_draft_and_nobody_else(lived):
    """By the printed times of the steps, counted once more; who was late without, says why."""
    letters = lived.life.letters
    assert letters.drafted == letters.foreseen != set()
    period = Period(FIRST, FIRST + timedelta(DAYS), lived.now)
    rows = list(dossiers.register_rows(lived.world.phuc, period, "unforeseen"))
    assert [row.code for row in rows if not row.why or row.why.startswith("Đáng ra")] == []
    counts = dossiers.register_counts(lived.world.phuc, period)
    assert counts["in_time"] > 0
    assert counts["all"] == counts["in_time"] + counts["after"] + counts["without"]


def test_the_account_adds_up(lived):
    """Received = done + ended otherwise + open: the account itself is no guess."""
    told = lived.account.to_json({})["days"]
    received = sum(row["number"] for day in told.values() for row in day.get("received", []))
    ended = sum(row["number"] for day in told.values() for row in day.get("ended", []))
    opened = sum(r.ended_at is None for r in lived.account.records.values())
    assert received == len(lived.account.records) == ended + opened
    assert min(told) >= FIRST.isoformat()
    assert max(told) <= local_day(lived.now).isoformat()


def test_the_board_shows_the_account(lived):
    """Every number of the page as a browser gets it, for a leader and for the auditor."""
    visitors, today = Visitors(lived.world, at=lived.now), local_day(lived.now)
    for name in ("em", "phuc"):
        page = visitors.browser(name).get("/dieu-hanh/", {"ky": "thang"}).content.decode()
        figures = lived.account.figures(
            today - timedelta(29), today, lived.now, units=seen(lived.world, name)
        )
        shown = dict(_linked_numbers(page))
        right = {place: _sum_of(figures, *place) for place in shown}
        assert shown == right
        assert len(shown) >= 2 * len(MEASURES)


def _linked_numbers(page):
    """Numbers of the board's tables with what their links ask for."""
    for address, number in re.findall(r'<a href="([^"]*[?;&]so=[^"]*)"[^>]*>(\d+)</a>', page):
        asked = parse_qs(urlsplit(html.unescape(address)).query)
        unit, field = asked.get("don-vi", [""])[0], asked.get("linh-vuc", [""])[0]
        yield (asked["so"][0], unit, field), int(number)


def _sum_of(figures, measure, public_id, field_code):
    wanted = organizations.unit_by_public_id(public_id).id if public_id else None
    return sum(
        row[measure]
        for (unit_id, field), row in figures.items()
        if wanted in (None, unit_id) and field_code in ("", field)
    )
