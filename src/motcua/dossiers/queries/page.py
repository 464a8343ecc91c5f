"""One dossier as its officers see it: papers, data, timeline, and what the reader may do now."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.accounts import queries as accounts
from motcua.dossiers import _lengthening, permissions
from motcua.dossiers._aside import seen_since, undoable
from motcua.dossiers.acts import BY_CODE, situation
from motcua.dossiers.models import Dossier, Handover
from motcua.dossiers.states import EARLY, OPEN, Clock, Handback, HandoverMode, national_state
from motcua.kernel import history
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.permissions import holds
from motcua.workflow.queries import ItemInfo

from .aside import consultations, extensions, past_results
from .custody import place_of
from .infos import (
    Act,
    ComponentInfo,
    DossierInfo,
    DossierPage,
    HandoverHead,
    HandoverInfo,
    LedgerInfo,
    PaperPlace,
    PromiseInfo,
    ResultInfo,
    TimelineEntry,
)
from .supplements import early_end, supplements

TITLES = {
    "dossier.received": gettext_lazy("Tiếp nhận hồ sơ"),
    "step.taken": gettext_lazy("Nhận việc"),
    "step.assigned": gettext_lazy("Phân công xử lý"),
    "step.finished": gettext_lazy("Hoàn thành bước"),
    "step.sent_back": gettext_lazy("Chuyển lại bước trước"),
    "wait.ended": gettext_lazy("Hoàn thành việc chờ bên ngoài"),
    "handover.confirmed": gettext_lazy("Xác nhận đã nhận bàn giao"),
    "result.recorded": gettext_lazy("Ghi kết quả giải quyết"),
    "result.returned": gettext_lazy("Trả kết quả"),
    "supplement.requested": gettext_lazy("Yêu cầu bổ sung giấy tờ"),
    "supplement.answered": gettext_lazy("Đã nhận giấy tờ bổ sung"),
    "dossier.refused": gettext_lazy("Trả lại hồ sơ, từ chối giải quyết"),
    "dossier.withdrawn": gettext_lazy("Công dân rút hồ sơ"),
    "dossier.stopped": gettext_lazy("Dừng giải quyết hồ sơ"),
    "dossier.reopened": gettext_lazy("Mở lại hồ sơ"),
    "result.corrected": gettext_lazy("Đính chính kết quả"),
    "promise.extended": gettext_lazy("Hẹn lại ngày trả"),
    "term.lengthened": gettext_lazy("Kéo dài thời hạn theo điều kiện của thủ tục"),
    "term.taken_back": gettext_lazy("Hủy việc kéo dài thời hạn"),
    "dossier.rescheduled": gettext_lazy("Tính lại hạn theo lịch làm việc đã thay đổi"),
    "apology.drafted": gettext_lazy("Lập dự thảo thư xin lỗi"),
    "apology.edited": gettext_lazy("Sửa dự thảo thư xin lỗi"),
    "apology.handed_over": gettext_lazy("Giao thư xin lỗi tại quầy"),
    "apology.waived": gettext_lazy("Cho trình ký không có thư xin lỗi"),
    "consultation.asked": gettext_lazy("Xin ý kiến đơn vị khác"),
    "consultation.answered": gettext_lazy("Đơn vị được hỏi đã trả lời"),
    "step.forwarded": gettext_lazy("Chuyển bước sang đơn vị khác"),
    "step.undone": gettext_lazy("Lấy lại bước vừa hoàn thành"),
    "dossier.moved": gettext_lazy("Chuyển sang đơn vị mới do sắp xếp tổ chức"),
    "papers.handed_over": gettext_lazy("Giao hồ sơ giấy"),
    "papers.taken_back": gettext_lazy("Lấy lại hồ sơ giấy chưa được nhận"),
    "notice.delivered": gettext_lazy("Giao giấy, thông báo tại quầy"),
    "papers.shelved": gettext_lazy("Ghi chỗ để hồ sơ giấy"),
}


LETTERS = {"apology.drafted", "apology.waived", "promise.extended"}
"""Kinds of entries that say that there is a letter, or that none is needed."""
TELLING = {
    "supplement.requested",
    "dossier.refused",
    "dossier.withdrawn",
    "dossier.stopped",
    "dossier.reopened",
    "promise.extended",
    "term.lengthened",
    "result.corrected",
    "step.undone",
}
"""Kinds of entries after which the applicant may have been told something; a result that waits or
waited at the counter tells as well."""


def visible(public_id: str, actor: Actor, at: datetime) -> DossierInfo | None:
    """The head of a dossier if the actor may know of it, else None. At most two queries."""
    row = _visible_rows(actor, at).filter(public_id=public_id).first()
    return head(row) if row is not None else None


def _visible_rows(actor: Actor, at: datetime) -> QuerySet[Dossier]:
    subtree = organizations.subtree_ids(actor.unit_id, local_day(at)) if actor.unit_id else []
    return permissions.visible_to(actor, subtree)


def public_id_of(dossier_id: int) -> str:
    """The public id of a dossier; for a page that came from one of its steps. One query.

    :raises Dossier.DoesNotExist: there is none.
    """
    return str(Dossier.objects.values_list("public_id", flat=True).get(pk=dossier_id))


def act_name(code: str) -> str:
    """What an act on a dossier is called. No query."""
    return str(BY_CODE[code].name)


def handover(public_id: str) -> HandoverHead | None:
    """A hand-over and the dossier it belongs to, or None. One query."""
    row = Handover.objects.select_related("dossier").filter(public_id=public_id).first()
    return HandoverHead(row.pk, row.dossier.public_id, row.from_unit_id) if row else None


def pending_handovers(dossier_id: int, actor: Actor) -> list[int]:
    """Papers of a dossier on their way to the actor's unit. One query."""
    waiting = Handover.objects.filter(
        dossier_id=dossier_id, confirmed_at__isnull=True, taken_back_at__isnull=True
    )
    return list(waiting.filter(to_unit_id=actor.unit_id).values_list("pk", flat=True))


