"""What other rooms ask about people who sign in."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

from motcua.kernel import limits, rulebook
from motcua.kernel.clock import TZ, local_day
from motcua.kernel.rulebook import NoRule
from motcua.kernel.sealing import blind

from .infos import FailedSignIns, UserInfo, ViewInfo
from .models import SavedView, SignInEvent, User
from .rules import masked_username, plain_username
from .saved_views import UNDO_FOR, view_info

__all__ = [
    "FailedSignIns",
    "UserInfo",
    "ViewInfo",
    "failed_sign_ins",
    "failures_by_reason",
    "saved_views",
    "user",
    "user_by_username",
    "users",
]


def user(user_id: int) -> UserInfo | None:
    """The person with this id, or None. One query."""
    return users([user_id]).get(user_id)


def users(user_ids: Iterable[int]) -> dict[int, UserInfo]:
    """Several people by id; unknown ids are left out. One query."""
    return {row.pk: info(row) for row in User.objects.filter(pk__in=set(user_ids))}


def user_by_username(username: str) -> UserInfo | None:
    """The person who signs in with this name, in whatever case, or None. One query."""
    row = User.objects.filter(username=plain_username(username)).first()
    return info(row) if row else None


def saved_views(person_id: int | None, list_code: str) -> list[ViewInfo]:
    """A person's own views of a list, in their order. One query; none for nobody."""
    if person_id is None:
        return []
    rows = SavedView.objects.filter(
        person_id=person_id, list_code=list_code, deleted_at__isnull=True
    )
    return [view_info(row) for row in rows.order_by("position", "pk")]


def failures_by_reason(at: datetime, within: timedelta) -> dict[str, int]:
    """How many tries failed within ``within`` before ``at``, by reason. One query."""
    rows = SignInEvent.objects.filter(ok=False, at__gt=at - within, at__lte=at)
    counted = dict(rows.values_list("reason").annotate(Count("id")))
    return {reason: counted.get(reason, 0) for reason in ("wrong", "locked")}


def failed_sign_ins(at: datetime, *, days: int = 7, most: int = 50) -> list[FailedSignIns]:
    """Tries that failed in the last days, by day and account, newest first. One query, and one
    more for each account that failed today.

    Names of accounts are masked; names that nobody has are one line a day.
    No permission filter: for the operator's page, which checks its own.

    :param days: Vietnamese days, today among them.
    """
    rows = (
        SignInEvent.objects.filter(ok=False, at__gt=at - timedelta(days=days), at__lte=at)
        .annotate(day=TruncDate("at", tzinfo=TZ))
        .values("day", "user_id", "user__username")
        .annotate(
            wrong=Count("id", filter=Q(reason="wrong")),
            locked=Count("id", filter=Q(reason="locked")),
            last_at=Max("at"),
        )
        .order_by("-day", "-last_at")[:most]
    )
    return [
        FailedSignIns(
            row["day"],
            row["user_id"],
            masked_username(row["user__username"]) if row["user_id"] else "",
            row["wrong"],
            row["locked"],
            row["last_at"],
            row["day"] == local_day(at) and _locked(row["user__username"], at),
        )
        for row in rows
    ]


def _locked(username: str | None, at: datetime) -> bool:
    """Whether a sign-in would be refused now, also with the right password."""
    if username is None:
        return False
    window = timedelta(minutes=limit("signin.window_minutes", local_day(at)))
    tries = limits.count(sign_in_key(username), at, window)
    return tries >= limit("signin.most_wrong", local_day(at))


def sign_in_key(username: str) -> str:
    """Under which key the wrong tries of a name are counted; the name itself cannot be read."""
    return f"signin:{blind(username, 'signin')}"


def deleted_views(person_id: int | None, list_code: str, at: datetime) -> list[ViewInfo]:
    """Views of a list that the person can still bring back, latest first. One query."""
    rows = SavedView.objects.filter(
        person_id=person_id, list_code=list_code, deleted_at__gte=at - UNDO_FOR
    )
    return [view_info(row) for row in rows.order_by("-deleted_at", "pk")]


def info(row: User) -> UserInfo:
    """The row as other rooms see it."""
    return UserInfo(
        row.pk,
        row.username,
        row.full_name,
        row.email,
        row.phone,
        row.is_active,
        row.must_change_password,
    )


def limit(code: str, day: date) -> int:
    """A whole number of the rulebook, or the level-3 value where no rule was loaded yet.

    Nobody must be locked out of a system because its rules are still to be loaded, nor may doors
    stand open until then. TCVN 11930:2017, level 3 [unverified].
    """
    try:
        return int(rulebook.value(code, day))
    except NoRule:
        return UNTIL_LOADED[code]


UNTIL_LOADED = {
    "signin.most_wrong": 5,
    "signin.window_minutes": 15,
    "session.idle_minutes": 15,
    "session.absolute_hours": 12,
}
