"""Buttons, icons, tags, notices and the other small pieces of every page."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .html import EMPTY, attributes, classes, element, join, safe, unique_id

ICONS: Final = frozenset(
    "alert arrow-left arrow-right bell calendar check check-circle chevron-down chevron-right "
    "clock close copy diamond dot download edit external eye file filter flag folder half help "
    "home hourglass inbox info keyboard language list lock mail map menu minus moon paper pause "
    "people person phone plus print qr refresh ring search send settings sign-out sun text-size "
    "transfer trash triangle undo upload".split()
)
MOST_IN_BADGE: Final = 999
TONES: Final = frozenset({"neutral", "info", "active", "success", "warning", "danger", "muted"})
NOTICE_ICONS: Final = {
    "info": "info",
    "success": "check-circle",
    "warning": "triangle",
    "error": "alert",
}


@cache
def sprite(static_url: str) -> str:
    """Address of the sprite; asked once a process (its hash changes with a new release only)."""
    return static("mc/icons.svg")


def icon(name: str, *, label: str = "", size: int = 20) -> SafeString:
    """Draw one symbol of the sprite in the colour of the text.

    :param label: what it means, where no word stands beside it; without it the icon is decoration.
    :param size: edge in CSS pixels at the normal size of text; it grows with large text.
    :raises ValueError: for a name that the sprite lacks.
    """
    if name not in ICONS:
        raise ValueError(f"unknown icon {name!r}")
    edge = f"{size / 16:g}rem"
    accessible = attributes(role="img", aria_label=label) if label else ' aria-hidden="true"'
    return SafeString(
        f'<svg class="mc-icon" width="{edge}" height="{edge}" focusable="false"{accessible}>'
        f'<use href="{sprite(settings.STATIC_URL)}#{name}"></use></svg>'
    )


def button(
    label: str,
    *,
    kind: str = "primary",
    href: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    key: str = "",
    icon_name: str = "",
    disabled: bool = False,
    **extra: object,
) -> SafeString:
    """Draw a button, or a link that looks like one when ``href`` is given.

    :param kind: ``primary`` (one per page), ``secondary``, ``danger``, ``plain`` (looks like text).
    :param key: keyboard shortcut, a function key or with a modifier: ``F9``, ``Ctrl+Enter``.
    :param extra: further attributes, ``hx_post=…``, ``id=…``, ``form=…``, ``data_x=…``.
    """
    govuk = {"secondary": "govuk-button--secondary", "danger": "govuk-button--warning"}
    css = classes("govuk-button", govuk.get(kind, ""), "mc-button", f"mc-button--{kind}")
    inner = join(
        (
            icon(icon_name, size=18) if icon_name else EMPTY,
            element("span", label),
            kbd(key) if key else EMPTY,
        )
    )
    shared = attributes(
        class_=css, aria_keyshortcuts=key.replace("Ctrl", "Control"), data_mc_key=key, **extra
    )
    if href:
        return SafeString(f'<a href="{safe(href)}"{shared}>{inner}</a>')
    own = attributes(type=type, name=name, value=value, disabled=disabled)
    return SafeString(f"<button{own}{shared}>{inner}</button>")


def kbd(keys: str) -> SafeString:
    """Draw a key or a chord: ``{% kbd "Ctrl+K" %}``."""
    return join((element("kbd", part, class_="mc-kbd") for part in keys.split("+")), "+")


def tag(label: str, *, tone: str = "neutral", icon_name: str = "", title: str = "") -> SafeString:
    """Draw a small label such as the state of a dossier: a word first, the colour only helps.

    :param tone: ``neutral``, ``info``, ``active``, ``success``, ``warning``, ``danger``, ``muted``.
    """
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}")
    inner = join((icon(icon_name, size=14) if icon_name else EMPTY, label))
    return element("span", inner, class_=f"mc-tag mc-tag--{tone}", title=title)


def badge(count: int | None, *, label: str = "", tone: str = "neutral") -> SafeString:
    """Draw a count in a pill, “999+” where it is more.

    :param label: says to a screen reader what is counted.
    """
    if count is None:
        return EMPTY
    shown = count if count <= MOST_IN_BADGE else f"{MOST_IN_BADGE}+"
    hidden = element("span", f" {label}", class_="mc-hidden") if label else EMPTY
    return element("span", join((shown, hidden)), class_=f"mc-badge mc-badge--{tone}")


def notice(content: str, *, kind: str = "info", title: str = "", live: bool = False) -> SafeString:
    """Draw a boxed message with an icon and a word, not a colour alone.

    :param kind: ``info``, ``success``, ``warning``, ``error``.
    :param live: read out when it is swapped in (``role=alert`` for errors, else ``status``).
    """
    words = {
        "info": _("Thông tin"),
        "success": _("Đã xong"),
        "warning": _("Lưu ý"),
        "error": _("Có lỗi"),
    }
    role = ("alert" if kind == "error" else "status") if live else ""
    head = element("p", title, class_="mc-notice__title") if title else EMPTY
    body = element("div", SafeString(f"{head}{content}"), class_="mc-notice__body")
    mark = icon(NOTICE_ICONS[kind], label=words[kind])
    return element("div", join((mark, body)), class_=f"mc-notice mc-notice--{kind}", role=role)


def panel(content: str, *, title: str = "", icon_name: str = "", level: int = 2) -> SafeString:
    """Draw a framed section with a heading (staff pages; on citizens' pages a quiet section)."""
    if not title:
        return element("div", SafeString(content), class_="mc-panel")
    ident = unique_id("panel", title)
    mark = icon(icon_name, size=18) if icon_name else EMPTY
    head = element(f"h{level}", join((mark, title)), class_="mc-panel__title", id=ident)
    body = element("div", SafeString(content), class_="mc-panel__body")
    return element("section", join((head, body)), class_="mc-panel", aria_labelledby=ident)


def card(content: str, *, title: str, href: str = "", meta: str = "", level: int = 3) -> SafeString:
    """Draw one result or choice; with ``href`` the whole card leads there through its title."""
    inner = element("a", title, href=href, class_="mc-card__link") if href else title
    head = element(f"h{level}", inner, class_="mc-card__title")
    body = element("div", SafeString(content), class_="mc-card__body") if content.strip() else EMPTY
    foot = element("p", meta, class_="mc-card__meta") if meta else EMPTY
    return element("article", join((head, body, foot)), class_="mc-card")


def empty_state(content: str, *, title: str, icon_name: str = "inbox") -> SafeString:
    """Say that there is nothing here and, in the content, what makes something appear."""
    head = element("p", title, class_="mc-empty__title")
    body = element("div", SafeString(content), class_="mc-empty__body")
    return element("div", join((icon(icon_name, size=32), head, body)), class_="mc-empty")


def disclosure(content: str, *, summary: str, open: bool = False) -> SafeString:
    """Draw text folded behind a line (``<details>``): for help, not for what must be read."""
    head = element(
        "summary",
        element("span", summary, class_="govuk-details__summary-text"),
        class_="govuk-details__summary mc-disclosure__summary",
    )
    body = element("div", SafeString(content), class_="govuk-details__text mc-disclosure__body")
    return element("details", join((head, body)), class_="govuk-details mc-disclosure", open=open)


def dialog(content: str, *, id: str, title: str) -> SafeString:
    """Draw a dialog, opened by any ``data-mc-opens="<id>"`` (a link to a page that does the same).

    Without JavaScript the dialog stays shut and the link is followed: nothing may live in it alone.
    """
    head = element("h2", title, class_="mc-dialog__title", id=f"{id}-title")
    close = (
        f'<form method="dialog"><button class="mc-dialog__close" '
        f'aria-label="{safe(_("Đóng"))}">{icon("close")}</button></form>'
    )
    return element(
        "dialog",
        SafeString(f"{head}{close}<div>{content}</div>"),
        id=id,
        class_="mc-dialog",
        aria_labelledby=f"{id}-title",
    )


def flash_messages(messages: Iterable[object]) -> SafeString:
    """Draw the region for messages after an act; always there, so that it is announced."""
    kinds = {"debug": "info", "info": "info", "success": "success"}
    boxes = (
        notice(str(safe(m)), kind=kinds.get(str(level), str(level)))
        for m in messages
        for level in (getattr(m, "level_tag", "info"),)
    )
    return element("div", join(boxes), class_="mc-flash", id="mc-flash", role="status")
