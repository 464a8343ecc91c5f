"""Who receives and who decides: only published versions, one answer a day, rules for a province."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from motcua.catalog import queries
from motcua.catalog.commands import Assignment, assign, offer, offer_many, withdraw_offer
from motcua.catalog.errors import AlreadyOffered, BadPeriod, CommittedLonger, NotPublished
from motcua.catalog.models import ChangeLog, Offering
from motcua.catalog.rules.assigning import Assignments, Facts, parse
from motcua.kernel.errors import NotPermitted
from motcua.kernel.working_time import TimeLimit
from motcua.organizations.permissions import Role

from . import factories as f

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[4] / "demo/offerings.toml"


@pytest.fixture
def centre() -> int:
    return f.unit("Trung tâm Phục vụ hành chính công tỉnh", "one_stop_province")


@pytest.fixture
def department() -> int:
    return f.unit("Sở Nông nghiệp và Môi trường")


def test_a_unit_receives_what_it_was_given_from_that_day_on(centre, department):
    version = f.imported()
    made = f.offered(version, centre, department, valid_from=date(2026, 1, 1))
    assert queries.offering(version, centre, date(2025, 12, 31)) is None
    assert queries.offering(version, centre, date(2026, 1, 1)) == made
    assert queries.offering(version, department, date(2026, 1, 1)) is None


def test_a_draft_is_never_offered_alone_or_among_others(centre, department):
    draft, version = f.imported(results=[]), f.imported(code="1.2", name="Đủ giấy tờ")
    with pytest.raises(NotPublished) as refusal:
        f.offered(draft, centre, department)
    assert "bản nháp" in str(refusal.value)
    with pytest.raises(NotPublished):
        offer_many(
            [Assignment(version, centre, department), Assignment(draft, centre, department)],
            valid_from=f.SINCE,
            by=f.IMPORT,
            at=f.AT,
            source="Quyết định thử",
        )
    assert not Offering.objects.exists()


def test_the_same_unit_is_not_given_the_same_procedure_twice(centre, department):
    version = f.imported()
    f.offered(version, centre, department)
    with pytest.raises(AlreadyOffered):
        f.offered(version, centre, centre, valid_from=date(2027, 1, 1))


def test_a_unit_that_no_longer_receives_it_can_be_given_it_again_later(centre, department):
    version = f.imported()
    made = f.offered(version, centre, department)
    with pytest.raises(BadPeriod):
        withdraw_offer(made.id, on=f.SINCE, by=f.IMPORT, at=f.AT)
    withdraw_offer(made.id, on=date(2026, 1, 1), by=f.IMPORT, at=f.AT)
    assert queries.offering(version, centre, date(2025, 12, 31)) == made
    assert queries.offering(version, centre, date(2026, 1, 1)) is None
    again = f.offered(version, centre, department, valid_from=date(2026, 6, 1))
    assert queries.offering(version, centre, date(2026, 6, 1)) == again
    assert list(ChangeLog.objects.order_by("pk").values_list("what", flat=True))[2:] == [
        "offered",
        "withdrawn",
        "offered",
    ]


def test_a_commitment_shortens_the_legal_term_and_never_lengthens_it(centre, department):
    version = f.imported()
    with pytest.raises(CommittedLonger) as refusal:
        f.offered(version, centre, department, committed=TimeLimit.parse("11 ngày làm việc"))
    assert "11 ngày làm việc dài hơn" in str(refusal.value)
    shorter = TimeLimit.parse("7 ngày làm việc")
    f.offered(version, centre, department, committed=shorter)
    assert queries.offering(version, centre, f.DAY).committed == shorter


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CATALOGUE_ADMIN])
def test_only_the_catalogue_administrator_gives_and_takes(role, centre, department):
    version = f.imported()
    made, by = f.offered(version, centre, department), f.person(role)
    with pytest.raises(NotPermitted):
        offer(version, department, department, valid_from=f.DAY, by=by, at=f.AT)
    with pytest.raises(NotPermitted):
        offer_many([], valid_from=f.DAY, by=by, at=f.AT, source="x")
    with pytest.raises(NotPermitted):
        withdraw_offer(made.id, on=f.DAY, by=by, at=f.AT)


def _demo() -> Assignments:
    return parse(tomllib.loads(DEMO.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("facts", "receive"),
    [
        (
            Facts("dat-dai", "tỉnh", "Chi nhánh Văn phòng đăng ký đất đai", ""),
            {
                "one_stop_province": "land_office",
                "one_stop_commune": "land_branch",
                "land_branch": "land_branch",
            },
        ),
        (
            Facts("dat-dai", "xã", "Văn phòng đăng ký đất đai, UBND cấp xã", ""),
            {"one_stop_commune": "commune"},
        ),
        (
            Facts("khoang-san", "tỉnh", "Sở", "Chủ tịch ủy ban nhân dân cấp tỉnh"),
            {"one_stop_province": "province", "one_stop_commune": "province"},
        ),
        (
            Facts("do-dac-ban-do", "tỉnh", "", "Sở Nông nghiệp và Môi trường"),
            {"one_stop_province": "department", "one_stop_commune": "department"},
        ),
        (Facts("dat-dai", "tỉnh", "", "Hội đồng nhân dân cấp tỉnh"), {}),
    ],
)
def test_the_demonstration_gives_each_procedure_to_who_the_record_names(facts, receive):
    rule = _demo().rule_for(facts)
    assert rule is not None
    assert rule.receive == receive


def test_what_no_rule_names_is_given_to_nobody():
    assert _demo().rule_for(Facts("cong-an-cu-tru", "xã", "Công an cấp Xã", "")) is None


def test_rules_become_offerings_once_and_say_what_was_left_out(centre, department):
    mapping = f.imported(field="Đo đạc bản đồ", agency="Sở Nông nghiệp và Môi trường")
    f.imported(code="1.2", name="Đăng ký tạm trú", field="Công an - Cư trú", competent_level="xã")
    facts = {"day": f.DAY, "by": f.IMPORT, "at": f.AT}

    first, again = assign(_demo(), **facts), assign(_demo(), **facts)
    assert (first.made, again.made) == (1, 0)
    assert first.without == ("1.2 Đăng ký tạm trú",)
    found = queries.offering(mapping, centre, f.DAY)
    assert found is not None
    assert found.deciding_unit_id == department


@pytest.mark.parametrize(
    "content",
    ["", "source = 1", "x", "source='a'\nvalid_from=2025-01-01\n[[rule]]\nname='b'", "\x00"],
    ids=["empty", "wrong kind", "no toml", "no receive", "NUL"],
)
def test_a_bad_file_of_rules_is_one_sentence(tmp_path, content):
    path = tmp_path / "rules.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="không dùng được"):
        call_command("offer_demo", str(path))
