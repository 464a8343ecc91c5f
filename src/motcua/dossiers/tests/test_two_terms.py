"""The law's term beside the shorter one committed, by channel, and a policy of a procedure's own.

Hoa receives on Monday 16 November 2026 at 10:00; 5 and 7 working days are committed, the law gives
10. Days are counted here by hand with a paper calendar.
"""

from datetime import date, timedelta

import pytest

from motcua.catalog import commands as catalog
from motcua.catalog import queries as procedures
from motcua.catalog.queries import PolicyInfo
from motcua.dossiers import _clock, commands, queries
from motcua.dossiers.invariants import INVARIANTS, Scope
from motcua.dossiers.models import Dossier, Supplement
from motcua.dossiers.queries import ListFilter, Period
from motcua.dossiers.queries.dossier_list import DOSSIER_LIST
from motcua.kernel.clock import local, local_day
from motcua.kernel.web.lists import Due, Look
from motcua.kernel.working_time import Line, TimeLimit
from motcua.kernel.working_time.replay import replay
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.organizations.queries import CalendarEdit, DayEdit
from tests.scene import once, rolled_back
from tests.world import FOUNDED, HONEY, NOON, SINCE, SYSTEM, receive

from .people import until
from .test_constraints import refuses
from .test_supplements import answer, ask

DAY = timedelta(days=1)
SEVEN, FIVE = TimeLimit.parse("7 ngày làm việc"), TimeLimit.parse("5 ngày làm việc")
OWN = PolicyInfo("restart", "Thông tư 01/2026/TT-THU Điều 4")
CALENDAR_DAYS = {"value": 11, "unit": "ngày"}
TEN = TimeLimit.parse("10 ngày làm việc")
OFFERS = {
    "wax": ({}, {"committed": SEVEN, "by_channel": {"online": FIVE}}),
    "queen": ({}, {"committed": SEVEN, "policy": OWN}),
    "hive": ({"time_limit": CALENDAR_DAYS}, {"committed": TEN}),
    "swarm": ({"time_limit": CALENDAR_DAYS | {"value": 12}}, {"committed": TEN}),
}


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        how, found = {"by": SYSTEM, "at": FOUNDED}, {}
        centre, department = world.units["one_stop_province"], world.units["department"]
        for no, (name, (record, terms)) in enumerate(OFFERS.items(), 10):
            told = HONEY | {"code": f"1.9990{no}", "name": f"Giấy phép {name}"} | record
            catalog.import_procedure(told, **how)
            [found[name]] = procedures.in_force(told["code"], NOON.date())
            catalog.offer(found[name], centre, department, valid_from=SINCE, **terms, **how)
        yield world, found


@pytest.fixture
def world(province, db):
    with rolled_back():
        yield province[0]


@pytest.fixture
def wax(province, world):
    return row(receive(world, province[1]["wax"]).dossier_id)


def row(dossier_id) -> Dossier:
    return Dossier.objects.get(pk=dossier_id)


def days(dossier) -> tuple[date, date | None]:
    """The day promised, and the law's."""
    dossier = row(dossier.pk)
    law = dossier.statutory_due_at
    return dossier.due_on, law and local_day(law)


def lines_of(dossier) -> list[Line]:
    return [Line.from_json(line) for line in dossier.promises.get().explanation]


def waited(world, dossier):
    """Bình's office asks for papers on Tuesday 17 at 10:00; they come on Monday 23 at 10:00."""
    ask(world, dossier.pk, by=world.hoa, at=NOON + DAY)
    answer(world, dossier.pk, at=NOON + 7 * DAY)


def broken() -> dict[str, list[str]]:
    outcomes = [i.ask(Scope()) for i in INVARIANTS if i.code in ("promises", "supplements")]
    return {o.code: [fault.code for fault in o.faults] for o in outcomes if o.broken}


