"""What this room tells others."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class UserInfo:
    """Somebody who may sign in."""

    id: int
    username: str
    full_name: str
    email: str
    phone: str
    is_active: bool
    must_change_password: bool


@dataclass(frozen=True, slots=True)
class SignIn:
    """What became of a try to sign in: a person, or a reason and perhaps when to try again."""

    user: UserInfo | None
    reason: str = ""
    try_again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ViewInfo:
    """A person's own way of looking at one list; ``query`` is all of it."""

    public_id: str
    list_code: str
    name: str
    query: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class FailedSignIns:
    """Tries that failed on one (Vietnamese) day for one account, or for names nobody has.

    ``user_id`` and ``masked`` are empty for names that nobody has; ``locked`` of the tries met a
    locked account.
    """

    day: date
    user_id: int | None
    masked: str
    wrong: int
    locked: int
    last_at: datetime
    locked_now: bool
