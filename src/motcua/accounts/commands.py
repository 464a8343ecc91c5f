"""Acts on accounts: signing in, people, and their passwords."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from motcua.kernel import limits, operations
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.sealing import blind
from motcua.kernel.text import clean
from motcua.kernel.transactions import command

from . import permissions
from .errors import (
    BadUsername,
    NameMissing,
    UnknownUser,
    UsernameTaken,
    WeakPassword,
    WrongPassword,
)
from .infos import SignIn, UserInfo
from .models import SignInEvent, User
from .queries import info, limit, sign_in_key
from .rules import is_username, plain_username
from .saved_views import delete_view as delete_view
from .saved_views import rename_view as rename_view
from .saved_views import reorder_views as reorder_views
from .saved_views import restore_view as restore_view
from .saved_views import save_view as save_view
from .saved_views import set_default_view as set_default_view


@command
def sign_in(*, username: str, password: str, at: datetime) -> SignIn:
    """Check a name and a password; count and record the try, whatever comes of it.

    :param at: moment of the try.
    :return: the person; or ``reason`` ``"wrong"`` (also for nobody's name and for people who
        left, so that names cannot be guessed) or ``"locked"`` with the moment to try again.

    After ``signin.most_wrong`` wrong tries within ``signin.window_minutes`` a name is locked, even
    for the right password. Tries of one name wait for one another, so that guesses at the same
    time do not slip through together. TCVN 11930:2017, level 3 [unverified].
    """
    name_hash = blind(plain_username(username), "signin")
    key = f"signin:{name_hash}"
    day = local_day(at)
    window = timedelta(minutes=limit("signin.window_minutes", day))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
    most = limit("signin.most_wrong", day)
    user = User.objects.filter(username=plain_username(username)).first()
    if limits.count(key, at, window) >= most:
        _remember(name_hash, user, at, "locked")
        return SignIn(None, "locked", _unlocks_at(name_hash, at, window, most))
    if not _matches(user, password):
        limits.hit(key, at, most=most, window=window)
        _remember(name_hash, user, at, "wrong")
        return SignIn(None, "wrong")
    assert user is not None  # noqa: S101 (a password never matches nobody)
    limits.clear(key)
    _remember(name_hash, user, at, "")
    return SignIn(info(user))


@dataclass(frozen=True, slots=True)
class PreparedPassword:
    """A password that was checked and hashed once, for many accounts of a demonstration."""

    hash: str


def prepare_password(password: str) -> PreparedPassword:
    """Check and hash a password that several invented people share: hashing is slow on purpose.

    :raises WeakPassword: the password breaks the rules of passwords.
    """
    user = User()
    _set(user, password, None)
    return PreparedPassword(user.password)


@command
def create_user(
    *,
    username: str,
    full_name: str,
    password: str | PreparedPassword,
    by: Actor,
    at: datetime,
    email: str = "",
    phone: str = "",
    must_change_password: bool = True,
) -> UserInfo:
    """Open an account. What the person may do comes from the posts they are appointed to.

    :param password: handed to the person; by default it must be changed at the first sign-in.
    :raises NotPermitted: ``by`` is not a system administrator.
    :raises BadUsername: not 2 to 50 of ``a-z 0-9 . _ -``.
    :raises UsernameTaken: somebody has the name, in whatever case.
    :raises NameMissing: the name is empty.
    :raises WeakPassword: the password breaks the rules of passwords.
    """
    permissions.require(by, "manage_users")
    name = plain_username(username)
    if not is_username(name):
        raise BadUsername
    if not (person := clean(full_name, 120)):
        raise NameMissing
    if User.objects.filter(username=name).exists():
        raise UsernameTaken(username=name)
    user = User(
        username=name,
        full_name=person,
        email=email,
        phone=phone,
        must_change_password=must_change_password,
        created_at=at,
    )
    if isinstance(password, PreparedPassword):
        user.password, user.password_changed_at = password.hash, at
    else:
        _set(user, password, at)
    user.save()
    return info(user)


@command
def set_password(
    *, user_id: int, password: str, by: Actor, at: datetime, must_change: bool = True
) -> None:
    """Give somebody a new password; all their sessions end.

    :raises NotPermitted: ``by`` is not a system administrator.
    :raises UnknownUser: there is no such person.
    :raises WeakPassword: the password breaks the rules of passwords.
    """
    user = _locked(user_id)
    permissions.require(by, "manage_users")
    _set(user, password, at)
    user.must_change_password = must_change
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    limits.clear(f"signin:{blind(user.username, 'signin')}")


@command
def change_own_password(*, user_id: int, present: str, new: str, at: datetime) -> None:
    """A person changes their own password; their other sessions end.

    :raises WrongPassword: ``present`` is not the password.
    :raises WeakPassword: the new one breaks the rules, or is the present one.
    """
    user = _locked(user_id)
    if not check_password(present, user.password):
        raise WrongPassword
    _set(user, new, at)
    user.must_change_password = False
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])


@command
def unlock(*, user_id: int, by: Actor, at: datetime) -> None:
    """Let somebody try to sign in again now; the password stays. Kept with who did it.

    :raises NotPermitted: ``by`` is not a system administrator.
    :raises UnknownUser: there is no such person.
    """
    user = _locked(user_id)
    permissions.require(by, "manage_users")
    limits.clear(sign_in_key(user.username))
    operations.record("accounts.unlocked", by=by, at=at, subject=str(user.pk))


@command
def deactivate(*, user_id: int, by: Actor, at: datetime) -> None:
    """Close an account: no sign-in, open sessions end with the next request. Nothing is deleted.

    :raises NotPermitted: ``by`` is not a system administrator.
    :raises UnknownUser: there is no such person.
    """
    user = _locked(user_id)
    permissions.require(by, "manage_users")
    user.is_active = False
    user.save(update_fields=["is_active"])


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise UnknownUser
    return user


def _set(user: User, password: str, at: datetime | None) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise WeakPassword(problems=" ".join(problem.messages)) from None
    if user.password and check_password(password, user.password):
        raise WeakPassword(problems=_("Mật khẩu mới phải khác mật khẩu hiện tại."))
    user.password = make_password(password)
    user.password_changed_at = at


def _matches(user: User | None, password: str) -> bool:
    if user is None or not user.is_active:
        make_password(password)  # the same work, so that the time does not tell who exists
        return False
    return check_password(password, user.password)


def _remember(name_hash: str, user: User | None, at: datetime, reason: str) -> None:
    SignInEvent.objects.create(
        username_hash=name_hash, user=user, at=at, ok=not reason, reason=reason
    )


def _unlocks_at(name_hash: str, at: datetime, window: timedelta, most: int) -> datetime:
    wrong = SignInEvent.objects.filter(
        username_hash=name_hash, reason="wrong", at__gt=at - window, at__lte=at
    )
    counted = list(wrong.order_by("-at").values_list("at", flat=True)[:most])
    return (counted[-1] if counted else at) + window
