"""The look ahead over a province at work: who is warned of what, and nobody of a standing clock."""

from datetime import timedelta

import pytest

from motcua.dossiers import commands
from motcua.dossiers import queries as dossiers
from motcua.dossiers.tests.lived_in import ask, begin_without_history
from motcua.dossiers.tests.people import decide, finish, until
from motcua.kernel import projections
from motcua.kernel.projections.comparing import differences
from motcua.monitoring import queries as monitoring
from motcua.monitoring.models import Outlook, StepPace, WorkSpan
from motcua.monitoring.outlook import PROJECTION
from motcua.monitoring.pace import look_ahead, measure_paces
from motcua.monitoring.queries import WarningFilter
from tests.scene import once
from tests.world import NOON, World, receive

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ALL = WarningFilter()


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        begin_without_history()
        work(world)
        look_ahead(at=NOON)
        yield world


@pytest.fixture
def world(lived: World, db: None) -> World:
    return lived


NAMES: dict[str, str] = {}


def work(world: World) -> None:
    """One is new, one is appraised, one waits for papers, one for the tax office."""
    new = receive(world)
    appraised = receive(world)
    until(world, appraised.dossier_id, "appraise")
    asked = receive(world)
    until(world, asked.dossier_id, "appraise")
    ask(world, asked.dossier_id, at=NOON)
    taxed = receive(world, world.land, answers=(("has_financial_obligation", True),))
    finish(world, taxed.dossier_id)
    decide(world, taxed.dossier_id)
    finish(world, taxed.dossier_id)
    NAMES.update(
        {new.code: "new", appraised.code: "appraised", asked.code: "asked", taxed.code: "taxed"}
    )


def found(actor, now, filters=ALL, *, whole=True):
    page = monitoring.warnings(actor, filters, now, whole=whole)
    return {NAMES[row.code]: row for row in page.rows}


def due_of(world, name):
    (code,) = (code for code, known in NAMES.items() if known == name)
    return Outlook.objects.get(code=code)


def test_nothing_warns_while_there_is_time(world):
    assert found(world.oanh, NOON) == {}


def test_each_kind_of_warning_in_its_time(world):
    row = due_of(world, "appraised")
    assert row.near_at <= row.miss_at <= row.due_at + timedelta(minutes=1)
    before_it = row.near_at - timedelta(minutes=1)
    assert found(world.oanh, before_it, WarningFilter(kind="near")) == {}
    assert found(world.oanh, row.miss_at, WarningFilter(kind="miss"))["appraised"].reason
    late = found(world.oanh, row.due_at + DAY, WarningFilter(kind="late"))
    assert {"new", "appraised"} <= set(late)
    assert late["appraised"].forecast == "late"


def test_a_clock_that_stands_owes_nothing_and_names_who_is_waited_for(world):
    far = NOON + 60 * DAY
    assert not {"asked", "taxed"} & set(found(world.oanh, far, WarningFilter(kind="late")))
    hung = found(world.oanh, far, WarningFilter(kind="hung"))
    assert set(hung) == set(NAMES.values())
    assert hung["asked"].forecast == hung["taxed"].forecast == "paused"
    assert hung["asked"].party == "citizen"
    assert hung["asked"].next_party.startswith("Công dân: ")
    assert hung["taxed"].party == "tax"
    assert hung["taxed"].next_party
    assert hung["new"].party == "officer"
    assert "Trung tâm" in hung["new"].next_party


def test_an_act_ends_the_hanging(world):
    row = due_of(world, "new")
    assert found(world.oanh, row.hung_at - timedelta(minutes=1), WarningFilter(kind="hung")) == {}
    assert "new" in found(world.oanh, row.hung_at, WarningFilter(kind="hung"))
    commands.take_item(item_id=row.item_id, by=world.hoa, at=row.hung_at)
    projections.refresh(PROJECTION.name, [(row.year, row.dossier_id)])
    assert "new" not in found(world.oanh, row.hung_at, WarningFilter(kind="hung"))


def test_holders_see_what_is_theirs_and_leaders_what_they_lead(world):
    far = NOON + 60 * DAY
    assert set(found(world.binh, far, whole=False)) == {"appraised", "asked"}
    assert set(found(world.dung, far, whole=False)) == {"appraised", "asked"}
    assert set(found(world.hoa, far, whole=False)) == {"new", "taxed"}
    assert found(world.tam, far, whole=False) == {} == found(world.tam, far, whole=True)
    assert set(found(world.oanh, far)) == set(NAMES.values())
    assert {"appraised", "asked"} <= set(found(world.em, far))


