"""What other rooms read of a version, at which cost, and which term holds."""

import pytest

from motcua.catalog import queries
from motcua.catalog.queries import versions

from . import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    versions.forget()


def test_a_version_is_read_whole(django_assert_max_num_queries):
    version = f.imported()
    with django_assert_max_num_queries(9):
        info = queries.version(version)
    assert (info.code, info.version, info.name) == (
        "1.999001",
        "quốc gia 2026",
        "Cấp giấy phép nuôi ong rừng",
    )
    assert (info.field_code, info.field_name, info.level) == ("moi-truong", "Môi trường", "tỉnh")
    assert [(c.name, c.originals, c.copies) for c in info.components] == [
        ("Đơn đề nghị", 1, 0),
        ("Sơ đồ khu rừng", 0, 1),
    ]
    assert info.limits[0].limit.text == info.limits[0].text == "10 ngày làm việc"
    assert [(fee.amount_vnd, fee.channel) for fee in info.fees] == [(50000, "counter")]
    assert info.results == (("Giấy phép nuôi ong rừng", "KQ.TEST.1"),)
    assert info.legal_bases == ("01/2026/TT-THU",)
    assert (info.by_post, info.source_url) == (True, "https://example.invalid/1.999001")


def test_a_published_version_is_read_once_a_process(django_assert_num_queries):
    version = f.imported()
    queries.version(version)
    with django_assert_num_queries(0):
        assert queries.version(version).status == "published"


def test_a_draft_is_read_anew_each_time_and_says_what_it_lacks(django_assert_num_queries):
    draft = f.imported(results=[])
    queries.version(draft)
    with django_assert_num_queries(8):
        assert queries.version(draft).missing == ("Thiếu kết quả thực hiện.",)


def test_an_address_finds_a_version_and_a_wrong_one_nothing():
    info = queries.version(f.imported())
    assert queries.version_by_public_id(info.public_id) == info
    assert queries.version_by_public_id("no-such-version") is None


def test_the_term_of_a_channel_wins_over_the_one_for_all():
    version = f.imported(
        time_limit={
            "value": 10,
            "unit": "ngày làm việc",
            "by_channel": [
                {"channel": "trực tiếp", "value": 10, "unit": "ngày làm việc"},
                {"channel": "trực tuyến", "value": 7, "unit": "ngày làm việc"},
            ],
        }
    )
    found = {c: queries.term(version, case_id=None, channel=c) for c in ("counter", "online")}
    assert found["counter"].statutory.text == "10 ngày làm việc"
    assert found["online"].statutory.text == "7 ngày làm việc"
    assert found["online"].source == "01/QĐ-THU"
    assert queries.term(version, case_id=None, channel="post").statutory is None


def test_papers_of_a_case_come_with_those_of_every_case():
    lost = "a) Đối với trường hợp mất:"
    torn = "b) Đối với trường hợp rách:"
    version = f.imported(
        components=[
            {"name": "Đơn", "original": 1, "copy": 0, "case": None},
            {"name": "Đơn báo mất", "original": 1, "copy": 0, "case": lost},
            {"name": "Giấy phép rách", "original": 1, "copy": 0, "case": torn},
        ]
    )
    info = queries.version(version)
    asked = {case.name: [c.name for c in info.papers_for(case.id)] for case in info.cases}
    assert asked == {lost: ["Đơn", "Đơn báo mất"], torn: ["Đơn", "Giấy phép rách"]}
    assert [c.name for c in info.papers_for(None)] == ["Đơn"]


def test_a_fee_that_the_source_only_hints_at_stays_unknown_with_its_warning():
    warning = "Nguồn hiển thị “Miễn phí” nhưng ghi chú dẫn mức thu của địa phương"
    version = f.imported(fee=[{"amount_vnd": None, "displayed": "Miễn phí", "warning": warning}])
    (fee,) = queries.version(version).fees
    assert (fee.amount_vnd, fee.displayed, fee.warning) == (None, "Miễn phí", warning)


def test_fields_keep_one_code_and_all_the_names_of_their_sources():
    f.imported(field="Khoáng sản", field_source="Khoáng sản")
    f.imported(code="1.2", name="Khác", field="Khoáng sản", field_source="Địa chất và khoáng sản")
    (only,) = queries.fields()
    assert (only.code, only.name) == ("khoang-san", "Khoáng sản")
    assert queries.search("dia chat", day=f.DAY, offered_only=False)
