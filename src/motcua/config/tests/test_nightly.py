"""The nightly check keeps its answer, whatever it is, in counts and codes."""

import pytest

from motcua.config.watching import check_all, keep
from motcua.dossiers.invariants import INVARIANTS, Fault, Outcome
from motcua.kernel import operations
from motcua.kernel.actor import Actor
from motcua.kernel.tests.test_history import AT

BY = Actor.system("nightly")


@pytest.mark.django_db(transaction=True)
def test_an_empty_province_is_in_order_and_the_answer_is_kept() -> None:
    assert check_all(by=BY, at=AT) == 0
    kept = operations.latest("invariants.checked")
    assert kept is not None
    assert (kept.facts["asked"], kept.facts["broken"]) == (len(INVARIANTS), 0)


@pytest.mark.django_db
def test_what_is_broken_is_kept_by_its_code() -> None:
    fault = Fault("gone", "mất", 3, ("H99-0001",))
    outcomes = [Outcome("a", "A", 9, (), 0.1), Outcome("b", "B", 9, (fault,), 0.2)]
    assert keep(outcomes, by=BY, at=AT) == 1
    kept = operations.latest("invariants.checked")
    assert kept is not None
    assert kept.facts == {"asked": 2, "broken": 1, "faults": {"b": 3}, "seconds": 0.3}
