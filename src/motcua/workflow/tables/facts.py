"""What can be counted of a built process, and what it warns of. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from motcua.kernel.working_time import TimeLimit
from motcua.kernel.working_time.limits import number_text

from .limits import in_days
from .readings import Readings, TableReadings
from .table import Table
from .tree import Choice, Item, Leaf, leaves_of


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of one process, for the table of an import. Days are in the sense of `in_days`."""

    steps: int
    conditions: int
    parallel: int
    waits: int
    promises: int
    two_promises: bool
    sum_matches: bool | None
    longest_days: str
    steps_without_duration: int
    alternatives: int
    within: int
    anytime: int
    intake: int

    def to_json(self) -> dict[str, int | bool | str | None]:
        """As plain values."""
        return asdict(self)


def facts_of(
    table: Table, items: Sequence[Item], promises: Sequence[TimeLimit], readings: Readings
) -> Facts:
    """Count what a process has. Conditions are choices drawn; the rest of the prose by its kind."""
    leaves = leaves_of(items)
    kinds = [kind for row in table.rows for kind in readings.prose_kinds(row.text)]
    return Facts(
        steps=len(table.rows),
        conditions=_count(items, Choice),
        parallel=_count(items, None),
        waits=sum(leaf.rule.external for leaf in leaves),
        promises=len(promises),
        two_promises=len(promises) == 2,
        sum_matches=table.sum_matches,
        longest_days=number_text(longest(items)),
        steps_without_duration=sum(row.duration is None for row in table.rows),
        alternatives=sum(leaf.rule.has_alternatives for leaf in leaves),
        within=kinds.count("within"),
        anytime=kinds.count("anytime"),
        intake=kinds.count("intake"),
    )


def _count(items: Sequence[Item], kind: type[Choice] | None) -> int:
    """Choices (or, without a kind, forks) at any depth."""
    total = 0
    for item in items:
        if isinstance(item, Leaf):
            continue
        if isinstance(item, Choice):
            total += kind is Choice
            total += sum(_count(b.items, kind) for b in item.branches)
        else:
            total += kind is None
            total += sum(_count(b, kind) for b in item.branches)
    return total


def longest(items: Sequence[Item]) -> Decimal:
    """Days of the longest way through, without the waits that stop the clock."""
    return sum((_longest(item) for item in items), Decimal(0))


def _longest(item: Item) -> Decimal:
    if isinstance(item, Leaf):
        return Decimal(0) if item.stops_clock else in_days(item.allotted)
    if isinstance(item, Choice):
        return max(longest(branch.items) for branch in item.branches)
    return max(longest(branch) for branch in item.branches)


def warnings_of(
    table: Table,
    items: Sequence[Item],
    total: TimeLimit | None,
    promises: Sequence[TimeLimit],
    read: TableReadings,
) -> tuple[str, ...]:
    """What an importer, and later the dossier's page, must say about a process."""
    found = list(read.notes)
    days = longest(items)
    if total is None:
        found.append(_("Nguồn không in tổng thời hạn, hoặc in mà không có đơn vị."))
    elif days > in_days(total):
        found.append(
            _("Các bước cộng lại %(days)s ngày, nhiều hơn tổng %(total)s.")
            % {"days": number_text(days), "total": total.text}
        )
    if table.sum_matches is False:
        found.append(_("Nguồn: các bước cộng lại không bằng tổng thời hạn đã in."))
    if total and len(promises) > 1 and sum(map(in_days, promises)) != in_days(total):
        found.append(_("Các lần hẹn cộng lại không bằng tổng thời hạn."))
    found += _around_the_wait(items, promises)
    found += [
        _("Bước %(number)s in thời gian bằng 0: đọc là không tính thời gian.") % {"number": row.no}
        for row in table.rows
        if row.duration == 0
    ]
    return tuple(dict.fromkeys(found))


def _around_the_wait(items: Sequence[Item], promises: Sequence[TimeLimit]) -> list[str]:
    """With two promises, the steps up to the finance wait must fit into the first one."""
    if len(promises) != 2:
        return []
    before = Decimal(0)
    for leaf in leaves_of(items):
        if leaf.rule.step_kind == "finance":
            break
        before += Decimal(0) if leaf.stops_clock else in_days(leaf.allotted)
    if before == in_days(promises[0]):
        return []
    return [
        _("Các bước trước nghĩa vụ tài chính cộng lại %(days)s ngày, khác hẹn lần 1 (%(first)s).")
        % {"days": number_text(before), "first": promises[0].text}
    ]
