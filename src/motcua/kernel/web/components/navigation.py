"""Ways from page to page: breadcrumbs, tabs as links, pages by key, steps."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .basics import badge, icon
from .html import EMPTY, element, join


def breadcrumbs(items: Sequence[tuple[str, str]]) -> SafeString:
    """Draw the way from the start page; the last one, this page, has no link.

    :param items: ``(label, url)``; an empty url is text.
    """
    lines = (
        element(
            "li",
            element("a", label, href=url, class_="govuk-breadcrumbs__link") if url else label,
            class_="govuk-breadcrumbs__list-item",
            aria_current=None if url else "page",
        )
        for label, url in items
    )
    inner = element("ol", join(lines), class_="govuk-breadcrumbs__list")
    return element(
        "nav", inner, class_="govuk-breadcrumbs mc-breadcrumbs", aria_label=_("Đường dẫn")
    )


def back_link(href: str, *, label: str = "") -> SafeString:
    """Draw the link to the page before, above the page: a landmark of its own."""
    link = element("a", label or _("Quay lại"), href=href, class_="govuk-back-link mc-back")
    return element("nav", link, aria_label=_("Quay lại"))


def tabs(items: Sequence[Sequence[object]], *, label: str) -> SafeString:
    """Draw tabs that are links: each has its own address and works without JavaScript.

    :param items: ``(label, url, active)`` or ``(label, url, active, count)``.
    :param label: what is divided here, read out by screen readers.
    """
    lines = []
    for item in items:
        text, url, active = item[0], item[1], bool(item[2])
        count = item[3] if len(item) > 3 else None
        inner = join((text, badge(count) if isinstance(count, int) else EMPTY), " ")
        link = element("a", inner, href=url, aria_current="page" if active else None)
        lines.append(element("li", link))
    return element("nav", element("ul", join(lines)), class_="mc-tabs", aria_label=label)


def pagination(
    *, next_url: str = "", previous_url: str = "", shown: str = "", label: str = ""
) -> SafeString:
    """Draw “Trang trước / Trang sau” of a list paged by key (no page numbers, no count).

    :param shown: what the reader sees now, e.g. “Hồ sơ 51–100”.
    """
    if not (next_url or previous_url):
        return EMPTY
    back = (
        element(
            "a",
            join((icon("arrow-left", size=16), _("Trang trước"))),
            href=previous_url,
            rel="prev",
            class_="mc-pages__link",
        )
        if previous_url
        else EMPTY
    )
    on = (
        element(
            "a",
            join((_("Trang sau"), icon("arrow-right", size=16))),
            href=next_url,
            rel="next",
            class_="mc-pages__link",
        )
        if next_url
        else EMPTY
    )
    middle = element("span", shown, class_="mc-pages__shown") if shown else EMPTY
    return element(
        "nav", join((back, middle, on)), class_="mc-pages", aria_label=label or _("Phân trang")
    )


def steps(items: Sequence[Sequence[str]], *, label: str = "") -> SafeString:
    """Draw where in a sequence something is: “Đang ở bước 3 trên 6”.

    :param items: ``(label, state)`` or ``(label, state, note)``; state ``done``, ``now``, ``next``.
    """
    words = {"done": _("Đã xong"), "now": _("Đang ở bước này"), "next": _("Chưa tới")}
    marks = {"done": "check", "now": "dot", "next": "ring"}
    lines = []
    for item in items:
        text, state = item[0], item[1]
        note = element("span", item[2], class_="mc-steps__note") if len(item) > 2 else EMPTY
        mark = element(
            "span", icon(marks[state], label=words[state], size=16), class_="mc-steps__mark"
        )
        body = element("span", join((element("span", text), note)), class_="mc-steps__text")
        lines.append(
            element(
                "li",
                join((mark, body)),
                class_=f"mc-steps__item mc-steps__item--{state}",
                aria_current="step" if state == "now" else None,
            )
        )
    return element("ol", join(lines), class_="mc-steps", aria_label=label or _("Các bước"))
