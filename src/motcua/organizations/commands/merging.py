"""Acts on plans by which agencies change: prepare, adjust, withdraw; and the carrying out, which is
part of the command of the room that knows what these agencies hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q

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
    MergerIncomplete,
    MergerNeedsCode,
    MergerNeedsFields,
    MergerOfPast,
    MergerTooEarly,
    MergerUnitGone,
    UnknownMerger,
)
from motcua.organizations.mergers import NewAgency, NewUnit, Plan, drafted, renamed
from motcua.organizations.models import (
    Delegation,
    Merger,
    Post,
    ServiceArea,
    Subordination,
    Unit,
    UnitCalendar,
    UnitField,
    UnitSuccession,
)
from motcua.organizations.rules import is_current_code, old_from_current
from motcua.organizations.states import MergerKind, MergerState

from .titles import follow_titles

CODE_FIELDS = ("code", "second_code")
"""The fields of the form in which the codes of the new agencies are told, the first one first."""


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What became of whom, by ids, for the rooms that hold something of the old ones.

    :ivar heirs: (old unit, field of procedures or empty for the rest, new unit).
    :ivar posts: (old post, the post that follows it, its unit); the others ended.
    """

    merger_id: int
    on: date
    ground: str
    heirs: tuple[tuple[int, str, int], ...]
    posts: tuple[tuple[int, int, int], ...]

    @property
    def units(self) -> list[int]:
        """The units that ended."""
        return sorted({old for old, _field, _new in self.heirs})


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
    :param agencies: those that begin: one, or two of a split, the second with its fields; one that
        only gets another name keeps its code where none is given.
    :param on: their first day by the decision; today or later.
    :raises NotPermitted: ``by`` is not a system administrator.
    :raises MergerIncomplete, MergerNeedsFields, MergerOfPast, MergerUnitGone, MergerNeedsCode,
        BadCode, CodeTaken: see their sentences.

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
    ids = _Reform(plan, olds, day, merger.ground).carry_out()
    posts = _follow_posts(plan, ids, day)
    follow_titles(plan, ids, day)
    merger.state, merger.decided_at, merger.carried_out_on = MergerState.CARRIED_OUT, at, day
    merger.decided_by_post_id = by.post_id
    merger.save(update_fields=["state", "decided_at", "carried_out_on", "decided_by_post"])
    follow = {old: new for old, new in posts.items() if new is not None}
    units = dict(Post.objects.filter(pk__in=follow.values()).values_list("pk", "unit_id"))
    gone_on = [(old, new, units[new]) for old, new in follow.items()]
    heirs = [
        (move.old, field, ids[move.new]) for move in plan.moves for field in move.fields or ("",)
    ]
    return CarriedOut(merger.pk, day, merger.ground, tuple(heirs), tuple(gone_on))


@part_of_command
def note_outcome(merger_id: int, outcome: Mapping[str, object]) -> None:
    """Keep the numbers of what was moved with the plan."""
    Merger.objects.filter(pk=merger_id).update(outcome=dict(outcome))


def _cleaned(agency: NewAgency) -> NewAgency:
    name = clean(agency.name, 200)
    short = clean(agency.short_name, 60) or name[:60]
    return NewAgency(name, short, agency.code.strip().upper(), tuple(agency.fields))


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
        if not agency.fields:
            raise MergerNeedsFields(unit=agency.name)


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


@dataclass(slots=True)
class _Reform:
    """Units, the tree, charges and areas of one plan on its day."""

    plan: Plan
    olds: Mapping[int, Unit]
    day: date
    ground: str

    def carry_out(self) -> dict[str, int]:
        """Ids of the new units by key."""
        for unit in self.olds.values():
            unit.valid = from_day(unit.valid.lower, self.day)
            unit.save(update_fields=["valid"])
        ids = {new.key: self._found(new) for new in self.plan.news}
        for move in self.plan.moves:
            UnitSuccession.objects.create(
                old_id=move.old,
                new_id=ids[move.new],
                on=self.day,
                ground=self.ground,
                field_codes=list(move.fields),
            )
        self._tree(ids)
        self._charges(ids)
        self._areas(ids)
        return ids

    def _found(self, new: NewUnit) -> int:
        like = self.olds[new.like]
        first = next(other for other in self.plan.news if other.like == new.like)
        return Unit.objects.create(
            kind=like.kind,
            name=new.name,
            short_name=new.short_name,
            level=like.level,
            place_class=like.place_class,
            agency=like.agency,
            key=like.key if first is new else "",
            code_current=new.code,
            code_old=old_from_current(new.code) if new.code else "",
            hotline=like.hotline,
            head_name="",
            address=like.address,
            opening_hours=like.opening_hours,
            valid=from_day(self.day),
        ).pk

    def _tree(self, ids: Mapping[str, int]) -> None:
        edges = Subordination.objects.filter(valid__contains=self.day)
        parents = dict(edges.filter(unit_id__in=self.olds).values_list("unit_id", "parent_id"))
        stay, placed = list(edges.filter(parent_id__in=self.olds)), dict(self.plan.below)
        _end(edges.filter(Q(unit_id__in=self.olds) | Q(parent_id__in=self.olds)), self.day)
        for new in self.plan.news:
            parent = ids[new.under] if new.under else parents.get(new.like)
            if parent is not None:
                self._put(ids[new.key], self._living(parent, ids))
        for edge in stay:
            if edge.unit_id not in self.olds:
                key = placed.get(edge.unit_id) or self.plan.heir(edge.parent_id)
                self._put(edge.unit_id, ids[key], edge.valid.upper)

    def _living(self, unit_id: int, ids: Mapping[str, int]) -> int:
        return ids[self.plan.heir(unit_id)] if unit_id in self.olds else unit_id

    def _put(self, unit_id: int, parent_id: int, until: date | None = None) -> None:
        valid = from_day(self.day, until)
        Subordination.objects.create(unit_id=unit_id, parent_id=parent_id, valid=valid)

    def _charges(self, ids: Mapping[str, int]) -> None:
        """Fields go where their dossiers go; the calendar of the first old unit that has one."""
        fields = UnitField.objects.filter(unit_id__in=self.olds, valid__contains=self.day)
        kept = {
            (self.plan.heir(row.unit_id, row.field_code), row.field_code)
            for row in fields.order_by("pk")
        }
        calendars = UnitCalendar.objects.filter(
            unit_id__in=self.olds, valid__contains=self.day, editions__endswith__isnull=True
        ).order_by("pk")
        own = {row.unit_id: row.calendar_id for row in calendars}
        works = {move.new: own[move.old] for move in reversed(self.plan.moves) if move.old in own}
        _end(fields, self.day)
        _end(calendars, self.day)
        for key, code in sorted(kept):
            UnitField.objects.create(unit_id=ids[key], field_code=code, valid=from_day(self.day))
        for key, calendar_id in sorted(works.items()):
            UnitCalendar.objects.create(
                unit_id=ids[key], calendar_id=calendar_id, valid=from_day(self.day)
            )

    def _areas(self, ids: Mapping[str, int]) -> None:
        """Who serves whom: of two that served the parts of a new commune, the first."""
        areas = ServiceArea.objects.filter(valid__contains=self.day)
        rows = areas.filter(Q(unit_id__in=self.olds) | Q(commune_id__in=self.olds))
        drawn: dict[tuple[int, str], int] = {}
        order = {old: no for no, old in enumerate(self.plan.olds)}
        for row in sorted(rows, key=lambda r: (order.get(r.commune_id, -1), r.pk)):
            commune = self._living(row.commune_id, ids)
            drawn.setdefault((commune, row.service), self._living(row.unit_id, ids))
        _end(rows, self.day)
        for (commune_id, service), unit_id in drawn.items():
            ServiceArea.objects.create(
                unit_id=unit_id, commune_id=commune_id, service=service, valid=from_day(self.day)
            )


