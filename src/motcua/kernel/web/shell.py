"""What the frame around a staff page needs to know; the doors fill it in, the layouts draw it."""

from dataclasses import dataclass, field
from typing import NamedTuple


class NavItem(NamedTuple):
    """One entry of the main navigation; ``number`` is shown as a badge unless ``None``."""

    label: str
    url: str
    active: bool = False
    number: int | None = None


class PostChoice(NamedTuple):
    """One post the person may act from; ``value`` is posted as ``post`` to ``Shell.post_url``."""

    label: str
    value: str
    active: bool = False


class Shortcut(NamedTuple):
    """One line of the help at the foot of the page: ``Shortcut("F2", "Tiếp nhận", url)``.

    With ``url`` the line is a link that the keys follow; without it the keys belong to something
    else on the page.
    """

    keys: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of ``layouts/desk.html`` and ``layouts/board.html``; context variable ``shell``."""

    unit_name: str = ""
    person_name: str = ""
    posts: list[PostChoice] = field(default_factory=list)
    post_url: str = ""
    search_url: str = ""
    search_text: str = ""
    search_label: str = ""
    home_url: str = "/"
    sign_out_url: str = ""
    account_url: str = ""
    shortcuts: list[Shortcut] = field(default_factory=list)
