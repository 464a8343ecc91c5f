"""The department of these tests, and its people."""

from types import SimpleNamespace

import pytest

from motcua.workflow import offices

from .factories import Department, department


def staffed(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Named people in every role that the processes of these tests need."""
    office: Department = department()
    monkeypatch.setattr(offices, "organizations", office)
    return SimpleNamespace(
        office=office,
        hoa=office.hire("Nguyễn Thị Hoa", "receiving", "counter"),
        binh=office.hire("Trần Văn Bình", "division", "appraiser"),
        cuc=office.hire("Lê Thị Cúc", "division", "appraiser"),
        dung=office.hire("Phạm Quốc Dũng", "division", "unit_leader"),
        em=office.hire("Võ Thị Em", "deciding", "department_leader"),
    )


@pytest.fixture
def team(db: None, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The people, in a transaction that is rolled back. Publishing may run inside it."""
    return staffed(monkeypatch)


@pytest.fixture
def real_team(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The people, really committed: for tests with several connections."""
    return staffed(monkeypatch)
