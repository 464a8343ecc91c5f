"""The 275 published records: what loads, what waits, and why."""

from collections import Counter

import pytest

from motcua.catalog import queries
from motcua.catalog.commands import ProcedureImport

from . import factories as f

pytestmark = pytest.mark.django_db

OFFERABLE = 145
DRAFTS = 130
# How many records lack each thing; one record can lack several.
WHY = {
    "results": 70,
    "term_unit": 42,
    "components": 38,
    "level": 30,
    "channels": 18,
    "term": 17,
    "code": 17,
    "term_many": 11,
    "term_unreadable": 5,
}


def test_all_275_are_loaded_and_145_can_be_offered(capsys):
    run = ProcedureImport(f.published_records(), by=f.IMPORT, at=f.AT, valid_from=f.SINCE)
    first = list(run.run())

    counts = Counter(str(outcome.status) for outcome in first)
    why = Counter(code for outcome in first for code in outcome.codes)
    with capsys.disabled():
        print("\n275 thủ tục:", dict(counts))
        for code, count in why.most_common():
            print(f"  {count:4} × {code}")
    assert counts == {"loaded": OFFERABLE, "draft": DRAFTS}
    assert why == WHY
    assert len(queries.not_offered()) == DRAFTS

    again = list(run.run())
    assert Counter(str(outcome.status) for outcome in again) == {"unchanged": 275}
