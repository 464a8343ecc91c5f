"""What citizens type, in their own words, and what must then stand among the first three."""

import pytest

from motcua.catalog import queries
from motcua.catalog.commands import ProcedureImport
from tests.scene import rolled_back
from tests.world import FOUNDED, SINCE, SYSTEM, published

pytestmark = pytest.mark.django_db

PHRASES = {
    "mat so do": "1.012786",
    "lam lai so do bi mat": "1.012786",
    "tach thua dat": "1.012784",
    "gop thua": "1.012784",
    "sang nhuong dat du an": "1.012787",
    "len tho cu": "1.013992",
    "chuyen muc dich su dung dat": "1.013992",
    "doi ten tren so do": "1.013833",
    "dinh chinh so do": "1.012790",
    "hang xom tranh chap dat hoa giai": "1.012812",
    "gieng khoan": "1.001662",
    "nuoc ngam": "1.001662",
    "xay nha": "1.013225",
    "sua nha": "1.013229",
    "giay phep moi truong": "1.010727",
    "nuoi tom tren bien giao khu vuc bien": "3.000439",
    "khai tu": "1.000419",
    "khai sinh the bao hiem y te": "2.001023",
    "ket hon luu dong": "1.000593",
    "tiep tuc su dung dat nong nghiep": "1.013947",
}


@pytest.fixture(scope="module")
def catalogue(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back():
        run = ProcedureImport(list(published()), by=SYSTEM, at=FOUNDED, valid_from=SINCE)
        assert len(list(run.run())) == 275
        yield


@pytest.mark.parametrize(("typed", "code"), PHRASES.items())
def test_a_citizen_finds_it_among_the_first_three(catalogue, typed, code):
    hits = queries.search(typed, day=SINCE, offered_only=False, limit=3)
    assert code in [hit.code for hit in hits]
