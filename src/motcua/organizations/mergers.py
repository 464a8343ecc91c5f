"""What a plan says: which new units there will be, who goes on in which, and who does not. Pure.

The plan is drafted from the tree (:func:`drafted`) and can be changed until it is carried out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from motcua.kernel.text import fold

from .models import Unit
from .snapshot import Organisation
from .states import MergerKind


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that the plan founds. What is not said here, it has from ``like``.

    :ivar key: its name within the plan.
    :ivar like: the old unit whose kind, level, address and place in the tree it takes over.
    :ivar under: key of the new unit above it; empty: where ``like`` stands.
    """

    key: str
    like: int
    name: str
    short_name: str
    code: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """An old unit goes on in a new one; of a split, with the fields or the places that go there.

    :ivar places: communes by id: whose dossiers go there.
    """

    old: int
    new: str
    fields: tuple[str, ...] = ()
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of it.

    :ivar below: units that stay as they are and stand under a new one: (unit, key).
    :ivar posts: posts that do not follow their unit: (post, key), the empty key loses the post.
    """

    news: tuple[NewUnit, ...]
    moves: tuple[Move, ...]
    below: tuple[tuple[int, str], ...] = ()
    posts: tuple[tuple[int, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Plan:
        """As it was kept."""
        return cls(
            news=tuple(NewUnit(**new) for new in kept["news"]),
            moves=tuple(
                Move(m["old"], m["new"], tuple(m["fields"]), tuple(m.get("places", ())))
                for m in kept["moves"]
            ),
            below=tuple((unit, key) for unit, key in kept["below"]),
            posts=tuple((post, key) for post, key in kept["posts"]),
        )

    @property
    def olds(self) -> list[int]:
        """Units that end, in the order in which they are named."""
        return list(dict.fromkeys(move.old for move in self.moves))

    def heir(self, unit_id: int, field_code: str = "", place_id: int = 0) -> str:
        """Key of the new unit in which an old one goes on, for a field of procedures or a commune.

        >>> plan = Plan((), (Move(1, "a"), Move(1, "b", ("dat-dai",))))
        >>> plan.heir(1), plan.heir(1, "dat-dai"), plan.heir(2)
        ('a', 'b', '')
        >>> plan = Plan((), (Move(1, "a"), Move(1, "b", (), (7,))))
        >>> plan.heir(1), plan.heir(1, place_id=7), plan.heir(1, "dat-dai", 8)
        ('a', 'b', 'a')
        """
        mine = [move for move in self.moves if move.old == unit_id]
        by_field = (m.new for m in mine if field_code and field_code in m.fields)
        by_place = (m.new for m in mine if place_id and place_id in m.places)
        rest = (m.new for m in mine if not m.fields and not m.places)
        first = mine[0].new if mine else ""
        return next(by_field, next(by_place, next(rest, first)))

    def in_charge(self, unit_id: int, field_code: str) -> list[str]:
        """Keys of the new units that have a field of an old one: both of two that share places."""
        mine = [move for move in self.moves if move.old == unit_id]
        if any(move.places for move in mine):
            return [move.new for move in mine]
        return [self.heir(unit_id, field_code)]


@dataclass(frozen=True, slots=True)
class NewAgency:
    """What an administrator says of a new agency.

    :ivar fields: of a split by fields of procedures, those that go to it.
    :ivar places: of a split by place, the communes (ids) whose dossiers go to it.
    """

    name: str
    short_name: str
    code: str = ""
    fields: tuple[str, ...] = ()
    places: tuple[int, ...] = ()


def drafted(
    organisation: Organisation,
    kind: str,
    unit_ids: Sequence[int],
    agencies: Sequence[NewAgency],
    day: date,
) -> Plan:
    """The plan that follows from the tree of ``day``; nobody loses a post in it.

    Units below go on as they are. Of agencies that merge, those of one kind and one name but for
    the place become one: a commune has one centre, not two.
    """
    tops = tuple(
        NewUnit(f"n{no}", unit_ids[0], agency.name, agency.short_name, agency.code)
        for no, agency in enumerate(agencies, 1)
    )
    if kind == MergerKind.SPLIT:
        moves = tuple(
            Move(unit_ids[0], top.key, *((agency.fields, agency.places) if no else ()))
            for no, (top, agency) in enumerate(zip(tops, agencies, strict=True))
        )
        plan = Plan(tops, moves)
        return Plan(tops, moves, tuple(_divided(organisation, plan, unit_ids[0], day)))
    plan = Plan(tops, tuple(Move(unit_id, "n1") for unit_id in unit_ids))
    names = _joined(organisation, plan, day) if kind == MergerKind.MERGE else {}
    return renamed(organisation, plan, names, day)


def renamed(organisation: Organisation, plan: Plan, names: dict[int, str], day: date) -> Plan:
    """The same plan with these names for units below; those of one kind and name become one.

    :param names: unit below → its new name; left out or empty: it goes on as it is.
    """
    tops = tuple(new for new in plan.news if not new.under)
    top_keys = {top.key for top in tops}
    moves = [move for move in plan.moves if move.new in top_keys]
    kept = Plan(tops, tuple(moves))
    news, found = list(tops), dict[tuple[str, str, str], str]()
    stay: list[tuple[int, str]] = []
    chosen = dict(plan.below)
    for child in below(organisation, kept, day):
        parent = organisation.parent_id(child.pk, day) or 0
        top = chosen.get(child.pk) if chosen.get(child.pk) in top_keys else kept.heir(parent)
        name = names.get(child.pk, "").strip()
        if not name:
            stay.append((child.pk, top or ""))
            continue
        key = found.get((child.kind, fold(name), top or ""))
        if key is None:
            key = found[child.kind, fold(name), top or ""] = f"n{len(news) + 1}"
            short = child.short_name if fold(name) == fold(child.name) else name[:60]
            news.append(NewUnit(key, child.pk, name, short, child.code_current, top or ""))
        moves.append(Move(child.pk, key))
    return Plan(tuple(news), tuple(moves), tuple(stay), plan.posts)


def below(organisation: Organisation, plan: Plan, day: date) -> list[Unit]:
    """Units directly below those that end, which do not end as agencies of the plan themselves."""
    tops = {new.key for new in plan.news if not new.under}
    olds = [old for old in plan.olds if any(m.old == old and m.new in tops for m in plan.moves)]
    found = [child for old in olds for child in organisation.children_of(old, day)]
    return [organisation.units[child] for child in found if child not in olds]


def _divided(
    organisation: Organisation, plan: Plan, unit_id: int, day: date
) -> list[tuple[int, str]]:
    """Of a split: each unit below goes where the first of its own fields, or of the communes that
    it serves, goes."""
    return [
        (
            child,
            plan.heir(
                unit_id,
                next(iter(organisation.field_codes(child, day)), ""),
                next(iter(organisation.served_by(child, day)), 0),
            ),
        )
        for child in organisation.children_of(unit_id, day)
    ]


def _joined(organisation: Organisation, plan: Plan, day: date) -> dict[int, str]:
    """New names of those units below that have their like under another of the old agencies."""
    new_name = plan.news[0].name
    common = min(_common(organisation.units[old].name, new_name) for old in plan.olds)
    alike = defaultdict[tuple[str, str], list[tuple[int, int]]](list)
    stems: dict[int, str] = {}
    for child in below(organisation, plan, day):
        parent = organisation.units[organisation.parent_id(child.pk, day) or plan.olds[0]]
        place, new_place = parent.name[common:].strip(), new_name[common:].strip()
        if place and child.name.endswith(place):
            stem = child.name.removesuffix(place)
            stems[child.pk] = (stem + new_place).strip()
            alike[child.kind, fold(stem)].append((child.pk, parent.pk))
    return {
        child: stems[child]
        for group in alike.values()
        if len({parent for _child, parent in group}) > 1
        for child, _parent in group
    }


def _common(one: str, other: str) -> int:
    """Length of the words with which both begin.

    >>> _common("Ủy ban nhân dân xã Sen", "Ủy ban nhân dân xã Lúa")
    19
    """
    length = 0
    for first, second in zip(one.split(" "), other.split(" "), strict=False):
        if first != second:
            break
        length += len(first) + 1
    return length
