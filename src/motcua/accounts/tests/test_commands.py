"""Accounts, passwords, and the lock on a name that is guessed at."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.accounts import commands, errors, queries
from motcua.accounts.models import SignInEvent, User
from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted

from . import factories as f

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def try_in(password=f.PASSWORD, after=0, username="mai"):
    return commands.sign_in(username=username, password=password, at=f.AT + after * MINUTE)


def test_mai_signs_in_with_her_name_in_whatever_case():
    mai = f.person()
    assert try_in(username="  MAI ").user.id == mai


def test_a_wrong_password_nobodys_name_and_somebody_who_left_look_the_same():
    f.person()
    left = f.person("hung", "Trần Văn Hùng")
    commands.deactivate(user_id=left, by=f.BY, at=f.AT)

    tries = [try_in("sai"), try_in(username="nobody"), try_in(username="hung")]

    assert {(t.user, t.reason, t.try_again_at) for t in tries} == {(None, "wrong", None)}


def test_after_five_wrong_tries_even_the_right_password_waits_until_the_first_is_15_minutes_old():
    f.person()
    for minute in range(5):
        assert try_in("sai", after=minute).reason == "wrong"

    sixth = try_in(after=5)

    assert (sixth.user, sixth.reason) == (None, "locked")
    assert sixth.try_again_at == f.AT + 15 * MINUTE
    assert try_in(after=14).reason == "locked"
    assert try_in(after=15).user is not None


def test_tries_while_locked_do_not_lengthen_the_lock():
    f.person()
    for minute in range(14):
        try_in("sai", after=minute)
    assert try_in(after=15).user is not None


def test_the_right_password_forgets_wrong_tries_and_another_name_is_not_locked():
    f.person()
    f.person("hung", "Trần Văn Hùng")
    for _ in range(4):
        try_in("sai")
    assert try_in().user is not None
    for _ in range(5):
        try_in("sai", username="hung")
    assert try_in().user is not None
    assert try_in(username="hung").reason == "locked"


def test_every_try_is_kept_without_the_name_or_password_as_typed():
    f.person()
    try_in("sai")
    try_in(username="mat-khau-go-nham-o")
    try_in()

    kept = SignInEvent.objects.order_by("pk")

    assert [(e.ok, e.reason, e.user_id is not None) for e in kept] == [
        (False, "wrong", True),
        (False, "wrong", False),
        (True, "", True),
    ]
    assert all(len(e.username_hash) == 64 for e in kept)


def test_a_name_taken_in_other_letters_a_strange_name_and_no_name_are_refused():
    f.person()
    with pytest.raises(errors.UsernameTaken):
        f.person("MAI")
    with pytest.raises(errors.BadUsername):
        f.person("mai đẹp")
    with pytest.raises(errors.NameMissing):
        f.person("hung", " \t ")


@pytest.mark.parametrize("weak", ["ngan", "password1234", "nguyenthimai-mai"])
def test_a_weak_password_is_refused_with_a_sentence(weak):
    with pytest.raises(errors.WeakPassword) as refusal:
        f.person("nguyenthimai", password=weak)
    assert str(refusal.value)


def test_passwords_are_kept_as_argon2id():
    f.person()
    assert User.objects.get().password.startswith("argon2$argon2id$")


def test_an_administrator_sets_a_password_that_must_be_changed_and_the_lock_is_lifted():
    mai = f.person()
    for _ in range(5):
        try_in("sai")

    commands.set_password(user_id=mai, password="mat-khau-tam-thoi", by=f.BY, at=f.AT)

    assert try_in("mat-khau-tam-thoi").user.must_change_password


def test_ones_own_password_needs_the_present_one_and_must_differ():
    mai = f.person()
    change = {"user_id": mai, "at": f.AT}
    with pytest.raises(errors.WrongPassword):
        commands.change_own_password(present="sai", new="mot-cau-hoan-toan-moi", **change)
    with pytest.raises(errors.WeakPassword):
        commands.change_own_password(present=f.PASSWORD, new=f.PASSWORD, **change)
    commands.change_own_password(present=f.PASSWORD, new="mot-cau-hoan-toan-moi", **change)
    assert try_in("mot-cau-hoan-toan-moi").user.id == mai


def test_only_the_system_administrator_opens_accounts():
    with pytest.raises(NotPermitted):
        commands.deactivate(user_id=f.person(), by=Actor(1, 1, 1, "unit_leader"), at=f.AT)
    with pytest.raises(errors.UnknownUser):
        commands.deactivate(user_id=0, by=f.BY, at=f.AT)
    assert queries.user(0) is None


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("user_username_plain", "UPDATE accounts_user SET username='Mai'"),
        ("user_has_a_name", "UPDATE accounts_user SET full_name=''"),
        ("user_has_a_password", "UPDATE accounts_user SET password=''"),
        ("signin_failed_iff_reason", "UPDATE accounts_signinevent SET reason='wrong'"),
        ("signin_ok_is_somebody", "UPDATE accounts_signinevent SET user_id=NULL"),
    ],
)
def test_the_database_refuses_the_impossible_row(name, sql):
    f.person()
    try_in()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        connection.cursor().execute(sql)
