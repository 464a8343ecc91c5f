"""What an address asks of a list. What it asks wrongly is told in a sentence; the rest applies."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.kernel.text import clean

from .spec import Choices, Column, Filter, ListSpec, R, Sort

COLUMNS, SORT, AFTER, OPEN, EXPORT, ALL = "cot", "sap-xep", "sau", "mo", "xuat", "xem"
FORMATS = ("xlsx", "csv")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Asked(Generic[R]):
    """One question to a list, read from an address; ``address()`` writes it back.

    :param values: filters that are set, by key, as valid text (days as ISO).
    :param words: the same as a person reads them.
    :param after: key of the last row of the page before.
    :param problems: sentences on what in the address was not understood.
    """

    spec: ListSpec[R]
    day: date
    values: Mapping[str, str]
    words: Mapping[str, str]
    columns: tuple[Column[R], ...]
    sort: Sort
    descending: bool
    carried: Mapping[str, str]
    after: str = ""
    panel: bool = False
    export: str = ""
    problems: tuple[str, ...] = ()

    def text(self, key: str) -> str:
        """The value of a filter; empty where it is not set."""
        return self.values.get(key, "")

    def date(self, key: str) -> date | None:
        """The day of a filter of days."""
        value = self.values.get(key)
        return date.fromisoformat(value) if value else None

    @property
    def order(self) -> str:
        """The order as in the address: ``han``, or ``-han`` where it goes down."""
        return f"{'-' if self.descending else ''}{self.sort.key}"

    def but(self, **changes: object) -> "Asked[R]":
        """The same question with something else in it, from its first page."""
        return replace(self, **({"after": ""} | changes))  # type: ignore[arg-type]

    def without(self, key: str) -> "Asked[R]":
        """The same question with one filter taken off."""
        return self.but(values={k: v for k, v in self.values.items() if k != key})

    def query(self, **more: str) -> str:
        """The question as the query of an address: always the same text for the same question."""
        pairs = [(key, self.carried[key]) for key in self.spec.carried if self.carried.get(key)]
        pairs += [(f.key, self.values[f.key]) for f in self.spec.filters if self.values.get(f.key)]
        if (shown := tuple(column.key for column in self.columns)) != self.spec.shown:
            pairs.append((COLUMNS, ".".join(shown)))
        if self.order != self.spec.sort:
            pairs.append((SORT, self.order))
        return urlencode([*pairs, *((key, value) for key, value in more.items() if value)])

    def address(self, **more: str) -> str:
        """A link to the question. Without anything asked it says so, or a default view opens."""
        return f"?{self.query(**more) or f'{ALL}=tat-ca'}"

    def chosen(self) -> Iterator[tuple[Filter, str]]:
        """Filters that are set, with the words of their values."""
        for one in self.spec.filters:
            if one.key in self.words and one.key in self.values:
                yield one, self.words[one.key]


class _Reader(Generic[R]):
    def __init__(self, spec: ListSpec[R], given: QueryDict, day: date) -> None:
        self.spec, self.given, self.day = spec, given, day
        self.problems: list[str] = []
        self.values: dict[str, str] = {}
        self.words: dict[str, str] = {}

    def read(self) -> Asked[R]:
        for one in self.spec.filters:
            if text := clean(self.given.get(one.key, "")[: LONGEST * 2], LONGEST):
                self._filter(one, text)
        self.problems += self.spec.check(self.values)
        sort, descending = self._sort()
        columns = self._columns()
        self._strangers()
        return Asked(
            spec=self.spec,
            day=self.day,
            values=self.values,
            words=self.words,
            columns=columns,
            sort=sort,
            descending=descending,
            carried={key: self.given.get(key, "")[:LONGEST] for key in self.spec.carried},
            after=self.given.get(AFTER, "")[:400],
            panel=self.given.get(OPEN) == "loc",
            export=self._export(),
            problems=tuple(self.problems),
        )

    def _filter(self, one: Filter, text: str) -> None:
        words: str | None = text
        if one.kind == "day":
            if found := _day(text):
                text, words = found.isoformat(), found.strftime("%d/%m/%Y")
            else:
                self._say(
                    _("Ngày “%(value)s” ở “%(filter)s” không đọc được; hãy viết như 16/11/2026."),
                    value=text,
                    filter=one.label,
                )
                return
        elif one.kind == "choice":
            known = one.name_of or dict(choices(one, self.day)).get
            words = known(text)
        if words is None:
            self._say(
                _("Bộ lọc “%(filter)s” không có lựa chọn “%(value)s” nên không được dùng."),
                value=text,
                filter=one.label,
            )
            return
        self.values[one.key], self.words[one.key] = text, words

    def _sort(self) -> tuple[Sort, bool]:
        asked = self.given.get(SORT, "")[:40] or self.spec.sort
        found = self.spec.order(asked.removeprefix("-"))
        if found is None:
            self._say(
                _("Danh sách này không sắp xếp được theo “%(value)s” nên giữ thứ tự thường dùng."),
                value=asked,
            )
            asked = self.spec.sort
            found = self.spec.order(asked.removeprefix("-"))
            assert found is not None  # noqa: S101 - a list's own order exists
        return found, asked.startswith("-")

    def _columns(self) -> tuple[Column[R], ...]:
        keys = [k for part in self.given.getlist(COLUMNS)[:60] for k in part[:400].split(".") if k]
        known = [self.spec.column(key) for key in dict.fromkeys(keys)]
        if None in known:
            strange = next(k for k in keys if self.spec.column(k) is None)
            self._say(_("Danh sách này không có cột “%(value)s”."), value=strange)
        columns = [column for column in known if column is not None]
        if not columns:
            columns = [c for key in self.spec.shown if (c := self.spec.column(key))]
        missing = [c for c in self.spec.columns if c.always and c not in columns]
        return (*missing, *columns)

    def _export(self) -> str:
        wanted = self.given.get(EXPORT, "")
        if wanted and wanted not in FORMATS:
            self._say(_("Chỉ xuất được tệp xlsx hoặc csv."))
            return ""
        return wanted

    def _strangers(self) -> None:
        known = {COLUMNS, SORT, AFTER, OPEN, EXPORT, ALL, *self.spec.carried}
        known |= {one.key for one in self.spec.filters}
        for key in [key for key in self.given if key not in known][:3]:
            self._say(_("Địa chỉ có điều kiện “%(value)s” mà danh sách này không biết."), value=key)

    def _say(self, sentence: str, **facts: object) -> None:
        shown = {name: clean(str(value), 60) for name, value in facts.items()}
        self.problems.append(sentence % shown)


def read(spec: ListSpec[R], given: QueryDict, day: date) -> Asked[R]:
    """Read what an address asks of a list. Asks the database only for the words of set choices.

    :param day: today in Vietnam: choices are those of this day.
    """
    return _Reader(spec, given, day).read()


def choices(one: Filter, day: date) -> Choices:
    """What there is to choose in a filter."""
    return one.choices(day) if one.choices else ()


_SLASHED = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


def _day(text: str) -> date | None:
    try:
        if match := _SLASHED.match(text):
            day, month, year = (int(part) for part in match.groups())
            found = date(year, month, day)
        else:
            found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None
