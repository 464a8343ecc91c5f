"""Which words a purpose has: data, so that an office can read and mend them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from motcua.kernel.text import clean

_FILE = Path(__file__).with_name("wording.toml")


@dataclass(frozen=True, slots=True)
class Wording:
    """One purpose: its title, its text with names in braces, and which data it takes."""

    title: str
    text: str
    data: tuple[str, ...]


@cache
def wordings() -> dict[str, Wording]:
    """All purposes."""
    with _FILE.open("rb") as file:
        rows = tomllib.load(file)
    return {
        purpose: Wording(row["title"], row["text"], tuple(row["data"]))
        for purpose, row in rows.items()
    }


def worded(purpose: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """Title and text of a notice.

    :raises KeyError: no such purpose, or a datum that it cannot do without is not given.
    """
    wording = wordings()[purpose]
    told = {name: clean(str(facts[name])) for name in wording.data}
    return wording.title, clean(wording.text.format_map(told))