def test_the_numbers_are_those_of_the_lists(world):
    for now in (NOON, NOON + 3 * DAY, NOON + 8 * DAY, NOON + 60 * DAY):
        counts = monitoring.warning_counts(world.oanh, now, whole=True)
        assert counts == {
            kind: len(found(world.oanh, now, WarningFilter(kind=kind))) for kind in counts
        }


@pytest.mark.parametrize(
    "filters",
    [
        WarningFilter(kind="__class__"),
        WarningFilter(party="agency"),
        WarningFilter(text="khong co ai ten nay"),
        WarningFilter(step="zzz"),
        WarningFilter(field_code="zzz"),
    ],
)
def test_a_filter_that_fits_nothing_shows_nothing(world, filters):
    assert found(world.oanh, NOON + 60 * DAY, filters) == {}


def test_every_row_can_be_taken_away_in_the_same_order(world):
    far = NOON + 60 * DAY
    for sort in ("han", "-han", "tre", "treo", "-ma"):
        page = monitoring.warnings(world.oanh, ALL, far, whole=True, sort=sort)
        rows = list(monitoring.warning_rows(world.oanh, ALL, far, whole=True, sort=sort))
        assert [r.code for r in page.rows] == [r.code for r in rows]
        first = monitoring.warnings(world.oanh, ALL, far, whole=True, sort=sort, limit=1)
        rest = monitoring.warnings(
            world.oanh, ALL, far, whole=True, sort=sort, after=first.next_key
        )
        assert [r.code for r in (*first.rows, *rest.rows)] == [r.code for r in rows]


def test_a_list_costs_few_statements(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        monitoring.warnings(world.em, ALL, NOON + 60 * DAY, whole=True)


def test_what_steps_usually_take_is_measured_and_judged_by(world):
    row = due_of(world, "appraised")
    done = {
        "year": row.year, "dossier_id": row.dossier_id, "kind": "task", "definition_id": 1,
        "node_id": "x", "step_name": row.step_name, "unit_id": row.unit_id,
        "opened_at": NOON - 3 * DAY, "finished_at": NOON, "finished_on": NOON.date(),
        "ended_as": "done", "in_time": True, "deciding_unit_id": row.deciding_unit_id,
        "field_code": "x", "procedure_code": row.procedure_code, "channel": "counter", "units": [],
    }  # fmt: skip
    for no, minutes in enumerate((9000, 9000, 9600, 9600, 12000)):
        WorkSpan.objects.create(item_id=-1 - no, worked_minutes=minutes, **done)
    assert look_ahead(at=NOON + DAY) == len(NAMES)
    pace = StepPace.objects.get(scope="unit", step_name=row.step_name)
    assert (pace.times, pace.usual, pace.high) == (5, 9600, 10080)
    told = found(world.oanh, NOON + DAY, WarningFilter(kind="miss"))["appraised"]
    assert "thường mất" in told.reason
    before = list(Outlook.objects.order_by("item_id").values_list())
    assert look_ahead(at=NOON + DAY) == len(NAMES)
    assert list(Outlook.objects.order_by("item_id").values_list()) == before


def test_too_few_times_say_nothing(world):
    assert measure_paces(at=NOON) == 0


def test_the_rows_are_those_of_a_rebuild(world):
    projections.rebuild(PROJECTION.name)
    assert list(differences(PROJECTION)) == []
    assert Outlook.objects.count() == len(NAMES)


def test_the_page_of_a_dossier_judges_by_itself_and_alike(world):
    row = due_of(world, "appraised")
    for now in (NOON, row.near_at, row.miss_at, row.due_at + DAY):
        page = dossiers.page(row.dossier_id, world.binh)
        (told,) = monitoring.outlooks(page, now)
        listed = found(world.oanh, now).get("appraised")
        assert told.forecast == (listed.forecast if listed else "fine")
        if listed:
            assert told.reason == listed.reason
    assert (
        monitoring.outlooks(dossiers.page(due_of(world, "asked").dossier_id, world.binh), NOON)
        == []
    )
