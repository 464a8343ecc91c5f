"""Tables of people who sign in. What must never be false is a constraint here."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from motcua.kernel.ids import PublicIdField

from .rules import USERNAME_PATTERN, plain_username


class UserManager(BaseUserManager["User"]):
    """Finds people by the name they sign in with, in whatever case they typed it."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person; ``DoesNotExist`` where nobody has this name."""
        return self.get(username=plain_username(username or ""))


class User(AbstractBaseUser):
    """Somebody who may sign in. What they may do comes from their posts, never from here.

    Written only by ``accounts.commands``. ``username`` is kept in lower case, so that a name is
    unique in whatever case it is typed.
    """

    username = models.CharField(max_length=50, unique=True)
    full_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_username_plain", condition=Q(username__regex=USERNAME_PATTERN)
            ),
            models.CheckConstraint(name="user_has_a_name", condition=~Q(full_name="")),
            models.CheckConstraint(name="user_has_a_password", condition=~Q(password="")),
        ]

    def __str__(self) -> str:
        return self.username


class SignInEvent(models.Model):
    """One try to sign in, kept for the security officer. Never a password, nor the name as typed.

    A name that was typed may be a password in the wrong field: only its keyed hash is kept, enough
    to count and to look for one known name.
    """

    username_hash = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    ok = models.BooleanField()
    reason = models.CharField(max_length=20, blank=True, help_text="Empty where it succeeded.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signin_failed_iff_reason",
                condition=Q(ok=True, reason="") | (Q(ok=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="signin_ok_is_somebody", condition=Q(ok=False) | Q(user__isnull=False)
            ),
        ]
        indexes = [
            # The security officer's page: tries of one name, newest first.
            models.Index(name="signin_by_name", fields=["username_hash", "-at"]),
            # The operator's page: what failed in the last days, of all names.
            models.Index(name="signin_failed", fields=["-at"], condition=Q(ok=False)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'ok' if self.ok else self.reason}"


class SavedView(models.Model):
    """One way of looking at a list that a person has named: the query of its address, no more.

    Deleting sets ``deleted_at``, so that it can be undone for a while.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    list_code = models.CharField(max_length=40, help_text="Which list; kernel.web.lists.")
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True, help_text="Filters, order and columns, as in the address.")
    position = models.SmallIntegerField()
    is_default = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="view_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="view_deleted_is_no_default",
                condition=Q(deleted_at__isnull=True) | Q(is_default=False),
            ),
            # Also the menu of a list: a person's views of it.
            models.UniqueConstraint(
                name="view_named_once",
                fields=["person", "list_code", "name"],
                condition=Q(deleted_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="view_one_default",
                fields=["person", "list_code"],
                condition=Q(is_default=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_code}: {self.name}"
