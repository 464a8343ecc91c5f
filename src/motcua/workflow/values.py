"""What this room tells others: frozen values, never rows. Import them from `queries`."""

from dataclasses import dataclass
from datetime import datetime

from motcua.kernel.working_time import TimeLimit

from .graph import Graph, Outcome


@dataclass(frozen=True, slots=True)
class ItemInfo:
    """One work item or wait. Moments in UTC; `allotted` and `due_at` None where none is printed.

    `closed_by_post_id` is who finished or sent back; `person_post_id` who holds it.
    """

    id: int
    public_id: str
    subject_id: int
    node_id: str
    name: str
    step_kind: str
    kind: str
    unit_id: int | None
    role: str
    person_post_id: int | None
    allotted: TimeLimit | None
    due_at: datetime | None
    opened_at: datetime
    taken_at: datetime | None
    finished_at: datetime | None
    closed_by_post_id: int | None
    outcome: str
    outcomes: tuple[Outcome, ...]
    state: str
    stops_clock: bool
    ends_promise: int
    actor_as_published: str
    unit_reason: str
    instance_id: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What one act changed: the caller writes its own rows and history from it.

    `decisions` are sentences in Vietnamese that say which branch was taken and why. `ended` is
    True when the instance has no token left.
    """

    opened: tuple[ItemInfo, ...] = ()
    closed: tuple[ItemInfo, ...] = ()
    waits_opened: tuple[ItemInfo, ...] = ()
    waits_ended: tuple[ItemInfo, ...] = ()
    ended: bool = False
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeInfo:
    """One step of a process as people are told of it before anybody works on it."""

    node_id: str
    name: str
    step_kind: str
    kind: str
    role: str
    actor_as_published: str
    allotted: TimeLimit | None
    ends_promise: int
    stops_clock: bool


@dataclass(frozen=True, slots=True)
class DefinitionInfo:
    """One published version of a process."""

    id: int
    key: str
    version: int
    name: str
    is_template: bool
    source: str
    promises: tuple[str, ...]
    total: str
    sha256: str
    published_at: datetime
    xml: str
    graph: Graph
