"""What an act owes in writing is issued with it: the right form, the right people, told once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from motcua.documents import checking
from motcua.documents import queries as papers
from motcua.documents.commands import check_slip
from motcua.documents.errors import TooManyChecks
from motcua.dossiers import commands, queries
from motcua.dossiers._letters import title_of
from motcua.dossiers.errors import NoWayToTell
from motcua.dossiers.inputs import PartyInput, SupplementItem
from motcua.kernel.clock import local_day
from motcua.kernel.errors import WrongState
from motcua.notifications.queries import notices
from motcua.organizations import commands as organizations
from tests.scene import rolled_back
from tests.world import ANH, NOON, receive

from .people import to_the_counter, until

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MAP = SupplementItem("Sơ đồ khu rừng", "missing")
BROTHER = PartyInput(kind="person", name="Nguyễn Văn Nam", phone="0987000321")


@pytest.fixture
def world(province):
    with rolled_back():
        yield province


def held(world, **facts):
    received = receive(world, **facts)
    until(world, received.dossier_id, "appraise", at=facts.get("at", NOON))
    return received.dossier_id


def ask(world, dossier_id, at=NOON + DAY):
    commands.request_supplement(dossier_id=dossier_id, items=(MAP,), by=world.binh, at=at)


def letter(dossier_id, kind):
    (slip,) = (slip for slip in papers.slips(dossier_id) if slip.kind == kind)
    return slip


def data_of(dossier_id, kind):
    return papers.slip_data(letter(dossier_id, kind).id)


def told(dossier_id):
    return {n.purpose: n.standing for n in notices(dossier_id)}


def test_papers_are_asked_for_in_writing_with_a_number_and_a_notice(world):
    first, second = held(world), held(world)
    ask(world, first)
    ask(world, second)
    one, two = letter(first, "supplement"), letter(second, "supplement")
    assert (one.form_code, one.form_edition) == ("mau-02", "TT03-2025")
    assert [one.letter_no, two.letter_no] == ["0001/HDHS", "0002/HDHS"]
    data = data_of(first, "supplement")
    assert data["papers"] == [{"no": 1, "name": "Sơ đồ khu rừng", "reason": "Còn thiếu"}]
    (notice,) = notices(first)
    assert (notice.channel, notice.slip_public_id) == ("sms", one.public_id)
    assert data["code"] in notice.text
    assert ANH.name not in notice.text


def test_an_officer_who_reads_english_issues_a_vietnamese_paper(world):
    with override("en"):
        dossier_id = held(world)
        ask(world, dossier_id)
    assert data_of(dossier_id, "supplement")["papers"][0]["reason"] == "Còn thiếu"
    assert data_of(dossier_id, "receipt")["components"][0]["provenance"] == "Bản giấy"


def test_whoever_submitted_for_the_owner_is_named_beside_them(world):
    dossier_id = held(world, submitter=BROTHER)
    ask(world, dossier_id)
    data = data_of(dossier_id, "supplement")
    assert (data["owner"]["name"], data["submitter"]["name"]) == (ANH.name, BROTHER.name)
    assert data["collector"] is None
    assert "0987000321" not in str(data)


@pytest.mark.parametrize(
    ("act", "by", "facts", "kind", "edition"),
    [
        ("refuse", "binh", {"reason": "not_eligible"}, "refusal", "mau-03"),
        ("stop", "em", {"reason": "dispute"}, "stop", "mau-05"),
        ("withdraw", "hoa", {}, "stop", "mau-05"),
    ],
)
def test_an_early_end_is_told_in_writing_and_takes_back_what_was_asked(
    world, act, by, facts, kind, edition
):
    dossier_id = held(world)
    ask(world, dossier_id)
    at = NOON + 2 * DAY
    getattr(commands, act)(dossier_id=dossier_id, by=getattr(world, by), at=at, **facts)
    assert letter(dossier_id, kind).form_code == edition
    state = queries.visible(_public(dossier_id), world.phuc, at).state
    assert told(dossier_id) == {f"dossier_{state}": "waiting", "dossier_supplement": "cancelled"}


def _public(dossier_id):
    return queries.public_id_of(dossier_id)


def test_a_dossier_of_the_old_days_gets_the_forms_of_the_old_days(world):
    old = datetime(2025, 9, 12, 3, tzinfo=UTC)
    dossier_id = held(world, at=old)
    commands.stop(dossier_id=dossier_id, reason="dispute", by=world.em, at=NOON)
    kinds = {s.kind: s.form_edition for s in papers.slips(dossier_id)}
    assert kinds == {"receipt": "TT01-2018", "stop": "ND30-2020"}


def test_a_new_day_is_asked_for_with_an_apology_under_the_leaders_number(world):
    dossier_id = held(world)
    until_day = date(2026, 12, 15)
    commands.extend_promise(
        dossier_id=dossier_id, until=until_day, document="45/PXL-SNNMT", reason="Phải đo lại",
        by=world.em, at=NOON,
    )  # fmt: skip
    data = data_of(dossier_id, "apology")
    assert (data["letter_no"], data["is_late"]) == ("45/PXL-SNNMT", False)
    assert data["original_due_at"] < data["new_due_at"]
    assert data["agency"] == "Sở Nông nghiệp và Môi trường"
    assert told(dossier_id) == {"dossier_extended": "waiting"}


def signed(world, who):
    """What stands over the name on a letter of apology."""
    dossier_id = held(world)
    commands.extend_promise(
        dossier_id=dossier_id, until=date(2026, 12, 15), document="45/PXL", reason="Phải đo",
        by=who, at=NOON,
    )  # fmt: skip
    data = data_of(dossier_id, "apology")
    assert data["agency"] == "Sở Nông nghiệp và Môi trường"
    assert data["signer"]["name"] == who.person_name
    return data["signer"]["title"]


def lent_to(who, leader):
    """Somebody in the post of a leader who lent it."""
    lent = replace(who, role=leader.role, unit_id=leader.unit_id)
    return replace(lent, on_behalf_of_id=leader.post_id)


def test_who_signs_by_order_or_by_authority_says_so_before_the_title(world):
    assert signed(world, world.em) == "THỦ TRƯỞNG CƠ QUAN"
    assert signed(world, world.dung) == "TL. THỦ TRƯỞNG CƠ QUAN\nTHỦ TRƯỞNG ĐƠN VỊ"
    assert signed(world, lent_to(world.lan, world.em)) == "TUQ. THỦ TRƯỞNG CƠ QUAN"


HEAD = {"standing": "head", "name": "Giám đốc"}
DEPUTY = {"standing": "deputy", "name": "Phó Giám đốc", "head_title": "Giám đốc"}
CHIEF = {"standing": "head", "name": "Trưởng phòng"}
CHAIR = {"collective": "Ủy ban nhân dân"}
SIGNATURES = {
    "head": ("em", {"em": HEAD}, "GIÁM ĐỐC"),
    "acting head": ("em", {"em": HEAD | {"standing": "acting"}}, "Q. GIÁM ĐỐC"),
    "deputy": ("em", {"em": DEPUTY}, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
    "by order": ("dung", {"em": HEAD, "dung": CHIEF}, "TL. GIÁM ĐỐC\nTRƯỞNG PHÒNG"),
    "by order of an absent head": (
        "dung", {"em": DEPUTY, "dung": CHIEF | {"standing": "acting"}},
        "TL. GIÁM ĐỐC\nQ. TRƯỞNG PHÒNG",
    ),
    "a deputy by order": (
        "dung",
        {"em": HEAD, "dung": DEPUTY | {"name": "Phó Trưởng phòng", "head_title": "Trưởng phòng"}},
        "TL. GIÁM ĐỐC\nKT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG",
    ),
    "by order without a title": ("dung", {"em": HEAD}, "TL. GIÁM ĐỐC\nTHỦ TRƯỞNG ĐƠN VỊ"),
    "for a collective": ("em", {"em": HEAD | CHAIR}, "TM. ỦY BAN NHÂN DÂN\nGIÁM ĐỐC"),
    "a deputy for a collective": (
        "em", {"em": DEPUTY | CHAIR}, "TM. ỦY BAN NHÂN DÂN\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
    ),
    "by order of who leads a collective": (
        "dung", {"em": HEAD | CHAIR, "dung": CHIEF}, "TL. GIÁM ĐỐC\nTRƯỞNG PHÒNG",
    ),
    "by authority": ("dung for em", {"em": HEAD, "dung": CHIEF}, "TUQ. GIÁM ĐỐC\nTRƯỞNG PHÒNG"),
    "by authority without a title": ("lan for em", {"em": HEAD}, "TUQ. GIÁM ĐỐC"),
    "a deputy in the head's post": (
        "van for em", {"em": HEAD, "van": DEPUTY}, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_leader_signs_with_their_title_and_says_in_whose_place(world, name):
    signer, titles, printed = SIGNATURES[name]
    for who, title in titles.items():
        entitled(world, who, **title)
    who, _, leader = signer.partition(" for ")
    by = getattr(world, who)
    assert signed(world, lent_to(by, getattr(world, leader)) if leader else by) == printed


def test_a_letter_bears_the_title_of_its_own_day(world):
    title_id = entitled(world, "em", **HEAD)
    organizations.end_title(title_id=title_id, on=local_day(NOON + DAY), by=world.son, at=NOON)
    assert signed(world, world.em) == "GIÁM ĐỐC"
    assert title_of(world.em, NOON + DAY) == "THỦ TRƯỞNG CƠ QUAN"


def entitled(world, who, **title):
    by = getattr(world, who)
    return organizations.entitle(
        person_id=by.person_id, unit_id=by.unit_id, since=local_day(NOON), by=world.son, at=NOON,
        **title,
    )  # fmt: skip


def refused(world, dossier_id, channel="sms"):
    """At the counter they take the letter of apology and say how they do not want to be told."""
    for act in (commands.draft_apology, commands.approve_apology):
        act(dossier_id=dossier_id, by=world.em, at=NOON)
    commands.hand_over_apology(
        dossier_id=dossier_id, refused_channel=channel, by=world.hoa, at=NOON + DAY
    )


def channels(dossier_id):
    return {n.purpose: n.channel for n in notices(dossier_id)}


def test_who_refused_text_messages_is_told_by_post_from_then_on(world):
    dossier_id = held(world)
    refused(world, dossier_id)
    commands.stop(dossier_id=dossier_id, reason="dispute", by=world.em, at=NOON + DAY)
    assert channels(dossier_id) == {"dossier_extended": "sms", "dossier_stopped": "post"}


def test_a_refusal_counts_for_all_dossiers_of_the_same_number_until_they_ask_for_it(world):
    refused(world, held(world))
    later = {"at": NOON + 2 * DAY, "opened_at": NOON + 2 * DAY}
    hers, again = held(world, **later), held(world, **later, notice_channel="sms")
    his = held(world, **later, submitter=BROTHER)
    for dossier_id in (hers, again, his):
        ask(world, dossier_id, at=NOON + 3 * DAY)
    asked = [channels(dossier_id)["dossier_supplement"] for dossier_id in (hers, again, his)]
    assert asked == ["post", "sms", "sms"]


@pytest.mark.parametrize("wanted", ["sms", "zalo", "email", "post", "counter"])
def test_whoever_submits_says_how_they_want_to_be_told(world, wanted):
    owner = replace(ANH, email="tuyet@vidu.vn", address="Thôn 3")
    dossier_id = held(world, owner=owner, notice_channel=wanted)
    ask(world, dossier_id)
    assert channels(dossier_id) == {"dossier_supplement": wanted}


@pytest.mark.parametrize(
    ("wanted", "needed"),
    [("zalo", "số điện thoại"), ("email", "địa chỉ thư điện tử"), ("post", "địa chỉ của")],
)
def test_who_wants_to_be_told_by_what_they_do_not_give_is_asked_for_it(world, wanted, needed):
    owner = PartyInput(kind="person", name="Lò Văn Ẩn", number_kind="passport", number="C1234567")
    with pytest.raises(NoWayToTell, match=needed) as why:
        receive(world, owner=owner, notice_channel=wanted)
    assert why.value.field == "notice_channel"


def test_what_they_wanted_is_left_out_once_they_refuse_it(world):
    dossier_id = held(world, notice_channel="sms")
    refused(world, dossier_id)
    commands.stop(dossier_id=dossier_id, reason="dispute", by=world.em, at=NOON + DAY)
    assert channels(dossier_id)["dossier_stopped"] == "post"


def test_the_result_is_announced_once_and_its_receipt_ends_the_slip_of_reception(world):
    received = receive(world)
    to_the_counter(world, received.dossier_id)
    assert told(received.dossier_id) == {"dossier_result_ready": "waiting"}
    commands.return_result(
        dossier_id=received.dossier_id, name=ANH.name, relation="owner", checked="card",
        by=world.hoa, at=NOON + DAY,
    )  # fmt: skip
    assert told(received.dossier_id) == {"dossier_result_ready": "cancelled"}
    slips = {s.kind: s.ended for s in papers.slips(received.dossier_id)}
    assert slips == {"receipt": "done", "result_receipt": ""}


def test_a_dossier_that_goes_on_takes_back_the_paper_that_said_it_ended(world):
    dossier_id = held(world)
    commands.stop(dossier_id=dossier_id, reason="dispute", by=world.em, at=NOON)
    stopped = letter(dossier_id, "stop")
    assert papers.checked(stopped.public_id).ended == ""
    commands.reopen(dossier_id=dossier_id, reason="Đã hòa giải", by=world.em, at=NOON + DAY)
    assert papers.checked(stopped.public_id).ended == "withdrawn"
    assert told(dossier_id) == {"dossier_stopped": "cancelled", "dossier_reopened": "waiting"}


def test_what_was_handed_over_at_the_counter_is_delivered_by_whom_and_when_and_once(world):
    dossier_id = held(world)
    ask(world, dossier_id)
    (row,) = [one for one in queries.issued(dossier_id) if one.notice]
    facts = {"dossier_id": dossier_id, "notice": row.notice.public_id, "by": world.hoa}
    commands.deliver_notice(**facts, at=NOON + 2 * DAY)
    (row,) = [one for one in queries.issued(dossier_id) if one.notice]
    assert (row.notice.standing, row.notice.delivered_by) == ("delivered", world.hoa.person_name)
    assert row.notice.settled_at == NOON + 2 * DAY
    with pytest.raises(WrongState):
        commands.deliver_notice(**facts, at=NOON + 3 * DAY)


def test_papers_that_were_not_received_have_their_slip_too(world):
    told_id = commands.guide_applicant(
        version_id=world.honey, items=(MAP,), name="Lò Văn Ẩn", by=world.hoa, at=NOON
    )
    slip = papers.slip(queries.guidance(told_id, world.hoa).slip)
    assert (slip.kind, slip.form_code, slip.letter_no) == (
        "guide_supplement", "mau-02-huong-dan", "0001/HDHS",
    )  # fmt: skip
    data = papers.slip_data(slip.id)
    assert (data["owner"]["name"], "code" in data) == ("Lò Văn Ẩn", False)


def test_whoever_follows_a_dossier_gets_the_letters_and_nothing_of_the_offices_own(world):
    received = receive(world)
    assert queries.papers_of(received.track_token) == []
    until(world, received.dossier_id, "appraise")
    ask(world, received.dossier_id)
    assert [s.kind for s in queries.papers_of(received.track_token)] == ["supplement"]
    assert queries.papers_of("khong-co") == []


def test_a_paper_tells_what_stands_on_it_and_codes_are_not_tried_for_ever(world, monkeypatch):
    received = receive(world)
    monkeypatch.setattr(checking.rulebook, "value", lambda _code, _day: 3)
    known = check_slip(public_id=received.slip_public_id, address="10.0.0.1", at=NOON)
    assert (known.code, known.ended, known.agency) == (
        received.code, "", "Trung tâm Phục vụ hành chính công tỉnh",
    )  # fmt: skip
    assert ANH.name not in repr(known)
    for _ in range(3):
        assert check_slip(public_id="khong-co", address="10.0.0.2", at=NOON) is None
    with pytest.raises(TooManyChecks):
        check_slip(public_id=received.slip_public_id, address="10.0.0.2", at=NOON)
    assert check_slip(public_id=received.slip_public_id, address="10.0.0.1", at=NOON)
