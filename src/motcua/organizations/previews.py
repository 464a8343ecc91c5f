"""What a plan would change, told before it does: who goes where, and who loses a post."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from . import snapshot
from .errors import UnknownMerger
from .mergers import Plan, below
from .models import Delegation, Merger, Post, Unit
from .snapshot import Organisation
from .states import MergerState, Role

LEADERS = {Role.UNIT_LEADER, Role.DEPARTMENT_LEADER}


@dataclass(frozen=True, slots=True)
class MergerInfo:
    """A plan as lists show it. ``title`` says from whom to whom."""

    public_id: str
    kind: str
    kind_name: str
    title: str
    on: date
    ground: str
    state: str
    state_name: str
    prepared_at: datetime
    decided_at: datetime | None
    carried_out_on: date | None
    outcome: dict[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One old unit and the new one; ``fields`` or ``places`` (names) of a split."""

    old_id: int
    old_public_id: str
    old_name: str
    old_code: str
    new_key: str
    new_name: str
    new_code: str
    fields: tuple[str, ...] = ()
    stays: bool = False
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostLine:
    """One officer's post, and the unit in which it goes on; an empty key: it ends."""

    public_id: str
    person_name: str
    role_name: str
    unit_name: str
    new_key: str
    new_name: str


@dataclass(frozen=True, slots=True)
class Share:
    """To whom (by name) the work of an old unit goes: a field's, some communes', or the rest."""

    old_id: int
    field_code: str
    place_ids: tuple[int, ...]
    new_name: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole of a plan in words."""

    info: MergerInfo
    agencies: tuple[Line, ...]
    below: tuple[Line, ...]
    posts: tuple[PostLine, ...]
    notes: tuple[str, ...]
    heirs: tuple[Share, ...]
    targets: tuple[tuple[str, str], ...]

    @property
    def losing(self) -> list[PostLine]:
        """Posts that end."""
        return [line for line in self.posts if not line.new_key]

    @property
    def place_ids(self) -> list[int]:
        """Communes whose work leaves the first of the new units."""
        return sorted({place for share in self.heirs for place in share.place_ids})

    def heir_name(self, unit_id: int, field_code: str, moved: bool) -> str:
        """Who gets the work of an old unit, for a field; ``moved``: of the communes that leave."""
        mine = [share for share in self.heirs if share.old_id == unit_id]
        named = (s.new_name for s in mine if s.field_code and s.field_code == field_code)
        there = (s.new_name for s in mine if s.place_ids and moved)
        rest = (s.new_name for s in mine if not s.field_code and not s.place_ids)
        return next(named, next(there, next(rest, "")))


def mergers() -> list[MergerInfo]:
    """All plans, the newest first. Two queries."""
    organisation = snapshot.current()
    return [_info(row, organisation) for row in Merger.objects.order_by("-pk")]


def merger(public_id: str, day: date) -> Preview:
    """A plan and what it would change, or has changed. Four queries.

    :param day: as of which the units below are told.
    :raises UnknownMerger: there is none.
    """
    row = Merger.objects.filter(public_id=public_id).first()
    if row is None:
        raise UnknownMerger
    organisation, plan = snapshot.current(), Plan.from_json(row.plan)
    names = {new.key: new for new in plan.news}
    tops = {new.key for new in plan.news if not new.under}
    asked = row.on if row.state == MergerState.PREPARED and row.on < day else day
    posts = tuple(_posts(plan, asked)) if row.state == MergerState.PREPARED else ()
    return Preview(
        info=_info(row, organisation),
        agencies=tuple(_lines(organisation, plan, lambda key: key in tops)),
        below=tuple(_below(organisation, plan, asked)),
        posts=posts,
        notes=tuple(_notes(organisation, plan, posts, day)) if posts else (),
        heirs=tuple(
            Share(m.old, f, m.places, names[m.new].name)
            for m in plan.moves
            for f in m.fields or ("",)
        ),
        targets=tuple((new.key, new.name) for new in plan.news if not new.under),
    )


def _info(row: Merger, organisation: Organisation) -> MergerInfo:
    plan = Plan.from_json(row.plan)
    tops = [new for new in plan.news if not new.under]
    keys = {new.key for new in tops}
    olds = dict.fromkeys(move.old for move in plan.moves if move.new in keys)
    before = ", ".join(organisation.units[old].name for old in olds)
    return MergerInfo(
        public_id=row.public_id,
        kind=row.kind,
        kind_name=row.get_kind_display(),
        title=f"{before} → {', '.join(new.name for new in tops)}",
        on=row.on,
        ground=row.ground,
        state=row.state,
        state_name=row.get_state_display(),
        prepared_at=row.prepared_at,
        decided_at=row.decided_at,
        carried_out_on=row.carried_out_on,
        outcome=row.outcome,
    )


def _lines(organisation: Organisation, plan: Plan, wanted: Callable[[str], bool]) -> Iterator[Line]:
    names = {new.key: new for new in plan.news}
    for move in plan.moves:
        if wanted(move.new):
            old, new = organisation.units[move.old], names[move.new]
            places = tuple(organisation.units[place].name for place in move.places)
            line = _line(old, move.new, new.name, new.code)
            yield replace(line, fields=move.fields, places=places)


def _line(old: Unit, key: str, name: str, code: str, stays: bool = False) -> Line:
    return Line(old.pk, old.public_id, old.name, old.code_current, key, name, code, stays=stays)


def _below(organisation: Organisation, plan: Plan, day: date) -> Iterator[Line]:
    """Units below: joined under a new name, or as they are under the new agency."""
    tops = {new.key for new in plan.news if not new.under}
    yield from _lines(organisation, plan, lambda key: key not in tops)
    names, moved = {new.key: new for new in plan.news}, set(plan.olds)
    placed = dict(plan.below)
    for unit in below(organisation, plan, day):
        if unit.pk in moved:
            continue
        parent = organisation.parent_id(unit.pk, day) or 0
        key = placed.get(unit.pk) or plan.heir(parent)
        yield _line(unit, key, names[key].name if key else "", unit.code_current, stays=True)


def _posts(plan: Plan, day: date) -> Iterator[PostLine]:
    rows = Post.objects.filter(unit_id__in=plan.olds).select_related("user", "unit")
    held = rows.filter(Q(valid__endswith__gt=day) | Q(valid__upper_inf=True))
    chosen, names = dict(plan.posts), {new.key: new.name for new in plan.news}
    for post in held.order_by("unit_id", "user__full_name", "pk"):
        key = chosen.get(post.pk, plan.heir(post.unit_id))
        yield PostLine(
            post.public_id, post.user.full_name, str(Role(post.role).label), post.unit.name, key,
            names.get(key, ""),
        )  # fmt: skip


def _notes(
    organisation: Organisation, plan: Plan, posts: tuple[PostLine, ...], day: date
) -> Iterator[str]:
    """What a person should decide or know before it is carried out."""
    leaders = {str(role.label) for role in LEADERS}
    seats = Counter((p.new_name, p.role_name) for p in posts if p.new_key)
    for (unit, role), number in seats.items():
        if number > 1 and role in leaders:
            facts = {"unit": unit, "number": number, "role": role}
            yield (
                _(
                    "%(unit)s sẽ có %(number)s người cùng vai trò “%(role)s”. Nếu có người thôi "
                    "giữ chức, hãy chọn ở danh sách vị trí bên dưới."
                )
                % facts
            )
    if any(move.places for move in plan.moves):
        yield _(
            "Hồ sơ không ghi xã, phường, đặc khu nơi có đất hoặc nơi thực hiện ở lại với đơn vị "
            "thứ nhất. Hãy kiểm tra vị trí công tác bên dưới: người nào sang đơn vị thứ hai."
        )
    calendars = {organisation.calendar_id(old, day) for old in plan.olds}
    if len(calendars) > 1:
        yield _(
            "Các đơn vị cũ dùng lịch làm việc khác nhau. Đơn vị mới dùng lịch của đơn vị ghi "
            "trước; hạn của hồ sơ đã nhận vẫn tính theo lịch cũ."
        )
    lent = Delegation.objects.filter(valid__endswith__gt=day).filter(
        Q(from_post__unit_id__in=plan.olds) | Q(to_post__unit_id__in=plan.olds)
    )
    if number := lent.count():
        yield _(
            "%(number)s ủy quyền đang có hiệu lực sẽ tiếp tục giữa các vị trí mới; ủy quyền của "
            "vị trí kết thúc thì hết."
        ) % {"number": number}


def post_ids(public_ids: list[str]) -> dict[str, int]:
    """Ids of posts by what pages show of them. One query."""
    return dict(Post.objects.filter(public_id__in=public_ids).values_list("public_id", "pk"))
