"""Pages of what is done at once, received for others, lent, and returned several at a time."""

import pytest
from django.urls import reverse

from motcua.catalog import queries as procedures
from motcua.dossiers import queries
from motcua.dossiers.tests.act_cases import ready
from motcua.dossiers.tests.at_once import certified
from motcua.dossiers.tests.people import open_item
from motcua.organizations import queries as organizations
from tests.scene import LATER, Visitors, once, told
from tests.world import NOON

TODAY = NOON.date()
HIDDEN = ("key", "opened")


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        certified(world)
        visitors = Visitors(world)
        visitors.sign_in("hoa", "lien", "dung", "em", "lan")
        yield world, visitors


@pytest.fixture
def place(province, db):
    return province


def says(answer, words):
    """Whether a page tells this at a field or above its form."""
    return any(words in sentence for sentence in told(answer))


def made(answer, actor):
    """The dossier to whose page a door leads."""
    public_id = answer["Location"].split("/ho-so/")[1].split("/")[0]
    return queries.visible_page(public_id, actor, LATER)


def opened(browser, url):
    """What a form carries by itself."""
    text = browser.get(url).content.decode()
    return {
        name: text.split(f'name="{name}" value="')[1].split('"')[0]
        for name in HIDDEN
        if f'name="{name}" value="' in text
    }


def sheet(browser, version, **more):
    """A sheet of the honey permit as it is sent, with the first paper taken."""
    info = procedures.version(version)
    url = f"{reverse('desk:intake')}?thu-tuc={info.public_id}"
    paper = f"paper-{info.components[0].id}"
    return opened(browser, url) | {
        "version": info.public_id,
        "owner-kind": "person",
        "owner-name": "Lò Văn Hai",
        "owner-number_kind": "personal_id",
        "owner-phone": "0912345678",
        "submitter-kind": "person",
        "submitter-number_kind": "personal_id",
        "collector-kind": "person",
        "collector-number_kind": "personal_id",
        "channel": "counter",
        "commune": "",
        "sets": "1",
        f"{paper}-taken": "on",
        f"{paper}-originals": "1",
        f"{paper}-copies": "0",
        **more,
    }


def test_a_line_is_entered_and_the_next_one_waits_with_the_same_name(place):
    _world, visitors = place
    lien, url = visitors.browser("lien"), reverse("desk:certified-copies")
    line = {"name": "Lò Văn Hai", "paper": "Học bạ", "pages": "3", "copies": "2", "book": "01-BS"}
    assert lien.post(url, line | opened(lien, url)).status_code == 302
    text = lien.get(url).content.decode()
    assert "1, 01-BS" in text
    assert "10.000" in text
    assert 'value="Lò Văn Hai"' in text
    wrong = lien.post(url, line | opened(lien, url) | {"pages": "0", "number": "1"})
    assert wrong.status_code == 422
    assert says(wrong, "Ít nhất là 1.")
    again = lien.post(url, line | opened(lien, url) | {"number": "1"})
    assert says(again, "Số tiếp theo là 2")


def test_one_page_receives_resolves_and_returns(place):
    world, visitors = place
    lien, version = visitors.browser("lien"), certified(world)
    url = reverse("desk:express")
    result = {"result-relation": "owner", "result-checked": "card"}
    data = sheet(lien, version, **result)
    assert says(lien.post(url, data), "Hãy điền: Số, ký hiệu của kết quả")
    answer = lien.post(url, data | {"result-number": "7/CTBS"})
    assert answer.status_code == 302
    page = made(answer, world.lien)
    assert (page.head.handback, page.result.number) == ("collected", "7/CTBS")
    done = lien.get(answer["Location"]).content.decode()
    assert "Đã tiếp nhận, giải quyết và trả kết quả" in done


