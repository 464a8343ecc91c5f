"""What officers see at once: inbox rows, units, search words. Written within the command."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection

from motcua.kernel.rows import insert
from motcua.kernel.text import fold
from motcua.organizations.permissions import Role
from motcua.workflow.queries import ItemInfo

from .models import Dossier, InboxRow
from .states import Clock

WAIT, SUPPLEMENT = "wait", "supplement"
"""Labels of a row: somebody outside is to act, or the applicant is to supply papers."""
FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""Sorts what has no due moment behind everything that has one."""


def urgent_at(step_due: datetime | None, due: datetime | None) -> datetime:
    """The earlier of the step's and the promise's due moment."""
    return min(step_due or FAR, due or FAR)


def add_rows(dossier: Dossier, items: Iterable[ItemInfo]) -> None:
    """Put open items into the inboxes of their units. One statement."""
    insert(*(_row(dossier, item) for item in items))


def remove_rows(items: Iterable[ItemInfo]) -> None:
    """Take items out of every inbox. One statement."""
    InboxRow.objects.filter(item_id__in=[item.id for item in items]).delete()


def refresh_due(dossier: Dossier) -> None:
    """Carry a moved due moment into the rows of the dossier. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossiers_inboxrow SET due_at = %s,"
            " urgent_at = least(coalesce(step_due_at, %s), %s) WHERE dossier_id = %s",
            [dossier.due_at, FAR, dossier.due_at or FAR, dossier.pk],
        )


def redate(dossier: Dossier, steps: Iterable[tuple[int, datetime]]) -> None:
    """Carry moved due moments of steps, and of the dossier, into its rows. A statement a step."""
    for item_id, due_at in steps:
        InboxRow.objects.filter(item_id=item_id).update(step_due_at=due_at)
    refresh_due(dossier)


def relabel(dossier: Dossier) -> None:
    """Say in the rows of the dossier whether it waits for the applicant. Two statements."""
    rows = InboxRow.objects.filter(dossier=dossier)
    rows.filter(labels__contains=[WAIT]).update(labels=_labels(dossier, waiting=True))
    rows.exclude(labels__contains=[WAIT]).update(labels=_labels(dossier, waiting=False))


def show_to(dossier: Dossier, units: Iterable[tuple[int, str]], at: datetime) -> None:
    """Let units see the dossier from now on, each with its reason. One statement."""
    reasons = {unit_id: str(why) for unit_id, why in units}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_dossierunit (dossier_id, unit_id, why, since, received_at)"
            " SELECT %s, new.unit_id, new.why, %s, %s"
            " FROM unnest(%s::bigint[], %s::text[]) AS new(unit_id, why) ON CONFLICT DO NOTHING",
            [
                dossier.pk,
                at,
                dossier.received_at,
                list(reasons),
                [str(w) for w in reasons.values()],
            ],
        )


def index(dossier: Dossier) -> None:
    """Make the dossier findable by its code and the names on it. One statement.

    Words that no dossier had yet are written in one order, so that two receptions cannot wait for
    each other.
    """
    names = f"{dossier.owner_name} {dossier.submitter_name} {dossier.procedure_name}"
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH found AS ("
            "INSERT INTO dossiers_dossiersearch (dossier_id, code_folded, words)"
            " VALUES (%s, %s, to_tsvector('vn', %s)) RETURNING words"
            ") INSERT INTO dossiers_searchword (word)"
            " SELECT new.word FROM found, unnest(tsvector_to_array(words)) AS new (word)"
            " WHERE NOT EXISTS (SELECT FROM dossiers_searchword k WHERE k.word = new.word)"
            " ORDER BY new.word ON CONFLICT DO NOTHING",
            [dossier.pk, fold(dossier.code), names],
        )


def _row(dossier: Dossier, item: ItemInfo) -> InboxRow:
    waiting = item.kind == "wait"
    return InboxRow(
        item_id=item.id,
        item_public_id=item.public_id,
        dossier=dossier,
        dossier_public_id=dossier.public_id,
        unit_id=dossier.received_unit_id if waiting or item.unit_id is None else item.unit_id,
        role=Role.COUNTER if waiting else item.role,
        post_id=item.person_post_id,
        urgent_at=urgent_at(item.due_at, dossier.due_at),
        step_due_at=item.due_at,
        due_at=dossier.due_at,
        opened_at=item.opened_at,
        code=dossier.code,
        procedure_name=dossier.procedure_name,
        field_code=dossier.field_code,
        owner_name=dossier.owner_name,
        step_name=item.name,
        step_kind=item.step_kind,
        labels=_labels(dossier, waiting=waiting),
    )


def _labels(dossier: Dossier, *, waiting: bool) -> list[str]:
    found = [WAIT] if waiting else []
    return [*found, SUPPLEMENT] if dossier.clock == Clock.SUPPLEMENT else found
