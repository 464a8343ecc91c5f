"""One table for the whole house: every address and every act, by eleven kinds of people.

Unknown to you is 404; seen but not yours to do is 403. ``table.toml`` says it, this reads it.
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver, reverse

from motcua.accounts import commands as accounts
from motcua.accounts import permissions as account_permissions
from motcua.catalog import commands as catalog
from motcua.catalog import permissions as catalog_permissions
from motcua.catalog import queries as procedures
from motcua.dossiers import commands as acts
from motcua.dossiers import permissions as dossier_permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.inputs import SupplementItem
from motcua.dossiers.models import Consultation, Handover
from motcua.dossiers.tests.people import open_item, until
from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.watch import permissions as watch_permissions
from motcua.kernel.watch.commands import retry_jobs
from motcua.kernel.watch.errors import NothingToRetry
from motcua.organizations import commands as organizations
from motcua.organizations import permissions as organization_permissions
from motcua.organizations import queries as units
from motcua.organizations.queries import CalendarEdit, DayEdit
from motcua.workflow import permissions as work_permissions
from motcua.workflow import queries as processes
from motcua.workflow.commands import publish as publish_process
from motcua.workflow.standard import standard_graph
from tests.scene import LATER, Dossiers, Visitors, in_progress, once, rolled_back
from tests.world import HONEY, NOON, World, intake, receive

pytestmark = pytest.mark.django_db
TABLE = tomllib.loads(Path(__file__).with_name("table.toml").read_text(encoding="utf-8"))
PEOPLE: list[str] = TABLE["people"]
DOORS: list[dict[str, str]] = TABLE["door"]
ACTS: dict[str, dict[str, str]] = {
    room: rows for room, rows in TABLE["acts"].items() if room != "people"
}
ACTORS: list[str] = TABLE["acts"]["people"]
METHODS = ("GET", "POST")


@dataclass
class Place:
    """The province with its dossiers, the browsers of its people, and what addresses name."""

    world: World
    dossiers: Dossiers
    visitors: Visitors
    things: dict[str, str]


@pytest.fixture(scope="module")
def place(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Place]:
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        known = in_progress(world)
        visitors = Visitors(world)
        visitors.sign_in(*(name for name in PEOPLE if name != "nobody"))
        yield Place(world, known, visitors, _things(world, known))


def _things(world: World, known: Dossiers) -> dict[str, str]:
    named = {name: getattr(known, name) for name in vars(known)}
    steps = {name: open_item(one.dossier_id) for name, one in named.items()}
    return {
        "question": _question(world),
        "slip": acts.refuse_intake(
            version_id=world.honey, reason="not_competent", by=world.hoa, at=LATER
        ),
        "unknown": "khong-co-that-00",
        "calendar": "tinh",
        "calendar change": _calendar_change(world.quy),
        "plan": _plan(world),
        "list": acts.list_handovers(
            handover_ids=[Handover.objects.get(dossier_id=known.paper.dossier_id).pk],
            by=world.hoa,
            at=LATER,
        ),
        "rename": "rename",
        "procedure": procedures.version(world.honey).public_id,
        "process": processes.current_definitions()[0].key,
        "token": known.working.track_token,
        "wait": steps["waiting"].public_id,
        "papers": Handover.objects.get(dossier_id=known.paper.dossier_id).public_id,
        "receipt of working": known.working.slip_public_id,
        "receipt of another": known.new.slip_public_id,
        **_letter(world),
        **{name: one.public_id for name, one in named.items()},
        **{f"step of {name}": step.public_id for name, step in steps.items()},
    }


def _question(world: World) -> str:
    """What Bình asks Tâm's department about a dossier of its own."""
    dossier_id = receive(world).dossier_id
    until(world, dossier_id, "appraise")
    acts.consult(
        dossier_id=dossier_id, unit_id=world.tam.unit_id or 0, question="Vướng quy hoạch?",
        by=world.binh, at=LATER,
    )  # fmt: skip
    return Consultation.objects.get(dossier_id=dossier_id).public_id


def _letter(world: World) -> dict[str, str]:
    """What Dũng's division wants of an applicant, in writing."""
    received = receive(world)
    until(world, received.dossier_id, "appraise")
    acts.request_supplement(
        dossier_id=received.dossier_id,
        items=(SupplementItem("Sơ đồ", "missing"),),
        by=world.binh,
        at=LATER,
    )
    told = [one for one in dossiers.issued(received.dossier_id) if one.notice]
    (slip, notice) = (told[0].slip, told[0].notice)
    assert slip
    assert notice
    return {
        "asked": received.public_id,
        "token of asked": received.track_token,
        "letter": slip.public_id,
        "notice": notice.public_id,
    }