def page(dossier_id: int, actor: Actor) -> DossierPage:
    """Everything the dossier's page shows, to an actor for whom `visible` was asked.

    Eight queries; one more each for the early end, papers that were handed over, colleagues who
    acted for others, corrections, extensions and consultations, and two more each for
    supplements and for a step that the actor has just finished. What was never done in the
    history has no rows, so it is not asked for.
    """
    return _page(Dossier.objects.select_related("result").get(pk=dossier_id), actor)


def visible_page(public_id: str, actor: Actor, at: datetime) -> DossierPage | None:
    """The same if the actor may know of the dossier, else None: head and page in one look."""
    rows = _visible_rows(actor, at).select_related("result")
    row = rows.filter(public_id=public_id).first()
    return _page(row, actor) if row is not None else None


def _page(row: Dossier, actor: Actor) -> DossierPage:
    items = processes.items(row.pk)
    entries = history.entries(row.year, row.pk)
    done = {e.kind for e in entries}
    on_paper = any(e.handover not in ("", HandoverMode.ELECTRONIC) for e in entries)
    handovers = list(row.handovers.order_by("given_at", "id")) if on_paper else []
    asked = consultations(row) if "consultation.asked" in done else ()
    papers = place_of(row, moved=on_paper or "papers.shelved" in done)
    names = _unit_names(row, items, handovers, entries, {c.unit_id for c in asked})
    result = getattr(row, "result", None)
    definition = processes.definition(row.definition_id)
    return DossierPage(
        head=head(row),
        components=tuple(
            ComponentInfo(
                c.no,
                c.name,
                c.originals,
                c.copies,
                c.get_provenance_display(),
                c.state_held,
                c.file_id,
            )
            for c in row.components.order_by("no")
        ),
        promises=promises(row),
        ledger=tuple(
            LedgerInfo(e.kind, e.at, e.promise, e.ground) for e in row.ledger.order_by("no")
        ),
        items=tuple(items),
        next_steps=tuple(processes.steps_after(row.definition_id, items)),
        timeline=_timeline(entries, items, names),
        handovers=_handed_over(handovers, names),
        result=ResultInfo(result.outcome, result.number, result.day, result.note, result.file_id)
        if result
        else None,
        acts=(
            *(
                act
                for act in _acts(row, items, entries, actor, has_result=result is not None)
                if letter_stands(act.code, done) and longer_stands(row, act.code, done)
            ),
            *_paper_acts(papers, actor),
        ),
        papers=papers,
        letters=frozenset(done & LETTERS),
        told=bool(done & TELLING) or row.handback != Handback.NONE,
        unit_names=names,
        template_process=definition.is_template,
        warnings=_warnings(row, definition.promises),
        supplements=supplements(row) if "supplement.requested" in done else (),
        early_end=early_end(row) if row.state in EARLY else None,
        next_party=next_party(row, items, names),
        past_results=past_results(row) if "result.corrected" in done else (),
        extensions=extensions(row) if "promise.extended" in done else (),
        consultations=asked,
    )