def test_the_laws_day_stands_beside_the_one_promised_and_why_says_both(wax):
    assert days(wax) == (date(2026, 11, 25), date(2026, 11, 30))
    assert local(wax.statutory_due_at).strftime("%H:%M") == "17:00"
    told = [line.text for line in lines_of(wax)]
    assert told[-2:] == [
        "Thời hạn theo quy định là 10 ngày làm việc: chậm nhất 17:00 ngày 30/11/2026. "
        "Cơ quan cam kết trả sớm hơn.",
        "Hẹn trả kết quả: chậm nhất 17:00 ngày 25/11/2026.",
    ]
    assert replay(lines_of(wax)) == wax.due_at
    assert broken() == {}


def test_what_comes_online_is_promised_by_its_own_commitment(province, world):
    online = row(receive(world, province[1]["wax"], channel="online").dossier_id)
    post = row(receive(world, province[1]["wax"], channel="post").dossier_id)
    assert days(online) == (date(2026, 11, 23), date(2026, 11, 30))
    assert days(post) == (date(2026, 11, 25), date(2026, 11, 30))
    assert online.promises.get().basis.startswith("5 ngày làm việc (cam kết; ")


def test_a_supplement_moves_both_days_by_what_was_waited(world, wax):
    waited(world, wax)  # 17, 18, 19 and 20 do not count
    assert days(wax) == (date(2026, 12, 1), date(2026, 12, 4))
    assert "chậm nhất 17:00 ngày 04/12/2026" in lines_of(wax)[-2].text
    assert local_day(wax.promises.get().original_due_at) == date(2026, 11, 25)
    assert broken() == {}


def test_a_procedure_with_a_policy_of_its_own_begins_anew_and_names_its_ground(province, world):
    queen = row(receive(world, province[1]["queen"]).dossier_id)
    assert (queen.supplement_policy, queen.supplement_ground) == ("restart", OWN.ground)
    assert not [line for line in lines_of(queen) if line.key.startswith("own_")]
    waited(world, queen)
    assert days(queen) == (date(2026, 12, 2), date(2026, 12, 7))
    keys = [line.key for line in lines_of(queen)]
    assert keys[-3:] == ["own_restart", "statutory", "due"]
    [promise] = queries.page(queen.pk, world.hoa).promises
    [own] = [reason for reason in promise.why if "quy định riêng" in reason.text]
    assert "tính lại từ đầu (Thông tư 01/2026/TT-THU Điều 4)" in own.text
    named = {law.code for reason in promise.why for law in reason.laws}
    assert "time.supplement_policy" not in named
    assert replay(lines_of(queen)) == row(queen.pk).due_at
    assert broken() == {}


def test_where_a_procedure_says_nothing_the_rule_holds_and_is_named(world, wax):
    waited(world, wax)
    assert (wax.supplement_policy, wax.supplement_ground) == ("resume", "")
    [promise] = queries.page(wax.pk, world.hoa).promises
    named = {law.code for reason in promise.why for law in reason.laws}
    assert "time.supplement_policy" in named
    assert not [reason for reason in promise.why if "quy định riêng" in reason.text]


def test_a_wait_that_is_no_supplement_does_not_name_the_policy(province, world):
    queen = row(receive(world, province[1]["queen"]).dossier_id)
    waited(world, queen)
    Supplement.objects.filter(dossier=queen).update(dossier=receive(world).dossier_id)
    _clock.recompute(row(queen.pk), queen.promises.get())
    assert "own_restart" not in [line.key for line in lines_of(queen)]


def test_a_policy_that_changes_later_does_not_touch_who_was_received_before(province, world, wax):
    version = procedures.offering(province[1]["wax"], wax.received_unit_id, NOON.date())
    terms = catalog.Terms(SEVEN, policy=OWN)
    on = NOON.date() + DAY
    catalog.commit_terms(version.id, terms, on=on, by=SYSTEM, at=NOON)
    later = row(receive(world, province[1]["wax"], at=NOON + DAY).dossier_id)
    assert (wax.supplement_ground, later.supplement_ground) == ("", OWN.ground)
    waited(world, wax)
    assert days(wax) == (date(2026, 12, 1), date(2026, 12, 4))


