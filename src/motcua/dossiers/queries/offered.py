"""What a reader of a dossier may do with it now: the buttons of its page."""

from django.utils.translation import gettext as _

from motcua.dossiers import _lengthening, permissions
from motcua.dossiers._aside import seen_since, undoable
from motcua.dossiers.acts import BY_CODE, situation
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import OPEN, Clock, Handback
from motcua.kernel import history
from motcua.kernel.actor import Actor
from motcua.workflow import queries as processes
from motcua.workflow.permissions import holds
from motcua.workflow.queries import ItemInfo

from .infos import Act, PaperPlace


def acts_of(
    row: Dossier,
    items: list[ItemInfo],
    entries: list[history.EntryInfo],
    actor: Actor,
    *,
    has_result: bool,
) -> list[Act]:
    """What the actor may do on the dossier now, in the order of the buttons. No query, two after a
    step that the actor has just finished."""
    mine = [i for i in items if i.state == "open" and _is_mine(i, actor)]
    acts: list[Act] = []
    if row.handback == Handback.READY and _may_return(row, mine, actor):
        acts.append(Act("return_result", _("Trả kết quả"), mine[0] if mine else None))
    if row.state in OPEN:
        if row.clock != Clock.SUPPLEMENT:
            acts += _moves(row, items, mine, actor, has_result)
        acts += _assignments(items, actor)
    acts += _asides(row, items, actor, has_result=has_result)
    if takeable_back(row, entries, actor):
        acts.append(Act("undo", _("Lấy lại bước vừa hoàn thành")))
    return acts


def paper_acts(papers: PaperPlace, actor: Actor) -> list[Act]:
    """What may be done with papers that lie in the actor's unit, whatever the step. No query."""
    here = papers.unit_id == actor.unit_id and not papers.to_name
    return [
        Act(code, str(BY_CODE[code].name))
        for code in ("hand_over", "note_shelf")
        if here and permissions.may(actor, code)
    ]


def takeable_back(row: Dossier, entries: list[history.EntryInfo], actor: Actor) -> bool:
    """Whether the actor has just finished a step and nobody has looked since. At most two queries;
    none where the last act was another one."""
    last = entries[-1]
    if row.state not in OPEN or last.kind != "step.finished" or last.post_id != actor.post_id:
        return False
    return undoable(row, entries, actor) is not None and not seen_since(row, last, actor)


def _moves(
    row: Dossier, items: list[ItemInfo], mine: list[ItemInfo], actor: Actor, has_result: bool
) -> list[Act]:
    """What brings the dossier on; nothing does while the applicant is to answer."""
    acts: list[Act] = []
    for item in mine:
        if item.step_kind != "return":
            acts += _acts_on(row, item, items, actor)
    if mine and not has_result and permissions.may(actor, "record_result"):
        acts.append(Act("record_result", _("Ghi kết quả")))
    return acts + _waits(row, items, actor)


def _asides(row: Dossier, items: list[ItemInfo], actor: Actor, *, has_result: bool) -> list[Act]:
    """What may happen at any time and is in no drawing, by the table of acts."""
    return [
        Act(code, str(BY_CODE[code].name))
        for code in permissions.SEATS
        if offered(row, code, items, actor, has_result=has_result)
    ]


def letter_stands(code: str, done: set[str]) -> bool:
    """Whether an act on a letter of apology fits how far the letter is; true of any other act.

    :param done: kinds of what was done to the dossier.
    """
    drafted, sent = "apology.drafted" in done, "promise.extended" in done
    match code:
        case "draft_apology":
            return not drafted and not sent
        case "edit_apology" | "approve_apology":
            return drafted and not sent
        case "hand_over_apology":
            return sent and "apology.handed_over" not in done
        case "waive_apology":  # only a late one needs it: its page says so
            return False
    return True


def longer_stands(row: Dossier, code: str, granted: int) -> bool:
    """Whether an act on a longer term fits what the procedure allows; true of any other act. No
    query for a procedure that this process has read before.

    :param granted: how many longer terms are in force.
    """
    if code == "lengthen_term":
        return row.due_at is not None and len(_lengthening.conditions(row)) > granted
    return code != "take_back_lengthening" or granted > 0


def offered(
    row: Dossier, code: str, items: list[ItemInfo], actor: Actor, *, has_result: bool
) -> bool:
    """Whether an act of ``permissions.SEATS`` is the actor's to do, now. No query."""
    act = BY_CODE[code]
    if situation(row.state, row.clock, row.handback) not in act.before:
        return False
    if (act.undecided and has_result) or (act.decided and not has_result):
        return False
    return permissions.may_do(
        actor,
        code,
        items,
        received_unit_id=row.received_unit_id,
        deciding_unit_id=row.deciding_unit_id,
    )


def _acts_on(row: Dossier, item: ItemInfo, items: list[ItemInfo], actor: Actor) -> list[Act]:
    acts = []
    if item.person_post_id is None:
        acts.append(Act("take", _("Nhận việc"), item))
    acts.append(Act("finish", _("Hoàn thành bước này"), item))
    if processes.backable_among(row.definition_id, item, items):
        acts.append(Act("send_back", _("Chuyển lại bước trước"), item))
    if permissions.may(actor, "forward"):
        acts.append(Act("forward", _("Chuyển sang đơn vị khác"), item))
    return acts


def _assignments(items: list[ItemInfo], actor: Actor) -> list[Act]:
    if not permissions.may(actor, "assign"):
        return []
    return [
        Act("assign", _("Phân công"), i)
        for i in items
        if i.state == "open" and i.kind == "task" and i.unit_id == actor.unit_id
    ]


def _waits(row: Dossier, items: list[ItemInfo], actor: Actor) -> list[Act]:
    if not permissions.may_end_wait(actor, items, row.received_unit_id):
        return []
    return [
        Act("end_wait", _("Xác nhận đã hoàn thành việc chờ"), i)
        for i in items
        if i.state == "open" and i.kind == "wait"
    ]


def _is_mine(item: ItemInfo, actor: Actor) -> bool:
    same = (item.unit_id, item.role) == (actor.unit_id, actor.role)
    return item.kind == "task" and same and holds(actor, item.person_post_id)


def _may_return(row: Dossier, mine: list[ItemInfo], actor: Actor) -> bool:
    here = bool(mine) or row.received_unit_id == actor.unit_id
    return here and permissions.may(actor, "return_result")
