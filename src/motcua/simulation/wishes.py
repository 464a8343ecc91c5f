"""What somebody comes for: procedure, place, people, papers, and how it will go. Drawn at once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.catalog.queries import VersionInfo
from motcua.dossiers.queries import ComponentInput, Intake, PartyInput, ProcessChoice
from motcua.organizations.queries import UnitInfo
from motcua.workflow.queries import DefinitionInfo

from . import people
from .chance import Chance
from .plan import Plan
from .province import Offer, Province, Receiver

MOST_PAPERS = 8


@dataclass(frozen=True, slots=True, repr=False)
class Wish:
    """One request as it will be told at a counter, and what fate has for it."""

    number: int
    chance: Chance
    offer: Offer
    receiver: Receiver
    commune: UnitInfo
    channel: str
    case_id: int | None
    choice: ProcessChoice | None
    definition: DefinitionInfo
    owner: PartyInput
    submitter: PartyInput | None
    collector: PartyInput | None
    components: tuple[ComponentInput, ...]
    answers: tuple[tuple[str, bool], ...]
    guided: bool
    request: str
    pace: str
    part: float
    fate: str
    supplement: bool
    supplement_again: bool
    sent_back: bool
    negative: bool

    @property
    def financial(self) -> bool:
        """Whether something is owed before the result."""
        return dict(self.answers).get("has_financial_obligation", False)

    def intake(self, opened_at: datetime) -> Intake:
        """The sheet as the officer fills it in."""
        return Intake(
            version_id=self.offer.version.id,
            owner=self.owner,
            components=self.components,
            opened_at=opened_at,
            case_id=self.case_id,
            process_key=self.choice.key if self.choice else "",
            channel=self.channel,
            submitter=self.submitter,
            collector=self.collector,
            commune_id=self.commune.id,
            request=self.request,
            answers=self.answers,
            guided_online=self.guided,
        )


@dataclass(slots=True)
class Wishes:
    """Draws wishes by number; the same number is the same wish."""

    plan: Plan
    province: Province
    seed: str

    def fields(self) -> dict[str, float]:
        """Fields that are asked for and offered."""
        return {
            code: weight
            for code, weight in self.plan.fields.items()
            if weight and self._weights(code)
        }

    def draw(self, number: int, *, channel: str) -> Wish:
        """The wish of this number. What is not received by this channel is brought to a counter."""
        chance = Chance(self.seed, number)
        field_code = chance.pick(self.fields())
        weights = self._weights(field_code)
        offer = self.province.offers[field_code][chance.pick(weights)]
        if channel not in offer.version.channels:
            channel = "counter"
        commune, receiver = self._where(chance, offer)
        choice = chance.one(offer.choices) if offer.choices else None
        definition = self.province.definition(offer, choice, receiver.deciding.level)
        case = chance.one(offer.version.cases) if offer.version.cases else None
        owner = self._owner(number, chance, field_code, commune, channel)
        pace, part = self._pace(chance)
        return Wish(
            number=number,
            chance=chance,
            offer=offer,
            receiver=receiver,
            commune=commune,
            channel=channel,
            case_id=case.id if case else None,
            choice=choice,
            definition=definition,
            owner=owner,
            submitter=self._another(chance, "submitted_by_another", owner, commune),
            collector=self._another(chance, "collected_by_another", owner, commune),
            components=_papers(
                self.plan, chance, offer.version, case.id if case else None, channel
            ),
            answers=self._answers(chance, choice),
            guided=channel == "counter" and chance.happens(self.plan.people["guided_online"]),
            request=chance.one(self.plan.words["requests"]),
            pace=pace,
            part=part,
            **self._fate(chance),
        )

    def _weights(self, field_code: str) -> dict[int, float]:
        offers = self.province.offers.get(field_code, [])
        weights = {i: self.plan.weight_of(o.version.name) for i, o in enumerate(offers)}
        return {i: weight for i, weight in weights.items() if weight}

    def _where(self, chance: Chance, offer: Offer) -> tuple[UnitInfo, Receiver]:
        communes = {u.id: self.plan.communes.get(u.key, 1) for u in self.province.communes}
        home = chance.pick(communes)
        kinds = {r.unit.kind for r in offer.receivers}
        weights = {k: w for k, w in self.plan.receivers.items() if k in kinds} or dict.fromkeys(
            sorted(kinds), 1.0
        )
        kind = chance.pick(weights)
        near = {
            "one_stop_commune": self.province.centre_of(home),
            "land_branch": self.province.branch_of(home),
        }.get(kind)
        same = [r for r in offer.receivers if r.unit.kind == kind]
        receiver = next((r for r in same if r.unit.id == near), same[0])
        if receiver.deciding.kind == "commune":
            home = receiver.deciding.id
        elif kind == "one_stop_commune" and chance.happens(self.plan.elsewhere):
            receiver = chance.one(same)
        return self.province.units[home], receiver

    def _owner(
        self, number: int, chance: Chance, field_code: str, commune: UnitInfo, channel: str
    ) -> PartyInput:
        told = self.plan.people
        share = told["organisation_fields"].get(field_code, told["organisation"])
        place = commune.short_name.removeprefix("UBND ")
        if chance.happens(share):
            return people.organisation(self.plan, chance, field_code=field_code, commune=place)
        whose = number
        if number > 1 and chance.happens(told["comes_again"]):
            whose = 1 + chance.below(number)
        carded = channel == "counter" and chance.happens(told["card_read"])
        drawn = Chance(self.seed, "person", whose)
        return people.person(self.plan, drawn, commune=place, carded=carded)

    def _another(
        self, chance: Chance, what: str, owner: PartyInput, commune: UnitInfo
    ) -> PartyInput | None:
        if owner.kind != "organisation" and not chance.happens(self.plan.people[what]):
            return None
        place = commune.short_name.removeprefix("UBND ")
        return people.person(self.plan, chance, commune=place)

    def _answers(
        self, chance: Chance, choice: ProcessChoice | None
    ) -> tuple[tuple[str, bool], ...]:
        owes = chance.happens(self.plan.people["financial_obligation"])
        questions = choice.questions if choice else ()
        return tuple(
            (q.name, q.default if q.default is not None else owes and "financial" in q.name)
            for q in questions
        )

    def _pace(self, chance: Chance) -> tuple[str, float]:
        told = self.plan.pace
        pace = chance.pick({name: told[name] for name in ("early", "last_day", "late")})
        ends = told["late_part" if pace == "late" else "early_part"]
        return pace, chance.between(ends)

    def _fate(self, chance: Chance) -> dict[str, Any]:
        rates = self.plan.events
        fate = chance.pick(
            {
                "": 1 - rates["refused"] - rates["withdrawn"] - rates["stopped"],
                "refused": rates["refused"],
                "withdrawn": rates["withdrawn"],
                "stopped": rates["stopped"],
            }
        )
        return {
            "fate": fate,
            "supplement": chance.happens(rates["supplement"]),
            "supplement_again": chance.happens(rates["supplement_again"]),
            "sent_back": chance.happens(rates["sent_back"]),
            "negative": chance.happens(rates["negative"]),
        }


def _papers(
    plan: Plan, chance: Chance, version: VersionInfo, case_id: int | None, channel: str
) -> tuple[ComponentInput, ...]:
    asked = [p for p in version.papers_for(case_id) if not p.only_shown][:MOST_PAPERS]
    spared = plan.people["papers_missing_not_asked"]
    brought = [p for n, p in enumerate(asked) if n == 0 or not chance.happens(spared)]
    papers = []
    for paper in brought:
        held = chance.happens(0.1)
        sheets = (paper.originals or 0, paper.copies or 0)
        papers.append(
            ComponentInput(
                component_id=paper.id,
                name=paper.name,
                originals=sheets[0] if any(sheets) else 1,
                copies=sheets[1],
                provenance=_provenance(chance, channel, held),
                state_held=held,
            )
        )
    return tuple(papers) or (ComponentInput(None, "Đơn đề nghị", 1, 0),)


def _provenance(chance: Chance, channel: str, held: bool) -> str:
    if held:
        return chance.pick({"own_vault": 2, "national_store": 1, "database": 1})
    if channel == "online":
        return "citizen_file"
    return chance.pick({"paper": 6, "scan": 4})


def arrivals(plan: Plan, chance: Chance, day: date, mean: float) -> list[tuple[int, str]]:
    """Who comes on a working day: minute of the day and channel, in order.

    :param mean: how many come on an average working day.
    """
    share = plan.weekdays[day.weekday()] / (sum(plan.weekdays[:5]) / 5)
    found = []
    for _ in range(chance.number_around(mean * share)):
        channel = chance.pick(plan.channels)
        hours = plan.hours["online" if channel == "online" else "counter"]
        minute = int(chance.pick(hours)) * 60 + chance.below(60)
        found.append((minute, channel))
    return sorted(found)