def _plan(world: World) -> str:
    """Another name for Tâm's department, decided for today."""
    return organizations.prepare_merger(
        kind="rename",
        unit_ids=[world.units["other"]],
        agencies=[units.NewAgency("Sở Xây dựng và Giao thông", "Sở XDGT", "H99.20")],
        on=LATER.date(),
        ground="QĐ 7",
        by=world.son,
        at=LATER,
    )


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every named address of the product and the parameters it takes."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, inner)
        else:
            yield f"{space}{pattern.name}", list(pattern.pattern.converters)


ADDRESSES = dict(addresses(get_resolver()))


def address(row: dict[str, str], things: dict[str, str]) -> str:
    """The address of a row, with what it is about."""
    taken = ADDRESSES[row["name"]]
    thing = things[row["on"]] if taken else ""
    args = {name: thing for name in taken}
    if row["name"] == "desk:receipt":
        args = {"public_id": things["working"], "slip": thing}
    if row["name"] == "desk:deliver-notice":
        args = {"public_id": things["asked"], "notice": thing}
    if row["name"] == "portal:paper":
        args = {"token": things["token of asked"], "slip": thing}
    return reverse(row["name"], kwargs=args)


def sent(row: dict[str, str], place: Place) -> dict[str, str]:
    """What a POST of this row carries: nothing, unless the row says what."""
    if row.get("send") == "van's post":
        post = units.post(place.world.van.post_id or 0)
        return {"post": post.public_id}
    return {}


def answered(place: Place, row: dict[str, str], method: str, person: str) -> str:
    """What this person gets, in the words of the table. Leaves no trace."""
    browser = place.visitors.browser("" if person == "nobody" else person)
    url = address(row, place.things)
    with rolled_back():
        answer = browser.get(url) if method == "GET" else browser.post(url, sent(row, place))
    gone_to = answer.headers.get("Location", "")
    if answer.status_code == 302 and gone_to.startswith(reverse("accounts:sign-in") + "?"):
        return "in"
    return str(answer.status_code)


def cells() -> int:
    """How many answers the table foretells."""
    doors = sum(len(PEOPLE) for row in DOORS for method in METHODS if method in row)
    return doors + sum(len(ACTORS) for rows in ACTS.values() for _ in rows)


def test_the_table_is_about_ten_kinds_of_people_or_more_and_says_who_they_are(capsys: Any) -> None:
    assert len(PEOPLE) >= 10
    assert list(TABLE["who"]) == PEOPLE
    assert PEOPLE[1:] == ACTORS
    for row in DOORS:
        for method in METHODS:
            assert len(row.get(method, "x " * len(PEOPLE)).split()) == len(PEOPLE), row
    with capsys.disabled():
        print(f"\npermissions: {cells()} cells, {len(PEOPLE)} kinds of people")  # noqa: T201
    assert cells() >= 1000


def test_every_address_is_in_the_table_and_every_row_has_its_address() -> None:
    with_get = {row["name"] for row in DOORS if "GET" in row}
    assert set(ADDRESSES) - with_get == set(), "an address that nobody decided about"
    assert {row["name"] for row in DOORS} - set(ADDRESSES) == set(), "a row without an address"


def test_every_address_is_asked_with_both_methods_and_with_what_is_not_there() -> None:
    """Where an address names a thing, somebody comes with a name that means nothing."""
    assert {row["name"] for row in DOORS if "POST" in row} == set(ADDRESSES)
    strange = {row["name"] for row in DOORS if row.get("on") == "unknown"}
    assert strange == {name for name, taken in ADDRESSES.items() if taken}


@pytest.mark.parametrize("row", DOORS, ids=lambda r: f"{r['name']} {r.get('on', '')}".strip())
def test_who_gets_through_the_door(place: Place, row: dict[str, str], settings: Any) -> None:
    settings.DEMO, settings.BRAND_DIR = False, None
    wrong = {}
    for method in METHODS:
        expected = dict(zip(PEOPLE, row.get(method, "").split(), strict=False))
        for person, foretold in expected.items():
            told = answered(place, row, method, person)
            if told != foretold:
                wrong[f"{method} {person}"] = f"{told} instead of {foretold}"
    assert wrong == {}