def test_a_paper_on_no_list_is_a_line_of_its_own(place):
    world, visitors = place
    hoa = visitors.browser("hoa")
    data = sheet(hoa, world.honey)
    more = hoa.post(reverse("desk:intake"), data | {"add_paper": "1"})
    assert more.status_code == 200
    assert 'name="extra-0-name"' in more.content.decode()
    extra = {"extra-0-name": "Giấy cam kết", "extra-0-originals": "2", "extra-0-copies": "x"}
    wrong = hoa.post(reverse("desk:intake"), data | extra)
    assert says(wrong, "Hãy nhập số bản.")
    answer = hoa.post(reverse("desk:intake"), data | extra | {"extra-0-copies": "1"})
    (_listed, paper) = made(answer, world.hoa).components
    assert (paper.name, paper.originals, paper.copies) == ("Giấy cam kết", 2, 1)


def test_a_wrong_number_is_told_at_the_field_of_its_person(place):
    world, visitors = place
    hoa = visitors.browser("hoa")
    for person in ("submitter", "collector"):
        wrong = {f"{person}-name": "Vàng A Sử", f"{person}-number": "12"}
        answer = hoa.post(reverse("desk:intake"), sheet(hoa, world.honey, **wrong))
        text = answer.content.decode()
        assert answer.status_code == 422
        assert f'id="id_{person}-number-error"' in text
        assert 'id="id_owner-number-error"' not in text


def test_a_counter_of_the_commune_finds_and_receives_what_is_the_provinces(place):
    world, visitors = place
    lien, url = visitors.browser("lien"), reverse("desk:procedures")
    land = procedures.version(world.land)
    own = lien.get(url, {"q": land.code}).content.decode()
    beyond = lien.get(url, {"q": land.code, "ngoai": "1"}).content.decode()
    assert (land.public_id in own, land.public_id in beyond) == (False, True)
    choice = queries.agencies(world.land, world.lien, TODAY)[0]
    text = lien.get(reverse("desk:intake"), {"thu-tuc": land.public_id, "ngoai": "1"})
    assert choice.through_public_id in text.content.decode()
    assert queries.receives_for_others(world.khoa, TODAY) is False


def test_several_results_are_returned_to_one_person_each_on_its_own(place):
    world, visitors = place
    hoa = visitors.browser("hoa")
    waiting = [open_item(ready(world)) for _ in range(2)]
    url, data = reverse("desk:bulk-return"), {"item": [i.public_id for i in waiting]}
    assert 'name="sure"' in hoa.post(url, data).content.decode()
    data |= {"sure": "1", "relation": "owner", "name": "Ánh Tuyết", "checked": "card"}
    assert hoa.post(url, data).content.decode().count("mc-tag--success") == 2
    assert "chưa có kết quả chờ trả" in hoa.post(url, data).content.decode()


def test_a_leader_lends_a_post_and_takes_it_back(place):
    world, visitors = place
    em, url = visitors.browser("em"), reverse("desk:delegations")
    lent = organizations.post(world.binh.post_id).public_id
    to = organizations.post(world.dung.post_id).public_id
    data = {"lent": lent, "to": to, "since": "16/11/2026", "last_day": "20/11/2026"}
    assert em.post(url, data).status_code == 422
    also = {"lent": organizations.post(world.van.post_id).public_id, "ground": "GUQ 4/2026"}
    assert em.post(url, data | also).status_code == 302
    assert em.post(url, data | {"ground": "GUQ 5/2026"}).status_code == 302
    seats = [s.post.id for s in organizations.seats(world.users["dung"], TODAY)]
    assert world.binh.post_id in seats
    row, _other = organizations.lendings(None)
    assert visitors.browser("dung").post(url, {"take_back": "999999"}).status_code == 404
    assert em.post(url, {"take_back": str(row.id)}).status_code == 302
    seats = [s.post.id for s in organizations.seats(world.users["dung"], TODAY)]
    assert world.binh.post_id not in seats
    assert "đã hết hạn hoặc vừa được thu lại" in told_after(em, url, row.id)
    assert em.post(url, data | {"ground": "GUQ 6/2026"}).status_code == 302


def told_after(browser, url, ident):
    """What a second press is told."""
    return browser.post(url, {"take_back": str(ident)}, follow=True).content.decode()
