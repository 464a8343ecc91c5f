"""People for tests. Mai is a counter officer; a post is not known to this room."""

from datetime import UTC, datetime
from typing import Any

from motcua.accounts import commands
from motcua.kernel.actor import Actor

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 8:00 on a Monday in Vietnam
BY = Actor.system("test")
PASSWORD = "cau-de-nho-cua-mai"


def person(username: str = "mai", full_name: str = "Nguyễn Thị Mai", **details: Any) -> int:
    """Somebody who may sign in and has their own password."""
    values = {"password": PASSWORD, "must_change_password": False, "at": AT} | details
    return commands.create_user(username=username, full_name=full_name, by=BY, **values).id
