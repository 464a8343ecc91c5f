"""Random due dates against one who walks; ``MOTCUA_PROVE=1`` walks 10,000 of them."""

import os
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from motcua.kernel.working_time import (
    ADDED,
    WAYS,
    Longer,
    Part,
    Pause,
    Shift,
    TimeLimit,
    Unit,
    WorkingCalendar,
    due,
    lengthened,
    replay,
    told_of,
)
from motcua.kernel.working_time.moments import TZ

from .working_time_cases import FULL, HALF, MORNING, province, saturdays
from .working_time_oracle import due_by_walking

MANY = 10_000 if os.environ.get("MOTCUA_PROVE") else 300
many = settings(
    max_examples=MANY,
    deadline=None,
    derandomize=not os.environ.get("MOTCUA_PROVE"),
    database=None,
    suppress_health_check=list(HealthCheck),
)
few = settings(many, max_examples=MANY // 3)

PROVINCE, SATURDAYS = province(), saturdays()
LATE = (Shift(time(8), time(12)), Shift(time(13), time(16, 45)))
ODD = WorkingCalendar(
    {0: FULL, 1: LATE, 2: FULL, 4: HALF, 6: (MORNING,)},
    {date(2026, 2, d): () for d in range(9, 27)} | {date(2026, 3, 7): LATE},
    {},
    frozenset({2026}),
    "Lẻ",
)
calendars = st.sampled_from([PROVINCE, SATURDAYS, ODD])

# Tết, make-up days, year ends, the end of April and the beginning of September
edges = st.sampled_from(
    [
        datetime(year, month, day, tzinfo=TZ)
        for year, month, day in [(2025, 12, 29), (2026, 2, 9), (2026, 4, 22), (2026, 8, 19)]
    ]
)
moments = st.builds(
    lambda base, minutes: base + timedelta(minutes=minutes),
    edges,
    st.one_of(
        st.integers(0, 12 * 1440),
        st.builds(
            lambda day, clock: day * 1440 + clock,
            st.integers(0, 12),
            st.sampled_from([419, 420, 689, 690, 809, 810, 899, 900, 901, 1019, 1020, 1021]),
        ),
    ),
)
quarters = st.integers(1, 80).map(lambda n: Decimal(n) / 4)
wholes = st.integers(1, 25).map(Decimal)
short_terms = st.sampled_from([1, 1, 2, 2, 3, 5, 8, 15, 25]).map(Decimal)
"""Many end before a pause begins."""
parts = st.one_of(
    st.builds(Part, quarters, st.just(Unit.WORKING_HOUR)),
    st.builds(Part, st.one_of(wholes, quarters), st.just(Unit.WORKING_DAY)),
    st.builds(Part, st.one_of(wholes, quarters), st.just(Unit.CALENDAR_DAY)),
    st.builds(Part, st.integers(1, 3).map(Decimal), st.just(Unit.MONTH)),
)
limits = st.one_of(
    st.lists(parts, min_size=1, max_size=3).map(lambda found: TimeLimit(tuple(found))),
    st.just(TimeLimit.of(1, Unit.SAME_DAY)),
    st.builds(
        lambda more: TimeLimit((Part(Decimal(1), Unit.SAME_DAY), more)), parts
    ),  # "trong ngày", made longer by its procedure
)
gaps = st.one_of(st.integers(0, 4 * 1440), st.integers(0, 90))


@st.composite
def ledgers(draw):
    """A reception and up to three pauses after it, in order."""
    start = draw(moments)
    at, pauses = start, []
    for _number in range(draw(st.integers(0, 3))):
        since = at + timedelta(minutes=draw(gaps))
        at = since + timedelta(minutes=draw(gaps))
        pauses.append(Pause(since, at, ""))
    return start, pauses


@many
@given(ledgers(), limits, calendars, st.sampled_from(["resume", "restart"]))
def test_the_date_is_the_one_found_by_walking(ledger, limit, calendar, policy):
    start, pauses = ledger

    answer = due(start, limit, calendar, pauses=pauses, policy=policy)

    assert answer.at == due_by_walking(start, limit, calendar, pauses, policy)


every_way = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in WAYS.items()})


