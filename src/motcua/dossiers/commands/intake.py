"""Receiving a dossier: everything that a citizen is promised comes to be in one transaction."""

import secrets
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import connection

from motcua.catalog import queries as catalog
from motcua.catalog.queries import OfferingInfo, VersionInfo
from motcua.dossiers import _desk, _notices, _papers, anywhere, bindings, codes, permissions
from motcua.dossiers._promising import as_json, promises_of, start_first
from motcua.dossiers.errors import (
    CaseMissing,
    NotAtOnce,
    NothingHandedIn,
    NotOffered,
    NotOfThisProcedure,
    NoWayToFollow,
    OpenedLater,
    OwnerMissing,
)
from motcua.dossiers.inputs import Intake, PartyInput, Received
from motcua.dossiers.models import Dossier, LedgerEntry, Promise
from motcua.dossiers.states import Money, State
from motcua.kernel import history, idempotency, rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day, year_of
from motcua.kernel.errors import Refused
from motcua.kernel.rows import insert
from motcua.kernel.text import clean
from motcua.kernel.transactions import command, part_of_command
from motcua.organizations import queries as organizations
from motcua.organizations.queries import RouteContext, UnitInfo
from motcua.parties import commands as parties
from motcua.parties.queries import PartyInfo
from motcua.workflow import commands as workflow
from motcua.workflow import queries as processes
from motcua.workflow.queries import DefinitionInfo

from ._common import add_components

SCOPE = "dossiers.receive"
ROLES = ("owner", "submitter", "collector")


@command
@organizations.one_look()
def receive_dossier(*, intake: Intake, key: str, by: Actor, at: datetime) -> Received:
    """Take a dossier in at the counter and promise when its result will be there.

    Code, promises with their explanation, process, history, inbox row and receipt are one
    transaction. Sent twice with the same ``key``, it is one dossier and the same answer.

    :param key: made when the form was shown.
    :param at: moment of reception, timezone-aware.
    :raises NotPermitted: the actor is no counter officer.
    :raises NotOffered: the unit does not receive this procedure on that day.
    :raises CaseMissing, OwnerMissing, NothingHandedIn, NotOfThisProcedure, NoWayToFollow,
        NoWayToTell, OpenedLater: see each.
    :raises KeyReused: the form was sent before with other contents.

    Legal ground: NĐ 61/2018/NĐ-CP art. 17, NĐ 118/2025/NĐ-CP (reception, unverified wording).
    """
    permissions.require(by, "receive")
    if (known := idempotency.claim(SCOPE, key, _body(intake, by))) is not None:
        return Received(**known)
    answer = take_in(intake, by=by, at=at)
    idempotency.answer(SCOPE, key, asdict(answer))
    return answer


@part_of_command
def take_in(intake: Intake, *, by: Actor, at: datetime, at_once: bool = False) -> Received:
    """Everything of a reception but its permission and its key, for acts that begin with one.

    :param at_once: it is resolved and returned in the same act: the process is one that the
        counter does alone, and nobody needs to look it up.
    :raises Refused: as for `receive_dossier`.
    :raises NotAtOnce: no process lets the counter resolve this procedure.
    """
    unit_id, _post_id = by.seat()
    version, offering = _offered(intake, unit_id, at)
    _check(intake, version, at, followed=not at_once)
    unit = organizations.unit(unit_id)
    definition, case_name = _process(intake, version, offering, at, at_once=at_once)
    dossier = _frozen(intake, version, offering, definition, case_name, by, at)
    owner, submitter, collector = _parties(intake, by, at)
    _notices.require_way(intake.notice_channel, submitter)
    dossier.owner_id, dossier.owner_name = owner.id, _name(intake.owner, intake)
    dossier.owner_address = clean(intake.owner.address)
    dossier.submitter_id, dossier.submitter_name = submitter.id, _name(intake.submitter, intake)
    dossier.collector_id, dossier.collector_name = collector.id, _name(intake.collector, intake)
    promises = promises_of(dossier, version, definition, offering, intake)
    dossier.steps_exceed_term = bindings.exceeds(definition, promises, dossier)
    _write(dossier, intake, definition, unit, promises, by, at)
    slip = _papers.issue_receipt(dossier, intake, version, unit, promises, by=by, at=at)
    return Received(dossier.pk, dossier.public_id, dossier.code, slip, dossier.track_token)


def _body(intake: Intake, by: Actor) -> dict[str, Any]:
    """What makes two receptions the same one; another officer's key gets no answer of it."""
    body = asdict(intake) | {"post": by.post_id}
    body.pop("opened_at")
    return body


