"""What a receiving unit commits itself to: shorter terms by channel, its policy on supplements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from motcua.catalog import permissions
from motcua.catalog.errors import BadPeriod, ChannelClosed, CommittedLonger, PolicyUnfounded
from motcua.catalog.infos import OfferingInfo, PolicyInfo
from motcua.catalog.models import Offering, ProcedureVersion
from motcua.catalog.queries.lists import offering_info
from motcua.catalog.queries.terms import term
from motcua.catalog.rules.committing import Commitment, Commitments
from motcua.catalog.states import Change, Channel, Policy, Status
from motcua.kernel.actor import Actor
from motcua.kernel.dates import since
from motcua.kernel.text import clean
from motcua.kernel.transactions import command, part_of_command
from motcua.kernel.working_time import TimeLimit
from motcua.organizations import queries as organizations

from .changes import lock_catalogue, log


@dataclass(frozen=True, slots=True)
class Terms:
    """All that an offering says of time. ``by_channel``: where it is another than ``committed``."""

    committed: TimeLimit | None = None
    by_channel: Mapping[str, TimeLimit] = field(default_factory=dict)
    policy: PolicyInfo | None = None


@command
def commit_terms(
    offering_id: int, terms: Terms, *, on: date, by: Actor, at: datetime, source: str = ""
) -> OfferingInfo:
    """Let other terms hold at a receiving unit from ``on``; dossiers received before keep theirs.

    The offering ends on that day and goes on with the new terms; on its own first day it takes
    them over itself. The same terms again change nothing.

    :raises NotPermitted: ``by`` does not administer the catalogue.
    :raises BadPeriod: the offering begins after ``on``, or has ended by then.
    :raises CommittedLonger, ChannelClosed, PolicyUnfounded: see :func:`say_terms`.
    """
    lock_catalogue()
    permissions.require(by, "offer_procedure", offering_id=offering_id)
    rows = Offering.objects.select_for_update(of=("self",)).select_related("version")
    return offering_info(_committed(rows.get(pk=offering_id), terms, on, source, by, at))


@command
def commit_all(commitments: Commitments, *, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """What one decision commits the province to: all of it, or nothing.

    Offerings in force on the decision's first day are meant; what it does not name stays as it is.

    :returns: how many offerings have other terms now, and the codes that nobody receives.
    :raises NotPermitted: ``by`` does not administer the catalogue.
    :raises CommittedLonger, ChannelClosed, PolicyUnfounded: see :func:`say_terms`.
    """
    lock_catalogue()
    permissions.require(by, "offer_procedure")
    changed, unknown = 0, list[str]()
    for wish in commitments.terms:
        rows = _meant(wish, commitments.valid_from)
        if not rows:
            unknown.append(wish.code)
        for row in rows:
            terms = _over(_terms(row), wish, commitments.source)
            before = _said(row)
            made = _committed(row, terms, commitments.valid_from, commitments.source, by, at)
            changed += _said(made) != before
    return changed, unknown


@part_of_command
def say_terms(row: Offering, terms: Terms) -> None:
    """Put terms on an offering that is not saved yet.

    :raises CommittedLonger: a commitment is longer than the law's term in the same unit.
    :raises ChannelClosed: a commitment is for a channel in which nobody may file.
    :raises PolicyUnfounded: the policy is unknown or nothing is said that allows it.
    """
    for channel, committed in terms.by_channel.items():
        if channel not in row.version.channels:
            named = str(Channel(channel).label).lower() if channel in Channel else channel
            raise ChannelClosed(name=row.version.name, channel=named)
        _must_shorten(row.version, committed, [channel])
    if terms.committed is not None:
        others = [c for c in row.version.channels if c not in terms.by_channel]
        _must_shorten(row.version, terms.committed, others)
    ground = clean(terms.policy.ground, 2_000) if terms.policy else ""
    if terms.policy is not None and (terms.policy.code not in Policy or not ground):
        raise PolicyUnfounded
    row.committed = terms.committed.to_json() if terms.committed else None
    row.committed_by_channel = {c: limit.to_json() for c, limit in terms.by_channel.items()}
    row.supplement_policy = terms.policy.code if terms.policy else ""
    row.supplement_ground = ground


def _committed(
    row: Offering, terms: Terms, on: date, source: str, by: Actor, at: datetime
) -> Offering:
    first, last = row.valid.lower, row.valid.upper
    if on < first or (last is not None and on >= last):
        raise BadPeriod(since=first.strftime("%d/%m/%Y"))
    before = _said(row)
    say_terms(row, terms)
    if _said(row) == before:
        return row
    if on > first:
        Offering.objects.filter(pk=row.pk).update(valid=since(first, on))
        row.pk, row._state.adding, row.valid = None, True, since(on, last)
    row.save()
    facts = {**_said(row), "on": on.isoformat()}
    facts.pop("supplement_ground")
    log(Change.COMMITTED, row.version, by=by, at=at, source=source, offering=row, **facts)
    return row


SAID = ("committed", "committed_by_channel", "supplement_policy", "supplement_ground")


def _said(row: Offering) -> dict[str, object]:
    return {name: getattr(row, name) for name in SAID}


def _terms(row: Offering) -> Terms:
    info = offering_info(row)
    return Terms(info.committed, dict(info.by_channel), info.policy)


def _over(terms: Terms, wish: Commitment, source: str) -> Terms:
    """The terms with what a decision names in their place."""
    if wish.committed is not None:
        terms = replace(terms, committed=wish.committed.limit)
    if wish.by_channel is not None:
        terms = replace(terms, by_channel=wish.by_channel)
    if wish.policy is not None:
        own = PolicyInfo(wish.policy, wish.ground or source) if wish.policy else None
        terms = replace(terms, policy=own)
    return terms


def _meant(wish: Commitment, day: date) -> Sequence[Offering]:
    rows = Offering.objects.in_force(day).filter(
        version__code=wish.code, version__status=Status.PUBLISHED
    )
    if wish.receive:
        units = [unit.id for unit in organizations.units_of_kind(day, wish.receive)]
        rows = rows.filter(receiving_unit_id__in=units)
    return list(rows.select_related("version").order_by("pk"))


def _must_shorten(row: ProcedureVersion, committed: TimeLimit, channels: Sequence[str]) -> None:
    """Compared only where both are one part of the same unit; other pairs need a calendar."""
    for channel in channels:
        legal = term(row.pk, case_id=None, channel=channel).statutory
        if legal is None or len(legal.parts) != 1 or len(committed.parts) != 1:
            continue
        law, promise = legal.parts[0], committed.parts[0]
        if law.unit == promise.unit and promise.amount > law.amount:
            raise CommittedLonger(committed=committed.text, statutory=legal.text)
