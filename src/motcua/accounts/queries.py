"""What other rooms ask about people who sign in."""

from collections.abc import Iterable
from datetime import date

from motcua.kernel import rulebook
from motcua.kernel.rulebook import NoRule

from .infos import UserInfo, ViewInfo
from .models import SavedView, User
from .rules import plain_username
from .saved_views import view_info

__all__ = ["UserInfo", "ViewInfo", "saved_views", "user", "user_by_username", "users"]


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
