"""What this room tells others: frozen values, never rows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.catalog.queries import Policy
from motcua.dossiers.states import Outcome
from motcua.kernel.clock import local_day
from motcua.kernel.time_rules import Reason, reasons
from motcua.kernel.working_time import Line
from motcua.workflow.queries import ItemInfo, NodeInfo


@dataclass(frozen=True, slots=True)
class PromiseInfo:
    """One promise with the trace of its computation."""

    number: int
    basis: str
    starts_at: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    kept_at: datetime | None
    explanation: tuple[Any, ...]
    provisional_years: tuple[int, ...]

    @property
    def lines(self) -> list[str]:
        """The trace of the computation, a sentence a line, in the reader's language."""
        return [Line.from_json(line).text for line in self.explanation]

    @property
    def why(self) -> tuple[Reason, ...]:
        """The same with the law beside each line, as it held when the promise began."""
        if self.starts_at is None:
            return ()
        lines = (Line.from_json(line) for line in self.explanation)
        return reasons(lines, local_day(self.starts_at))

    @property
    def longer(self) -> list[str]:
        """What made its term longer, a sentence each; of those in force."""
        lines = (Line.from_json(line) for line in self.explanation)
        return [line.text for line in lines if line.key.startswith("lengthened")]


@dataclass(frozen=True, slots=True)
class ComponentInfo:
    """One paper of a dossier."""

    no: int
    name: str
    originals: int
    copies: int
    provenance: str
    state_held: bool
    file_id: int | None


@dataclass(frozen=True, slots=True)
class LedgerInfo:
    """One turn of the clock."""

    kind: str
    at: datetime
    promise: int
    ground: str


@dataclass(frozen=True, slots=True, repr=False)
class TimelineEntry:
    """One act as officers read it; texts may have been erased."""

    seq: int
    at: datetime
    kind: str
    title: str
    person_name: str
    unit_name: str
    handover: str
    texts: dict[str, str]
    on_behalf_name: str = ""

    @property
    def who(self) -> str:
        """Who did it, and for whom where the post was delegated."""
        if not self.on_behalf_name:
            return self.person_name
        return _("%(person)s, thay mặt %(delegator)s") % {
            "person": self.person_name,
            "delegator": self.on_behalf_name,
        }


@dataclass(frozen=True, slots=True)
class HandoverInfo:
    """Papers that went, or are on their way, from one unit to another."""

    id: int
    public_id: str
    from_name: str
    to_name: str
    to_unit_id: int
    mode: str
    given_at: datetime
    confirmed_at: datetime | None
    taken_back_at: datetime | None = None

    @property
    def on_its_way(self) -> bool:
        """Whether nobody has confirmed it, and it was not taken back."""
        return self.confirmed_at is None and self.taken_back_at is None


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """Where the papers of one dossier are. ``to_name``: on their way there since ``since``."""

    unit_id: int
    unit_name: str
    since: datetime
    shelf: str
    kept: bool
    to_name: str = ""


@dataclass(frozen=True, slots=True)
class HandoverHead:
    """A hand-over by its id, the dossier it belongs to, and who gave it."""

    id: int
    dossier_public_id: str
    from_unit_id: int = 0


@dataclass(frozen=True, slots=True)
class WantedInfo:
    """One paper that was asked for; ``came_no`` is the number of what came for it."""

    no: int
    component_id: int | None
    name: str
    reason: str
    reason_name: str
    text: str
    came_no: int | None

    @property
    def title(self) -> str:
        """The name without the dashes and stops of the published list."""
        return self.name.strip(" -+*•;,.:") or self.name


@dataclass(frozen=True, slots=True)
class SupplementInfo:
    """One request for papers: what, why, until when, and whether it was answered."""

    number: int
    note: str
    leader_reason: str
    requested_at: datetime
    answer_by: date
    answered_at: datetime | None
    papers: tuple[WantedInfo, ...]


@dataclass(frozen=True, slots=True)
class EarlyEndInfo:
    """How a dossier ended before its result."""

    state: str
    reason_name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ResultInfo:
    """What was decided."""

    outcome: str
    number: str
    day: date
    note: str
    file_id: int | None

    @property
    def outcome_name(self) -> str:
        """The outcome in the reader's words."""
        return str(Outcome(self.outcome).label)


