"""What a unit commits itself to: shorter terms by channel, its own policy on supplements."""

import tomllib
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from motcua.catalog import queries
from motcua.catalog.commands import Terms, commit_all, commit_terms, follow_units
from motcua.catalog.errors import BadPeriod, ChannelClosed, CommittedLonger, PolicyUnfounded
from motcua.catalog.infos import PolicyInfo
from motcua.catalog.models import ChangeLog, Offering
from motcua.catalog.rules.committing import BadCommitments, parse
from motcua.catalog.rules.record import read
from motcua.kernel.errors import NotPermitted
from motcua.kernel.transactions import command
from motcua.kernel.working_time import TimeLimit
from motcua.organizations.permissions import Role
from motcua.organizations.queries import Heir

from . import factories as f

DAY = date(2026, 12, 1)
SEVEN, FIVE = TimeLimit.parse("7 ngày làm việc"), TimeLimit.parse("5 ngày làm việc")
RESTART = PolicyInfo("restart", "Quyết định 12/QĐ-UBND")
DECISION = """
source = "Quyết định 12/QĐ-UBND"
valid_from = 2026-12-01
[[term]]
code = "1.999001"
committed = "7 ngày làm việc"
by_channel = { online = "5 ngày làm việc" }
supplement_policy = "restart"
[[term]]
code = "1.000000"
committed = "1 ngày làm việc"
"""


@pytest.fixture
def centre(db) -> int:
    return f.unit("Trung tâm Phục vụ hành chính công tỉnh", "one_stop_province")


@pytest.fixture
def version(db) -> int:
    return f.imported()


def commit(made, terms, on=DAY, by=f.IMPORT):
    return commit_terms(made.id, terms, on=on, by=by, at=f.AT, source="Quyết định 12/QĐ-UBND")


def test_what_comes_online_can_be_committed_to_in_fewer_days_than_at_the_counter(centre, version):
    made = f.offered(version, centre, centre, committed=SEVEN, by_channel={"online": FIVE})
    assert queries.offering(version, centre, f.DAY) == made
    found = {channel: made.committed_by(channel) for channel in ("counter", "online", "post")}
    assert found == {"counter": SEVEN, "online": FIVE, "post": SEVEN}
    term = queries.term(version, case_id=None, channel="online")
    assert queries.committed(made, term, "online") == FIVE
    assert queries.committed(None, term, "online") is None


def test_each_channel_is_held_against_its_own_term_of_the_law(centre):
    days = {"trực tiếp": 10, "trực tuyến": 10, "bưu chính": 12}
    rows = [{"channel": c, "value": n, "unit": "ngày làm việc"} for c, n in days.items()]
    version = f.imported(time_limit=f.record()["time_limit"] | {"by_channel": rows})
    eleven = TimeLimit.parse("11 ngày làm việc")
    with pytest.raises(CommittedLonger):
        f.offered(version, centre, centre, by_channel={"online": eleven})
    with pytest.raises(CommittedLonger):  # it would hold at the counter too
        f.offered(version, centre, centre, committed=eleven)
    made = f.offered(version, centre, centre, committed=SEVEN, by_channel={"post": eleven})
    assert made.committed_by("post") == eleven


def test_nothing_is_committed_for_a_channel_that_is_closed_or_unknown(centre):
    version = f.imported(channels=["trực tiếp"])
    with pytest.raises(ChannelClosed, match="không nhận hồ sơ trực tuyến"):
        f.offered(version, centre, centre, by_channel={"online": FIVE})
    with pytest.raises(ChannelClosed):
        f.offered(version, centre, centre, by_channel={"fax": FIVE})


@pytest.mark.parametrize("policy", [PolicyInfo("guess", "Luật"), PolicyInfo("restart", "  ")])
def test_a_policy_of_ones_own_is_known_and_founded(policy, centre, version):
    with pytest.raises(PolicyUnfounded):
        f.offered(version, centre, centre, policy=policy)


def test_other_terms_hold_from_their_day_and_the_days_before_keep_theirs(centre, version):
    made = f.offered(version, centre, centre, committed=SEVEN)
    later = commit(made, Terms(SEVEN, {"online": FIVE}, RESTART))
    assert queries.offering(version, centre, date(2026, 11, 30)) == made
    assert queries.offering(version, centre, DAY) == later
    assert (later.committed_by("online"), later.policy) == (FIVE, RESTART)
    again = commit(later, Terms(SEVEN, {"online": FIVE}, RESTART), on=date(2026, 12, 24))
    assert again == later  # nothing new, so no new row
    on_the_day = commit(later, Terms(SEVEN))
    assert (on_the_day.id, on_the_day.policy) == (later.id, None)
    kinds = list(ChangeLog.objects.order_by("pk").values_list("what", flat=True))
    assert kinds[-2:] == ["committed", "committed"]
    with pytest.raises(BadPeriod):
        commit(later, Terms(FIVE), on=date(2026, 11, 1))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CATALOGUE_ADMIN])
def test_only_the_catalogue_administrator_commits(role, centre, version):
    made = f.offered(version, centre, centre)
    with pytest.raises(NotPermitted):
        commit(made, Terms(SEVEN), by=f.person(role))
    with pytest.raises(NotPermitted):
        commit_all(parse(tomllib.loads(DECISION)), by=f.person(role), at=f.AT)


