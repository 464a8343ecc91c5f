"""Who may do what to a dossier, in one table; and what somebody may not even know of."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.organizations import permissions as organization_permissions
from motcua.organizations import queries as organizations
from motcua.organizations.permissions import Role
from motcua.workflow.permissions import holds
from motcua.workflow.queries import ItemInfo

from .models import Dossier, DossierUnit

WORKERS = frozenset(
    {
        Role.COUNTER,
        Role.APPRAISER,
        Role.UNIT_LEADER,
        Role.DEPARTMENT_LEADER,
        Role.PROVINCE_OFFICE,
    }
)
LEADERS = frozenset({Role.UNIT_LEADER, Role.DEPARTMENT_LEADER, Role.PROVINCE_OFFICE})

LENDERS = organization_permissions.GRANTS["delegate"]

GRANTS: dict[str, frozenset[str]] = {
    "receive": frozenset({Role.COUNTER}),
    "express": frozenset({Role.COUNTER}),
    "guide": frozenset({Role.COUNTER}),
    "view": WORKERS | {Role.AUDITOR},
    "take": WORKERS,
    "finish": WORKERS,
    "send_back": WORKERS,
    "assign": LEADERS,
    "confirm_handover": WORKERS,
    "record_result": WORKERS - {Role.COUNTER},
    "end_wait": frozenset({Role.COUNTER, Role.APPRAISER}),
    "return_result": frozenset({Role.COUNTER}),
    "request_supplement": WORKERS,
    "respond_supplement": frozenset({Role.COUNTER, Role.APPRAISER}),
    "refuse": frozenset({Role.APPRAISER}) | LEADERS,
    "withdraw": frozenset({Role.COUNTER}),
    "stop": LEADERS,
    "correct_result": WORKERS,
    "reopen": LEADERS,
    "extend_promise": LEADERS,
    "lengthen_term": LEADERS,
    "take_back_lengthening": LEADERS,
    "draft_apology": LEADERS,
    "edit_apology": LEADERS,
    "approve_apology": LEADERS,
    "hand_over_apology": frozenset({Role.COUNTER}),
    "waive_apology": LEADERS,
    "deliver_notice": frozenset({Role.COUNTER}),
    "consult": WORKERS - {Role.COUNTER},
    "answer_consultation": WORKERS,
    "forward": WORKERS,
    "undo": WORKERS,
    "hand_over": WORKERS,
    "take_back": WORKERS,
    "note_shelf": WORKERS,
    "lend_post": frozenset(Role.values),
    "substitute": LENDERS,
    "board": LEADERS | {Role.AUDITOR},
}
"""Act → roles that may do it at all. Whether this dossier is theirs is asked besides."""

ACT_NAMES = {
    "receive": _("tiếp nhận hồ sơ"),
    "express": _("giải quyết và trả ngay tại quầy"),
    "guide": _("hướng dẫn, từ chối trước khi tiếp nhận"),
    "view": _("xem hồ sơ"),
    "take": _("nhận việc"),
    "finish": _("hoàn thành bước"),
    "send_back": _("chuyển lại bước trước"),
    "assign": _("phân công"),
    "confirm_handover": _("xác nhận bàn giao"),
    "record_result": _("ghi kết quả"),
    "end_wait": _("xác nhận đã hoàn thành việc chờ"),
    "return_result": _("trả kết quả"),
    "request_supplement": _("yêu cầu bổ sung giấy tờ"),
    "respond_supplement": _("ghi nhận giấy tờ bổ sung"),
    "refuse": _("trả lại hồ sơ, từ chối giải quyết"),
    "withdraw": _("ghi nhận công dân rút hồ sơ"),
    "stop": _("dừng giải quyết hồ sơ"),
    "correct_result": _("đính chính kết quả"),
    "reopen": _("mở lại hồ sơ"),
    "extend_promise": _("gia hạn, hẹn lại ngày trả"),
    "lengthen_term": _("kéo dài thời hạn theo quy định của thủ tục"),
    "take_back_lengthening": _("hủy việc kéo dài thời hạn"),
    "draft_apology": _("lập dự thảo thư xin lỗi"),
    "edit_apology": _("sửa dự thảo thư xin lỗi"),
    "approve_apology": _("ký, gửi thư xin lỗi"),
    "hand_over_apology": _("giao thư xin lỗi tại quầy"),
    "waive_apology": _("cho trình ký không có thư xin lỗi"),
    "deliver_notice": _("giao thông báo tại quầy"),
    "consult": _("xin ý kiến đơn vị khác"),
    "answer_consultation": _("trả lời ý kiến"),
    "forward": _("chuyển bước sang đơn vị khác"),
    "undo": _("lấy lại bước vừa hoàn thành"),
    "hand_over": _("giao hồ sơ giấy"),
    "take_back": _("lấy lại hồ sơ giấy chưa được nhận"),
    "note_shelf": _("ghi chỗ để hồ sơ giấy"),
    "lend_post": _("ủy quyền vị trí của mình"),
    "substitute": _("cử người làm thay"),
    "board": _("xem số liệu điều hành"),
}


def may(actor: Actor, action: str) -> bool:
    """Whether the actor's role may do this kind of act at all. No query."""
    return actor.role in GRANTS[action]


def require(actor: Actor, action: str) -> None:
    """Stop an actor whose role may not.

    :raises NotPermitted: always for a role that the table does not name.
    """
    if not may(actor, action):
        raise NotPermitted(action)


def goes_on(actor: Actor, *unit_ids: int | None) -> bool:
    """Whether one of these is the actor's unit, or one whose work it goes on with since a reform.

    No query for one's own, nor within ``one_look``.
    """
    wanted = {unit_id for unit_id in unit_ids if unit_id is not None}
    if actor.unit_id is None or not wanted or actor.unit_id in wanted:
        return actor.unit_id in wanted
    return not wanted.isdisjoint(organizations.with_forebears([actor.unit_id]))


