"""What administrators change: the lines of the page "Quản trị", each shown to those who may.

A new page of administration adds its line to :data:`ENTRIES`; the page behind it asks again who
may open it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from motcua.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the page: what is changed there, in a sentence, and to whom it shows."""

    title: str | Promise
    note: str | Promise
    url_name: str
    allowed: Callable[[Actor], bool]


ENTRIES: tuple[Entry, ...] = ()


def entries_for(actor: Actor) -> list[Entry]:
    """The lines that this person may use; empty for who administers nothing. No query."""
    return [entry for entry in ENTRIES if entry.allowed(actor)]
