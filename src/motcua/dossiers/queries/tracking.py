"""What a citizen sees of a dossier without signing in."""

from datetime import datetime

from django.db.models import F

from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.states import EARLY, Clock, State, national_state
from motcua.kernel import history
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo

from .aside import past_results
from .infos import DoneStep, Holder, ResultInfo, Tracking
from .page import promises
from .supplements import early_end, waiting

SHOWN = {
    "dossier.received",
    "step.finished",
    "wait.ended",
    "result.returned",
    "supplement.requested",
    "supplement.answered",
    "dossier.refused",
    "dossier.withdrawn",
    "dossier.stopped",
    "dossier.reopened",
    "result.corrected",
    "promise.extended",
    "term.lengthened",
    "term.taken_back",
    "dossier.rescheduled",
    "dossier.moved",
}
UPCOMING = 4


def by_token(token: str) -> Tracking | None:
    """The dossier behind a receipt's QR, or None. At most thirteen queries."""
    row = Dossier.objects.filter(track_token=token).first()
    return tracking(row) if row is not None else None


def tracking(row: Dossier) -> Tracking:
    """A dossier in a citizen's words: where, since when, what comes next, until when."""
    items = processes.items(row.pk)
    entries = history.entries(row.year, row.pk)
    unit_ids = {i.unit_id for i in items if i.unit_id} | {row.received_unit_id}
    unit_ids |= {e.place_id for e in entries if e.place_id}
    units = organizations.units(list(unit_ids))
    here = units[row.received_unit_id]
    holders = [
        Holder(
            unit_name=units[i.unit_id].name if i.unit_id in units else i.actor_as_published,
            hotline=(units[i.unit_id].hotline if i.unit_id in units else "") or here.hotline,
            step_name=i.name,
            since=i.opened_at,
            due_at=i.due_at,
            waiting=i.kind == "wait",
        )
        for i in items
        if i.state == "open"
    ]
    back = next((units[i.unit_id] for i in items if _returning(i) and i.unit_id in units), here)
    national = national_state(row.state, row.clock, row.handback)
    # Before it is done the applicant knows of no result, so of no wrong one either.
    wrong = past_results(row) if row.state == State.DONE else ()
    return Tracking(
        code=row.code,
        token=row.track_token,
        procedure_name=row.procedure_name,
        owner_masked=masked_name(row.owner_name),
        received_at=row.received_at,
        received_unit_name=here.name,
        hotline=here.hotline,
        national_state=national.value,
        state_name=str(national.label),
        clock=row.clock,
        clock_name=str(Clock(row.clock).label),
        promises=promises(row),
        holders=tuple(holders),
        done=_done(entries, items, {pk: unit.name for pk, unit in units.items()}),
        upcoming=tuple(node.name for node in processes.next_steps(row.pk)[:UPCOMING]),
        return_at=row.return_at,
        outcome=row.outcome,
        done_on=row.done_on,
        due_on=row.due_on,
        collected_at=row.collected_at,
        return_unit_name=back.name,
        return_address=back.address,
        return_hours=back.opening_hours,
        return_hotline=back.hotline or here.hotline,
        supplement=waiting(row) if row.clock == Clock.SUPPLEMENT else None,
        early_end=early_end(row) if row.state in EARLY else None,
        wrong=wrong,
        right=_in_force(row) if wrong else None,
        again_at=_again_at(row),
        statutory_due_at=row.statutory_due_at,
    )


def _in_force(row: Dossier) -> ResultInfo:
    """The result that stands. One query."""
    found = Result.objects.get(dossier=row)
    return ResultInfo(found.outcome, found.number, found.day, found.note, found.file_id)


def _again_at(row: Dossier) -> datetime | None:
    """The day promised again, while it is open and later than the day that holds. One query."""
    if row.ended_at is not None:
        return None
    given = row.promises.filter(again_at__gt=F("due_at"), kept_at__isnull=True)
    return given.values_list("again_at", flat=True).first()


def _returning(item: ItemInfo) -> bool:
    """The open step at which the applicant is handed the result."""
    return item.state == "open" and item.step_kind == "return"


def masked_name(name: str) -> str:
    """A name that its bearer recognises and a stranger does not learn.

    >>> masked_name("Nguyễn Thị Ấm")
    'Nguyễn T*** Ấ***'
    """
    first, *others = name.split()
    return " ".join([first, *(f"{word[0]}***" for word in others)])


def _done(
    entries: list[history.EntryInfo], items: list[ItemInfo], names: dict[int, str]
) -> tuple[DoneStep, ...]:
    steps = {item.id: item.name for item in items}
    shown = [e for e in entries if e.kind in SHOWN]
    return tuple(
        DoneStep(
            at=e.occurred_at,
            title=steps.get(e.payload.get("item", 0), ""),
            unit_name=names.get(e.place_id or 0, ""),
            kind=e.kind,
        )
        for e in reversed(shown)
    )
