"""The same seed lives the same life; a life that was cut off goes on; a visitor is left alone."""

import hashlib
from datetime import timedelta

import pytest
from django.db import connection

from motcua.dossiers import commands as dossiers
from motcua.simulation.acts import Acts
from motcua.simulation.life import midnight
from motcua.simulation.tests.test_oracle import FIRST, small_life
from motcua.workflow import queries as processes
from tests.scene import once, rolled_back

pytestmark = pytest.mark.django_db
UNTIL = midnight(FIRST + timedelta(3))
PER_DAY = 4.0
BUSINESS = {
    "dossier": """SELECT d.code, d.state, d.clock, d.outcome, d.money, d.handback, d.channel,
        d.owner_name, d.submitter_name, d.collector_name, d.procedure_code, d.received_at, d.due_at,
        d.ended_at, d.collected_at, d.received_unit_id, d.deciding_unit_id, d.commune_id
        FROM dossiers_dossier d""",
    "act": """SELECT d.code, e.seq, e.kind, e.occurred_at, e.person_id, e.post_id, e.place_id,
        e.handover, t.texts::text FROM kernel_historyentry e
        JOIN dossiers_dossier d ON d.id = e.subject_id
        LEFT JOIN kernel_historytext t
          ON (t.year, t.subject_id, t.seq) = (e.year, e.subject_id, e.seq)""",
    "step": """SELECT d.code, i.node_id, i.unit_id, i.role, i.post_id, i.state, i.outcome,
        i.opened_at, i.taken_at, i.finished_at, i.due_at FROM workflow_workitem i
        JOIN dossiers_dossier d ON d.id = i.subject_id""",
    "promise": """SELECT d.code, p.number, p.due_at, p.original_due_at, p.kept_at
        FROM dossiers_promise p JOIN dossiers_dossier d ON d.id = p.dossier_id""",
}


class Killed(BaseException):
    """The process ended here."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        clock.now = UNTIL
        yield world


def digests():
    """Number and digest of the business columns, without ids, tokens and moments of writing."""
    found = {}
    for name, query in BUSINESS.items():
        with connection.cursor() as cursor:
            cursor.execute(query)
            rows = sorted(map(repr, cursor.fetchall()))
        found[name] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def lived(**options):
    """A life of three days, lived in a transaction that is rolled back; its digests."""
    with rolled_back():
        life = small_life(PER_DAY, **options)
        life.run(UNTIL)
        return digests(), life.account.to_json({})


@pytest.fixture(scope="module")
def whole(world):
    return lived()


def test_the_same_seed_lives_the_same_life(whole):
    assert lived() == whole
    assert whole[0]["act"][0] > 25


def test_another_seed_lives_another_life(whole):
    assert lived(seed=8)[0] != whole[0]


def test_a_life_that_was_cut_off_goes_on_and_nothing_happens_twice(whole, monkeypatch):
    """Killed twice at any act: the third run finds the rest undone, and does it."""
    with rolled_back():
        for most in (7, 19):
            with monkeypatch.context() as patch:
                _dies_after(patch, most)
                with pytest.raises(Killed):
                    small_life(PER_DAY).run(UNTIL)
        life = small_life(PER_DAY)
        life.run(UNTIL)
        assert (digests(), life.account.to_json({})) == whole
        assert life.acts.repeated >= 18
        assert life.acts.done > 0
        again = small_life(PER_DAY)
        again.run(UNTIL)
        assert digests() == whole[0]


def _dies_after(patch, most):
    """The process ends right after an act was committed, before anybody learned of it."""
    count = Acts._count

    def counted(self, kind, *, again):
        count(self, kind, again=again)
        if self.done + self.repeated >= most and not again:
            raise Killed

    patch.setattr(Acts, "_count", counted)


def test_a_dossier_that_a_visitor_has_touched_is_left_to_the_visitor(world):
    with rolled_back():
        life = small_life(PER_DAY, shared=True)
        case, at = _just_received(life)
        (item,) = processes.open_items(case.dossier_id)
        by = next(
            a for a in world.actors.values() if (a.unit_id, a.role) == (item.unit_id, item.role)
        )
        dossiers.finish_item(item_id=item.id, by=by, at=at + timedelta(seconds=7))
        life.run(UNTIL)
        assert case.estranged
        open_now = {i.id for i in processes.open_items(case.dossier_id)}
        again = small_life(PER_DAY, shared=True)
        again.run(UNTIL)
        assert again.cases[case.wish.number].estranged
        assert {i.id for i in processes.open_items(case.dossier_id)} == open_now


def _just_received(life):
    """A dossier whose first step still lies at the counter, and the moment."""
    at = midnight(FIRST)
    while True:
        at += timedelta(minutes=20)
        life.run(at)
        for case in life.cases.values():
            if any(item.step_kind == "receive" for item in case.record.open.values()):
                return case, at
