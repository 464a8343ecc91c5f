"""The frame of every page: attributes of ``<html>``, header controls, brand, live parts."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.kernel.watch.context import request_id
from motcua.kernel.web import brand, display

from .basics import icon
from .html import EMPTY, attributes, element, join, safe

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def _request(context: Mapping[str, Any]) -> HttpRequest | None:
    request = context.get("request")
    return request if isinstance(request, HttpRequest) else None


def _here(context: Mapping[str, Any]) -> str:
    """Where a display form leads back to: this page; a form's page answers GET as well as POST."""
    request = _request(context)
    return request.get_full_path() if request else "/"


def chosen(context: Mapping[str, Any]) -> display.Display:
    """Return the reader's display choice; the defaults where there is no request (error pages)."""
    request = _request(context)
    return display.from_cookie(request.COOKIES.get(display.COOKIE) if request else None)


def html_attributes(context: Mapping[str, Any]) -> SafeString:
    """Write the display mode for ``<html>``: ``data-mode="auto" data-text="normal"``."""
    now = chosen(context)
    return attributes(data_mode=now.mode, data_text=now.text)


def _choice(name: str, value: str, label: str, icon_name: str, now: str) -> SafeString:
    return element(
        "button",
        join((icon(icon_name, size=18), label), " "),
        type="submit",
        name=name,
        value=value,
        class_="mc-choice-button",
        aria_pressed="true" if value == now else "false",
    )


def mode_switcher(context: Mapping[str, Any]) -> SafeString:
    """Draw the control for ground and size of text: a folded form, no script, no token needed."""
    now = chosen(context)
    modes = (
        ("auto", _("Theo máy"), "settings"),
        ("light", _("Nền sáng"), "sun"),
        ("dark", _("Nền tối"), "moon"),
        ("contrast", _("Tương phản cao"), "half"),
    )
    texts = (("normal", _("Chữ thường"), "text-size"), ("large", _("Chữ to"), "text-size"))
    rows = (
        element("p", _("Nền trang"), class_="mc-menu__title", id="mc-mode"),
        element(
            "div",
            join(_choice("mode", v, t, i, now.mode) for v, t, i in modes),
            role="group",
            aria_labelledby="mc-mode",
            class_="mc-choice-buttons",
        ),
        element("p", _("Cỡ chữ"), class_="mc-menu__title", id="mc-text"),
        element(
            "div",
            join(_choice("text", v, t, i, now.text) for v, t, i in texts),
            role="group",
            aria_labelledby="mc-text",
            class_="mc-choice-buttons",
        ),
    )
    back = SafeString(f'<input type="hidden" name="next" value="{safe(_here(context))}">')
    form = element(
        "form",
        join((back, *rows)),
        method="post",
        action=reverse("web:display-mode"),
        class_="mc-menu__body",
    )
    summary = element("summary", join((icon("text-size"), element("span", _("Hiển thị")))))
    return element("details", join((summary, form)), class_="mc-menu", data_mc_menu=True)


def language_switcher(context: Mapping[str, Any]) -> SafeString:
    """Draw the button to the other language, written in that language."""
    now = (get_language() or "vi").split("-")[0]
    other = "en" if now == "vi" else "vi"
    inner = join(
        (
            SafeString(f'<input type="hidden" name="next" value="{safe(_here(context))}">'),
            element(
                "button",
                join((icon("language"), element("span", LANGUAGES[other])), " "),
                type="submit",
                name="language",
                value=other,
                lang=other,
                class_="mc-header-button",
            ),
        )
    )
    return element("form", inner, method="post", action=reverse("web:language"), class_="mc-inline")


def brand_name() -> str:
    """Name of the service in this installation."""
    return brand.current().title


def brand_owner() -> str:
    """Whose service it is, e.g. the province's people's committee; may be empty."""
    return brand.current().owner


def brand_hotline() -> str:
    """Telephone number for help; may be empty."""
    return brand.current().hotline


def brand_styles() -> SafeString:
    """Link this installation's colours; nothing where it has none of its own."""
    now = brand.current()
    if not now.css:
        return EMPTY
    address = f"{reverse('web:brand-css')}?v={now.version}"
    return SafeString(f'<link rel="stylesheet" href="{address}">')


def brand_logo(*, size: int = 40) -> SafeString:
    """Draw the installation's own logo, else our neutral one. The name stands beside it."""
    now = brand.current()
    if now.logo is None:
        return SafeString(
            f'<svg class="mc-logo" width="{size}" height="{size}" aria-hidden="true" '
            f'focusable="false"><use href="{static("mc/icons.svg")}#logo"></use></svg>'
        )
    address = f"{reverse('web:brand-logo')}?v={now.version}"
    return SafeString(f'<img class="mc-logo" src="{address}" alt="" height="{size}">')


def request_reference() -> str:
    """The id of this request, for whoever calls for help; empty outside of a request."""
    return request_id()


def live(content: str, *, url: str, id: str, every: int = 15) -> SafeString:
    """Frame a part of the page that fetches itself again; greys and says so when it grows stale.

    :param url: answers the same content with an ``ETag``; 304 costs almost nothing.
    :param every: seconds between two questions, 15 or more. Stale after 2 minutes.
    """
    if every < 15:
        raise ValueError("a live part asks at most every 15 seconds")
    status = element("p", "", class_="mc-live__status", data_mc_live_status=True)
    body = element("div", SafeString(content), data_mc_live_body=True)
    return element(
        "div",
        join((body, status)),
        id=id,
        class_="mc-live",
        data_mc_live=url,
        data_mc_every=every,
        data_mc_fresh=_("Cập nhật %(time)s"),
        data_mc_stale=_("Mất kết nối, số liệu lúc %(time)s"),
    )


def url_or_empty(name: str, *args: object, **kwargs: object) -> str:
    """Reverse an address, or return an empty text where that door is not built yet."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""
