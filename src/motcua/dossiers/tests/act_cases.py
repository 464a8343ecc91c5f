"""Every row of the table of acts as a case: who does it to what, and where the answer is no."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from motcua.catalog import commands as catalog
from motcua.catalog import queries as procedures
from motcua.dossiers import commands
from motcua.dossiers.errors import (
    AlreadyApologised,
    AlreadyExtended,
    NotAtOnce,
    NotOffered,
    SameResult,
)
from motcua.dossiers.inputs import ComponentInput, SupplementItem
from motcua.dossiers.models import Consultation, Handover
from motcua.dossiers.term_errors import LengthenedAlready
from motcua.kernel.actor import Actor
from motcua.kernel.errors import WrongState
from motcua.notifications.queries import notices
from motcua.organizations import commands as organizations
from motcua.organizations.errors import DelegationTooWide
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo
from tests.world import ANH, NOON, SYSTEM, World, receive

from .at_once import certified, receive_copy
from .people import decide, finish, to_the_counter, until

DAY = timedelta(days=1)
Scene = Callable[[World], int]
Doing = Callable[[World, int, Actor, datetime], object]


@dataclass(frozen=True)
class Case:
    """One act: ``scene`` makes a dossier that it is for, ``wrong`` one that it is not for."""

    scene: Scene
    do: Doing
    by: str
    not_by: str
    wrong: Scene
    refusal: type[Exception] = WrongState
    twice: type[Exception] | None = WrongState
    """How whoever comes second is refused; None where both do the same without harm."""


def new(world: World) -> int:
    """Hoa has just received it."""
    return receive(world).dossier_id


def held(world: World) -> int:
    """Bình of the division appraises it."""
    dossier_id = new(world)
    until(world, dossier_id, "appraise")
    return dossier_id


def decided(world: World) -> int:
    """Its result is recorded; Bình still holds it."""
    dossier_id = held(world)
    decide(world, dossier_id)
    return dossier_id


def supplement(world: World) -> int:
    """Papers are waited for."""
    dossier_id = held(world)
    _ask(world, dossier_id, world.binh, NOON)
    return dossier_id


def delivered(world: World) -> int:
    """The paper that asks for papers is in the applicant's hands."""
    dossier_id = supplement(world)
    _deliver(world, dossier_id, world.hoa, NOON)
    return dossier_id


def tax(world: World) -> int:
    """It waits for the tax office."""
    received = receive(world, world.land, answers=(("has_financial_obligation", True),))
    finish(world, received.dossier_id)
    until(world, received.dossier_id, "finance")
    return received.dossier_id


def prolonged(world: World) -> int:
    """Em has granted the longer term."""
    dossier_id = held(world)
    _lengthen(world, dossier_id, world.em, NOON)
    return dossier_id


def drafted(world: World) -> int:
    """Em has the draft of a letter of apology before her."""
    dossier_id = held(world)
    commands.draft_apology(dossier_id=dossier_id, by=world.em, at=NOON)
    return dossier_id


def apologised(world: World) -> int:
    """Em has signed the letter."""
    dossier_id = drafted(world)
    commands.approve_apology(dossier_id=dossier_id, by=world.em, at=NOON)
    return dossier_id


def overdue(world: World) -> int:
    """Its day was a month ago, and Bình has only just taken it."""
    received = receive(world, at=NOON - 60 * DAY)
    item = until(world, received.dossier_id, "appraise", at=NOON - 60 * DAY)
    commands.take_item(item_id=item.id, by=world.binh, at=NOON)
    return received.dossier_id


def ready(world: World) -> int:
    """Its result waits at Hoa's counter."""
    dossier_id = new(world)
    to_the_counter(world, dossier_id)
    return dossier_id


def collected(world: World) -> int:
    """Its result was handed over."""
    dossier_id = ready(world)
    _return(world, dossier_id, world.hoa, NOON)
    return dossier_id


def stopped(world: World) -> int:
    """It was stopped."""
    dossier_id = held(world)
    commands.stop(dossier_id=dossier_id, reason="dispute", by=world.em, at=NOON)
    return dossier_id