def _offered(intake: Intake, unit_id: int, at: datetime) -> tuple[VersionInfo, OfferingInfo]:
    version, day = catalog.version(intake.version_id), local_day(at)
    through = intake.through_unit_id or unit_id
    offering = catalog.offering(intake.version_id, through, day)
    if offering is None or version.status != "published":
        raise NotOffered(procedure=version.name)
    if not anywhere.may_receive_for(unit_id, through, day):
        raise NotOffered(procedure=version.name)
    place, field = intake.commune_id, version.field_code
    there = organizations.in_place(offering.deciding_unit_id, day, field, place)
    return version, replace(offering, deciding_unit_id=there)


def _process(
    intake: Intake, version: VersionInfo, offering: OfferingInfo, at: datetime, *, at_once: bool
) -> tuple[DefinitionInfo, str]:
    """The process of the agency that decides, and the name of its case."""
    day = local_day(at)
    if not at_once:
        level = organizations.unit(offering.deciding_unit_id).level
        return bindings.process_for(version, intake.process_key, day, level=level)
    term = catalog.term(version.id, case_id=intake.case_id, channel=intake.channel)
    limit = catalog.committed(offering, term, intake.channel) or term.statutory
    found = bindings.process_at_once(version, limit, day)
    if found is None:
        raise NotAtOnce(procedure=version.name)
    return found, ""


def _check(intake: Intake, version: VersionInfo, at: datetime, *, followed: bool) -> None:
    if not clean(intake.owner.name):
        raise OwnerMissing
    cases: set[int | None] = {case.id for case in version.cases}
    if intake.case_id not in (cases or {None}):
        raise CaseMissing
    if not intake.components:
        raise NothingHandedIn
    known = {paper.id for paper in version.papers_for(intake.case_id)}
    for paper in intake.components:
        if paper.component_id is not None and paper.component_id not in known:
            raise NotOfThisProcedure(paper=paper.name[:200])
    known_by = (p for p in (intake.owner, intake.submitter) if p is not None)
    if followed and not any(p.number or p.phone for p in known_by):
        raise NoWayToFollow
    if intake.opened_at > at:
        raise OpenedLater


def _name(party: PartyInput | None, intake: Intake) -> str:
    return clean((party or intake.owner).name)


def _parties(intake: Intake, by: Actor, at: datetime) -> tuple[PartyInfo, PartyInfo, PartyInfo]:
    """Owner, submitter, collector; recorded in the order of their numbers, so that two counters
    that name the same people in other roles wait for one another instead of for ever."""
    roles = (intake.owner, intake.submitter, intake.collector)
    told = [no for no, party in enumerate(roles) if party is not None]
    found: dict[int, PartyInfo] = {}
    for no in sorted(told, key=lambda no: _digits(roles[no])):
        party = roles[no]
        assert party is not None  # noqa: S101 - for the type checker
        found[no] = _party(party, ROLES[no], by, at)
    submitter = found.get(1, found[0])
    return found[0], submitter, found.get(2, submitter)


def _digits(party: PartyInput | None) -> str:
    return "".join(c for c in party.number if c.isalnum()).upper() if party else ""


def _party(party: PartyInput, role: str, by: Actor, at: datetime) -> PartyInfo:
    """:raises Refused: at the field of this person, not of another one."""
    try:
        return _recorded(party, by, at)
    except Refused as refusal:
        refusal.field = f"{role}_{refusal.field}"
        raise


def _recorded(party: PartyInput, by: Actor, at: datetime) -> PartyInfo:
    return parties.upsert_party(
        kind=party.kind,
        name=party.name,
        number_kind=party.number_kind if party.number else "none",
        number=party.number,
        birth=party.birth,
        gender=party.gender,
        phone=party.phone,
        email=party.email,
        address=party.address,
        verified_by=party.verified_by,
        by=by,
        at=at,
    )


