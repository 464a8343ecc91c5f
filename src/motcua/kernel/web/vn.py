"""How Vietnamese readers expect dates, hours, numbers and codes to be written.

Every moment is shown in ``Asia/Ho_Chi_Minh``, wherever the server and the reader are. Functions
return text, not HTML; the components wrap it.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = (
    gettext_noop("thứ Hai"),
    gettext_noop("thứ Ba"),
    gettext_noop("thứ Tư"),
    gettext_noop("thứ Năm"),
    gettext_noop("thứ Sáu"),
    gettext_noop("thứ Bảy"),
    gettext_noop("Chủ nhật"),
)


def local(moment: datetime) -> datetime:
    """Return an aware moment as the office's wall clock; ``ValueError`` where it is naive."""
    if moment.tzinfo is None:
        raise ValueError("a moment shown to a person must carry its time zone")
    return moment.astimezone(ZONE)


def weekday(day: date) -> str:
    """Return the name of the day of the week as used inside a sentence: ``thứ Hai``."""
    return _(WEEKDAYS[day.weekday()])


def as_day(value: date | datetime) -> date:
    """Return the calendar day in the office's zone."""
    return local(value).date() if isinstance(value, datetime) else value


def date_text(value: date | datetime | None, *, with_weekday: bool = False) -> str:
    """``23/11/2026``, or ``thứ Hai 23/11/2026``; empty for ``None``."""
    if value is None:
        return ""
    day = as_day(value)
    text = f"{day:%d/%m/%Y}"
    return f"{weekday(day)} {text}" if with_weekday else text


def time_text(value: datetime | None) -> str:
    """``14:05`` for tables and tiles; empty for ``None``."""
    return f"{local(value):%H:%M}" if value else ""


def hour_text(value: datetime) -> str:
    """``16 giờ 30`` as in administrative papers; ``16 giờ`` on the full hour."""
    moment = local(value)
    if moment.minute == 0:
        return _("%(hour)s giờ") % {"hour": moment.hour}
    return _("%(hour)s giờ %(minute)s") % {"hour": moment.hour, "minute": f"{moment.minute:02d}"}


def moment_text(value: datetime | None, *, short: bool = False) -> str:
    """``16 giờ 30, thứ Hai 23/11/2026``; short: ``16:30 23/11/2026``; empty for ``None``."""
    if value is None:
        return ""
    if short:
        return f"{time_text(value)} {date_text(value)}"
    return f"{hour_text(value)}, {date_text(value, with_weekday=True)}"


def number_text(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """``1.234.567`` and ``12,5``: dots between thousands, a decimal comma; empty for ``None``."""
    if value is None:
        return ""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))


def money_text(value: int | Decimal | None) -> str:
    """Whole đồng: ``150.000 đồng``; empty for ``None``."""
    return _("%(amount)s đồng") % {"amount": number_text(value)} if value is not None else ""


def days_text(days: int) -> str:
    """A number of days: ``2 ngày``."""
    return ngettext("%(count)s ngày", "%(count)s ngày", days) % {"count": days}


def duration_text(length: timedelta) -> str:
    """The largest parts of a length of wall-clock time: ``2 ngày``, ``3 giờ 20 phút``."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours = minutes // 1440, minutes // 60
    if days:
        return days_text(days)
    if hours >= 5 or (hours and minutes % 60 == 0):
        return ngettext("%(count)s giờ", "%(count)s giờ", hours) % {"count": hours}
    if hours:
        return _("%(hours)s giờ %(minutes)s phút") % {"hours": hours, "minutes": minutes % 60}
    return ngettext("%(count)s phút", "%(count)s phút", minutes) % {"count": minutes}


def days_between(earlier: datetime, later: datetime) -> int:
    """Number of midnights of the office between two moments."""
    return (as_day(later) - as_day(earlier)).days


def masked(value: str, *, keep: int = 4) -> str:
    """Hide all but the last ``keep`` characters: ``••••••••0045``; never shows over half."""
    keep = min(keep, len(value) // 2)
    return "•" * (len(value) - keep) + (value[-keep:] if keep else "")


def grouped(value: str, size: int = 3) -> str:
    """Digits of a phone or identity number in groups, from the left: ``001 099 012 345``."""
    return " ".join(value[i : i + size] for i in range(0, len(value), size))
