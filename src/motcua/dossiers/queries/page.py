"""One dossier as its officers see it: papers, data, timeline, and what the reader may do now."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from motcua.dossiers import permissions
from motcua.dossiers.acts import BY_CODE
from motcua.dossiers.models import Dossier, Handover, LedgerEntry
from motcua.dossiers.states import (
    EARLY,
    Channel,
    Clock,
    Handback,
    HandoverMode,
    Provenance,
    State,
    national_state,
)
from motcua.kernel import history
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo

from .aside import consultations, extensions, past_results
from .custody import place_of
from .infos import (
    ComponentInfo,
    DossierInfo,
    DossierPage,
    HandoverHead,
    HandoverInfo,
    LedgerInfo,
    PromiseInfo,
    ResultInfo,
)
from .offered import acts_of, letter_stands, longer_stands, paper_acts
from .supplements import early_end, supplements
from .timeline import timeline

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
    subtree = organizations.subtree_ids(actor.unit_id, local_day(at))
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

    Seven queries; one more each for the early end, papers that were handed over, colleagues who
    acted for others, corrections, extensions and consultations, and two more each for
    supplements and for a step that the actor has just finished. What was never done in the
    history has no rows, so it is not asked for.
    """
    return _page(_with_turns(Dossier.objects.all()).get(pk=dossier_id), actor)


def visible_page(public_id: str, actor: Actor, at: datetime) -> DossierPage | None:
    """The same if the actor may know of the dossier, else None: head and page in one look."""
    row = _with_turns(_visible_rows(actor, at)).filter(public_id=public_id).first()
    return _page(row, actor) if row is not None else None


def _with_turns(rows: QuerySet[Dossier]) -> QuerySet[Any]:
    """Dossiers with their result and the turns of their clock, in one look."""
    entries = LedgerEntry.objects.filter(dossier=OuterRef("pk")).order_by("no")
    said = JSONObject(kind="kind", at="at", promise="promise", ground="ground")
    return rows.select_related("result").annotate(turns=ArraySubquery(entries.values(said=said)))


def _turns(row: Any) -> tuple[LedgerInfo, ...]:
    return tuple(
        LedgerInfo(t["kind"], datetime.fromisoformat(t["at"]), t["promise"], t["ground"])
        for t in row.turns
    )


def _page(row: Dossier, actor: Actor) -> DossierPage:
    items = processes.items(row.pk)
    entries = history.entries(row.year, row.pk)
    kinds = Counter(e.kind for e in entries)
    done, longer = set(kinds), kinds["term.lengthened"] - kinds["term.taken_back"]
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
                str(Provenance(c.provenance).label),
                c.state_held,
                c.file_id,
            )
            for c in row.components.order_by("no")
        ),
        promises=promises(row),
        ledger=_turns(row),
        items=tuple(items),
        next_steps=tuple(processes.steps_after(row.definition_id, items)),
        timeline=timeline(entries, items, names),
        handovers=_handed_over(handovers, names),
        result=ResultInfo(result.outcome, result.number, result.day, result.note, result.file_id)
        if result
        else None,
        acts=(
            *(
                act
                for act in acts_of(row, items, entries, actor, has_result=result is not None)
                if letter_stands(act.code, done) and longer_stands(row, act.code, longer)
            ),
            *paper_acts(papers, actor),
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
            str(HandoverMode(h.mode).label),
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
        channel_name=str(Channel(row.channel).label),
        state_name=str(State(row.state).label),
        clock_name=str(Clock(row.clock).label),
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
