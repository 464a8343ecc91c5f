"""What carrying out a plan does to units, the tree, charges, areas and the people in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from motcua.kernel.dates import since as from_day
from motcua.organizations.mergers import NewUnit, Plan
from motcua.organizations.models import (
    Delegation,
    Post,
    ServiceArea,
    Subordination,
    Unit,
    UnitCalendar,
    UnitField,
    UnitSuccession,
)
from motcua.organizations.rules import old_from_current

from ._dated import end


@dataclass(slots=True)
class Reform:
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
                place_ids=list(move.places),
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
        end(edges.filter(Q(unit_id__in=self.olds) | Q(parent_id__in=self.olds)), self.day)
        for new in self.plan.news:
            parent = ids[new.under] if new.under else parents.get(new.like)
            if parent is not None:
                self._put(ids[new.key], self._living(parent, ids))
        for edge in stay:
            if edge.unit_id not in self.olds:
                key = placed.get(edge.unit_id) or self.plan.heir(edge.parent_id)
                self._put(edge.unit_id, ids[key], edge.valid.upper)

    def _living(self, unit_id: int, ids: Mapping[str, int], place_id: int = 0) -> int:
        if unit_id not in self.olds:
            return unit_id
        return ids[self.plan.heir(unit_id, place_id=place_id)]

    def _put(self, unit_id: int, parent_id: int, until: date | None = None) -> None:
        valid = from_day(self.day, until)
        Subordination.objects.create(unit_id=unit_id, parent_id=parent_id, valid=valid)

    def _charges(self, ids: Mapping[str, int]) -> None:
        """Fields go where their dossiers go; the calendar of the first old unit that has one."""
        fields = UnitField.objects.filter(unit_id__in=self.olds, valid__contains=self.day)
        kept = {
            (key, row.field_code)
            for row in fields.order_by("pk")
            for key in self.plan.in_charge(row.unit_id, row.field_code)
        }
        calendars = UnitCalendar.objects.filter(
            unit_id__in=self.olds, valid__contains=self.day, editions__endswith__isnull=True
        ).order_by("pk")
        own = {row.unit_id: row.calendar_id for row in calendars}
        works = {move.new: own[move.old] for move in reversed(self.plan.moves) if move.old in own}
        end(fields, self.day)
        end(calendars, self.day)
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
            serves = self._living(row.unit_id, ids, row.commune_id)
            drawn.setdefault((commune, row.service), serves)
        end(rows, self.day)
        for (commune_id, service), unit_id in drawn.items():
            ServiceArea.objects.create(
                unit_id=unit_id, commune_id=commune_id, service=service, valid=from_day(self.day)
            )


def follow_posts(plan: Plan, ids: Mapping[str, int], day: date) -> dict[int, int | None]:
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
    end(rows, day)
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
