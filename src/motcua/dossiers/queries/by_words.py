"""Dossiers by words: from the index of words where few have them, else among the newest.

An index of words gives its rows in no order. Words that thousands of dossiers have would be fetched
thousandfold and sorted for a page of fifty; those fifty are found among the newest.
"""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from motcua.dossiers.models import Dossier, DossierSearch, DossierUnit, SearchWord
from motcua.kernel.paging import Order
from motcua.kernel.text import fold
from motcua.parties import queries as parties

NEWEST: Final = Order("received_at", "moment", descending=True)
MOST_NAMED: Final = 5_000
"""Dossiers that are looked up once, for count and page alike; more are asked for with each."""
COMMON: Final = 5_000
"""Words that more dossiers have than this are sooner found among the newest."""
LOOKED_THROUGH: Final = 15_000
"""So many of the newest are looked through for a page."""
MOST_ENDINGS: Final = 5
"""A beginning that more words have is asked for as a beginning, not word by word."""


def matching(words: str) -> QuerySet[Any, int]:
    """Ids of dossiers that the words mean, as ``Sought`` reads them; for a subquery.

    At most two queries.
    """
    return Sought.read(words).ids()


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody typed into a search box.

    Dossiers whose code begins so or whose names hold the words: each word whole, in any order; the
    last one may be the beginning of a word, since somebody may still be typing it. Digits alone
    are somebody's number or phone, or the last four of one, where there is such a person: then
    their dossiers.
    """

    people: Sequence[int]
    meant: Q

    @classmethod
    def read(cls, words: str) -> Self:
        """Look at the words. One query, at most two for digits that are somebody's."""
        if people := parties.find_by_digits(words):
            return cls(people, Q())
        folded = fold(words)
        meant = Q(code_folded__startswith=folded)
        if terms := "".join(c if c.isalnum() else " " for c in folded).split():
            meant |= Q(_Holds(F("words"), Value(_query(terms))))
        return cls((), meant)

    def ids(self) -> QuerySet[Any, int]:
        """Ids of the dossiers, for a subquery."""
        if self.people:
            theirs = Q(owner_id__in=self.people) | Q(submitter_id__in=self.people)
            return Dossier.objects.filter(theirs).values_list("pk", flat=True)
        return DossierSearch.objects.filter(self.meant).values_list("dossier_id", flat=True)

    def few(self, rows: QuerySet[Dossier]) -> list[int] | None:
        """Ids of those of the rows that are meant; None where they are too many. One query."""
        found = rows.filter(pk__in=self.ids()).order_by().values_list("pk", flat=True)
        known = list(found[: MOST_NAMED + 1])
        return known if len(known) <= MOST_NAMED else None

    def common(self) -> bool:
        """Whether the planner, from its statistics, expects more than ``COMMON`` dossiers.

        One query, which reads no row; none for somebody's digits.
        """
        if self.people:
            return False
        (plan,) = json.loads(self.ids().order_by().explain(format="json"))
        return bool(plan["Plan"]["Plan Rows"] > COMMON)

    def newest(self, units: Sequence[int] | None, after: str, most: int) -> list[int] | None:
        """Ids of the first ``most`` that are meant behind the key ``after``, newest first; None
        where there are not so many among those that were looked through. One query.

        :param units: whose dossiers; None for all.
        :raises BadKey: no page gave this key.
        """
        rows: QuerySet[Any] = Dossier.objects.all()
        order, also, whose = NEWEST, "", list[list[int]]()
        if units is not None and len(units) == 1:
            rows = DossierUnit.objects.filter(unit_id=units[0])
            order = dataclasses.replace(order, id="dossier_id")
        elif units is not None:
            also, whose = _SEEN, [list(units)]
        walk = order.after(rows, after).values_list(order.id, order.by)[:LOOKED_THROUGH]
        # A scalar, which the planner leaves where it is: it would turn EXISTS into a join, the
        # index of words first.
        hit = DossierSearch.objects.filter(dossier_id=RawSQL("n.id", [])).values_list(
            ExpressionWrapper(self.meant, output_field=BooleanField())
        )
        walked, bounds = walk.query.sql_with_params()
        asked, meant = hit.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT n.id FROM ({walked}) AS n (id, at) WHERE ({asked}){also}"  # noqa: S608
                " ORDER BY n.at DESC, n.id DESC LIMIT %s",
                [*bounds, *meant, *whose, most],
            )
            known = [dossier_id for (dossier_id,) in cursor.fetchall()]
        return known if len(known) == most else None


class _Holds(Func):
    """Words against a query that is read once; ``to_tsquery`` would be asked for every row."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


_SEEN = (
    " AND EXISTS (SELECT FROM dossiers_dossierunit u"
    " WHERE u.dossier_id = n.id AND u.unit_id = ANY(%s))"
)


def with_ids(ids: list[int]) -> QuerySet[Dossier]:
    """The dossiers with these ids, one parameter however many they are."""
    return Dossier.objects.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [ids]))


def _query(terms: Sequence[str]) -> str:
    """All of the terms, as a tsquery. A beginning costs the index all that begins so; the few
    words that there are of it cost next to nothing beside rarer ones.
    """
    *whole, last = terms
    begun = SearchWord.objects.filter(word__startswith=last).values_list("word", flat=True)
    words = list(begun[: MOST_ENDINGS + 1])
    if len(words) > MOST_ENDINGS or not all(word.isalnum() for word in words):
        return " & ".join([*whole, f"{last}:*"])
    return " & ".join([*whole, f"({' | '.join(words or [last])})"])
