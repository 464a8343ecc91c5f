"""What lists and figures tell of dossiers: frozen values, never rows of the database."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, repr=False)
class InboxItem:
    """One line of an inbox."""

    item_id: int
    item_public_id: str
    dossier_public_id: str
    code: str
    procedure_name: str
    field_code: str
    owner_name: str
    step_name: str
    step_kind: str
    step_due_at: datetime | None
    due_at: datetime | None
    opened_at: datetime
    taken: bool
    waiting: bool
    key: str
    supplement: bool = False

    def __repr__(self) -> str:
        return f"InboxItem({self.code})"


@dataclass(frozen=True, slots=True, repr=False)
class ListRow:
    """One line of a list of dossiers.

    :param broken_due_at: when the first promise that was broken was due; ``broken_kept_at``:
        when it was kept. Both None where every promise was kept by its day.
    """

    public_id: str
    code: str
    procedure_name: str
    owner_name: str
    field_code: str
    unit_id: int
    received_at: datetime
    due_at: datetime | None
    due_on: date | None
    done_on: date | None
    state: str
    state_name: str
    clock: str
    key: str
    received_unit_id: int
    commune_id: int | None
    channel_name: str
    online_level: str
    clock_name: str
    handback_name: str
    submitter_name: str
    done_at: datetime | None
    open: bool
    broken_due_at: datetime | None
    broken_kept_at: datetime | None
    statutory_due_at: datetime | None = None

    def __repr__(self) -> str:
        return f"ListRow({self.code})"


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of dossiers of one unit and field, or of all: each is the length of a list."""

    unit_id: int | None
    field_code: str
    received: int
    in_process: int
    near_due: int
    overdue: int
    early: int
    on_time: int
    late: int

    @property
    def done(self) -> int:
        """Finished in the period, granted or refused on the merits."""
        return self.early + self.on_time + self.late