def works_on(actor: Actor, items: Iterable[ItemInfo]) -> bool:
    """Whether one of these steps is for the actor's unit and role. No query."""
    return goes_on(actor, *(i.unit_id for i in items if i.role == actor.role))


def may_record(actor: Actor, items: list[ItemInfo]) -> bool:
    """Whether the actor may record the result: they hold the dossier, or did when it ended."""
    held = [item for item in items if item.state == "open" and item.step_kind != "return"]
    return may(actor, "record_result") and works_on(actor, held or items)


def may_return(actor: Actor, items: list[ItemInfo], received_unit_id: int) -> bool:
    """Whether the result is, or will be, handed over at the actor's counter."""
    held = [item for item in items if item.state == "open" and item.step_kind == "return"]
    here = goes_on(actor, received_unit_id) or works_on(actor, held)
    return may(actor, "return_result") and here


def may_end_wait(actor: Actor, items: list[ItemInfo], received_unit_id: int) -> bool:
    """Whether the actor may say that somebody outside is done: the counter that received the
    dossier, or whoever has worked on it."""
    theirs = goes_on(actor, received_unit_id) or works_on(actor, items)
    return may(actor, "end_wait") and theirs


def holds_step(actor: Actor, items: Iterable[ItemInfo]) -> bool:
    """Whether one of the open steps is the actor's to do: free, or in their hands. No query."""
    return any(
        (i.unit_id, i.role, i.kind) == (actor.unit_id, actor.role, "task")
        and holds(actor, i.person_post_id)
        for i in items
        if i.state == "open"
    )


def leads(actor: Actor, items: Iterable[ItemInfo], deciding_unit_id: int) -> bool:
    """Whether the actor leads the unit that decides the dossier, or one that holds it now."""
    units = {deciding_unit_id, *(i.unit_id for i in items if i.state == "open")}
    return actor.role in LEADERS and goes_on(actor, *units)


def decided(actor: Actor, items: list[ItemInfo]) -> bool:
    """Whether the actor's post had a part in the decision: more than the counter's, or all of it
    where the counter did every step. No query."""
    alone = {(actor.unit_id, actor.role)} == {(i.unit_id, i.role) for i in items}
    return alone or (actor.role != Role.COUNTER and works_on(actor, items))


SEATS: dict[str, frozenset[str]] = {
    "request_supplement": frozenset({"holds", "leads"}),
    "respond_supplement": frozenset({"received", "worked"}),
    "refuse": frozenset({"holds", "leads"}),
    "withdraw": frozenset({"received"}),
    "stop": frozenset({"leads"}),
    "extend_promise": frozenset({"leads"}),
    "lengthen_term": frozenset({"leads"}),
    "take_back_lengthening": frozenset({"leads"}),
    "draft_apology": frozenset({"leads"}),
    "edit_apology": frozenset({"leads"}),
    "approve_apology": frozenset({"leads"}),
    "hand_over_apology": frozenset({"received"}),
    "waive_apology": frozenset({"leads"}),
    "consult": frozenset({"holds", "leads"}),
    "correct_result": frozenset({"decided", "leads"}),
    "reopen": frozenset({"leads"}),
}
"""Act → what the actor must have to do with the dossier, any one of them: ``holds`` an open step,
``leads`` the unit that decides or holds it, ``received`` it at their counter, ``worked`` on it,
``decided``: worked on it as more than the counter, or did all of it alone at once."""


def may_do(
    actor: Actor,
    act: str,
    items: list[ItemInfo],
    *,
    received_unit_id: int,
    deciding_unit_id: int,
) -> bool:
    """Whether the actor may do an act of ``SEATS`` to a dossier with these steps. No query.

    :param items: all steps of the dossier, also those that are over.
    """
    if not may(actor, act):
        return False
    has = {
        "holds": holds_step(actor, items),
        "leads": leads(actor, items, deciding_unit_id),
        "received": goes_on(actor, received_unit_id),
        "worked": works_on(actor, items),
        "decided": decided(actor, items),
    }
    return any(has[seat] for seat in SEATS[act])


def require_do(actor: Actor, act: str, dossier: Dossier, items: list[ItemInfo]) -> None:
    """Stop an actor who may not do this to this dossier.

    :raises NotPermitted: by role, or by what they have to do with it.
    """
    if not may_do(
        actor,
        act,
        items,
        received_unit_id=dossier.received_unit_id,
        deciding_unit_id=dossier.deciding_unit_id,
    ):
        raise NotPermitted(act)


def sees_everything(actor: Actor) -> bool:
    """The province's office and the auditor look at every dossier of the province."""
    return actor.role in {Role.PROVINCE_OFFICE, Role.AUDITOR}


def scope_units(actor: Actor, subtree: list[int]) -> list[int] | None:
    """The units whose dossiers the actor sees; None means all of the province.

    :param subtree: ids of the actor's unit and everything below it.
    """
    if sees_everything(actor):
        return None
    if actor.role == Role.DEPARTMENT_LEADER:
        return organizations.with_forebears(subtree)
    if actor.role in WORKERS and actor.unit_id is not None:
        return organizations.with_forebears([actor.unit_id])
    return []


def visible_to(actor: Actor, subtree: list[int]) -> QuerySet[Dossier]:
    """Outside this set a dossier does not exist for the actor: pages answer 404, not 403."""
    units = scope_units(actor, subtree)
    if units is None:
        return Dossier.objects.all()
    seen = DossierUnit.objects.filter(unit_id__in=units).values("dossier_id")
    return Dossier.objects.filter(pk__in=seen)