def _frozen(
    intake: Intake,
    version: VersionInfo,
    offering: OfferingInfo,
    definition: DefinitionInfo,
    case_name: str,
    by: Actor,
    at: datetime,
) -> Dossier:
    """What freezes at reception, without the persons and the dates."""
    term = catalog.term(version.id, case_id=intake.case_id, channel=intake.channel)
    unit_id, post_id = by.seat()
    committed = catalog.committed(offering, term, intake.channel)
    policy = catalog.policy(version, offering)
    return Dossier(
        id=_next_id(),
        track_token=secrets.token_urlsafe(18),
        year=year_of(at),
        procedure_version_id=version.id,
        case_id=intake.case_id,
        procedure_code=version.code or "",
        procedure_name=version.name,
        case_name=next((c.name for c in version.cases if c.id == intake.case_id), case_name),
        field_code=version.field_code,
        level=version.level or "",
        definition_id=definition.id,
        received_unit_id=unit_id,
        deciding_unit_id=offering.deciding_unit_id,
        offering_unit_id=anywhere.elsewhere(offering, unit_id),
        commune_id=anywhere.place(intake.commune_id, offering, unit_id),
        received_by_post_id=post_id,
        opened_at=intake.opened_at,
        received_at=at,
        channel=intake.channel,
        online_level=version.online_level or "",
        guided_online=intake.guided_online,
        request=clean(intake.request, 4000),
        sets=intake.sets,
        return_at=clean(intake.return_at, 500),
        notice_channel=intake.notice_channel,
        financial_obligation=intake.financial_obligation,
        statutory_limit=as_json(term.statutory),
        committed_limit=as_json(committed),
        supplement_policy=policy.code
        if policy
        else rulebook.value("time.supplement_policy", local_day(at)),
        supplement_ground=policy.ground if policy else "",
        money=Money.DUE if intake.financial_obligation else Money.NONE,
        state=State.ACCEPTED,
        calendar_edition=organizations.calendar_edition(),
    )


def _next_id() -> int:
    """The row is written last, under its code; what points to it needs its id before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('dossiers_dossier', 'id'))")
        return int(cursor.fetchone()[0])


def _write(
    dossier: Dossier,
    intake: Intake,
    definition: DefinitionInfo,
    unit: UnitInfo,
    promises: list[Promise],
    by: Actor,
    at: datetime,
) -> None:
    """Everything but the receipt. The agency's counter comes as late as it can."""
    start_first(dossier, promises, at)
    movement = workflow.start(
        subject_id=dossier.pk,
        definition_id=dossier.definition_id,
        route=_route(dossier),
        variables=_variables(definition, intake),
        at=at,
    )
    opened = (*movement.opened, *movement.waits_opened)
    entry = history.record(
        year=dossier.year,
        subject_id=dossier.pk,
        kind="dossier.received",
        payload=_payload(dossier, opened),
        by=by,
        at=at,
        channel=dossier.channel,
        texts={"owner": dossier.owner_name, "submitter": dossier.submitter_name},
    )
    insert(*promises)
    add_components(dossier, intake.components, behind=0)
    first_turn = LedgerEntry(
        dossier=dossier,
        no=1,
        kind=LedgerEntry.Kind.START,
        at=at,
        promise=1,
        ground=promises[0].basis,
        history_seq=entry.seq,
    )
    insert(first_turn)
    _desk.show_to(dossier, _units(dossier, opened), at)
    agency = organizations.unit(unit.agency_id or unit.id)
    dossier.code, dossier.code_agency, dossier.code_day, dossier.code_number = codes.next_code(
        agency, at
    )
    insert(dossier)
    _desk.add_rows(dossier, opened)
    _desk.index(dossier)


def _route(dossier: Dossier) -> RouteContext:
    return RouteContext(
        receiving_unit_id=dossier.received_unit_id,
        deciding_unit_id=dossier.deciding_unit_id,
        commune_id=dossier.commune_id,
        field_code=dossier.field_code,
    )


def _variables(definition: DefinitionInfo, intake: Intake) -> dict[str, object]:
    """What the conditions of the process may ask: as answered, else as declared, else no."""
    answers = dict(intake.answers)
    return {
        question.name: answers.get(question.name, question.default or False)
        for question in bindings.questions(definition)
    }


def _payload(dossier: Dossier, opened: tuple[processes.ItemInfo, ...]) -> dict[str, Any]:
    return {
        "version": dossier.procedure_version_id,
        "definition": dossier.definition_id,
        "received_unit": dossier.received_unit_id,
        "deciding_unit": dossier.deciding_unit_id,
        "due_at": dossier.due_at,
        "items": [item.id for item in opened],
    }


def _units(dossier: Dossier, opened: tuple[processes.ItemInfo, ...]) -> list[tuple[int, str]]:
    units = [(dossier.deciding_unit_id, "decides")]
    units += [(item.unit_id, "holds") for item in opened if item.unit_id is not None]
    return [*units, (dossier.received_unit_id, "received")]
