"""A province that has been lived in for two weeks: every kind of act, dossiers everywhere."""

from datetime import date, timedelta

from django.db import connection

from motcua.catalog import queries as procedures
from motcua.documents.commands import stage
from motcua.documents.tests.factories import PDF
from motcua.dossiers import commands
from motcua.dossiers.inputs import ComponentInput, SupplementItem
from motcua.dossiers.models import Consultation, Dossier, Handover
from tests.world import NOON, World, receive

from .people import decide, finish, holder, open_item, to_the_counter, until
from .test_branches import over, two_waits

DAY = timedelta(days=1)


def begin_without_history() -> None:
    """Forget what earlier tests committed: Django does not empty the history, nor may it."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE kernel_historyentry")
        cursor.execute("RESET session_replication_role")


def collect(world: World, dossier_id: int, at=NOON, **options) -> None:
    """The owner collects the result at Hoa's counter."""
    facts = {"name": "Nguyễn Thị Ánh Tuyết", "relation": "owner", "checked": "card"} | options
    commands.return_result(dossier_id=dossier_id, by=world.hoa, at=at, **facts)


def live(world: World) -> None:
    """Two weeks of dossiers: taken, handed over, sent back, waited for, decided, returned."""
    receive(world)
    receive(world, by=world.lien, at=NOON + DAY)
    _returned(world)
    _sent_back(world)
    _held(world)
    _waits_for_the_tax(world, paid=False)
    _waits_for_the_tax(world, paid=True)
    to_the_counter(world, receive(world, at=NOON + DAY).dossier_id, at=NOON + 2 * DAY)
    _supplemented(world)
    _ended_early(world)
    _put_right(world)
    _prolonged(world)
    _paused(world)


def _returned(world: World) -> None:
    dossier_id = receive(world).dossier_id
    first = open_item(dossier_id)
    commands.take_item(item_id=first.id, by=world.lan, at=NOON)
    at = NOON + DAY
    commands.finish_item(item_id=first.id, handover="both", key="f-1", by=world.lan, at=at)
    taker = holder(world, open_item(dossier_id))
    commands.confirm_handover(handover_id=Handover.objects.get().pk, by=taker, at=at)
    scan = stage(name="gp.pdf", content=PDF)
    decide(world, dossier_id, at=at, outcome="negative", note="Rừng đặc dụng", file=scan)
    to_the_counter(world, dossier_id, at=at + DAY)
    counter = world.units["one_stop_province"]
    at += DAY
    commands.hand_over_papers(dossier_id=dossier_id, unit_id=counter, by=taker, at=at)
    back = Handover.objects.get(confirmed_at=None)
    commands.list_handovers(handover_ids=[back.pk], by=taker, at=at)
    commands.confirm_handover(handover_id=back.pk, by=world.hoa, at=at)
    commands.note_shelf(dossier_id=dossier_id, shelf="Kệ A3", by=world.hoa, at=at)
    at -= DAY
    collect(world, dossier_id, at=at + 3 * DAY)


def _sent_back(world: World) -> None:
    dossier_id = receive(world).dossier_id
    first = finish(world, dossier_id, handover="both")
    item, at = open_item(dossier_id), NOON + DAY
    came = Handover.objects.get(dossier_id=dossier_id)
    commands.confirm_handover(handover_id=came.pk, by=holder(world, item), at=NOON)
    commands.send_back_item(
        item_id=item.id,
        node_id=first.node_id,
        reason="Thiếu sơ đồ",
        handover="paper",
        by=holder(world, item),
        at=at,
    )
    back = Handover.objects.get(dossier_id=dossier_id, confirmed_at=None)
    commands.take_back_papers(
        handover_id=back.pk, reason="Còn ở phòng", by=holder(world, item), at=at
    )
    finish(world, dossier_id, at=at + DAY)


def _held(world: World) -> None:
    """Bình's leader gives him a step, its papers on the way; Lan has taken another."""
    dossier_id = receive(world).dossier_id
    finish(world, dossier_id, handover="both")
    item = until(world, dossier_id, "appraise", at=NOON + DAY)
    leader = next(
        a for a in world.actors.values() if a.unit_id == item.unit_id and a.role == "unit_leader"
    )
    post_id = holder(world, item).post_id
    assert post_id is not None
    commands.assign_item(item_id=item.id, post_id=post_id, by=leader, at=NOON + DAY)
    waiting = receive(world, at=NOON + 2 * DAY).dossier_id
    commands.take_item(item_id=open_item(waiting).id, by=world.lan, at=NOON + 2 * DAY)


def _waits_for_the_tax(world: World, *, paid: bool) -> None:
    answers = (("has_financial_obligation", True),)
    received = receive(world, world.land, answers=answers)
    finish(world, received.dossier_id)
    decide(world, received.dossier_id)
    finish(world, received.dossier_id, at=NOON + 2 * DAY)
    if paid:
        item = open_item(received.dossier_id)
        commands.end_wait(item_id=item.id, document="GNT 12", by=world.hoa, at=NOON + 9 * DAY)


