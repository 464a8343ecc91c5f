"""Papers asked for afterwards: one request lists everything; the clock stands still meanwhile."""

from datetime import date, datetime

from django.utils.translation import gettext

from motcua.dossiers import _clock, _desk, _owed, permissions
from motcua.dossiers._aside import checked_papers
from motcua.dossiers.errors import (
    AskedBefore,
    ClockStands,
    NoSupplementAsked,
)
from motcua.dossiers.inputs import ComponentInput, SupplementItem
from motcua.dossiers.models import Dossier, DossierComponent, Supplement, SupplementPaper
from motcua.dossiers.states import Clock, State
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.text import clean, fold
from motcua.kernel.transactions import command
from motcua.kernel.working_time import TimeLimit
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes

from ._common import add_components, locked, not_before, written


@command
def request_supplement(
    *,
    dossier_id: int,
    items: tuple[SupplementItem, ...],
    note: str = "",
    leader_reason: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Ask the applicant for papers; the clock stands still until they have come. Its number.

    One request lists everything that is missing, each with its coded reason. The applicant is
    who comes next, until the last day of the window (rule ``supplement.window``).

    :param leader_reason: why once more; needed, with a leader's post, from the second request on.
    :raises NotPermitted: the actor neither holds a step of the dossier nor leads who does.
    :raises NothingAsked, UnknownReason, ReasonMissing: see each; "other" is told in words.
    :raises AskedBefore: it was asked before, and this is no leader or gives no reason.
    :raises ClockStands: the clock stands still already; WrongState: the dossier has ended.

    Source: NĐ 61/2018/NĐ-CP art. 17, 19 (once, in full, in writing; unverified wording).
    """
    dossier = locked(dossier_id)
    steps = processes.items(dossier.pk)
    permissions.require_do(by, "request_supplement", dossier, steps)
    papers = checked_papers(items)
    if dossier.clock != Clock.RUNNING:
        raise ClockStands(dossier=dossier.code, clock=dossier.get_clock_display())
    number = Supplement.objects.filter(dossier=dossier).count() + 1
    leader_reason = clean(leader_reason, 4000)
    _allowed_again(number, leader_reason, by, at)
    at = not_before(dossier, [i for i in steps if i.state == "open"], at)
    request = Supplement.objects.create(
        dossier=dossier,
        number=number,
        note=clean(note, 4000),
        leader_reason=leader_reason if number > 1 else "",
        requested_at=at,
        requested_by_post_id=by.seat()[1],
        answer_by=_answer_by(dossier, at),
    )
    asked = SupplementPaper.objects.bulk_create(
        SupplementPaper(
            supplement=request,
            no=no,
            component_id=paper.component_id,
            name=clean(paper.name, 4000),
            reason=paper.reason,
            text=clean(paper.text, 4000),
        )
        for no, paper in enumerate(papers, 1)
    )
    payload = {
        "supplement": number,
        "papers": [{"component": p.component_id, "reason": p.reason} for p in papers],
    }
    texts = {"note": request.note, "leader_reason": request.leader_reason}
    seq = written(dossier, "supplement.requested", payload, by=by, at=at, texts=_said(texts))
    ground = gettext("Yêu cầu bổ sung giấy tờ lần %(number)s") % {"number": number}
    _clock.pause(dossier, Clock.SUPPLEMENT, at=at, ground=ground, seq=seq)
    if dossier.state == State.ACCEPTED:
        dossier.state = State.PROCESSING
    dossier.save()
    _desk.relabel(dossier)
    _owed.supplement_asked(dossier, request, asked, by=by, at=at)
    return number


@command
def respond_supplement(
    *, dossier_id: int, received: tuple[ComponentInput, ...] = (), by: Actor, at: datetime
) -> None:
    """Note that the applicant has answered; the clock goes on, or begins anew by the policy.

    :param received: papers that came now; each answers the paper of the request with the same
        component or the same name. May be empty: an explanation can be an answer too.
    :raises NotPermitted: the dossier was received elsewhere and the actor never worked on it.
    :raises NoSupplementAsked: nothing was asked, or a colleague noted the answer a moment ago.

    Source: NĐ 61/2018/NĐ-CP art. 19; conventions 9 (rule ``time.supplement_policy``).
    """
    dossier = locked(dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "respond_supplement", dossier, items)
    request = Supplement.objects.filter(dossier=dossier, answered_at__isnull=True).first()
    if request is None:
        raise NoSupplementAsked(dossier=dossier.code)
    at = not_before(dossier, [i for i in items if i.state == "open"], at)
    last = dossier.components.order_by("-no").values_list("no", flat=True).first() or 0
    came = add_components(dossier, received, behind=last)
    _tick(request, came)
    request.answered_at, request.answered_by_post_id = at, by.seat()[1]
    request.save(update_fields=["answered_at", "answered_by_post"])
    payload = {"supplement": request.number, "papers": [row.no for row in came]}
    seq = written(dossier, "supplement.answered", payload, by=by, at=at)
    _clock.resume(
        dossier,
        at=at,
        ground=gettext("Đã bổ sung giấy tờ lần %(number)s") % {"number": request.number},
        seq=seq,
        restarts=dossier.supplement_policy == "restart",
    )
    dossier.save()
    _desk.refresh_due(dossier)
    _desk.relabel(dossier)
    _owed.supplement_answered(dossier, at=at)


def _allowed_again(number: int, leader_reason: str, by: Actor, at: datetime) -> None:
    most: int = rulebook.value("supplement.most", local_day(at))
    if number <= most:
        return
    if not leader_reason or by.role not in permissions.LEADERS:
        raise AskedBefore(times=number - 1, most=most)


def _answer_by(dossier: Dossier, at: datetime) -> date:
    """The last day of the window by the receiving unit's calendar."""
    limit = TimeLimit.parse(rulebook.value("supplement.window", local_day(at)))
    calendar = organizations.calendar_of(dossier.received_unit_id, at)
    return _clock.compute(limit, at, calendar, explain=False).on


def _said(texts: dict[str, str]) -> dict[str, str] | None:
    return {name: text for name, text in texts.items() if text} or None


def _tick(request: Supplement, came: list[DossierComponent]) -> None:
    """Say of each paper that was asked for what came for it."""
    by_component = {row.component_id: row for row in came if row.component_id is not None}
    by_name = {fold(row.name): row for row in came}
    for paper in request.papers.all():
        found = by_component.get(paper.component_id or 0) or by_name.get(fold(paper.name))
        if found is not None:
            paper.came = found
            paper.save(update_fields=["came"])
