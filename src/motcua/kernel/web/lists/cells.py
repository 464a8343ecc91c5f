"""How a value of a list is drawn on a page and written into a file."""

from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.kernel.web import vn
from motcua.kernel.web.components.basics import tag
from motcua.kernel.web.components.data import dossier_code, moment, urgency, urgency_text
from motcua.kernel.web.components.html import EMPTY, element, join, safe

from .spec import Code, Due, Look, Promised, Tagged, Value

Plain = str | int | date | datetime | None
REASON = "vi-sao"
"""Where the page of a row says why its promised day is this one: the anchor of that place."""


def draw(value: Value, look: Look, href: str) -> SafeString:
    """What stands in the cell of a page."""
    if isinstance(value, Code):
        return element("a", dossier_code(value.text), href=href)
    if isinstance(value, Promised):
        when = moment(value.at, short=True)
        return element("a", when, href=f"{href}#{REASON}", title=_("Vì sao ngày này?"))
    if isinstance(value, Due):
        return urgency(value.at, now=look.now, paused=value.paused, finished_at=value.ended_at)
    if isinstance(value, Tagged):
        tags = [tag(words, tone=tone) for words, tone in value.tags]
        words = join((*tags, safe(value.text)), " ")
        return element("span", words) if tags else words
    if isinstance(value, datetime):
        return moment(value, short=True)
    if isinstance(value, date):
        return element("time", value.strftime("%d/%m/%Y"), datetime=value.isoformat())
    return EMPTY if value is None else safe(value)


def tip(value: Value) -> str:
    """The whole text of a cell that may be cut off on a narrow screen."""
    if isinstance(value, Tagged):
        return value.text
    return value if isinstance(value, str) else ""


def plain(value: Value, look: Look) -> Plain:
    """What stands in a cell of a file: text, a number, a day, or a moment of Vietnam's clock."""
    if isinstance(value, Code):
        return value.text
    if isinstance(value, Due):
        return urgency_text(value.at, look.now, value.paused, value.ended_at)
    if isinstance(value, Promised):
        return vn.local(value.at).replace(tzinfo=None)
    if isinstance(value, Tagged):
        labels = ", ".join(words for words, _tone in value.tags)
        return (
            _("%(labels)s: %(text)s") % {"labels": labels, "text": value.text}
            if labels
            else (value.text)
        )
    if isinstance(value, datetime):
        return vn.local(value).replace(tzinfo=None)
    return value
