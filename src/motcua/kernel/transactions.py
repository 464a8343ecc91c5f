"""The two ways to write to the database, so that nobody has to guess which one is running.

And one way to read all of it as it was at one moment.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

from .watch.acts import seen_command

P = ParamSpec("P")
R = TypeVar("R")


def command(function: Callable[P, R]) -> Callable[P, R]:
    """One act that somebody answers for: all of it is saved, or none. Never inside another."""
    return seen_command(function, transaction.atomic(durable=True)(function))


def part_of_command(function: Callable[P, R]) -> Callable[P, R]:
    """A piece that other rooms call from within their own command.

    :raises RuntimeError: when called on its own, where half an act could be saved.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if not connection.in_atomic_block:
            raise RuntimeError(f"{function.__qualname__} needs a command around it")
        return function(*args, **kwargs)

    return wrapper


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything as it was at one moment, for reading only; writers go on meanwhile.

    The database refuses any write in it. Never inside a command.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
