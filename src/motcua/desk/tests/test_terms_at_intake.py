"""What Hoa sees of a procedure's terms before she receives, and what is then promised."""

import pytest

from motcua.catalog import commands as catalog
from motcua.catalog import queries as procedures
from motcua.documents import queries as papers
from motcua.dossiers import queries as dossiers
from motcua.kernel.working_time import TimeLimit
from tests.scene import Visitors, once
from tests.world import FOUNDED, HONEY, NOON, SINCE, SYSTEM, receive

pytestmark = pytest.mark.django_db
BY_POST = {"channel": "bưu chính", "value": 12, "unit": "ngày làm việc"}
BEES = HONEY | {
    "code": "1.999002",
    "name": "Cấp giấy phép di chuyển đàn ong",
    "time_limit": HONEY["time_limit"] | {"by_channel": [BY_POST]},
}
WAX = HONEY | {"code": "1.999003", "name": "Cấp giấy chứng nhận sáp ong"}


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        how = {"by": SYSTEM, "at": FOUNDED}
        found = {}
        for record, committed in ((BEES, None), (WAX, TimeLimit.parse("7 ngày làm việc"))):
            catalog.import_procedure(record, **how)
            [version] = procedures.in_force(record["code"], NOON.date())
            centre, department = world.units["one_stop_province"], world.units["department"]
            catalog.offer(version, centre, department, committed=committed, valid_from=SINCE, **how)
            found[record["code"]] = version
        visitors = Visitors(world)
        visitors.sign_in("hoa")
        yield world, visitors, found["1.999002"], found["1.999003"]


def sheet(visitors, version):
    public_id = procedures.version(version).public_id
    page = visitors.browser("hoa").get(f"/ban-lam-viec/tiep-nhan?thu-tuc={public_id}")
    return " ".join(page.content.decode().split())


def promised(world, received):
    [promise] = dossiers.page(received.dossier_id, world.hoa).promises
    return promise


def test_what_comes_by_post_has_its_own_term_and_the_counter_says_so(place):
    world, visitors, bees, _wax = place
    text = sheet(visitors, bees)
    assert "<strong>10 ngày làm việc</strong> (qua bưu chính: 12 ngày làm việc)" in text
    assert "Cam kết:" not in text
    days = {"counter": "10 ngày làm việc", "post": "12 ngày làm việc"}
    for channel, term in days.items():
        promise = promised(world, receive(world, bees, channel=channel))
        assert promise.basis.startswith(term)
        assert f"Thời hạn giải quyết: {term}." in promise.lines


def test_the_committed_term_stands_beside_the_statutory_one_and_is_what_is_promised(place):
    world, visitors, _bees, wax = place
    text = sheet(visitors, wax)
    assert "<strong>10 ngày làm việc</strong> · Cam kết: <strong>7 ngày làm việc</strong>" in text
    assert "qua bưu chính" not in text
    received = receive(world, wax)
    both = "7 ngày làm việc (cam kết; thời hạn quy định: 10 ngày làm việc)"
    assert promised(world, received).basis.startswith(both)
    [receipt] = papers.slips(received.dossier_id)
    assert both in str(papers.slip_data(receipt.id))
    page = visitors.browser("hoa").get(f"/ban-lam-viec/ho-so/{received.public_id}")
    assert both in page.content.decode()