def _handed_over(handovers: list[Handover], names: dict[int, str]) -> tuple[HandoverInfo, ...]:
    return tuple(
        HandoverInfo(
            h.pk,
            h.public_id,
            names.get(h.from_unit_id, ""),
            names.get(h.to_unit_id, ""),
            h.to_unit_id,
            h.get_mode_display(),
            h.given_at,
            h.confirmed_at,
            h.taken_back_at,
        )
        for h in handovers
    )


def next_party(row: Dossier, items: list[ItemInfo], names: dict[int, str]) -> str:
    """Who is to act next, in words: the applicant, an outside body, or a unit. No query.

    Nobody once the dossier has ended and its result is in the applicant's hands.
    """
    if row.clock == Clock.SUPPLEMENT or row.handback == Handback.READY:
        return str(row.submitter_name)
    found = [
        names.get(i.unit_id or 0, "") or i.actor_as_published for i in items if i.state == "open"
    ]
    return ", ".join(dict.fromkeys(name for name in found if name))


def promises(row: Dossier) -> tuple[PromiseInfo, ...]:
    """The promises of a dossier in their order. One query."""
    return tuple(
        PromiseInfo(
            p.number,
            p.basis,
            p.starts_at,
            p.due_at,
            p.original_due_at,
            p.kept_at,
            tuple(p.explanation),
            tuple(p.provisional_years),
        )
        for p in row.promises.order_by("number")
    )


def head(row: Dossier) -> DossierInfo:
    """The head of a dossier as a value. No query."""
    national = national_state(row.state, row.clock, row.handback)
    copied = {
        name: getattr(row, name)
        for name in DossierInfo.__slots__
        if hasattr(row, name) and name not in {"version_id"}
    }
    return DossierInfo(
        **copied,
        version_id=row.procedure_version_id,
        channel_name=row.get_channel_display(),
        state_name=row.get_state_display(),
        clock_name=row.get_clock_display(),
        national_state=national.value,
        national_state_name=str(national.label),
    )


def _warnings(row: Dossier, published: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    if row.statutory_limit is None and row.committed_limit is None:
        found.append(_("Thủ tục chưa có thời hạn đọc được, nên hồ sơ không có ngày hẹn trả."))
    if row.steps_exceed_term:
        found.append(_("Tổng thời gian các bước của quy trình dài hơn thời hạn của thủ tục."))
    return tuple(found)


def _acts(
    row: Dossier,
    items: list[ItemInfo],
    entries: list[history.EntryInfo],
    actor: Actor,
    *,
    has_result: bool,
) -> list[Act]:
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


def _paper_acts(papers: PaperPlace, actor: Actor) -> list[Act]:
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


def longer_stands(row: Dossier, code: str, done: set[str]) -> bool:
    """Whether an act on a longer term fits what the procedure allows; true of any other act. No
    query for a procedure that this process has read before.
    """
    if code == "lengthen_term":
        return row.due_at is not None and bool(_lengthening.conditions(row))
    return code != "take_back_lengthening" or "term.lengthened" in done


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


def _unit_names(
    row: Dossier,
    items: list[ItemInfo],
    handovers: list[Handover],
    entries: list[history.EntryInfo],
    others: set[int],
) -> dict[int, str]:
    ids = {row.received_unit_id, row.deciding_unit_id, row.commune_id, *others}
    ids |= {i.unit_id for i in items} | {e.place_id for e in entries}
    for handover in handovers:
        ids |= {handover.from_unit_id, handover.to_unit_id}
    known = organizations.units([i for i in ids if i is not None])
    return {unit_id: unit.short_name or unit.name for unit_id, unit in known.items()}


def _timeline(
    entries: list[history.EntryInfo], items: list[ItemInfo], names: dict[int, str]
) -> tuple[TimelineEntry, ...]:
    steps = {item.id: item.name for item in items}
    people = accounts.users([e.person_id for e in entries if e.person_id is not None])
    delegators = organizations.holders(e.on_behalf_of_id for e in entries if e.on_behalf_of_id)
    return tuple(
        TimelineEntry(
            seq=e.seq,
            at=e.occurred_at,
            kind=e.kind,
            title=_titled(e, steps),
            person_name=people[e.person_id].full_name if e.person_id in people else "",
            on_behalf_name=delegators.get(e.on_behalf_of_id or 0, ""),
            unit_name=names.get(e.place_id or 0, ""),
            handover=e.handover,
            texts=e.texts,
        )
        for e in reversed(entries)
    )


def _titled(entry: history.EntryInfo, steps: dict[int, str]) -> str:
    title = str(TITLES.get(entry.kind, entry.kind))
    step = steps.get(entry.payload.get("item", 0))
    return f"{title}: {step}" if step else title
