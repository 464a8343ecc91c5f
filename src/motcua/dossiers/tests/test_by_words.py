"""Words find the same dossiers whichever way they are looked for."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import queries
from motcua.dossiers.inputs import PartyInput
from motcua.dossiers.models import DossierUnit
from motcua.dossiers.queries import ListFilter, Period, by_words
from tests.scene import once
from tests.world import NOON, receive

pytestmark = pytest.mark.django_db
MONTH = Period(date(2026, 11, 1), date(2026, 11, 30), NOON)
NAMES = [
    "Nguyễn Thị Hạnh",
    "Nguyễn Thị Hân",
    "Nguyễn Văn Hải",
    "Nguyễn Thị Hà",
    "Nguyễn Thị Hoa",
    "Nguyễn Thị Huệ",
    "Nguyễn Thị Hương",
    "Trần Văn Đức",
    "Nguyễn Thị Hằng-Nga",
]


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    """Nine dossiers, one a day; the first was received by Hoa for another department."""
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        for number, name in enumerate(NAMES):
            owner = PartyInput("person", name, phone=f"09120099{number:02d}")
            receive(
                world,
                world.land if number == 0 else None,
                owner=owner,
                at=NOON - timedelta(days=number),
            )
        yield world


def search(actor, words, **how):
    return queries.dossiers(actor, ListFilter(text=words), MONTH, **how)


def names(actor, words):
    """Names of everybody found, page by page."""
    found, after = [], ""
    while True:
        page = search(actor, words, after=after, limit=2)
        assert not page.restarted
        found += [row.owner_name for row in page.rows]
        after = page.next_key
        if not after:
            return found


@pytest.fixture(params=["few", "many"])
def either_way(request, monkeypatch):
    """Words are looked up, or looked for among the newest."""
    monkeypatch.setattr(by_words, "COMMON", -1 if request.param == "many" else 10**6)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nguyen thi", [n for n in NAMES if n.startswith("Nguyễn Thị")]),
        ("thị nguyễn", [n for n in NAMES if n.startswith("Nguyễn Thị")]),
        ("nguyen thi hue", ["Nguyễn Thị Huệ"]),
        ("van h", ["Nguyễn Văn Hải"]),
        ("nguyen h", [n for n in NAMES if n.startswith("Nguyễn")]),
        ("thi han", ["Nguyễn Thị Hạnh", "Nguyễn Thị Hân", "Nguyễn Thị Hằng-Nga"]),
        ("hang n", ["Nguyễn Thị Hằng-Nga"]),
        ("duc", ["Trần Văn Đức"]),
        ("nguyen thi zz", []),
        ("khongai", []),
    ],
)
def test_words_find_who_bears_them_newest_first(place, either_way, words, expected):
    assert names(place.oanh, words) == expected


@pytest.mark.parametrize("who", ["oanh", "hoa", "em", "tam"])
def test_nobody_finds_more_than_they_may_see(place, either_way, who):
    """The province's office sees all, a counter its own, a leader of a department what is below
    it, the counter of another one nothing of this."""
    actor = getattr(place, who)
    of_hoa = DossierUnit.objects.filter(unit_id=place.hoa.unit_id)
    DossierUnit.objects.filter(dossier__owner_name=NAMES[2]).exclude(pk__in=of_hoa).delete()
    seen = [row.owner_name for row in queries.dossiers(actor, ListFilter(), MONTH).rows]
    assert names(actor, "nguyen") == [name for name in seen if name.startswith("Nguyễn")]
    assert len(seen) == {"oanh": 9, "hoa": 9, "em": 8, "tam": 0}[who]


def test_what_many_have_is_not_counted_but_what_few_have_is(place, monkeypatch):
    monkeypatch.setattr(by_words, "COMMON", -1)
    page = search(place.hoa, "nguyen", limit=3)
    assert (len(page.rows), page.total, page.more) == (3, 3, True)
    page = search(place.hoa, "nguyen", limit=20)
    assert (len(page.rows), page.total, page.more) == (8, 8, False)


def test_what_is_not_among_the_newest_is_found_all_the_same(place, monkeypatch):
    monkeypatch.setattr(by_words, "COMMON", -1)
    monkeypatch.setattr(by_words, "LOOKED_THROUGH", 3)
    assert names(place.oanh, "nguyen thi hue") == ["Nguyễn Thị Huệ"]
    assert names(place.oanh, "nguyen")[-1] == "Nguyễn Thị Hằng-Nga"


def test_more_than_are_looked_up_at_once_are_asked_for_again(place, monkeypatch):
    monkeypatch.setattr(by_words, "MOST_NAMED", 2)
    assert len(names(place.oanh, "nguyen")) == 8


def test_an_unreadable_key_begins_anew(place, either_way):
    page = search(place.oanh, "nguyen", after="x~y", limit=2)
    assert page.restarted
    assert [row.owner_name for row in page.rows] == NAMES[:2]


def test_a_filter_beside_the_words_narrows_them(place, either_way):
    land = ListFilter(text="nguyen", field_code="dat-dai")
    assert queries.dossiers(place.oanh, land, MONTH).total == 1


@pytest.mark.parametrize(
    ("common", "words", "statements"),
    [(10**6, "nguyen thi hue", 5), (-1, "nguyen", 5), (-1, "nguyen thi hue", 7)],
    ids=["few", "many", "fewer than expected"],
)
def test_what_words_cost(place, monkeypatch, common, words, statements):
    monkeypatch.setattr(by_words, "COMMON", common)
    with CaptureQueriesContext(connection) as asked:
        search(place.oanh, words, limit=2)
    assert len(asked) == statements
