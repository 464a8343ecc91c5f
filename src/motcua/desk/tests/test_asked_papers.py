"""Which papers an act asks about, and in which order."""

from types import SimpleNamespace

from motcua.catalog.queries import ComponentInfo
from motcua.desk.forms.sheet import in_order
from motcua.desk.pages.guidance import _case


def paper(no, name):
    """A paper of every case."""
    return ComponentInfo(no, no, None, name, None, None, "", "")


def test_papers_are_asked_in_the_order_of_their_printed_numbers():
    printed = tuple(
        paper(no, name) for no, name in enumerate(["(2) Bản vẽ", "(10) Đơn", "(1) Giấy"])
    )
    assert [one.name for one in in_order(printed)] == ["(1) Giấy", "(2) Bản vẽ", "(10) Đơn"]
    without = (*printed, paper(9, "Giấy tờ khác"))
    assert in_order(without) == list(without)


def test_guidance_is_about_one_case():
    version = SimpleNamespace(cases=(SimpleNamespace(id=7), SimpleNamespace(id=8)))
    assert [_case(version, asked) for asked in ("8", "", "9", "x")] == [8, 7, 7, 7]
    assert _case(SimpleNamespace(cases=()), "8") is None
