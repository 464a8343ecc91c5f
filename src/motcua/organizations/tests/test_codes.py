"""One agency, two orders of its code: papers of both times must find it."""

import pytest

from motcua.organizations.rules import current_from_old, old_from_current

PAIRS = [
    ("H99", "000.00.00.H99"),
    ("H56.19", "000.00.19.H56"),
    ("H99.19.01", "000.01.19.H99"),
    ("H99.19.05.001", "001.05.19.H99"),
    ("H99.00.19.001", "001.19.00.H99"),
]


@pytest.mark.parametrize(("current", "old"), PAIRS)
def test_both_orders_name_the_same_agency(current, old):
    assert old_from_current(current) == old
    assert current_from_old(old) == current


@pytest.mark.parametrize("bad", ["", "h99.19", "H99.1", "H99.19.05.01.02", "H99-19", "H99.19\n"])
def test_what_is_no_code_is_refused(bad):
    with pytest.raises(ValueError, match="not a code"):
        old_from_current(bad)
    with pytest.raises(ValueError, match="not a code"):
        current_from_old(bad)
