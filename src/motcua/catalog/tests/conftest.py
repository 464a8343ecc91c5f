"""One import of the published list for all tests of a file that only read it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from motcua.catalog.commands import Assignment, Outcome, ProcedureImport, offer_many

from . import factories as f


class Catalogue:
    """The published list, loaded and offered at two units."""

    def __init__(self) -> None:
        run = ProcedureImport(f.published_records(), by=f.IMPORT, at=f.AT, valid_from=f.SINCE)
        self.outcomes: list[Outcome] = list(run.run())
        self.centre = f.unit("Trung tâm Phục vụ hành chính công tỉnh", "one_stop_province")
        self.department = f.unit("Sở Nông nghiệp và Môi trường")
        ids = [o.version_id for o in self.outcomes if o.status == "loaded" and o.version_id]
        offer_many(
            [Assignment(version, self.centre, self.department) for version in ids],
            valid_from=f.SINCE,
            by=f.IMPORT,
            at=f.AT,
            source="Quyết định thử",
        )


@pytest.fixture(scope="module")
def catalogue(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Catalogue]:
    """Rolled back when the file is done; commands are durable, so Django must know it is a test."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # type: ignore[attr-defined]
        outer.__enter__()
        try:
            yield Catalogue()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
