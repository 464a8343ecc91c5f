"""One page of a list, as its template needs it: rows drawn, and every link that asks otherwise."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple, Protocol
from urllib.parse import parse_qsl

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.kernel.web import vn
from motcua.kernel.web.components.data import row, table, th
from motcua.kernel.web.components.html import attributes, element, join, safe

from .asking import COLUMNS, FORMATS, OPEN, SORT, Asked, choices
from .cells import draw, tip
from .spec import Choices, Code, Column, Filter, Look, R

ROOM = {"code": 15, "name": 11, "text": 14, "moment": 9, "day": 7, "due": 8.5, "short": 9}
"""How much room a column takes, in rem; wider tables than a screen scroll by themselves."""
SCREEN = 82


class View(Protocol):
    """A way of looking that somebody named; ``accounts.queries.ViewInfo`` is one."""

    @property
    def public_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def is_default(self) -> bool: ...


class Chip(NamedTuple):
    """A filter that is set, and the address without it."""

    label: str
    words: str
    url: str


class FieldShown(NamedTuple):
    """A filter as a field of the form."""

    filter: Filter
    value: str
    choices: Choices


class ColumnShown(NamedTuple):
    """A column in the panel of columns; the links move it, empty at an end."""

    key: str
    label: str
    chosen: bool
    always: bool
    before_url: str
    after_url: str


class ViewShown(NamedTuple):
    """A named view in the menu."""

    name: str
    url: str
    active: bool
    is_default: bool


class BulkAct(NamedTuple):
    """What may be done to ticked rows: a button that posts ``item`` (several) to ``url``."""

    label: str
    url: str


@dataclass(frozen=True)
class Shown(Generic[R]):
    """One page of a list. Templates read it; ``web/lists/list.html`` draws it.

    :param total: rows in all pages, or ``more`` than that.
    :param next_key: key of the last row shown, empty on the last page.
    :param href: address that opens a row; ``ident`` what its checkbox sends.
    :param tone: a bar at the left edge: ``danger``, ``warning``, ``muted`` or nothing.
    """

    asked: Asked[R]
    rows: Sequence[R]
    total: int
    more: bool
    next_key: str
    look: Look
    href: Callable[[R], str]
    views: Sequence[View] = ()
    bulk: Sequence[BulkAct] = ()
    ident: Callable[[R], str] = lambda row: ""
    problems: tuple[str, ...] = ()

    @cached_property
    def table(self) -> SafeString:
        """The rows, drawn."""
        spec = self.asked.spec
        heads = [self._head(column) for column in self.asked.columns]
        if self.bulk:
            heads.insert(0, _pick_all())
        head = element("thead", element("tr", join(heads)))
        body = element("tbody", join(self._row(one) for one in self.rows))
        caption = _("%(list)s, %(order)s") % {"list": spec.title, "order": self.order_words}
        return table(
            join((head, body)), caption=caption, rows=True, cards=True, id="bang", key="F6"
        )

    @property
    def wide(self) -> bool:
        """Whether the columns need more room than a screen has."""
        return sum(ROOM.get(column.width, 9) for column in self.asked.columns) > SCREEN

    @property
    def order_words(self) -> str:
        """The order in words, for the caption and for files."""
        way = _("giảm dần") if self.asked.descending else _("tăng dần")
        return _("sắp xếp theo %(sort)s, %(way)s") % {"sort": self.asked.sort.label, "way": way}

    @property
    def total_words(self) -> str:
        """“12 việc”, or “hơn 10.000 việc”."""
        facts = {"count": vn.number_text(self.total), "things": str(self.asked.spec.counts)}
        return (_("hơn %(count)s %(things)s") if self.more else _("%(count)s %(things)s")) % facts

    @property
    def all_problems(self) -> tuple[str, ...]:
        """Sentences on what was not understood."""
        return (*self.asked.problems, *self.problems)

    @property
    def chips(self) -> list[Chip]:
        """Filters that are set."""
        return [
            Chip(str(one.label), words, self.asked.without(one.key).address())
            for one, words in self.asked.chosen()
        ]

    @property
    def clear_url(self) -> str:
        """The list without any filter; order and columns stay."""
        return self.asked.but(values={}).address()

    @property
    def next_url(self) -> str:
        """The next page, or empty."""
        return f"?{self.asked.query(sau=self.next_key)}" if self.next_key else ""

    @property
    def first_url(self) -> str:
        """The first page, from any other; else empty."""
        return self.asked.address() if self.asked.after else ""

    @property
    def link(self) -> str:
        """The address that reproduces the list for somebody else."""
        return self.asked.address()

    @property
    def query(self) -> str:
        """What a view saves."""
        return self.asked.query()

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Formats and their addresses."""
        return [(kind, f"?{self.asked.query(xuat=kind)}") for kind in FORMATS]

    @property
    def panel_url(self) -> str:
        """The same list with the panel of filters open."""
        return f"?{self.asked.query(**{OPEN: 'loc'})}"

    @property
    def text_field(self) -> FieldShown | None:
        """The search box, if the list has one."""
        one = self.asked.spec.filter("q")
        return self._field(one) if one else None

    @property
    def quick_fields(self) -> list[FieldShown]:
        """Filters beside the search box."""
        return [self._field(one) for one in self.asked.spec.filters if one.quick]

    @property
    def panel_fields(self) -> list[FieldShown]:
        """Filters of the panel, with their choices; asks the database for those."""
        return [self._field(one) for one in self._in_panel()]

    @property
    def panel_count(self) -> int:
        """How many filters of the panel are set."""
        return sum(one.key in self.asked.values for one in self._in_panel())

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of filters sends besides what it shows."""
        asked = self.asked
        pairs = [(key, value) for key, value in asked.carried.items() if value]
        keys = tuple(column.key for column in asked.columns)
        if keys != asked.spec.shown:
            pairs.append((COLUMNS, ".".join(keys)))
        return pairs

    @property
    def folded(self) -> list[tuple[str, str]]:
        """What the form sends for the panel of filters while the panel is not there."""
        asked = self.asked
        pairs = [(f.key, asked.values[f.key]) for f in self._in_panel() if f.key in asked.values]
        if asked.order != asked.spec.sort:
            pairs.append((SORT, asked.order))
        return pairs

    @property
    def without_columns(self) -> list[tuple[str, str]]:
        """The question but for its columns: what the form of columns sends besides them."""
        return [pair for pair in parse_qsl(self.asked.query()) if pair[0] != COLUMNS]

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """Every order both ways, for the panel: ``(value, words, chosen)``."""
        ways = [("", _("tăng dần")), ("-", _("giảm dần"))]
        return [
            (
                f"{sign}{one.key}",
                _("%(sort)s, %(way)s") % {"sort": one.label, "way": way},
                f"{sign}{one.key}" == self.asked.order,
            )
            for one in self.asked.spec.sorts
            for sign, way in ways
        ]

    @property
    def columns(self) -> list[ColumnShown]:
        """All columns, those shown first and in their order."""
        shown = self.asked.columns
        rest = [c for c in self.asked.spec.columns if c not in shown]
        return [
            *(
                ColumnShown(
                    c.key,
                    str(c.label),
                    True,
                    c.always,
                    self._moved(place, -1),
                    self._moved(place, 1),
                )
                for place, c in enumerate(shown)
            ),
            *(ColumnShown(c.key, str(c.label), False, False, "", "") for c in rest),
        ]

    @property
    def default_columns_url(self) -> str:
        """The same list with the columns it usually has."""
        spec = self.asked.spec
        usual = tuple(c for key in spec.shown if (c := spec.column(key)))
        return self.asked.but(columns=usual).address()

    @property
    def menu(self) -> list[ViewShown]:
        """The reader's own views."""
        now = self.asked.query()
        return [
            ViewShown(
                one.name,
                f"?{one.query}" if one.query else self.everything_url,
                one.query == now,
                one.is_default,
            )
            for one in self.views
        ]

    @property
    def everything_url(self) -> str:
        """The list as it is without anybody's choices."""
        return "?xem=tat-ca"

    @property
    def untouched(self) -> bool:
        """Whether nothing at all was chosen."""
        return not self.asked.query()

    def _in_panel(self) -> Iterator[Filter]:
        return (one for one in self.asked.spec.filters if not one.quick and one.key != "q")

    def _field(self, one: Filter) -> FieldShown:
        given = choices(one, self.asked.day) if one.kind == "choice" else ()
        value = self.asked.words.get(one.key, "") if one.kind == "day" else self.asked.text(one.key)
        return FieldShown(one, value, given)

    def _moved(self, place: int, step: int) -> str:
        columns = list(self.asked.columns)
        target = place + step
        if not 0 <= target < len(columns):
            return ""
        columns[place], columns[target] = columns[target], columns[place]
        return self.asked.but(columns=tuple(columns)).address()

    def _head(self, column: Column[R]) -> SafeString:
        asked = self.asked
        order = asked.spec.order(column.sort) if column.sort else None
        if order is None:
            return th(str(column.label), width=column.width)
        here = order == asked.sort
        down = not asked.descending if here else order.descending
        return th(
            str(column.label),
            width=column.width,
            sort_url=asked.but(sort=order, descending=down).address(),
            sorted=("desc" if asked.descending else "asc") if here else "",
        )

    @cached_property
    def _cells(self) -> list[tuple[Column[R], str]]:
        """Each column with what all its cells begin with."""
        return [(c, f'<td data-label="{safe(c.label)}"') for c in self.asked.columns]

    @cached_property
    def _box(self) -> tuple[str, str]:
        """What all cells with a box begin with, and how a box is called by the code of its row."""
        return f'<td class="mc-col--pick" data-label="{safe(_("Chọn"))}">', _("Chọn %(code)s")

    def _row(self, one: R) -> SafeString:
        href = self.href(one)
        cells = [self._pick(one)] if self.bulk else []
        for column, begin in self._cells:
            value = column.value(one, self.look)
            title = f' title="{safe(whole)}"' if (whole := tip(value)) else ""
            cells.append(f"{begin}{title}>{draw(value, self.look, href)}</td>")
        return row("".join(cells), href=href)

    def _pick(self, one: R) -> str:
        values = (column.value(one, self.look) for column in self.asked.spec.columns)
        code = next((value.text for value in values if isinstance(value, Code)), "")
        begin, called = self._box
        name = called % {"code": code}
        box = attributes(
            type="checkbox", form="chon", name="item", value=self.ident(one), aria_label=name
        )
        return f"{begin}<input{box}></td>"


def _pick_all() -> SafeString:
    """Head the column of boxes: a script brings out the box for all, the words stand without it."""
    said = attributes(type="checkbox", data_mc_all=True, aria_label=_("Chọn cả trang"), hidden=True)
    inside = SafeString(f"{element('span', _('Chọn'), class_='mc-hidden')}<input{said}>")
    return element("th", inside, scope="col", class_="mc-col--pick")
