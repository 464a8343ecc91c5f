"""Niêm yết: what hangs on the wall and what the page shows tell all parts of a procedure."""

import io
import re
from html import unescape

import pikepdf
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from motcua.catalog import commands as catalog
from motcua.catalog import queries as procedures
from motcua.documents.tests.reading import says, squeezed, text_of
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.portal.pages.publication import poster_data
from tests.scene import Visitors, once, rolled_back
from tests.world import FOUNDED, HONEY, NOON, SINCE, SYSTEM

pytestmark = pytest.mark.django_db
FORM = {"name": "- Đơn đề nghị;", "original": 1, "copy": 0, "case": None, "form_code": "Mẫu số 07"}
WHOLE = HONEY | {
    "code": "1.999007",
    "name": "Cấp giấy phép nuôi ong ở rừng phòng hộ",
    "components": [FORM, *HONEY["components"][1:]],
    "requirements": "Có từ mười đàn ong trở lên",
    "competent_authority": "UBND tỉnh Sông Cầu",
    "coordinating_agency": "Hạt Kiểm lâm",
    "online_level": "Toàn trình",
}
SEVEN = (
    "1. Tên thủ tục Cấp giấy phép nuôi ong ở rừng phòng hộ",
    "2. Trình tự thực hiện Bước 1: Nộp hồ sơ.",
    "3. Cách thức thực hiện",
    "4. Thành phần, số lượng hồ sơ – Đơn đề nghị (1 bản chính, 0 bản sao) [Mẫu số 07]",
    "5. Thời hạn giải quyết 10 ngày làm việc",
    "6. Đối tượng thực hiện Công dân Việt Nam",
    "7. Cơ quan thực hiện UBND tỉnh Sông Cầu Cơ quan trực tiếp thực hiện: Sở Nông nghiệp",
)
BESIDES = (
    "8. Kết quả thực hiện Giấy phép nuôi ong rừng",
    "9. Phí, lệ phí",
    "50.000 đồng",
    "10. Căn cứ pháp lý",
    "01/2026/TT-THU",
    "11. Mẫu đơn, tờ khai Mẫu số 07: Đơn đề nghị",
    "12. Yêu cầu, điều kiện Có từ mười đàn ong trở lên",
)


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        offices = [world.units["one_stop_province"], _office_with_a_head(world)]
        yield world, _offered(world, WHOLE, offices)


def _office_with_a_head(world):
    return organizations.open_unit(
        kind="one_stop_commune",
        name="Bộ phận Một cửa xã Đồi Chè",
        short_name="Một cửa Đồi Chè",
        level="commune",
        parent_id=world.units["commune"],
        key="doi-che",
        hotline="0299 3800 777",
        head_name="Quàng Thị Phương",
        address="Thôn Chè, xã Đồi Chè, Sông Cầu",
        opening_hours="07:00-17:00",
        since=SINCE,
        by=SYSTEM,
        at=FOUNDED,
    )


def _offered(world, record, offices):
    """A procedure of the catalogue that these offices receive."""
    catalog.import_procedure(record, by=SYSTEM, at=FOUNDED)
    (version,) = procedures.in_force(record["code"], NOON.date())
    for office in offices:
        how = {"valid_from": SINCE, "by": SYSTEM, "at": FOUNDED}
        catalog.offer(version, office, world.units["department"], **how)
    return procedures.version(version)


@pytest.fixture(autouse=True)
def nothing_stays(place):
    cache.clear()
    with rolled_back():
        yield


def page(version, **question):
    answer = Client().get(reverse("portal:publication", args=[version.public_id]), question)
    assert answer.status_code == 200
    body = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def poster(version, **question):
    address = reverse("portal:publication-pdf", args=[version.public_id])
    answer = Client().get(address, question)
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def test_page_and_poster_tell_the_seven_parts_and_those_that_there_are(place):
    _world, version = place
    shown, printed = page(version), squeezed(text_of(poster(version)))
    for part in (*SEVEN, *BESIDES):
        assert part in shown
        assert squeezed(part) in printed
    assert "còn thiếu" not in shown
    assert procedures.missing_parts(version) == ()


