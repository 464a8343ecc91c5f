"""What the catalogue tells other rooms: frozen values, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .states import LongerWay, Policy

if TYPE_CHECKING:
    from motcua.kernel.working_time import TimeLimit


@dataclass(frozen=True, slots=True)
class PolicyInfo:
    """A policy on supplements that is not the rule's: ``resume`` or ``restart``, and its ground."""

    code: str
    ground: str

    @property
    def name(self) -> str:
        """What the clock does once the papers have come, in the reader's words."""
        return str(Policy(self.code).label)


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field of administration."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """A case that decides which papers are asked."""

    id: int
    no: int
    name: str


@dataclass(frozen=True, slots=True)
class ComponentInfo:
    """A paper; ``case_id`` none means: in every case. Counts are sheets, none is not stated."""

    id: int
    no: int
    case_id: int | None
    name: str
    originals: int | None
    copies: int | None
    form_code: str
    form_file: str
    heading: str = ""
    only_shown: bool = False


@dataclass(frozen=True, slots=True)
class NoteInfo:
    """A remark that the source printed among the papers."""

    no: int
    case_id: int | None
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class LimitInfo:
    """A time limit; ``channel`` empty: for all. ``limit`` none: ``text`` is all that is known."""

    case_id: int | None
    channel: str
    limit: TimeLimit | None
    text: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConditionInfo:
    """A longer term that the procedure allows under a condition: ``limit`` is ``added`` to the
    promised term or stands ``instead`` of it. ``channel`` empty: for all."""

    id: int
    case_id: int | None
    channel: str
    way: str
    limit: TimeLimit
    condition: str
    text: str

    @property
    def told(self) -> str:
        """When the term is longer and by how much, in the reader's words."""
        return self._told(self.condition)

    @property
    def brief(self) -> str:
        """The same on one line of a form: a long condition is cut, never the length."""
        return self._told(shorten(self.condition, 90, placeholder="…"))

    def _told(self, condition: str) -> str:
        facts = {"condition": condition, "limit": self.limit.text}
        if self.way == LongerWay.ADDED:
            return _("Trường hợp %(condition)s: thêm %(limit)s") % facts
        return _("Trường hợp %(condition)s: thời hạn là %(limit)s") % facts

    def fits(self, case_id: int | None, channel: str) -> bool:
        """Whether it is for dossiers of this case that came in by this channel."""
        return self.case_id in (None, case_id) and self.channel in ("", channel)


@dataclass(frozen=True, slots=True)
class FeeInfo:
    """A fee; ``amount_vnd`` none: not known, ``warning`` says why."""

    name: str
    channel: str
    amount_vnd: int | None
    displayed: str
    note: str
    warning: str


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A version of a procedure with everything that belongs to it."""

    id: int
    public_id: str
    procedure_id: int
    code: str
    version: str
    name: str
    field_code: str
    field_name: str
    level: str
    status: str
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    online_level: str
    channels: tuple[str, ...]
    by_post: bool
    cases: tuple[CaseInfo, ...]
    components: tuple[ComponentInfo, ...]
    notes: tuple[NoteInfo, ...]
    limits: tuple[LimitInfo, ...]
    fees: tuple[FeeInfo, ...]
    results: tuple[tuple[str, str], ...]
    legal_bases: tuple[str, ...]
    requirements: str
    steps_text: str
    applicants: tuple[str, ...]
    agency: str
    authority: str
    coordinating: str
    decision: str
    place: str
    fee_note: str
    source_url: str
    source_sha256: str
    retention_class: str
    valid_from: date | None
    policy: PolicyInfo | None = None
    conditions: tuple[ConditionInfo, ...] = ()

    def conditions_for(self, case_id: int | None, channel: str) -> tuple[ConditionInfo, ...]:
        """The longer terms that may be granted to such a dossier, in the order of the source."""
        return tuple(c for c in self.conditions if c.fits(case_id, channel))

    def papers_for(self, case_id: int | None) -> tuple[ComponentInfo, ...]:
        """The papers of one case: those of every case and its own."""
        return tuple(c for c in self.components if c.case_id is None or c.case_id == case_id)


@dataclass(frozen=True, slots=True)
class TermInfo:
    """Which time limit holds for one dossier. ``statutory`` none: it must not be promised."""

    statutory: TimeLimit | None
    committed: TimeLimit | None
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class OfferingInfo:
    """Who receives and who decides, and what is committed there.

    A commitment shortens the statutory term, never lengthens it. ``by_channel``: (channel, term)
    of channels that have another one than ``committed``. ``policy`` none: the version's or rule's.
    """

    id: int
    version_id: int
    receiving_unit_id: int
    deciding_unit_id: int
    committed: TimeLimit | None
    by_channel: tuple[tuple[str, TimeLimit], ...] = ()
    policy: PolicyInfo | None = None

    def committed_by(self, channel: str) -> TimeLimit | None:
        """The term committed for what comes in by this channel, or none."""
        return dict(self.by_channel).get(channel, self.committed)


@dataclass(frozen=True, slots=True)
class OwnTermsInfo:
    """What is said of one procedure beside the law: at one unit, or (none) by its own record."""

    code: str
    name: str
    unit_id: int | None
    committed: tuple[tuple[str, str], ...]
    policy: PolicyInfo | None
    since: date


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the search. ``here``: the asking unit receives it. Lower ``rank`` is better."""

    version_id: int
    public_id: str
    code: str
    name: str
    field_name: str
    level: str
    limit_text: str
    here: bool
    rank: int


@dataclass(frozen=True, slots=True)
class OfferedInfo:
    """A published version that some unit receives."""

    version_id: int
    public_id: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class OfferedFieldInfo:
    """A field and how many published versions of it some unit receives."""

    code: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class NotOfferedInfo:
    """A draft and what it lacks, in sentences."""

    version_id: int
    public_id: str
    code: str
    version: str
    name: str
    missing: tuple[str, ...]