@dataclass(frozen=True, slots=True)
class PastResultInfo:
    """A result that was wrong, and why."""

    number: str
    day: date
    outcome_name: str
    note: str
    reason: str
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionInfo:
    """A promise given again: until when, by which letter, why."""

    promise: int
    until_at: datetime
    document: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsultationInfo:
    """One question to one unit, and its answer."""

    id: int
    public_id: str
    dossier_public_id: str
    code: str
    number: int
    unit_id: int
    unit_name: str
    question: str
    answer_by: date | None
    asked_at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class GuidanceInfo:
    """A slip given before reception; ``papers`` as name, reason, words; ``slip``: its paper."""

    public_id: str
    kind: str
    unit_name: str
    hotline: str
    procedure_name: str
    name: str
    papers: tuple[tuple[str, str, str], ...]
    reason_name: str
    text: str
    at: datetime
    person_name: str
    slip: str = ""

    def __repr__(self) -> str:
        return f"GuidanceInfo({self.public_id})"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the reader may do now."""

    code: str
    label: str
    item: ItemInfo | None = None


@dataclass(frozen=True, slots=True, repr=False)
class DossierInfo:
    """The head of a dossier."""

    id: int
    public_id: str
    year: int
    code: str
    track_token: str
    version_id: int
    case_id: int | None
    definition_id: int
    procedure_code: str
    procedure_name: str
    case_name: str
    field_code: str
    level: str
    received_unit_id: int
    deciding_unit_id: int
    commune_id: int | None
    opened_at: datetime
    received_at: datetime
    channel: str
    channel_name: str
    guided_online: bool
    owner_id: int
    submitter_id: int
    collector_id: int
    owner_name: str
    owner_address: str
    submitter_name: str
    collector_name: str
    request: str
    sets: int
    return_at: str
    financial_obligation: bool
    state: str
    state_name: str
    clock: str
    clock_name: str
    money: str
    handback: str
    national_state: int
    national_state_name: str
    outcome: str
    due_at: datetime | None
    due_on: date | None
    done_on: date | None
    ended_at: datetime | None
    collected_at: datetime | None
    statutory_due_at: datetime | None = None
    supplement_policy: str = ""
    supplement_ground: str = ""
    offering_unit_id: int | None = None

    @property
    def policy_name(self) -> str:
        """What the clock does once papers that were asked for have come."""
        return str(Policy(self.supplement_policy).label)

    def __repr__(self) -> str:
        return f"DossierInfo({self.code})"


@dataclass(frozen=True, slots=True, repr=False)
class DossierPage:
    """Everything one page shows of a dossier."""

    head: DossierInfo
    components: tuple[ComponentInfo, ...]
    promises: tuple[PromiseInfo, ...]
    ledger: tuple[LedgerInfo, ...]
    items: tuple[ItemInfo, ...]
    next_steps: tuple[NodeInfo, ...]
    timeline: tuple[TimelineEntry, ...]
    handovers: tuple[HandoverInfo, ...]
    result: ResultInfo | None
    acts: tuple[Act, ...]
    unit_names: dict[int, str]
    template_process: bool
    warnings: tuple[str, ...]
    supplements: tuple[SupplementInfo, ...] = ()
    early_end: EarlyEndInfo | None = None
    next_party: str = ""
    past_results: tuple[PastResultInfo, ...] = ()
    extensions: tuple[ExtensionInfo, ...] = ()
    consultations: tuple[ConsultationInfo, ...] = ()
    papers: PaperPlace | None = None
    letters: frozenset[str] = frozenset()
    told: bool = True

    def needs_letter(self, today: date) -> bool:
        """Whether it is late, open, and neither was apologised for nor may go without."""
        due_on = self.head.due_on
        late = due_on is not None and today > due_on and self.head.clock == "running"
        return late and not self.letters & {"promise.extended", "apology.waived"}

    @property
    def waiting_supplement(self) -> SupplementInfo | None:
        """The request that waits for its answer, if one does."""
        return next((s for s in self.supplements if s.answered_at is None), None)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the dossier now, as a citizen is told."""

    unit_name: str
    hotline: str
    step_name: str
    since: datetime
    due_at: datetime | None
    waiting: bool


@dataclass(frozen=True, slots=True)
class DoneStep:
    """What was done when, as a citizen is told."""

    at: datetime
    title: str
    unit_name: str
    kind: str


@dataclass(frozen=True, slots=True, repr=False)
class Tracking:
    """What a citizen sees of a dossier without signing in: no name in full, no number.

    :param wrong: results that were corrected, the last one first; ``right``: the one in force, told
        only beside them.
    """

    code: str
    token: str
    procedure_name: str
    owner_masked: str
    received_at: datetime
    received_unit_name: str
    hotline: str
    national_state: int
    state_name: str
    clock: str
    clock_name: str
    promises: tuple[PromiseInfo, ...]
    holders: tuple[Holder, ...]
    done: tuple[DoneStep, ...]
    upcoming: tuple[str, ...]
    return_at: str
    outcome: str
    done_on: date | None
    due_on: date | None
    collected_at: datetime | None
    return_unit_name: str
    return_address: str
    return_hours: str
    return_hotline: str
    supplement: SupplementInfo | None = None
    early_end: EarlyEndInfo | None = None
    again_at: datetime | None = None
    statutory_due_at: datetime | None = None
    wrong: tuple[PastResultInfo, ...] = ()
    right: ResultInfo | None = None

    def __repr__(self) -> str:
        return f"Tracking({self.code})"
