"""Which act owes which paper, and what it tells whom: in the act's own transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import override

from motcua.catalog.queries import VersionInfo
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local
from motcua.organizations import queries as organizations
from motcua.workflow.queries import ItemInfo

from ._letters import VIETNAMESE, agency_of, end_letters, issue_guide, issue_letter
from ._notices import call_off, tell
from ._papers import RECEIPT
from .models import Collection, Dossier, Guidance, Promise, Result, Supplement, SupplementPaper
from .states import Handback, Money, Outcome, RefusalReason, State, StopReason, SupplementReason

MONEY = {
    Money.NONE: "Hồ sơ không có nghĩa vụ tài chính",
    Money.DUE: "Nghĩa vụ tài chính chưa thực hiện; không phải thực hiện cho hồ sơ đã dừng",
    Money.SETTLED: "Đã thực hiện; việc hoàn trả (nếu có) theo quy định về thuế, phí, lệ phí",
}
ENDINGS = ("refusal", "stop")
"""Papers that are no longer true when the dossier is opened again."""
RELATIONS = {
    "owner": "Chủ hồ sơ",
    "submitter": "Người nộp hồ sơ",
    "collector": "Người đăng ký nhận kết quả",
    "other": "Người được ủy quyền",
}
CHECKED = {
    "card": "Thẻ căn cước, giấy tờ tùy thân",
    "receipt": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "known": "Người quen biết của bộ phận một cửa",
}


def guided(told: Guidance, version: VersionInfo, *, by: Actor, at: datetime) -> None:
    """Mẫu 02 or Mẫu 03 for papers that were not received: whoever stands there takes it along."""
    kind = f"guide_{told.kind}"
    papers = [
        {"no": no, "name": p["name"], "reason": _reason(p["reason"], p["text"])}
        for no, p in enumerate(told.papers, 1)
    ]
    facts = {
        "procedure_name": version.name,
        "procedure_code": version.code or "",
        "owner": {"name": told.name},
        "papers": papers,
        "reason": _vietnamese(RefusalReason, told.reason) if told.reason else "",
        "text" if told.reason else "note": told.text,
    }
    issue_guide(told.pk, kind, organizations.unit(told.unit_id), facts=facts, by=by, at=at)


def supplement_asked(
    dossier: Dossier,
    request: Supplement,
    asked: Sequence[SupplementPaper],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Mẫu 02, and a notice: every paper with its reason, until when, whom to ask."""
    facts = {
        "number": request.number,
        "papers": [
            {"no": p.no, "name": p.name, "reason": _reason(p.reason, p.text)} for p in asked
        ],
        "note": request.note,
        "again": request.leader_reason,
        "answer_by_on": request.answer_by,
        "pauses": True,
    }
    slip = issue_letter(dossier, "supplement", facts=facts, by=by, at=at)
    told = {"count": len(asked), "until": _short(request.answer_by)}
    tell(dossier, "supplement", told, occasion=str(request.number), slip=slip, at=at)


def supplement_answered(dossier: Dossier, *, at: datetime) -> None:
    """What was asked has come: nobody need be told of it any more."""
    call_off(dossier, ("supplement",), at=at)


