"""Acts on plans by which agencies change: prepare, adjust, withdraw; and the carrying out, which is
part of the command of the room that knows what these agencies hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.dates import since as from_day
from motcua.kernel.text import clean
from motcua.kernel.transactions import command, part_of_command
from motcua.organizations import permissions, snapshot
from motcua.organizations.errors import (
    BadCode,
    CodeTaken,
    MergerDecided,
    MergerFinerThanPlaces,
    MergerIncomplete,
    MergerNeedsCode,
    MergerNeedsFields,
    MergerOfPast,
    MergerTooEarly,
    MergerUnitGone,
    UnknownMerger,
)
from motcua.organizations.infos import Heir
from motcua.organizations.mergers import NewAgency, Plan, drafted, renamed
from motcua.organizations.models import Merger, Post, Unit
from motcua.organizations.rules import is_current_code
from motcua.organizations.snapshot import Organisation
from motcua.organizations.states import MergerKind, MergerState, UnitKind

from ._reforming import Reform, follow_posts
from .titles import follow_titles

CODE_FIELDS = ("code", "second_code")
"""The fields of the form in which the codes of the new agencies are told, the first one first."""


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What became of whom, by ids, for the rooms that hold something of the old ones.

    :ivar heirs: where the work of each old unit goes, by field and place of the dossier.
    :ivar posts: (old post, the post that follows it, its unit); the others ended.
    """

    merger_id: int
    on: date
    ground: str
    heirs: tuple[Heir, ...]
    posts: tuple[tuple[int, int, int], ...]

    @property
    def units(self) -> list[int]:
        """The units that ended."""
        return sorted({heir.old_id for heir in self.heirs})


@command
def prepare_merger(
    *,
    kind: str,
    unit_ids: Sequence[int],
    agencies: Sequence[NewAgency],
    on: date,
    ground: str,
    by: Actor,
    at: datetime,
) -> str:
    """Prepare a plan; nothing changes until it is carried out. Returns its public id.

    :param unit_ids: the agencies that end, the one that gives address and place first.
    :param agencies: those that begin: one, or two of a split, the second with its fields or its
        places; one that only gets another name keeps its code where none is given.
    :param on: their first day by the decision; today or later.
    :raises NotPermitted: ``by`` is not a system administrator.
    :raises MergerIncomplete, MergerNeedsFields, MergerOfPast, MergerUnitGone, MergerNeedsCode,
        MergerFinerThanPlaces, BadCode, CodeTaken: see their sentences.

    Legal ground: two tiers since 1 July 2025 (Luật Tổ chức chính quyền địa phương 72/2025/QH15,
    unverified wording); each decision is named in ``ground``.
    """
    permissions.require(by, "organize")
    today, ground = local_day(at), clean(ground, 300)
    agencies = [_cleaned(agency) for agency in agencies]
    if on < today:
        raise MergerOfPast(day=f"{today:%d/%m/%Y}")
    _require_complete(kind, unit_ids, agencies, ground)
    organisation = snapshot.current()
    for unit_id in unit_ids:
        _require_open(organisation.units.get(unit_id), on)
    if len({organisation.units[unit_id].kind for unit_id in unit_ids}) > 1:
        raise MergerIncomplete
    _require_places(organisation, unit_ids[0], agencies, on)
    if kind == MergerKind.RENAME and not agencies[0].code:
        agencies = [replace(agencies[0], code=organisation.units[unit_ids[0]].code_current)]
    plan = drafted(organisation, kind, unit_ids, agencies, today)
    _require_codes(plan, organisation.units, on)
    merger = Merger.objects.create(
        kind=kind,
        on=on,
        ground=ground,
        state=MergerState.PREPARED,
        plan=plan.to_json(),
        prepared_at=at,
        prepared_by_post_id=by.post_id,
    )
    return str(merger.public_id)


@command
def adjust_merger(
    *,
    public_id: str,
    names: Mapping[int, str],
    below: Mapping[int, str],
    posts: Mapping[int, str],
    by: Actor,
    at: datetime,
) -> None:
    """Say what becomes of the units below and of posts; the whole of it, each time.

    :param names: unit below → its new name; empty: it goes on as it is.
    :param below: of a split: unit below → key of the new agency that it goes to.
    :param posts: post → key of the new unit that it goes to; empty: it ends. Those left out follow
        their unit.
    :raises NotPermitted: ``by`` is not a system administrator.
    :raises UnknownMerger, MergerDecided: see their sentences.
    """
    merger = _prepared(public_id, by)
    organisation, plan = snapshot.current(), Plan.from_json(merger.plan)
    placed = tuple((unit_id, key) for unit_id, key in below.items())
    plan = Plan(plan.news, plan.moves, placed or plan.below, plan.posts)
    spelt = {unit_id: clean(name, 200) for unit_id, name in names.items()}
    plan = renamed(organisation, plan, spelt, local_day(at))
    keys = {new.key for new in plan.news} | {""}
    chosen = tuple((post, key) for post, key in posts.items() if key in keys)
    merger.plan = Plan(plan.news, plan.moves, plan.below, chosen).to_json()
    merger.save(update_fields=["plan"])


@command
def withdraw_merger(*, public_id: str, by: Actor, at: datetime) -> None:
    """Take a plan back before it is carried out.

    :raises NotPermitted: ``by`` is not a system administrator.
    :raises UnknownMerger, MergerDecided: see their sentences.
    """
    merger = _prepared(public_id, by)
    merger.state, merger.decided_at = MergerState.WITHDRAWN, at
    merger.decided_by_post_id = by.post_id
    merger.save(update_fields=["state", "decided_at", "decided_by_post"])


