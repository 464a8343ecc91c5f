"""How often a thing may be tried: counted in the database, so that every process agrees."""

from datetime import datetime, timedelta

from .models import LimitHit


def count(key: str, at: datetime, window: timedelta) -> int:
    """Tries of ``key`` within ``window`` before ``at``. One query."""
    return LimitHit.objects.filter(key=key, at__gt=at - window, at__lte=at).count()


def hit(key: str, at: datetime, *, most: int, window: timedelta) -> bool:
    """Count one more try; True while no more than ``most`` fell into ``window``. Two queries."""
    LimitHit.objects.create(key=key, at=at)
    return count(key, at, window) <= most


def clear(key: str) -> None:
    """Forget the tries of ``key``, for example after the right password."""
    LimitHit.objects.filter(key=key).delete()


def forget_before(at: datetime) -> int:
    """Delete tries older than ``at``; the number deleted. A nightly job calls it."""
    return LimitHit.objects.filter(at__lt=at).delete()[0]