def _follow_posts(plan: Plan, ids: Mapping[str, int], day: date) -> dict[int, int | None]:
    """Let people go with their units: each post ends, and goes on in the new unit or does not."""
    rows = Post.objects.select_for_update().filter(unit_id__in=plan.olds)
    held = rows.filter(Q(valid__endswith__gt=day) | Q(valid__upper_inf=True)).order_by("pk")
    chosen, found = dict(plan.posts), dict[int, int | None]()
    made: dict[tuple[int, int, str], Post] = {}
    for post in held:
        key = chosen.get(post.pk, plan.heir(post.unit_id))
        if not key:
            found[post.pk] = None
            continue
        again = made.get((post.user_id, ids[key], post.role))
        if again is None:
            again = _appointed_again(post, ids[key], day)
            made[post.user_id, ids[key], post.role] = again
        else:
            _join(again, post, day)
        found[post.pk] = again.pk
    _follow_delegations(found, day)
    for post in held:
        if found[post.pk] != post.pk:  # one that begins today has one day, and is not forgotten
            lower = post.valid.lower
            post.valid = from_day(lower, max(day, lower + timedelta(days=1)))
            post.save(update_fields=["valid"])
    return found


def _appointed_again(post: Post, unit_id: int, day: date) -> Post:
    """The post in the new unit; one that begins only now is moved itself."""
    if post.valid.lower >= day:
        post.unit_id = unit_id
        post.save(update_fields=["unit"])
        return post
    return Post.objects.create(
        user_id=post.user_id,
        unit_id=unit_id,
        role=post.role,
        share=post.share,
        valid=from_day(day, post.valid.upper),
    )


def _join(again: Post, post: Post, day: date) -> None:
    """Two posts of one person become one: the shares of both, the days of both."""
    since = max(post.valid.lower, day)
    uppers = (again.valid.upper, post.valid.upper)
    until = None if None in uppers else max(upper for upper in uppers if upper is not None)
    again.share = min(Decimal(1), again.share + post.share)
    again.valid = from_day(min(again.valid.lower, since), until)
    again.save(update_fields=["share", "valid"])


def _follow_delegations(posts: Mapping[int, int | None], day: date) -> None:
    """What one post lends another goes on between those that follow them, if both do."""
    rows = Delegation.objects.filter(Q(from_post_id__in=posts) | Q(to_post_id__in=posts))
    held = list(rows.filter(valid__endswith__gt=day))
    _end(rows, day)
    for row in held:
        lent = posts.get(row.from_post_id, row.from_post_id)
        to = posts.get(row.to_post_id, row.to_post_id)
        if lent is not None and to is not None and lent != to:
            valid = from_day(max(row.valid.lower, day), row.valid.upper)
            same = Delegation.objects.filter(from_post_id=lent, to_post_id=to)
            if not same.filter(valid__overlap=valid).exists():
                Delegation.objects.create(
                    from_post_id=lent, to_post_id=to, valid=valid, ground=row.ground
                )


def _end(rows: Iterable[object], on: date) -> None:
    """Let dated rows end on ``on``; those that would only begin then are taken back."""
    for row in list(rows):
        if row.valid.lower >= on:  # type: ignore[attr-defined]
            row.delete()  # type: ignore[attr-defined]
        else:
            row.valid = from_day(row.valid.lower, on)  # type: ignore[attr-defined]
            row.save(update_fields=["valid"])  # type: ignore[attr-defined]