def ended_early(
    dossier: Dossier,
    reason: str,
    text: str,
    left: Sequence[ItemInfo],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Mẫu 03 for a dossier given back, Mẫu 05 for one that is stopped or withdrawn; a notice."""
    call_off(dossier, ("supplement", "extended", "lengthened", "shortened"), at=at)
    if dossier.state == State.REFUSED:
        facts = {"reason": _vietnamese(RefusalReason, reason), "text": text, "papers_back": True}
        slip = issue_letter(dossier, "refusal", facts=facts, by=by, at=at)
    else:
        withdrawn = dossier.state == State.WITHDRAWN
        told = {
            "stopped_at": at,
            "asked_by": dossier.submitter_name if withdrawn else "",
            "reason": "Theo đề nghị rút hồ sơ" if withdrawn else _vietnamese(StopReason, reason),
            "text": text,
            "stage": _stage(left),
            "decision": _decision(dossier),
            "money": MONEY[Money(dossier.money)],
        }
        office = agency_of(organizations.unit(by.seat()[0]))
        slip = issue_letter(dossier, "stop", facts=told, by=by, at=at, unit=office)
    tell(dossier, dossier.state, {}, occasion=_times(dossier), slip=slip, at=at)


def extended(
    dossier: Dossier,
    promise: Promise,
    no: int,
    *,
    document: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Mẫu 04 with the number that the leader gave it; the day first promised stands on it."""
    facts = {
        "original_due_at": promise.owed_at,
        "new_due_at": promise.again_at,
        "text": reason,
    }
    office = agency_of(organizations.unit(by.seat()[0]))
    slip = issue_letter(
        dossier, "apology", facts=facts, by=by, at=at, number_text=document, unit=office
    )
    told = {"was": _short(promise.owed_at), "until": _short(promise.again_at)}
    tell(dossier, "extended", told, occasion=f"{promise.number}.{no}", slip=slip, at=at)


def lengthened(dossier: Dossier, no: int, was: datetime, now: datetime, *, at: datetime) -> None:
    """The term is longer by the procedure's own rule: both days are told; no letter is owed."""
    told = {"was": _short(was), "until": _short(now)}
    tell(dossier, "lengthened", told, occasion=str(no), at=at)


def taken_back(dossier: Dossier, no: int, was: datetime, now: datetime, *, at: datetime) -> None:
    """The longer term does not hold after all: its notice need not be brought, another one must."""
    call_off(dossier, ("lengthened",), at=at)
    told = {"was": _short(was), "until": _short(now)}
    tell(dossier, "shortened", told, occasion=str(no), at=at)


def returned(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """The receipt of the result, signed by who gives and who takes; nobody need be told more.

    The slip of reception has done its work: whoever holds it has no more claim by it.
    """
    result = Result.objects.get(dossier=dossier)
    collected = Collection.objects.get(dossier=dossier)
    facts = {
        "result_number": result.number,
        "result_on": result.day,
        "outcome": _vietnamese(Outcome, result.outcome),
        "collected_at": at,
        "taker": collected.name,
        "relation": RELATIONS.get(collected.relation, ""),
        "authority": collected.authority,
        "checked": CHECKED.get(collected.checked, ""),
    }
    issue_letter(dossier, "result_receipt", facts=facts, by=by, at=at)
    end_letters(dossier, (RECEIPT,), "done", at=at)
    call_off(dossier, ("result_ready", "extended", "lengthened", "shortened"), at=at)


def reopened(dossier: Dossier, *, at: datetime) -> None:
    """What told of its end is no longer in force; the applicant is told that it goes on."""
    end_letters(dossier, ENDINGS, "withdrawn", at=at)
    call_off(dossier, (State.REFUSED, State.STOPPED, State.WITHDRAWN), at=at)
    tell(dossier, "reopened", {}, occasion=_times(dossier), at=at)


def corrected(dossier: Dossier, *, at: datetime) -> None:
    """Whoever has the wrong result, or waits for it, is told which is right."""
    tell(dossier, "result_corrected", {}, occasion=str(dossier.past_results.count()), at=at)


def done(dossier: Dossier, *, at: datetime) -> None:
    """Where a step was the last one, the result waits at the counter: its applicant is told."""
    if dossier.handback == Handback.READY:
        tell(dossier, "result_ready", {}, at=at)


def _reason(code: str, text: str) -> str:
    if code == SupplementReason.OTHER:
        return text
    label = _vietnamese(SupplementReason, code)
    return f"{label}. {text}" if text else label


def _vietnamese(codes: type[TextChoices], code: str) -> str:
    """The words of a code as they are printed, whatever language the officer reads."""
    with override(VIETNAMESE):
        return str(codes(code).label)


def _stage(left: Sequence[ItemInfo]) -> str:
    """Which steps were open, and whose."""
    units = organizations.units([i.unit_id for i in left if i.unit_id])
    told = []
    for item in left:
        who = units[item.unit_id].name if item.unit_id in units else item.actor_as_published
        told.append(f"{item.name}, do {who} thực hiện" if who else item.name)
    return "; ".join(told) or "Trước khi bắt đầu giải quyết"


def _decision(dossier: Dossier) -> str:
    result = Result.objects.filter(dossier=dossier).first()
    if result is None:
        return "Chưa có quyết định về kết quả giải quyết"
    return f"Đã có văn bản số {result.number}, không trả vì quá hạn thực hiện nghĩa vụ tài chính"


def _times(dossier: Dossier) -> str:
    """Which of several endings it is: a dossier may be opened again and end once more."""
    return str(dossier.early_ends.count())


def _short(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    day = local(moment) if isinstance(moment, datetime) else moment
    return f"{day:%d/%m/%Y}"