def grants() -> dict[str, set[str]]:
    """Room → acts that its permissions know of."""
    return {
        "dossiers": set(dossier_permissions.GRANTS),
        "organizations": set(organization_permissions.GRANTS),
        "catalog": set(catalog_permissions.GRANTS),
        "accounts": set(account_permissions.GRANTS),
        "watch": set(watch_permissions.GRANTS),
        "workflow": {"publish_process"},
    }


def test_every_act_is_in_the_table_and_every_row_is_an_act() -> None:
    assert {room: set(rows) for room, rows in ACTS.items()} == grants()


def _receive(place: Place, by: Actor) -> None:
    at_tams = by.unit_id == place.world.tam.unit_id
    if at_tams:  # her unit receives nothing yet; the right to receive is what is asked
        dossier_permissions.require(by, "receive")
        return
    sheet = intake(place.world)
    acts.receive_dossier(intake=sheet, key="table", by=by, at=LATER)


def _view(place: Place, by: Actor) -> None:
    if dossiers.visible(place.dossiers.working.public_id, by, LATER) is None:
        raise NotPermitted("view")


def _on_step(act: Callable[..., Any], of: str, **facts: Any) -> Callable[[Place, Actor], None]:
    def do(place: Place, by: Actor) -> None:
        item = open_item(getattr(place.dossiers, of).dossier_id)
        act(item_id=item.id, by=by, at=LATER, **facts)

    return do


def _send_back(place: Place, by: Actor) -> None:
    item = open_item(place.dossiers.working.dossier_id)
    node = processes.backable_nodes(item.id)[0].node_id
    acts.send_back_item(item_id=item.id, node_id=node, reason="Thiếu dấu", by=by, at=LATER)


def _assign(place: Place, by: Actor) -> None:
    item = open_item(place.dossiers.working.dossier_id)
    acts.assign_item(item_id=item.id, post_id=place.world.van.post_id or 0, by=by, at=LATER)


def _confirm(place: Place, by: Actor) -> None:
    row = Handover.objects.get(dossier_id=place.dossiers.paper.dossier_id)
    acts.confirm_handover(handover_id=row.pk, by=by, at=LATER)


def _take_back(place: Place, by: Actor) -> None:
    row = Handover.objects.get(dossier_id=place.dossiers.paper.dossier_id)
    acts.take_back_papers(handover_id=row.pk, reason="Còn trên bàn", by=by, at=LATER)


def _record(place: Place, by: Actor) -> None:
    facts: dict[str, Any] = {"outcome": "positive", "number": "1/GP", "day": NOON.date()}
    acts.record_result(dossier_id=place.dossiers.paper.dossier_id, by=by, at=LATER, **facts)


def _return(place: Place, by: Actor) -> None:
    facts: dict[str, Any] = {"name": "Ánh Tuyết", "relation": "owner", "checked": "card"}
    acts.return_result(dossier_id=place.dossiers.ready.dossier_id, by=by, at=LATER, **facts)


def _on_dossier(act: Callable[..., Any], of: str, **facts: Any) -> Callable[[Place, Actor], None]:
    def do(place: Place, by: Actor) -> None:
        act(dossier_id=getattr(place.dossiers, of).dossier_id, by=by, at=LATER, **facts)

    return do


MISSING = (SupplementItem("Sơ đồ khu rừng", "missing"),)


def _respond(place: Place, by: Actor) -> None:
    """On the one that waits for its papers."""
    acts.request_supplement(
        dossier_id=place.dossiers.new.dossier_id, items=MISSING, by=place.world.hoa, at=LATER
    )
    acts.respond_supplement(dossier_id=place.dossiers.new.dossier_id, by=by, at=LATER)


def _correct(place: Place, by: Actor) -> None:
    facts: dict[str, Any] = {"outcome": "positive", "number": "2/GP", "day": NOON.date()}
    acts.correct_result(
        dossier_id=place.dossiers.working.dossier_id, reason="Sai số", by=by, at=LATER, **facts
    )


def _reopen(place: Place, by: Actor) -> None:
    dossier_id = place.dossiers.paper.dossier_id
    acts.stop(dossier_id=dossier_id, reason="dispute", by=place.world.em, at=LATER)
    acts.reopen(dossier_id=dossier_id, reason="Nhầm", by=by, at=LATER)


def _lengthen(place: Place, by: Actor) -> None:
    condition = procedures.version(place.world.honey).conditions[0].id
    facts = {"condition_id": condition, "ground": "Ranh giới chưa khớp", "at": LATER}
    acts.lengthen_term(dossier_id=place.dossiers.paper.dossier_id, by=by, **facts)