@many
@given(ledgers(), limits, calendars, every_way)
def test_the_explanation_alone_leads_to_the_same_date(ledger, limit, calendar, ways):
    start, pauses = ledger

    answer = due(start, limit, calendar, pauses=pauses, **ways)
    short = due(start, limit, calendar, pauses=pauses, explain=False, **ways)

    assert replay(answer.explanation) == answer.at == short.at
    assert all(line.text for line in answer.explanation)


@many
@given(ledgers(), short_terms, calendars, st.sampled_from(["resume", "restart"]), st.booleans())
def test_whole_working_days_have_the_same_date_with_and_without_a_trace(
    ledger, days, calendar, policy, still
):
    start, pauses = ledger
    if still and pauses:
        pauses = [*pauses[:-1], replace(pauses[-1], until=None)]
    term = TimeLimit.of(days, Unit.WORKING_DAY)

    short, long = (
        due(start, term, calendar, pauses=pauses, policy=policy, explain=explain)
        for explain in (False, True)
    )

    assert short == long._replace(explanation=())


@few
@given(ledgers(), limits, calendars, gaps)
def test_who_comes_earlier_is_never_due_later(ledger, limit, calendar, earlier):
    start, pauses = ledger

    first = due(start - timedelta(minutes=earlier), limit, calendar, pauses=pauses, explain=False)
    second = due(start, limit, calendar, pauses=pauses, explain=False)

    assert first.at <= second.at


@few
@given(ledgers(), limits, calendars, gaps)
def test_a_longer_pause_never_brings_the_date_forward(ledger, limit, calendar, longer):
    start, pauses = ledger
    assume(pauses)
    last = replace(pauses[-1], until=pauses[-1].until + timedelta(minutes=longer))

    before = due(start, limit, calendar, pauses=pauses, explain=False)
    after = due(start, limit, calendar, pauses=[*pauses[:-1], last], explain=False)

    assert before.at <= after.at


@few
@given(ledgers(), parts, calendars, quarters)
def test_a_longer_term_is_never_due_earlier(ledger, part, calendar, more):
    start, pauses = ledger
    if part.unit is Unit.MONTH:
        more = Decimal(1)
    longer = TimeLimit((replace(part, amount=part.amount + more),))

    before = due(start, TimeLimit((part,)), calendar, pauses=pauses, explain=False)
    after = due(start, longer, calendar, pauses=pauses, explain=False)

    assert before.at <= after.at


@few
@given(ledgers(), limits, parts, calendars)
def test_what_a_procedure_adds_never_brings_the_day_forward_and_is_told(
    ledger, limit, more, calendar
):
    """The day: hours behind a calendar term that ends on a day off are over in its morning."""
    start, pauses = ledger
    added = [Longer(ADDED, TimeLimit((more,)), "phải xác minh", "thiếu sổ gốc", start)]

    before = due(start, limit, calendar, pauses=pauses, explain=False)
    after = due(start, lengthened(limit, added), calendar, pauses=pauses)
    told = told_of(after.explanation, limit, added)

    assert before.on <= after.on
    assert after.at == replay(told)
    assert [line.text for line in told if "phải xác minh (thiếu sổ gốc)" in line.text]


@few
@given(ledgers(), limits, calendars)
def test_nothing_is_due_before_it_was_received_or_while_the_clock_stands(ledger, limit, calendar):
    start, pauses = ledger

    answer = due(start, limit, calendar, pauses=pauses, explain=False)

    assert answer.at > start
    for pause in pauses:
        since, until = calendar.opens(pause.since), calendar.opens(pause.until)
        assert answer.at <= since or answer.at >= until


@few
@given(moments, st.integers(1, 5000), calendars)
def test_adding_working_minutes_and_counting_them_agree(start, minutes, calendar):
    end = calendar.add_minutes(start, minutes)

    assert calendar.minutes_between(start, end) == minutes