def on_paper(world: World) -> int:
    """Its papers are on the way to the division."""
    dossier_id = new(world)
    finish(world, dossier_id, handover="both")
    return dossier_id


def arrived(world: World) -> int:
    """Its papers have arrived at the division."""
    dossier_id = on_paper(world)
    _confirm(world, dossier_id, world.binh, NOON)
    return dossier_id


def shelved(world: World) -> int:
    """Its papers lie on a shelf of Hoa's counter."""
    dossier_id = new(world)
    commands.note_shelf(dossier_id=dossier_id, shelf="Kệ A3", by=world.hoa, at=NOON)
    return dossier_id


def asked(world: World) -> int:
    """The department of construction is asked about it."""
    dossier_id = held(world)
    _consult(world, dossier_id, world.binh, NOON)
    return dossier_id


def told(world: World) -> int:
    """The department of construction has answered."""
    dossier_id = asked(world)
    _answer(world, dossier_id, world.tam, NOON)
    return dossier_id


def handed_on(world: World) -> int:
    """Hoa has just finished her step."""
    dossier_id = new(world)
    finish(world, dossier_id, by=world.hoa)
    return dossier_id


def _item(dossier_id: int, kind: str = "") -> ItemInfo:
    """The step of this kind, done or not; else the last one.

    Of two who press at once, the second reads what the first has changed already.
    """
    items = processes.items(dossier_id)
    return next((item for item in items if kind in (item.kind, item.step_kind)), items[-1])


def _step(act: Callable[..., object], kind: str = "", **facts: Any) -> Doing:
    def do(_world: World, dossier_id: int, by: Actor, at: datetime) -> object:
        return act(item_id=_item(dossier_id, kind).id, by=by, at=at, **facts)

    return do


def _on(act: Callable[..., object], **facts: Any) -> Doing:
    def do(_world: World, dossier_id: int, by: Actor, at: datetime) -> object:
        return act(dossier_id=dossier_id, by=by, at=at, **facts)

    return do