def _take_back_lengthening(place: Place, by: Actor) -> None:
    """A longer term that Em has granted."""
    _lengthen(place, place.world.em)
    dossier_id = place.dossiers.paper.dossier_id
    acts.take_back_lengthening(dossier_id=dossier_id, reason="Nhầm", by=by, at=LATER)


def _on_letter(
    act: Callable[..., object], sent: bool = False, **facts: Any
) -> Callable[[Place, Actor], None]:
    """An act on the draft, or on the letter, that Em has made."""

    def do(place: Place, by: Actor) -> None:
        dossier_id, em = place.dossiers.paper.dossier_id, place.world.em
        acts.draft_apology(dossier_id=dossier_id, by=em, at=LATER)
        if sent:
            acts.approve_apology(dossier_id=dossier_id, by=em, at=LATER)
        act(dossier_id=dossier_id, by=by, at=LATER, **facts)

    return do


def _answer(place: Place, by: Actor) -> None:
    asked = Consultation.objects.get(public_id=place.things["question"])
    acts.answer_consultation(consultation_id=asked.pk, answer="Không", by=by, at=LATER)


def _forward(place: Place, by: Actor) -> None:
    item = open_item(place.dossiers.paper.dossier_id)
    branch = place.world.units["land_branch"]
    acts.forward_item(item_id=item.id, unit_id=branch, reason="Nhầm nơi", by=by, at=LATER)


def _organize(place: Place, by: Actor) -> None:
    organizations.open_unit(
        kind="division", name="Phòng mới", short_name="Phòng mới", level="province",
        parent_id=place.world.units["department"], since=date(2026, 11, 16), by=by, at=LATER,
    )  # fmt: skip


def _appoint(place: Place, by: Actor) -> None:
    organizations.appoint(
        person_id=place.world.users["binh"], unit_id=place.world.units["division"],
        role="unit_leader", since=date(2026, 11, 16), by=by, at=LATER,
    )  # fmt: skip


def _delegate(place: Place, by: Actor) -> None:
    day = date(2026, 11, 16)
    organizations.delegate(
        from_post_id=place.world.binh.post_id or 0, to_post_id=place.world.dung.post_id or 0,
        since=day, until=day + timedelta(days=7), ground="QĐ 1", by=by, at=LATER,
    )  # fmt: skip


def _lend(place: Place, by: Actor, lent: Actor) -> None:
    day = date(2026, 11, 16)
    organizations.delegate(
        from_post_id=lent.post_id or 0, to_post_id=place.world.lan.post_id or 0,
        since=day, until=day + timedelta(days=7), ground="QĐ 1", by=by, at=LATER,
    )  # fmt: skip


def _calendar_change(by: Actor) -> str:
    storm = DayEdit(date(2026, 11, 20), "off", "Nghỉ do bão")
    return organizations.draft_calendar_change(
        calendar_code="tinh", edit=CalendarEdit((storm,)), ground="QĐ", by=by, at=LATER
    )


def _calendar(_place: Place, by: Actor) -> None:
    _calendar_change(by)


def _apply_calendar(place: Place, by: Actor) -> None:
    organizations.announce_year(calendar_code="tinh", year=2028, ground="QĐ", by=by, at=LATER)


def _import(place: Place, by: Actor) -> None:
    catalog.import_procedure(HONEY, by=by, at=LATER)


def _publish(place: Place, by: Actor) -> None:
    draft = HONEY | {"code": "1.999002", "name": "Cấp giấy phép nuôi ong nhà"}
    made = catalog.import_procedure(draft, by=Actor.system("test"), at=LATER, hold=True)
    catalog.publish(made.version_id, valid_from=date(2026, 11, 17), by=by, at=LATER)


def _offer(place: Place, by: Actor) -> None:
    at = {"by": by, "at": LATER, "valid_from": date(2026, 11, 17)}
    department = place.world.units["department"]
    catalog.offer(place.world.land, place.world.units["one_stop_commune"], department, **at)


def _user(place: Place, by: Actor) -> None:
    words = "cau-de-nho-cua-ai-do"
    accounts.create_user(username="moi", full_name="Người Mới", password=words, by=by, at=LATER)


def _process(place: Place, by: Actor) -> None:
    publish_process(standard_graph("commune"), key="thu", source="thử", by=by, at=LATER)


def _retry(place: Place, by: Actor) -> None:
    with suppress(NothingToRetry):
        retry_jobs(job="documents.render_slip", by=by, at=LATER)


