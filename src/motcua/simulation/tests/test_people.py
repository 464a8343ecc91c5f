"""Invented people are invented well: numbers fit, names are whole, offices keep their hours."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from motcua.kernel.clock import TZ
from motcua.kernel.text import nfc
from motcua.kernel.working_time import Shift, WorkingCalendar
from motcua.parties import queries as parties
from motcua.simulation import people, plan, wishes
from motcua.simulation.agenda import Agenda
from motcua.simulation.chance import Chance
from motcua.simulation.offices import CITIZEN, Absences, Job, Office, Worker, worker_of
from motcua.simulation.province import Seat

DRAWN = plan.read(Path(settings.CHECKOUT) / "demo/simulation.toml", plan.PUBLISHED)
WEEK = WorkingCalendar(
    weekly=dict.fromkeys(
        range(5), (Shift(time(7, 30), time(11, 30)), Shift(time(13, 30), time(17)))
    ),
    known_years=frozenset({2026}),
)
MONDAY = date(2026, 11, 16)


def at(hour, minute=0, day=MONDAY):
    return datetime.combine(day, time(hour, minute), TZ)


def test_a_person_has_a_number_that_tells_their_year_and_gender():
    for number in range(400):
        who = people.person(DRAWN, Chance("people", number), commune="xã Đồng Lúa")
        assert who.name == nfc(who.name)
        assert who.name[0].isupper()
        assert who.phone.startswith("09000")
        if who.number:
            told = {"birth": who.birth, "gender": who.gender}
            assert parties.check_personal_number(who.number, **told) == ()


def test_people_are_of_many_names_and_peoples():
    names = {people.person(DRAWN, Chance("p", n), commune="xã X").name for n in range(400)}
    assert len(names) > 350
    others = set(DRAWN.names["other_male"]) | set(DRAWN.names["other_female"])
    assert len(names & others) > 12


def test_an_organisation_has_one_tax_code_and_it_is_right():
    codes = {}
    for number in range(200):
        told = people.organisation(DRAWN, Chance("o", number), field_code="", commune="xã X")
        assert codes.setdefault(told.name, told.number) == told.number
        assert parties.check_tax_code(told.number) == ()
    assert len(set(codes.values())) == len(codes) > 10


def test_the_published_mix_is_the_published_one():
    """Tuyên Quang 2017: 31,002 dossiers."""
    assert sum(DRAWN.fields.values()) == 31_002
    assert DRAWN.fields["dat-dai"] == 30_860


def test_as_many_come_as_were_asked_for_and_more_on_a_monday():
    def mean(day):
        drawn = (wishes.arrivals(DRAWN, Chance("d", n), day, 12.0) for n in range(400))
        return sum(map(len, drawn)) / 400

    week = [mean(MONDAY + timedelta(n)) for n in range(5)]
    assert sum(week) / 5 == pytest.approx(12, abs=0.4)
    assert week[0] > week[4]


@pytest.fixture
def office():
    away = Absences("nobody is away", "Hoa", _never_away())
    seat = Seat(1, 1, "Hoa", 1, "counter")
    return Office(Agenda(), [worker_of(seat, "Hoa", WEEK, away)])


def _never_away():
    return replace(DRAWN, office={**DRAWN.office, "absent_percent": 0})


def done_at(office, jobs):
    """When each job was done, by its name."""
    found = {}
    for name, minutes, rank, moment in jobs:

        def do(_worker: Worker, _since, now, name=name):
            found[name] = now

        job = Job(minutes, do, lambda: True, rank=rank, seated=rank == CITIZEN)
        office.agenda.at(moment, lambda now, job=job: office.put(job, now))
    while office.agenda.next_moment() is not None:
        office.agenda.step()
    return found


def test_one_person_does_one_thing_at_a_time_and_citizens_go_first(office):
    jobs = [("desk", 30, 1, at(8)), ("desk too", 30, 1, at(8, 1)), ("citizen", 20, 0, at(8, 10))]
    assert done_at(office, jobs) == {
        "desk": at(8, 30), "citizen": at(8, 50), "desk too": at(9, 20),
    }  # fmt: skip


def test_desk_work_goes_on_after_the_break_and_a_citizen_comes_back(office):
    assert done_at(office, [("desk", 30, 1, at(11, 20))]) == {"desk": at(13, 50)}
    assert done_at(office, [("citizen", 30, 0, at(11, 20))]) == {"citizen": at(14)}


def test_what_comes_at_night_is_done_in_the_morning(office):
    assert done_at(office, [("mail", 10, 1, at(22))]) == {"mail": at(7, 40, MONDAY + timedelta(1))}


def test_who_is_away_does_nothing_until_they_are_back():
    class Away:
        def on(self, day):
            return day < MONDAY + timedelta(2)

    seat = Seat(1, 1, "Hoa", 1, "counter")
    office = Office(Agenda(), [worker_of(seat, "Hoa", WEEK, Away())])
    found = done_at(office, [("desk", 10, 1, at(9))])
    assert found == {"desk": at(7, 40, MONDAY + timedelta(2))}
