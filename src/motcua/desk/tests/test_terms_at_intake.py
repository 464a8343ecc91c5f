"""What Hoa sees of a procedure's terms before she receives, and what is then promised."""

from typing import Any

import pytest

from motcua.catalog import commands as catalog
from motcua.catalog import queries as procedures
from motcua.catalog.queries import PolicyInfo
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
ONLINE, OWN = TimeLimit.parse("5 ngày làm việc"), PolicyInfo("restart", "QĐ 12/QĐ-UBND")
QUEEN = HONEY | {"code": "1.999004", "name": "Cấp giấy chứng nhận ong chúa"}
WAX = HONEY | {"code": "1.999003", "name": "Cấp giấy chứng nhận sáp ong"}


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        how = {"by": SYSTEM, "at": FOUNDED}
        found = {}
        seven = TimeLimit.parse("7 ngày làm việc")
        offers: dict[str, dict[str, Any]] = {
            "1.999002": {},
            "1.999003": {"committed": seven},
            "1.999004": {"committed": seven, "by_channel": {"online": ONLINE}, "policy": OWN},
        }
        for record in (BEES, WAX, QUEEN):
            catalog.import_procedure(record, **how)
            [version] = procedures.in_force(record["code"], NOON.date())
            centre, department = world.units["one_stop_province"], world.units["department"]
            terms = offers[record["code"]]
            catalog.offer(version, centre, department, valid_from=SINCE, **terms, **how)
            found[record["code"]] = version
        visitors = Visitors(world)
        visitors.sign_in("hoa")
        yield world, visitors, *found.values()


def sheet(visitors, version):
    public_id = procedures.version(version).public_id
    page = visitors.browser("hoa").get(f"/ban-lam-viec/tiep-nhan?thu-tuc={public_id}")
    return " ".join(page.content.decode().split())


def promised(world, received):
    [promise] = dossiers.page(received.dossier_id, world.hoa).promises
    return promise


def test_what_comes_by_post_has_its_own_term_and_the_counter_says_so(place):
    world, visitors, bees, _wax, _queen = place
    text = sheet(visitors, bees)
    assert "<strong>10 ngày làm việc</strong> (qua bưu chính: 12 ngày làm việc)" in text
    assert "Cam kết:" not in text
    days = {"counter": "10 ngày làm việc", "post": "12 ngày làm việc"}
    for channel, term in days.items():
        promise = promised(world, receive(world, bees, channel=channel))
        assert promise.basis.startswith(term)
        assert f"Thời hạn giải quyết: {term}." in promise.lines


def test_the_committed_term_stands_beside_the_statutory_one_and_is_what_is_promised(place):
    world, visitors, _bees, wax, _queen = place
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


def seen(visitors, address, name="hoa"):
    page = visitors.browser(name).get(address)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def test_what_is_committed_online_and_a_policy_of_its_own_stand_at_intake_and_on_the_wall(place):
    _world, visitors, _bees, wax, queen = place
    text = sheet(visitors, queen)
    assert "Cam kết: <strong>7 ngày làm việc</strong> (trực tuyến: 5 ngày làm việc)" in text
    assert "Nếu phải bổ sung: <strong>tính lại từ đầu</strong>" in text
    assert "Nếu phải bổ sung" not in sheet(visitors, wax)
    public_id = procedures.version(queen).public_id
    wall = seen(visitors, f"/thu-tuc/{public_id}/niem-yet", "")
    assert "Cơ quan cam kết: Trực tiếp, Bưu chính công ích: 7 ngày làm việc" in wall
    assert "Cơ quan cam kết: Trực tuyến: 5 ngày làm việc" in wall


def test_the_laws_day_stands_beside_the_one_promised_wherever_somebody_looks(place):
    """Hoa and Tuyết read both: 25 November is promised, the law gives until the 30th."""
    world, visitors, _bees, wax, queen = place
    told = receive(world, queen)
    for address in ("", "/da-tiep-nhan"):
        text = seen(visitors, f"/ban-lam-viec/ho-so/{told.public_id}{address}")
        assert "Theo quy định chậm nhất:" in text
        assert "30/11/2026" in text
        assert "Tính lại từ đầu" in text
        assert "QĐ 12/QĐ-UBND" in text
    citizen = seen(visitors, f"/ho-so/{told.track_token}", "")
    said = "Theo quy định chậm nhất ngày 30/11/2026; cơ quan cam kết trả sớm hơn."
    assert said in citizen
    plain = receive(world, wax)
    assert "Khi bổ sung giấy tờ" not in seen(visitors, f"/ban-lam-viec/ho-so/{plain.public_id}")


def test_who_keeps_the_catalogue_sees_what_each_unit_is_committed_to(place):
    text = seen(place[1], "/ban-lam-viec/quy-trinh", "quy")
    assert "1.999004 · Cấp giấy chứng nhận ong chúa" in text
    assert "7 ngày làm việc; Trực tuyến: 5 ngày làm việc" in text
    assert "Tính lại từ đầu<br>" in text
    assert text.count("Theo quy định chung") == 1  # of the wax; the bees have no terms of their own