def test_page_and_poster_name_hotline_head_hours_and_address_of_the_chosen_office(place):
    world, version = place
    (chosen,) = [
        one.public_id
        for one in units.units([world.units["one_stop_province"]], NOON.date()).values()
    ]
    offices = {one.name: one for one in units.one_stop_units(NOON.date())}
    hill = offices["Bộ phận Một cửa xã Đồi Chè"].public_id
    told = ("Quàng Thị Phương", "0299 3800 777", "07:00-17:00", "Thôn Chè, xã Đồi Chè, Sông Cầu")
    for words in told:
        assert words in page(version, noi=hill)
        assert says(poster(version, noi=hill), words)
        assert words not in page(version, noi=chosen)
    assert "Người đứng đầu Chưa ghi" in page(version, noi=chosen)
    assert says(poster(version, noi=chosen), "Người đứng đầu: chưa ghi")


@pytest.mark.parametrize(
    ("channels", "said", "poster_says"),
    [
        (["trực tiếp", "bưu chính"], "Có nhận, trả qua dịch vụ bưu chính công ích", "có"),
        (["trực tiếp"], "Không nhận, trả qua dịch vụ bưu chính công ích", "không"),
    ],
    ids=["by post", "not by post"],
)
def test_whether_papers_go_by_post_is_said_either_way(place, channels, said, poster_says):
    world, _version = place
    record = WHOLE | {"code": "1.999008", "name": "Thu hồi giấy phép", "channels": channels}
    version = _offered(world, record, [world.units["one_stop_province"]])
    assert said in page(version)
    printed = poster(version)
    assert says(printed, said)
    assert says(printed, f"Nhận, trả qua bưu chính công ích: {poster_says}")


def test_what_no_source_tells_is_said_to_be_missing_and_never_filled_in(place):
    world, _version = place
    gaps = {"code": "1.999009", "name": "Gia hạn giấy phép", "steps": [], "applicants": []}
    version = _offered(world, WHOLE | gaps, [world.units["one_stop_province"]])
    assert procedures.missing_parts(version) == ("steps", "applicants")
    shown = page(version)
    assert "Nguồn công bố còn thiếu 2 bộ phận bắt buộc của thủ tục này." in shown
    assert "2. Trình tự thực hiện Nguồn công bố không ghi. 3. Cách thức" in shown
    assert "6. Đối tượng thực hiện Nguồn công bố không ghi. 7. Cơ quan" in shown
    assert text_of(poster(version)).count("Nguồn công bố không ghi.") == 2


@pytest.mark.parametrize(("size", "width"), [("A4", 210), ("A3", 297)])
def test_a_poster_is_of_the_size_that_was_asked_for(place, size, width):
    with pikepdf.open(io.BytesIO(poster(place[1], kho=size))) as pdf:
        assert float(pdf.pages[0].mediabox[2]) / 72 * 25.4 == pytest.approx(width, abs=0.3)
        assert pdf.Root.Lang == "vi-VN"
    address = reverse("portal:publication-pdf", args=[place[1].public_id])
    assert Client().get(address, {"kho": "A0"}).status_code == 404


def test_the_code_on_the_wall_opens_the_page_of_the_procedure(place):
    version = place[1]
    path = reverse("portal:procedure", args=[version.public_id])
    assert poster_data(version, None)["page_qr"] == f"{settings.PUBLIC_URL}{path}"
    assert version.name in unescape(Client().get(path).content.decode())
    assert says(poster(version), "Quét để xem trên điện thoại, lấy mẫu đơn")
    with pikepdf.open(io.BytesIO(poster(version))) as pdf:
        alternatives = {str(o["/Alt"]) for o in pdf.objects if _is_figure(o)}
    assert alternatives == {"Mã QR mở trang của thủ tục"}


def _is_figure(part):
    return isinstance(part, pikepdf.Dictionary) and "/Alt" in part


def test_the_list_of_the_catalogue_says_which_procedure_lacks_what(place):
    world, whole = place
    gaps = {"code": "1.999010", "name": "Gia hạn giấy phép", "steps": [], "legal_bases": []}
    lacking = _offered(world, WHOLE | gaps, [world.units["one_stop_province"]])
    told = {row.code: row for row in procedures.completeness(NOON.date())}
    assert (told[lacking.code].missing, told[lacking.code].besides) == (("steps",), ("legal",))
    assert (told[whole.code].missing, told[whole.code].besides) == ((), ())
    browser = Visitors(world).browser("quy")
    shown = {
        part: browser.get(reverse("desk:publication"), {"thieu": part}).content.decode()
        for part in ("", "any", "steps", "legal", "papers")
    }
    for part, listed in (("any", 1), ("steps", 1), ("legal", 1), ("papers", 0)):
        assert (lacking.public_id in shown[part]) == bool(listed), part
        assert whole.public_id not in shown[part]
    assert whole.public_id in shown[""]
    assert "Trình tự thực hiện, Căn cứ pháp lý" in shown["any"]