def _paused(world: World) -> None:
    """Two are waited for at once, and the clock stands still until both have answered."""
    received = two_waits(world)
    over(received, "hoi_dong", world.hoa, NOON + 2 * DAY)
    over(received, "y_kien", world.hoa, NOON + 7 * DAY)


def appraised(world: World) -> int:
    """A dossier that Bình of the division appraises; its id."""
    dossier_id = receive(world).dossier_id
    until(world, dossier_id, "appraise")
    return dossier_id


def ask(world: World, dossier_id: int, *, at=NOON + DAY, **options) -> None:
    """Bình asks for the map of the forest."""
    paper = SupplementItem("Sơ đồ khu rừng", "missing")
    by = options.pop("by", world.binh)
    commands.request_supplement(dossier_id=dossier_id, items=(paper,), by=by, at=at, **options)


def answer(world: World, dossier_id: int, *, at) -> None:
    """The map is brought to Hoa's counter."""
    paper = ComponentInput(None, "Sơ đồ khu rừng", 1, 0)
    commands.respond_supplement(dossier_id=dossier_id, received=(paper,), by=world.hoa, at=at)


def _supplemented(world: World) -> None:
    """One waits for its papers; one was asked twice, by either policy."""
    ask(world, appraised(world))
    for policy in ("resume", "restart"):
        dossier_id = appraised(world)
        Dossier.objects.filter(pk=dossier_id).update(supplement_policy=policy)
        ask(world, dossier_id)
        answer(world, dossier_id, at=NOON + 3 * DAY)
        at = NOON + 4 * DAY
        ask(world, dossier_id, at=at, by=world.dung, leader_reason="Luật mới")
        answer(world, dossier_id, at=NOON + 9 * DAY)


def _ended_early(world: World) -> None:
    """Given back, withdrawn while it waited for papers, stopped while it waited for the tax."""
    at = NOON + 2 * DAY
    refused, withdrawn = appraised(world), appraised(world)
    commands.refuse(dossier_id=refused, reason="not_eligible", by=world.binh, at=at)
    ask(world, withdrawn)
    commands.withdraw(dossier_id=withdrawn, by=world.hoa, at=at)
    land = receive(world, world.land, answers=(("has_financial_obligation", True),)).dossier_id
    finish(world, land)
    decide(world, land)
    assert until(world, land, "finance").kind == "wait"
    commands.stop(dossier_id=land, reason="obligation_unmet", by=world.em, at=at)


def _prolonged(world: World) -> None:
    """One must be verified and is measured anew besides; another was lengthened by mistake."""
    more, whole = procedures.version(world.honey).conditions
    at, both, mistaken = NOON + 2 * DAY, appraised(world), appraised(world)
    for dossier_id, condition in ((both, more), (both, whole), (mistaken, more)):
        commands.lengthen_term(
            dossier_id=dossier_id,
            condition_id=condition.id,
            ground="Phải đo lại ranh giới",
            by=world.em,
            at=at,
        )
    commands.take_back_lengthening(dossier_id=mistaken, reason="Nhầm", by=world.em, at=at + DAY)
    ask(world, both, at=at + DAY)
    answer(world, both, at=at + 5 * DAY)


def _put_right(world: World) -> None:
    """Promised again, asked about, given to the branch, corrected, reopened, taken back."""
    at, dossier_id = NOON + 2 * DAY, appraised(world)
    commands.extend_promise(
        dossier_id=dossier_id,
        until=date(2026, 12, 4),
        document="45/PXL",
        reason="Đợi đo đạc",
        by=world.em,
        at=at,
    )
    other = world.units["other"]
    for unit_id in (other, world.units["land_branch"]):
        commands.consult(
            dossier_id=dossier_id, unit_id=unit_id, question="Vướng gì?", by=world.binh, at=at
        )
    asked = Consultation.objects.get(unit_id=other)
    commands.answer_consultation(consultation_id=asked.pk, answer="Không", by=world.tam, at=at)
    item = open_item(dossier_id)
    branch = world.units["land_branch"]
    commands.forward_item(
        item_id=item.id, unit_id=branch, reason="Gần rừng hơn", by=world.binh, at=at
    )
    corrected = to_the_counter(world, receive(world).dossier_id).subject_id
    commands.correct_result(
        dossier_id=corrected,
        outcome="negative",
        number="13/GP",
        day=NOON.date(),
        note="Rừng đặc dụng",
        reason="Sai kết luận",
        by=world.binh,
        at=at,
    )
    reopened, taken_back = appraised(world), receive(world).dossier_id
    commands.withdraw(dossier_id=reopened, by=world.hoa, at=at)
    commands.reopen(dossier_id=reopened, reason="Bấm nhầm", by=world.em, at=at + DAY)
    finish(world, taken_back, by=world.hoa, at=at)
    commands.undo_step(dossier_id=taken_back, by=world.hoa, at=at)