def _lengthen(world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    condition = procedures.version(world.honey).conditions[0].id
    ground = "Ranh giới trên sơ đồ chưa khớp thực địa"
    return commands.lengthen_term(
        dossier_id=dossier_id, condition_id=condition, ground=ground, by=by, at=at
    )


_MAP = SupplementItem("Sơ đồ khu rừng", "missing")
_ask = _on(commands.request_supplement, items=(_MAP,))
_came = _on(commands.respond_supplement, received=(ComponentInput(None, "Sơ đồ khu rừng", 1, 0),))
_OWNER = {"name": "Nguyễn Thị Ánh Tuyết", "relation": "owner", "checked": "card"}
_OTHER = {"name": "Lò Văn Hai", "relation": "other", "checked": "card", "authority": "GUQ 1/2026"}
_return = _on(commands.return_result, **_OWNER)


def _first_step(act: Callable[..., object], **facts: Any) -> Doing:
    """On the step that Hoa finished first, whatever is open now."""

    def do(_world: World, dossier_id: int, by: Actor, at: datetime) -> object:
        first = processes.items(dossier_id)[0]
        return act(item_id=first.id, by=by, at=at, **facts)

    return do


def _assign(world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    last = _item(dossier_id)
    return commands.assign_item(item_id=last.id, post_id=world.binh.post_id or 0, by=by, at=at)


def _send_back(_world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    first, held = processes.items(dossier_id)[0], _item(dossier_id, "appraise")
    return commands.send_back_item(
        item_id=held.id, node_id=first.node_id, reason="Thiếu dấu", by=by, at=at
    )


def _confirm(_world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    row = Handover.objects.get(dossier_id=dossier_id)
    return commands.confirm_handover(handover_id=row.pk, by=by, at=at)


def _give_papers(world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    unit_id = world.units["division"]
    return commands.hand_over_papers(dossier_id=dossier_id, unit_id=unit_id, by=by, at=at)


def _take_back(_world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    row = Handover.objects.get(dossier_id=dossier_id)
    return commands.take_back_papers(handover_id=row.pk, reason="Còn trên bàn", by=by, at=at)


def _record(outcome: str) -> Doing:
    facts = {"outcome": outcome, "number": "12/GP", "day": NOON.date(), "note": "Rừng đặc dụng"}
    return _on(commands.record_result, **facts)


def _deliver(_world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    (notice,) = notices(dossier_id)
    return commands.deliver_notice(dossier_id=dossier_id, notice=notice.public_id, by=by, at=at)


def _correct(_world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    return commands.correct_result(
        dossier_id=dossier_id,
        outcome="positive",
        number="13/GP",
        day=NOON.date(),
        reason="Sai số giấy phép",
        by=by,
        at=at,
    )


def _consult(world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    unit_id = world.units["other"]
    return commands.consult(
        dossier_id=dossier_id, unit_id=unit_id, question="Có vướng quy hoạch?", by=by, at=at
    )


def _answer(_world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    row = Consultation.objects.get(dossier_id=dossier_id)
    return commands.answer_consultation(consultation_id=row.pk, answer="Không", by=by, at=at)


def _forward(world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    held = _item(dossier_id, "appraise")
    return commands.forward_item(
        item_id=held.id, unit_id=world.units["land_branch"], reason="Nhầm nơi", by=by, at=at
    )


def _receive(**changes: Any) -> Doing:
    def do(world: World, version: int, by: Actor, at: datetime) -> object:
        return receive(world, version, by=by, at=at, key=f"twice {sorted(changes)}", **changes)

    return do


def _guide(world: World, version: int, by: Actor, at: datetime) -> object:
    return commands.guide_applicant(version_id=version, items=(_MAP,), by=by, at=at)


def _turn_away(world: World, version: int, by: Actor, at: datetime) -> object:
    return commands.refuse_intake(version_id=version, reason="not_competent", by=by, at=at)


def _honey(world: World) -> int:
    """The procedure that Hoa's counter receives."""
    return world.honey


def _not_at_liens(world: World) -> int:
    """A procedure that Hoa's counter does not receive any more."""
    return world.land


def _elsewhere(world: World, version: int, by: Actor, at: datetime) -> object:
    """The counter of the commune receives what is offered to the centre of the province."""
    through = world.units["one_stop_province"]
    key = f"elsewhere {version}"
    return receive(world, version, by=by, at=at, key=key, through_unit_id=through)


def _nowhere(world: World) -> int:
    """A procedure that no counter receives any more."""
    for offering in procedures.offerings_of(world.honey, NOON.date()):
        catalog.withdraw_offer(offering.id, on=NOON.date(), by=SYSTEM, at=NOON)
    return world.honey


def _copy(world: World, version: int, by: Actor, at: datetime) -> object:
    return receive_copy(world, version=version, by=by, at=at, key=f"copy of {version}")


def _lend(lent: str) -> Doing:
    """A post is lent to Lan for the days of the subject."""

    def do(world: World, days: int, by: Actor, at: datetime) -> object:
        return organizations.delegate(
            from_post_id=getattr(world, lent).post_id,
            to_post_id=world.lan.post_id or 0,
            since=at.date(),
            until=at.date() + days * DAY,
            ground="GUQ 7/2026",
            by=by,
            at=at,
        )

    return do


def _week(_world: World) -> int:
    """Seven days."""
    return 7


def _no_days(_world: World) -> int:
    """No day at all."""
    return 0


BROTHER = replace(ANH, name="Nguyễn Văn Nam", number="001089004322")


def _edit_apology(world: World, dossier_id: int, by: Actor, at: datetime) -> object:
    return commands.edit_apology(
        dossier_id=dossier_id,
        cause="complex",
        reason="Phải đo đạc lại",
        until=date(2027, 1, 15),
        by=by,
        at=at,
    )


_COUNTER = {"not_by": "binh", "wrong": _not_at_liens, "refusal": NotOffered, "twice": None}

CASES: dict[str, Case] = {
    "receive": Case(_honey, _receive(), "lien", **_COUNTER),
    "receive_by_post": Case(_honey, _receive(channel="post"), "lien", **_COUNTER),
    "receive_on_behalf": Case(_honey, _receive(submitter=BROTHER), "lien", **_COUNTER),
    "receive_elsewhere": Case(
        _not_at_liens, _elsewhere, "lien", "binh", _nowhere, NotOffered, None
    ),
    "express": Case(certified, _copy, "lien", "binh", _honey, NotAtOnce, None),
    "guide_supplement": Case(_honey, _guide, "lien", "binh", _not_at_liens, NotOffered, None),
    "refuse_intake": Case(_honey, _turn_away, "lien", "binh", _not_at_liens, NotOffered, None),
    "take": Case(new, _step(commands.take_item), "hoa", "em", stopped, twice=None),
    "assign": Case(held, _assign, "dung", "binh", stopped, twice=None),
    "reassign": Case(held, _assign, "dung", "em", collected, twice=None),
    "finish": Case(new, _first_step(commands.finish_item), "hoa", "binh", stopped),
    "send_back": Case(held, _send_back, "binh", "em", supplement),
    "end_wait": Case(tax, _step(commands.end_wait, "wait", document="GNT 1"), "hoa", "em", stopped),
    "confirm_handover": Case(on_paper, _confirm, "binh", "lien", arrived),
    "finish_positive": Case(held, _record("positive"), "binh", "hoa", supplement),
    "finish_negative": Case(held, _record("negative"), "binh", "phuc", decided),
    "return_result": Case(ready, _return, "hoa", "binh", held),
    "collect_authorised": Case(
        ready, _on(commands.return_result, **_OTHER), "hoa", "lien", stopped
    ),
    "request_supplement": Case(held, _ask, "binh", "lien", supplement),
    "respond_supplement": Case(supplement, _came, "hoa", "lien", held),
    "refuse": Case(held, _on(commands.refuse, reason="not_eligible"), "binh", "hoa", decided),
    "withdraw": Case(held, _on(commands.withdraw), "hoa", "lien", collected),
    "stop": Case(held, _on(commands.stop, reason="dispute"), "dung", "binh", ready),
    "extend_promise": Case(
        held,
        _on(
            commands.extend_promise,
            until=date(2026, 12, 4),
            document="45/PXL ngày 16/11/2026",
            reason="Đợi đo đạc",
        ),
        "em",
        "binh",
        supplement,
        twice=AlreadyExtended,
    ),
    "lengthen_term": Case(held, _lengthen, "em", "binh", supplement, twice=LengthenedAlready),
    "take_back_lengthening": Case(
        prolonged, _on(commands.take_back_lengthening, reason="Nhầm hồ sơ"), "em", "binh", held
    ),
    "draft_apology": Case(
        held, _on(commands.draft_apology), "em", "binh", supplement, twice=AlreadyApologised
    ),
    "edit_apology": Case(drafted, _edit_apology, "em", "binh", held, twice=None),
    "approve_apology": Case(drafted, _on(commands.approve_apology), "em", "binh", held),
    "deliver_notice": Case(supplement, _deliver, "hoa", "binh", delivered),
    "hand_over_apology": Case(
        apologised, _on(commands.hand_over_apology, refused_channel="sms"), "hoa", "lien", drafted
    ),
    "waive_apology": Case(overdue, _on(commands.waive_apology, reason="Gấp"), "em", "binh", held),
    "consult": Case(held, _consult, "binh", "hoa", ready, twice=None),
    "correct_result": Case(ready, _correct, "binh", "hoa", held, twice=SameResult),
    "reopen": Case(stopped, _on(commands.reopen, reason="Bấm nhầm"), "em", "binh", ready),
    "answer_consultation": Case(asked, _answer, "tam", "binh", told),
    "forward": Case(held, _forward, "binh", "em", supplement),
    "hand_over": Case(shelved, _give_papers, "hoa", "phuc", on_paper),
    "take_back": Case(on_paper, _take_back, "hoa", "binh", arrived),
    "note_shelf": Case(
        new, _on(commands.note_shelf, shelf="Kệ B1"), "hoa", "phuc", on_paper, twice=None
    ),
    "undo": Case(handed_on, _on(commands.undo_step), "hoa", "quy", new),
    "lend_post": Case(_week, _lend("binh"), "binh", "hoa", _no_days, DelegationTooWide),
    "substitute": Case(_week, _lend("giang"), "em", "dung", _no_days, DelegationTooWide),
}
