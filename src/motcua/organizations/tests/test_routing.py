"""Which unit a published actor means, from every place that receives dossiers."""

import pytest

from motcua.organizations import errors, queries
from motcua.organizations.queries import RouteContext

from . import factories as f

pytestmark = pytest.mark.django_db

RECEIVERS = ("tt-tinh", "tt-sen", "cn1", "vpdk")
# rule → the unit for a dossier about land in the commune "sen", whoever received it
FROM_ANYWHERE = {
    "deciding": "so",
    "department": "so",
    "division": "phong-dat-dai",
    "land_office": "vpdk",
    "land_branch": "cn1",
    "commune": "sen",
    "commune_division": "kt-sen",
    "one_stop_commune": "tt-sen",
    "one_stop_province": "tt-tinh",
    "province": "tinh",
    "province_office": "vp-tinh",
    "external:tax": "tax",
}
# alternatives → chosen unit by receiving unit
CHOICES = {
    ("one_stop_province|one_stop_commune|land_branch", "tt-tinh"): "tt-tinh",
    ("one_stop_province|one_stop_commune|land_branch", "tt-sen"): "tt-sen",
    ("one_stop_province|one_stop_commune|land_branch", "cn1"): "cn1",
    ("one_stop_province|land_branch", "tt-sen"): "cn1",
    ("one_stop_commune|land_branch", "tt-tinh"): "tt-sen",
    ("land_office|land_branch", "tt-tinh"): "vpdk",
    ("land_office|land_branch", "tt-sen"): "cn1",
    ("land_office|land_branch", "vpdk"): "vpdk",
}


@pytest.fixture
def province():
    return f.province()


def resolve(province, rule, receiving, commune="sen", field="dat-dai", deciding="so"):
    commune_id = province[commune] if commune else None
    route = RouteContext(province[receiving], province[deciding], commune_id, field)
    return queries.resolve_unit(rule, route, f.DAY)


@pytest.mark.parametrize("receiving", RECEIVERS)
@pytest.mark.parametrize("rule", FROM_ANYWHERE)
def test_every_rule_names_one_unit_and_says_why(province, rule, receiving):
    found = resolve(province, rule, receiving)

    assert found.unit_id == province[FROM_ANYWHERE[rule]]
    assert found.chosen_rule == rule
    assert found.reason.endswith(".")


@pytest.mark.parametrize("receiving", RECEIVERS)
def test_receiving_is_the_place_that_took_the_dossier_in(province, receiving):
    assert resolve(province, "receiving", receiving).unit_id == province[receiving]


@pytest.mark.parametrize(("rule", "receiving"), CHOICES)
def test_a_or_b_is_chosen_by_the_place_that_received(province, rule, receiving):
    found = resolve(province, rule, receiving)

    assert found.unit_id == province[CHOICES[rule, receiving]]
    assert found.chosen_rule in rule.split("|")
    assert "nhiều nơi" in found.reason


def test_a_commune_that_receives_for_another_one_leaves_the_work_to_that_one(province):
    assert resolve(province, "land_branch", "tt-sen", commune="lua").unit_id == province["cn2"]
    assert resolve(province, "commune", "tt-sen", commune="lua").unit_id == province["lua"]


def test_without_a_commune_the_land_office_assigns_and_no_commune_is_invented(province):
    found = resolve(province, "land_branch", "tt-tinh", commune=None)
    assert (found.unit_id, "Chưa biết xã" in found.reason) == (province["vpdk"], True)
    assert resolve(province, "commune", "tt-tinh", commune=None).unit_id is None


def test_a_field_that_no_division_has_stays_with_the_department(province):
    found = resolve(province, "division", "tt-tinh", field="moi-truong")
    assert (found.unit_id, "chưa phân công" in found.reason) == (province["so"], True)


def test_somebody_outside_whom_nobody_entered_is_a_wait_without_a_unit(province):
    found = resolve(province, "external:applicant", "tt-tinh")
    assert (found.unit_id, bool(found.reason)) == (None, True)


def test_a_rule_nobody_knows_is_a_programming_error_and_an_unknown_unit_a_refusal(province):
    with pytest.raises(ValueError, match="clerk_of"):
        resolve(province, "clerk_of", "tt-tinh")
    with pytest.raises(errors.UnknownUnit):
        queries.resolve_unit("receiving", RouteContext(0, 0, None, ""), f.DAY)