def test_the_units_policy_goes_before_the_versions_and_both_before_the_rule(centre):
    ground = {"policy": "resume", "ground": "Thông tư 01/2026/TT-THU Điều 4"}
    own = f.imported(code="1.999002", name="Cấp lại", supplement=ground)
    version = queries.version(own)
    assert version.policy == PolicyInfo("resume", "Thông tư 01/2026/TT-THU Điều 4")
    assert queries.policy(version, f.offered(own, centre, centre)) == version.policy
    at_unit = commit(queries.offering(own, centre, f.DAY), Terms(policy=RESTART))
    assert queries.policy(version, at_unit) == RESTART
    assert queries.policy(queries.version(f.imported()), None) is None


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ({"policy": "guess", "ground": "Luật"}, ["policy_unfounded"]),
        ({"ground": "Luật"}, ["policy_unfounded"]),
        ("restart", ["wrong_type"]),
    ],
)
def test_a_record_whose_policy_cannot_be_used_says_so_and_the_rule_holds(said, warned):
    reading = read(f.record(supplement=said))
    assert [one["code"] for one in reading.remarks.warnings] == warned
    assert "supplement_policy" not in reading.texts


def test_a_policy_without_a_ground_of_its_own_rests_on_the_decision_of_the_record():
    assert (
        read(f.record(supplement={"policy": "restart"})).texts["supplement_ground"] == "01/QĐ-THU"
    )


def test_a_decision_is_a_file_and_says_what_nobody_receives(centre, version, tmp_path, capsys):
    f.offered(version, centre, centre)
    path = tmp_path / "decision.toml"
    path.write_text(DECISION, encoding="utf-8")
    call_command("commit_terms", str(path))
    said = capsys.readouterr().out
    assert "Đã đặt cho 1 nơi tiếp nhận." in said
    assert "1.000000" in said
    found = queries.offering(version, centre, DAY)
    assert found is not None
    assert (found.committed_by("post"), found.committed_by("online")) == (SEVEN, FIVE)
    assert found.policy == RESTART
    call_command("commit_terms", str(path))
    assert "Đã đặt cho 0 nơi tiếp nhận." in capsys.readouterr().out
    taken_back = DECISION.split("[[term]]")[0] + '[[term]]\ncode = "1.999001"\ncommitted = ""\n'
    path.write_text(taken_back, encoding="utf-8")
    call_command("commit_terms", str(path))
    found = queries.offering(version, centre, DAY)
    assert (found.committed, found.committed_by("online"), found.policy) == (None, FIVE, RESTART)


def test_a_decision_that_cannot_hold_changes_nothing(centre, version, tmp_path):
    f.offered(version, centre, centre)
    path = tmp_path / "decision.toml"
    path.write_text(DECISION.replace("5 ngày", "50 ngày"), encoding="utf-8")
    with pytest.raises(CommandError, match="dài hơn"):
        call_command("commit_terms", str(path))
    assert Offering.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"committed": "bảy ngày"},
        {"committed": 7},
        {"by_channel": {"fax": "7 ngày"}},
        {"by_channel": ["7 ngày"]},
        {"supplement_policy": "guess"},
        {"comitted": "7 ngày"},
        {"code": ""},
    ],
    ids=str,
)
def test_a_bad_line_of_a_decision_is_named(wrong):
    term = {"code": "1.999001"} | wrong
    with pytest.raises(BadCommitments, match=r"\[\[term\]\]"):
        parse({"source": "QĐ 12", "valid_from": DAY, "term": [term]})


@pytest.mark.parametrize("head", [{"source": " "}, {"valid_from": "mai"}, {"term": []}], ids=str)
def test_a_decision_says_where_it_stands_since_when_and_of_what(head):
    with pytest.raises(BadCommitments):
        parse({"source": "QĐ 12", "valid_from": DAY, "term": [{"code": "1"}]} | head)


@pytest.mark.parametrize(
    "terms",
    [
        "committed_by_channel = '{\"fax\": [{}]}'",
        "committed_by_channel = '{\"online\": []}'",
        "committed_by_channel = '{\"online\": 5}'",
        "committed_by_channel = '[]'",
        "supplement_policy = 'restart'",
        "supplement_policy = 'guess', supplement_ground = 'Luật'",
        "supplement_ground = 'Luật'",
    ],
)
def test_the_database_refuses_terms_that_cannot_be(terms, centre, version):
    made = f.offered(version, centre, centre)
    assert f.database_refuses(f"UPDATE catalog_offering SET {terms} WHERE id = %s", [made.id])
    with connection.cursor() as cursor:  # the statement itself is right
        cursor.execute("UPDATE catalog_offering SET source = '' WHERE id = %s", [made.id])


def test_a_new_version_and_a_new_unit_go_on_with_the_terms(centre, version):
    f.offered(version, centre, centre, by_channel={"online": FIVE}, policy=RESTART)
    f.import_procedure(f.record(decision="02/QĐ-THU"), by=f.IMPORT, at=f.AT, valid_from=DAY)
    [newer] = queries.in_force("1.999001", DAY)
    assert newer != version
    found = queries.offering(newer, centre, DAY)
    assert found is not None
    assert (found.committed_by("online"), found.policy) == (FIVE, RESTART)
    after = f.unit("Trung tâm Phục vụ hành chính công mới", "one_stop_province")
    on, how = date(2027, 1, 1), {"source": "Nghị quyết 1", "by": f.IMPORT, "at": f.AT}
    command(follow_units)([Heir(centre, "", 0, after)], on=on, **how)
    heir = queries.offering(newer, after, on)
    assert heir is not None
    assert (heir.committed_by("online"), heir.policy) == (FIVE, RESTART)