DOING: dict[str, Callable[[Place, Actor], None]] = {
    "receive": _receive,
    "view": _view,
    "take": _on_step(acts.take_item, "working"),
    "finish": _on_step(acts.finish_item, "working"),
    "send_back": _send_back,
    "assign": _assign,
    "confirm_handover": _confirm,
    "record_result": _record,
    "end_wait": _on_step(acts.end_wait, "waiting", document="GNT 0012"),
    "return_result": _return,
    "request_supplement": _on_dossier(acts.request_supplement, "paper", items=MISSING),
    "respond_supplement": _respond,
    "refuse": _on_dossier(acts.refuse, "paper", reason="not_eligible"),
    "withdraw": _on_dossier(acts.withdraw, "paper"),
    "stop": _on_dossier(acts.stop, "paper", reason="dispute"),
    "correct_result": _correct,
    "reopen": _reopen,
    "extend_promise": _on_dossier(
        acts.extend_promise,
        "paper",
        until=date(2026, 12, 4),
        document="45/PXL",
        reason="Đợi đo đạc",
    ),
    "lengthen_term": _lengthen,
    "take_back_lengthening": _take_back_lengthening,
    "draft_apology": _on_dossier(acts.draft_apology, "paper"),
    "edit_apology": _on_letter(
        acts.edit_apology, cause="rules", reason="", until=date(2027, 1, 15)
    ),
    "approve_apology": _on_letter(acts.approve_apology),
    "hand_over_apology": _on_letter(acts.hand_over_apology, sent=True),
    "waive_apology": lambda place, by: acts.waive_apology(
        dossier_id=place.dossiers.paper.dossier_id,
        reason="Gấp",
        by=by,
        at=LATER + timedelta(days=60),
    ),
    "consult": lambda place, by: acts.consult(
        dossier_id=place.dossiers.paper.dossier_id,
        unit_id=place.world.units["other"],
        question="Vướng quy hoạch?",
        by=by,
        at=LATER,
    ),
    "answer_consultation": _answer,
    "forward": _forward,
    "undo": lambda _place, by: dossier_permissions.require(by, "undo"),
    "hand_over": lambda _place, by: dossier_permissions.require(by, "hand_over"),
    "deliver_notice": lambda _place, by: dossier_permissions.require(by, "deliver_notice"),
    "note_shelf": lambda _place, by: dossier_permissions.require(by, "note_shelf"),
    "take_back": _take_back,
    "express": lambda _place, by: dossier_permissions.require(by, "express"),
    "lend_post": lambda place, by: _lend(place, by, by),
    "substitute": lambda place, by: _lend(place, by, place.world.giang),
    "guide": lambda place, by: (
        acts.refuse_intake(version_id=place.world.honey, reason="not_competent", by=by, at=LATER)
        if by.unit_id != place.world.tam.unit_id  # her unit receives nothing yet
        else dossier_permissions.require(by, "guide")
    ),
    "board": lambda _place, by: dossier_permissions.require(by, "board"),
    "organize": _organize,
    "appoint": _appoint,
    "delegate": _delegate,
    "set_calendar": _calendar,
    "apply_calendar": _apply_calendar,
    "import_procedures": _import,
    "publish_procedure": _publish,
    "offer_procedure": _offer,
    "manage_users": _user,
    "publish_process": _process,
    "operate": _retry,
}


@pytest.mark.parametrize("act", [act for rows in ACTS.values() for act in rows])
def test_who_may_do_it(place: Place, act: str) -> None:
    (row,) = (rows[act] for rows in ACTS.values() if act in rows)
    done = {}
    for name in ACTORS:
        with rolled_back():
            try:
                DOING[act](place, place.world.actors[name])
                done[name] = "yes"
            except NotPermitted:
                done[name] = "no"
    assert done == dict(zip(ACTORS, row.split(), strict=True))


def test_publishers_of_processes_are_those_of_the_workflow_room() -> None:
    assert {"catalogue_admin"} == work_permissions.PUBLISHERS


def test_a_leader_does_not_hand_out_the_posts_of_other_units(place: Place) -> None:
    """Dũng leads the division: the post of Em, who leads the department, is not his to give."""
    world, day = place.world, date(2026, 11, 16)
    with rolled_back(), pytest.raises(NotPermitted):
        organizations.delegate(
            from_post_id=world.em.post_id or 0, to_post_id=world.dung.post_id or 0,
            since=day, until=day + timedelta(days=7), ground="QĐ 1", by=world.dung, at=LATER,
        )  # fmt: skip