@part_of_command
def carry_out(*, public_id: str, by: Actor, at: datetime) -> CarriedOut:
    """Close the old units and open the new ones today, with people, charges and areas.

    :raises NotPermitted: ``by`` is not a system administrator.
    :raises UnknownMerger, MergerDecided, MergerTooEarly, MergerUnitGone, CodeTaken: see their
        sentences.
    """
    merger, day = _prepared(public_id, by), local_day(at)
    if day < merger.on:
        raise MergerTooEarly(day=f"{merger.on:%d/%m/%Y}")
    plan = Plan.from_json(merger.plan)
    rows = Unit.objects.select_for_update().filter(pk__in=plan.olds).order_by("pk")
    olds = {unit.pk: unit for unit in rows}
    for old in plan.olds:
        _require_open(olds.get(old), day)
    _require_codes(plan, olds, day)
    ids = Reform(plan, olds, day, merger.ground).carry_out()
    posts = follow_posts(plan, ids, day)
    follow_titles(plan, ids, day)
    merger.state, merger.decided_at, merger.carried_out_on = MergerState.CARRIED_OUT, at, day
    merger.decided_by_post_id = by.post_id
    merger.save(update_fields=["state", "decided_at", "carried_out_on", "decided_by_post"])
    follow = {old: new for old, new in posts.items() if new is not None}
    units = dict(Post.objects.filter(pk__in=follow.values()).values_list("pk", "unit_id"))
    gone_on = [(old, new, units[new]) for old, new in follow.items()]
    heirs = tuple(_heirs(plan, ids))
    return CarriedOut(merger.pk, day, merger.ground, heirs, tuple(gone_on))


@part_of_command
def note_outcome(merger_id: int, outcome: Mapping[str, object]) -> None:
    """Keep the numbers of what was moved with the plan."""
    Merger.objects.filter(pk=merger_id).update(outcome=dict(outcome))


def _heirs(plan: Plan, ids: Mapping[str, int]) -> Iterator[Heir]:
    """With the communes before and after those that are named: what was received in them too."""
    snapshot.look_again()
    organisation = snapshot.current()
    for move in plan.moves:
        steps = organisation.successors[move.old]
        step = next(step for step in steps if step.new_id == ids[move.new])
        for field in move.fields or ("",):
            for place in sorted(organisation.territory(step)) or (0,):
                yield Heir(move.old, field, place, step.new_id)


def _cleaned(agency: NewAgency) -> NewAgency:
    name = clean(agency.name, 200)
    short = clean(agency.short_name, 60) or name[:60]
    code, places = agency.code.strip().upper(), tuple(dict.fromkeys(agency.places))
    return NewAgency(name, short, code, tuple(agency.fields), places)


def _require_complete(
    kind: str, unit_ids: Sequence[int], agencies: Sequence[NewAgency], ground: str
) -> None:
    merges = kind == MergerKind.MERGE
    many = len(set(unit_ids)) >= 2 if merges else len(unit_ids) == 1
    wanted = 2 if kind == MergerKind.SPLIT else 1
    named = len(agencies) == wanted and all(agency.name for agency in agencies)
    if kind not in MergerKind.values or not many or not named or not ground:
        raise MergerIncomplete
    for agency in agencies[1:]:
        if bool(agency.fields) == bool(agency.places):
            raise MergerNeedsFields(unit=agency.name)


def _require_places(
    organisation: Organisation, unit_id: int, agencies: Sequence[NewAgency], on: date
) -> None:
    """Places are communes that stand; what is a commune itself has none that dossiers tell."""
    places = [place for agency in agencies for place in agency.places]
    unit = organisation.units[unit_id]
    if places and unit.kind == UnitKind.COMMUNE:
        raise MergerFinerThanPlaces(unit=unit.name)
    for place in places:
        commune = organisation.units.get(place)
        _require_open(commune, on)
        if commune is not None and commune.kind != UnitKind.COMMUNE:
            raise MergerNeedsFields(unit=commune.name)


def _require_open(unit: Unit | None, on: date) -> None:
    if unit is None or unit.valid.lower >= on or (unit.valid.upper or on) < on:
        name = unit.name if unit else "—"
        raise MergerUnitGone(unit=name, day=f"{on:%d/%m/%Y}")
    if unit.valid.upper is not None:
        raise MergerUnitGone(unit=unit.name, day=f"{on:%d/%m/%Y}")


def _require_codes(plan: Plan, units: Mapping[int, Unit], on: date) -> None:
    """Agencies have codes; a code that ends with an old unit of the plan is free for a new one."""
    taken: set[str] = set()
    for no, new in enumerate(plan.news):
        field = CODE_FIELDS[min(no, len(CODE_FIELDS) - 1)]
        if new.code and not is_current_code(new.code):
            raise BadCode(field=field, unit_code=new.code)
        if units[new.like].agency and not new.code:
            raise MergerNeedsCode(field=field, unit=new.name)
        other = Unit.objects.filter(code_current=new.code, valid__overlap=from_day(on))
        holder = other.exclude(pk__in=plan.olds).first() if new.code else None
        if holder is not None or (new.code and new.code in taken):
            by_whom = holder.name if holder else new.name
            raise CodeTaken(field=field, unit_code=new.code, unit=by_whom)
        taken.add(new.code)


def _prepared(public_id: str, by: Actor) -> Merger:
    merger = Merger.objects.select_for_update().filter(public_id=public_id).first()
    permissions.require(by, "organize")
    if merger is None:
        raise UnknownMerger
    if merger.state != MergerState.PREPARED:
        raise MergerDecided(state=merger.get_state_display())
    return merger
