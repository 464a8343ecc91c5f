"""People name their own ways of looking at a list; nobody touches somebody else's."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.accounts import commands, queries
from motcua.accounts.errors import TooManyViews, UnknownView, ViewNameMissing, ViewNameTaken
from motcua.accounts.saved_views import MOST_VIEWS
from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted

from .factories import person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
LIST = "desk.inbox"


@pytest.fixture
def hoa():
    return Actor(person("hoa", "Nguyễn Thị Hoa"), 1, 1, "counter")


@pytest.fixture
def lan():
    return Actor(person("lan", "Đỗ Thị Lan"), 2, 1, "counter")


def save(by, name="Hồ sơ gấp", query="han=qua-han", **more):
    return commands.save_view(list_code=LIST, name=name, query=query, by=by, at=AT, **more)


def names(by):
    return [view.name for view in queries.saved_views(by.person_id, LIST)]


def test_a_view_keeps_all_that_the_address_says_and_only_its_owner_sees_it(hoa, lan):
    view = save(hoa)
    assert (view.query, view.is_default) == ("han=qua-han", False)
    assert names(hoa) == ["Hồ sơ gấp"]
    assert names(lan) == []
    assert queries.saved_views(hoa.person_id, "desk.dossiers") == []


def test_a_name_is_cleaned_must_be_there_and_stands_once(hoa, lan):
    save(hoa, "  Hồ sơ   gấp ")
    with pytest.raises(ViewNameTaken):
        save(hoa)
    with pytest.raises(ViewNameMissing):
        save(hoa, " \u200b ")
    save(lan)


def test_only_one_view_opens_by_itself(hoa):
    first, second = save(hoa, "Một", is_default=True), save(hoa, "Hai", is_default=True)
    assert [v.is_default for v in queries.saved_views(hoa.person_id, LIST)] == [False, True]
    commands.set_default_view(public_id=first.public_id, is_default=True, by=hoa, at=AT)
    assert [v.is_default for v in queries.saved_views(hoa.person_id, LIST)] == [True, False]
    commands.set_default_view(public_id=second.public_id, is_default=False, by=hoa, at=AT)
    assert [v.is_default for v in queries.saved_views(hoa.person_id, LIST)] == [False, False]


def test_views_are_put_in_order_and_strangers_in_the_order_change_nothing(hoa, lan):
    ids = {name: save(hoa, name).public_id for name in ("Một", "Hai", "Ba")}
    theirs = save(lan, "Của Lan").public_id
    order = [theirs, ids["Ba"], ids["Một"]]
    commands.reorder_views(list_code=LIST, public_ids=order, by=hoa, at=AT)
    assert names(hoa) == ["Ba", "Một", "Hai"]
    assert names(lan) == ["Của Lan"]


def test_what_was_deleted_comes_back_for_a_day(hoa):
    view = save(hoa, is_default=True)
    commands.delete_view(public_id=view.public_id, by=hoa, at=AT)
    assert names(hoa) == []
    commands.restore_view(public_id=view.public_id, by=hoa, at=AT + timedelta(hours=23))
    assert names(hoa) == ["Hồ sơ gấp"]
    commands.delete_view(public_id=view.public_id, by=hoa, at=AT)
    with pytest.raises(UnknownView):
        commands.restore_view(public_id=view.public_id, by=hoa, at=AT + timedelta(days=2))


def test_a_deleted_name_is_free_and_then_cannot_come_back_beside_the_new_one(hoa):
    old = save(hoa)
    commands.delete_view(public_id=old.public_id, by=hoa, at=AT)
    save(hoa)
    with pytest.raises(ViewNameTaken):
        commands.restore_view(public_id=old.public_id, by=hoa, at=AT)


@pytest.mark.parametrize("act", ["rename", "default", "delete", "restore"])
def test_somebody_elses_view_does_not_exist(hoa, lan, act):
    view = save(hoa)
    how = {"public_id": view.public_id, "by": lan, "at": AT}
    acts = {
        "rename": lambda: commands.rename_view(name="Của tôi", **how),
        "default": lambda: commands.set_default_view(is_default=True, **how),
        "delete": lambda: commands.delete_view(**how),
        "restore": lambda: commands.restore_view(**how),
    }
    with pytest.raises(UnknownView):
        acts[act]()
    assert names(hoa) == ["Hồ sơ gấp"]


def test_a_view_gets_another_name_but_not_one_that_is_taken(hoa):
    view = save(hoa)
    save(hoa, "Việc của tôi")
    commands.rename_view(public_id=view.public_id, name="Gấp", by=hoa, at=AT)
    commands.rename_view(public_id=view.public_id, name="Gấp", by=hoa, at=AT)
    with pytest.raises(ViewNameTaken):
        commands.rename_view(public_id=view.public_id, name="Việc của tôi", by=hoa, at=AT)
    assert names(hoa) == ["Gấp", "Việc của tôi"]


def test_a_menu_holds_so_many_and_the_system_has_none(hoa):
    for number in range(MOST_VIEWS):
        save(hoa, f"Cách xem {number}")
    with pytest.raises(TooManyViews):
        save(hoa, "Một cách xem nữa")
    with pytest.raises(NotPermitted):
        save(Actor.system("job"))