def test_a_commitment_that_ends_after_the_laws_day_is_not_what_is_promised(province, world):
    """Eleven days end on Friday 27 November; ten working days only on Monday 30."""
    hive = row(receive(world, province[1]["hive"]).dossier_id)
    assert days(hive) == (date(2026, 11, 27), None)
    said = "11 ngày (theo quy định; cam kết 10 ngày làm việc kết thúc muộn hơn)"
    assert hive.promises.get().basis == said
    assert "11 ngày" in " ".join(line.text for line in lines_of(hive))
    assert broken() == {}


def test_two_terms_that_end_on_one_day_say_so(province, world):
    """Twelve days end on Saturday 28, so on Monday 30 November, as ten working days do."""
    swarm = row(receive(world, province[1]["swarm"]).dossier_id)
    assert days(swarm) == (date(2026, 11, 30), date(2026, 11, 30))
    assert "cũng đến 17:00 ngày 30/11/2026" in lines_of(swarm)[-2].text


def test_without_a_commitment_and_with_two_promises_no_second_day_is_told(world):
    how = {"valid_from": SINCE, "by": SYSTEM, "at": FOUNDED}
    commune, department = world.units["one_stop_commune"], world.units["department"]
    catalog.offer(world.land, commune, department, committed=FIVE, **how)
    paid = (("has_financial_obligation", True),)
    land = receive(world, world.land, by=world.lien, answers=paid)
    assert row(land.dossier_id).committed_limit is not None
    assert row(land.dossier_id).promises.count() == 2
    for dossier_id in (receive(world).dossier_id, land.dossier_id):
        assert row(dossier_id).statutory_due_at is None


@pytest.mark.parametrize(
    ("condition", "both"),
    [(0, (date(2026, 11, 30), date(2026, 12, 3))), (1, (date(2026, 12, 7), date(2026, 12, 7)))],
    ids=["three days more", "fifteen instead"],
)
def test_a_longer_term_under_a_condition_moves_both_days(province, world, wax, condition, both):
    known = procedures.version(province[1]["wax"]).conditions[condition]
    until(world, wax.pk, "appraise")
    facts = {"dossier_id": wax.pk, "condition_id": known.id, "ground": "Phải đo lại"}
    commands.lengthen_term(**facts, by=world.em, at=NOON)
    assert days(wax) == both
    assert broken() == {}


def test_a_storm_day_moves_both_days(world, wax):
    public_id = organizations.draft_calendar_change(
        calendar_code="tinh",
        edit=CalendarEdit(days=(DayEdit(date(2026, 11, 18), "off", "Nghỉ do bão"),)),
        ground="Công điện 12/CĐ-UBND",
        by=world.quy,
        at=NOON,
    )
    seen = units.calendar_edition()
    commands.apply_calendar_change(public_id=public_id, seen=seen, by=world.son, at=NOON)
    commands.follow_calendars(lambda: NOON + timedelta(minutes=5))
    assert days(wax) == (date(2026, 11, 26), date(2026, 12, 1))
    assert broken() == {}


def test_a_laws_day_that_nobody_computed_and_a_clock_against_its_policy_are_found(world, wax):
    waited(world, wax)
    Dossier.objects.filter(pk=wax.pk).update(
        statutory_due_at=wax.statutory_due_at, supplement_policy="restart"
    )
    assert broken() == {"promises": ["statutory"], "supplements": ["policy"]}


@pytest.mark.parametrize(
    "change",
    [
        {"committed_limit": None},
        {"statutory_limit": None},
        {"statutory_due_at": NOON - DAY},
    ],
    ids=str,
)
def test_the_database_refuses_a_laws_day_without_both_terms(change, wax):
    assert refuses(Dossier.objects.filter(pk=wax.pk), **change)


def test_a_list_and_the_citizen_are_told_the_laws_day(world, wax):
    assert queries.by_token(wax.track_token).statutory_due_at == wax.statutory_due_at
    [column] = [c for c in DOSSIER_LIST.columns if c.key == "theo-luat"]
    november = Period(date(2026, 11, 1), date(2026, 11, 30), NOON)
    rows = queries.dossiers(world.hoa, ListFilter(), november).rows
    [told] = [one for one in rows if one.code == wax.code]
    assert column.value(told, Look(NOON)) == Due(wax.statutory_due_at)
