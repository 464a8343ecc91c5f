"""A procedure changes on a day: who was received before stays under the old rule.

Ánh Tuyết comes on Monday 16 November 2026; from Wednesday the 18th the same procedure takes seven
working days instead of ten, wants another paper, runs by another process, and supplements let the
term begin anew. Lò Văn Pâng comes on that Wednesday.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from motcua.catalog import commands as catalog
from motcua.catalog import queries as procedures
from motcua.documents import queries as papers
from motcua.dossiers import commands, queries
from motcua.dossiers.errors import NotOffered
from motcua.dossiers.inputs import ComponentInput, PartyInput, SupplementItem
from motcua.dossiers.models import Dossier
from motcua.kernel import rulebook
from motcua.kernel.clock import TZ
from motcua.kernel.management.commands.load_rules import load_rules
from motcua.kernel.working_time import Line, TimeLimit
from motcua.workflow import queries as processes
from motcua.workflow.commands import publish
from motcua.workflow.standard import SOURCE, standard_graph
from tests.scene import once, rolled_back
from tests.world import HONEY, NOON, SYSTEM, receive

from .people import until

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CHANGE = date(2026, 11, 18)
WEDNESDAY = NOON + 2 * DAY
PANG = PartyInput(kind="person", name="Lò Văn Pâng", phone="0912000777")
PICTURE = {"name": "Ảnh đàn ong", "original": 0, "copy": 1, "case": None}
NEW = HONEY | {
    "decision": "02/QĐ-THU",
    "time_limit": {"value": 7, "unit": "ngày làm việc", "note": None},
    "components": [HONEY["components"][0], PICTURE],
}
MAP = SupplementItem("Sơ đồ khu rừng", "missing")
PHOTO = SupplementItem("Ảnh đàn ong", "missing")


@pytest.fixture(scope="module")
def changed(django_db_setup, django_db_blocker, tmp_path_factory):
    """The province with Tuyết's dossier, then the new rule, then Pâng's."""
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        tuyet = receive(world).dossier_id
        _new_rule()
        [version] = procedures.in_force(HONEY["code"], CHANGE)
        pang = receive(world, version, owner=PANG, at=WEDNESDAY).dossier_id
        yield world, tuyet, pang


@pytest.fixture
def both(changed):
    with rolled_back():
        yield changed


def _new_rule():
    at = NOON + DAY
    outcome = catalog.import_procedure(NEW, by=SYSTEM, at=at, valid_from=CHANGE)
    assert outcome.status == "loaded"
    graph = standard_graph("department")
    other = [
        replace(node, name="Thẩm định tại thực địa") if node.id == "buoc_2" else node
        for node in graph.nodes
    ]
    publish(
        replace(graph, nodes=tuple(other)), key=graph.key, source=SOURCE, is_template=True,
        by=SYSTEM, at=at,
    )  # fmt: skip
    policy = {"code": "time.supplement_policy", "value": "restart", "from": CHANGE}
    load_rules([policy | {"source": "Quyết định thử", "certainty": "seen"}])
    rulebook.forget()


def row(dossier_id) -> Dossier:
    return Dossier.objects.get(pk=dossier_id)


def due_on(dossier_id) -> date:
    return row(dossier_id).due_on


def said(dossier_id) -> str:
    lines = row(dossier_id).promises.get().explanation
    return " ".join(Line.from_json(line).text for line in lines)


def test_each_is_promised_by_the_term_of_the_day_of_reception(both):
    _world, tuyet, pang = both
    assert (due_on(tuyet), due_on(pang)) == (date(2026, 11, 30), date(2026, 11, 27))
    terms = [TimeLimit.from_json(row(one).statutory_limit).text for one in (tuyet, pang)]
    assert terms == ["10 ngày làm việc", "7 ngày làm việc"]
    assert "10 ngày làm việc" in said(tuyet)
    assert "7 ngày làm việc" in said(pang)


def test_from_that_day_nobody_is_received_under_the_old_rule(both):
    world, _tuyet, _pang = both
    with pytest.raises(NotOffered):
        receive(world, world.honey, at=WEDNESDAY)
    receive(world, world.honey, at=datetime(2026, 11, 17, 16, 59, tzinfo=TZ))


def test_a_supplement_afterwards_is_counted_by_the_policy_of_the_day_of_reception(both):
    world, tuyet, pang = both
    for one, paper in ((tuyet, MAP), (pang, PHOTO)):
        until(world, one, "appraise", at=WEDNESDAY)
        commands.request_supplement(
            dossier_id=one, items=(paper,), by=world.binh, at=WEDNESDAY + DAY
        )
        came = ComponentInput(None, paper.name, 1, 0)
        monday = NOON + 7 * DAY
        commands.respond_supplement(dossier_id=one, received=(came,), by=world.hoa, at=monday)
    # Tuyết: the 19th and 20th stood still. Pâng: seven days anew from Monday the 23rd.
    assert (due_on(tuyet), due_on(pang)) == (date(2026, 12, 2), date(2026, 12, 2))
    assert "tính lại từ đầu" not in said(tuyet)
    assert "tính lại từ đầu" in said(pang)
    assert "10 ngày làm việc" in said(tuyet)


def test_the_process_and_its_steps_stay_those_of_the_day_of_reception(both):
    world, tuyet, pang = both
    definitions = [processes.definition(row(one).definition_id).version for one in (tuyet, pang)]
    assert definitions == [1, 2]
    steps = [until(world, one, "appraise", at=WEDNESDAY).name for one in (tuyet, pang)]
    assert steps == ["Thẩm định hồ sơ, dự thảo kết quả", "Thẩm định tại thực địa"]


def test_each_has_the_papers_that_were_asked_for_on_the_day_and_letters_that_say_so(both):
    world, tuyet, pang = both
    for one, names in (
        (tuyet, ["Đơn đề nghị", "Sơ đồ khu rừng", "Cam kết bảo vệ rừng"]),
        (pang, ["Đơn đề nghị", "Ảnh đàn ong"]),
    ):
        assert [paper.name for paper in queries.page(one, world.binh).components] == names
        [receipt] = papers.slips(one)
        assert [p["name"] for p in papers.slip_data(receipt.id)["components"]] == names


def test_letters_keep_to_the_circular_of_the_day_of_reception(both):
    world, _tuyet, _pang = both
    editions = {}
    for day in (date(2025, 9, 12), date(2025, 9, 15)):
        at = datetime(day.year, day.month, day.day, 9, tzinfo=TZ)
        one = receive(world, world.honey, at=at).dossier_id
        until(world, one, "appraise", at=at)
        october = datetime(2025, 10, 1, 9, tzinfo=TZ)
        commands.request_supplement(dossier_id=one, items=(MAP,), by=world.binh, at=october)
        editions[day] = {slip.kind: slip.form_edition for slip in papers.slips(one)}
    old, new = editions.values()
    assert old == {"receipt": "TT01-2018", "supplement": "TT01-2018"}
    assert new == {"receipt": "TT03-2025", "supplement": "TT03-2025"}
