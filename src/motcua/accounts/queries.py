"""What may be asked about people who sign in."""

from collections.abc import Iterable

from .models import User


def names(person_ids: Iterable[int]) -> dict[int, str]:
    """Full names by id; unknown ids are left out. One query."""
    return dict(User.objects.filter(pk__in=set(person_ids)).values_list("pk", "full_name"))
