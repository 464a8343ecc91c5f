"""Tables, lists of facts, timelines and the other ways of showing data."""

from datetime import datetime, timedelta
from typing import Final

import segno
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.kernel.web import vn

from .basics import icon, tag
from .html import EMPTY, attributes, classes, element, join, safe, unique_id

SORT_WORDS: Final = {"asc": "ascending", "desc": "descending"}


def table(
    content: str,
    *,
    caption: str,
    show_caption: bool = False,
    rows: bool = False,
    cards: bool = False,
    id: str = "",
    key: str = "",
) -> SafeString:
    """Frame ``<thead>`` and ``<tbody>``: scrolls sideways by itself and keeps its head in view.

    :param caption: what the table lists; read out, and shown with ``show_caption``.
    :param rows: the rows are opened and ticked from the keyboard (arrows, J/K, Enter, Space).
    :param cards: on narrow screens each row becomes a card; cells then need ``data-label``.
    :param key: a function key that leads to the list from anywhere on the page.
    """
    ident = id or unique_id("table", caption)
    title = element("caption", caption, class_="" if show_caption else "mc-hidden", id=f"{ident}-c")
    css = classes("mc-table", "mc-table--cards" if cards else "")
    inner = element("table", SafeString(f"{title}{content}"), class_=css, id=ident)
    return element(
        "div",
        inner,
        class_="mc-table-wrap",
        role="region",
        tabindex="0",
        aria_labelledby=f"{ident}-c",
        data_mc_list="rows" if rows else None,
        data_mc_key=key,
        aria_keyshortcuts=key,
    )


def th(
    label: str, *, num: bool = False, sort_url: str = "", sorted: str = "", width: str = ""
) -> SafeString:
    """Head one column.

    :param num: a column of numbers, set to the right.
    :param sort_url: address of the same list sorted by this column.
    :param sorted: ``asc`` or ``desc`` where the list is sorted by it now.
    :param width: ``code name text moment day due short``: room in a list of one line a row.
    """
    inner: object = label
    if sort_url:
        arrow = {"asc": "▲", "desc": "▼"}.get(sorted, "")
        mark = element("span", arrow, aria_hidden="true") if arrow else EMPTY
        inner = element("a", join((label, mark), " "), href=sort_url)
    return element(
        "th",
        inner,
        scope="col",
        class_=classes("mc-num" if num else "", f"mc-col--{width}" if width else ""),
        aria_sort=SORT_WORDS.get(sorted, ""),
    )


def row(
    content: str, *, href: str = "", tone: str = "", selected: bool = False, id: str = ""
) -> SafeString:
    """Draw one table row; ``href`` is what Enter opens (put the same link in its first cell).

    :param tone: ``danger``, ``warning`` or ``muted``: a bar at the left edge, beside the words.
    """
    css = f"mc-row--{tone}" if tone else ""
    return SafeString(
        f"<tr{attributes(id=id, class_=css, data_href=href, aria_current=selected and 'true')}>"
        f"{content}</tr>"
    )


def summary_list(content: str, *, compact: bool = False) -> SafeString:
    """Frame rows made by ``summary_row`` and ``summary_item`` (a ``<dl>``)."""
    css = classes("govuk-summary-list mc-summary", "mc-summary--compact" if compact else "")
    return element("dl", SafeString(content), class_=css)


def summary_row(
    key: str, value: object, *, change_url: str = "", change_label: str = "", note: str = ""
) -> SafeString:
    """Draw one fact. An empty value is said so (“Chưa có”), never left blank.

    :param change_url: page where it is corrected; the link reads “Sửa” plus the hidden ``key``.
    :param note: where the value comes from or how sure it is, in small letters.
    """
    shown = value if value not in (None, "") else element("span", _("Chưa có"), class_="mc-muted")
    extra = element("span", note, class_="mc-note") if note else EMPTY
    cells = [
        element("dt", key, class_="govuk-summary-list__key"),
        element("dd", join((shown, extra)), class_="govuk-summary-list__value"),
    ]
    if change_url:
        hidden = element("span", f" {key}", class_="mc-hidden")
        link = element("a", join((change_label or _("Sửa"), hidden)), href=change_url)
        cells.append(element("dd", link, class_="govuk-summary-list__actions"))
    return element("div", join(cells), class_="govuk-summary-list__row")


def summary_item(content: str, *, key: str) -> SafeString:
    """Draw one fact whose value is markup: ``{% summary_item key="…" %}…{% endsummary_item %}``."""
    return summary_row(key, SafeString(content.strip()))


def timeline(content: str, *, label: str = "") -> SafeString:
    """Frame events made by ``event``, newest or oldest first as the page wants."""
    return element("ol", SafeString(content), class_="mc-timeline", aria_label=label)


def event(
    content: str,
    *,
    title: str,
    at: datetime | None = None,
    who: str = "",
    place: str = "",
    state: str = "done",
) -> SafeString:
    """Draw one thing that happened, happens now or will happen.

    :param state: ``done``, ``now``, ``next``, ``late``; the word is read out, not only coloured.
    """
    marks = {"done": "check", "now": "dot", "next": "ring", "late": "alert"}
    words = {"now": _("Đang làm"), "next": _("Sắp tới"), "late": _("Trễ")}
    flag = element("span", words[state], class_="mc-event__state") if state in words else EMPTY
    head = element("p", join((element("strong", title), flag), " "), class_="mc-event__title")
    facts = [moment(at) if at else "", who, place]
    meta = join((f for f in facts if f), " · ")
    foot = element("p", meta, class_="mc-event__meta") if meta else EMPTY
    body = (
        element("div", SafeString(content), class_="mc-event__body") if content.strip() else EMPTY
    )
    mark = element("span", icon(marks[state], size=16), class_="mc-event__mark")
    inner = join((mark, element("div", join((head, foot, body)))))
    return element(
        "li",
        inner,
        class_=f"mc-event mc-event--{state}",
        aria_current="step" if state == "now" else None,
    )


def moment(at: datetime | None, *, short: bool = False) -> SafeString:
    """Write a moment: ``16 giờ 30, thứ Hai 23/11/2026``, or short ``16:30 23/11/2026``."""
    if at is None:
        return EMPTY
    local = vn.local(at)
    text = vn.moment_text(at, short=short)
    return element("time", text, datetime=local.isoformat(timespec="minutes"))


def _left(due_at: datetime, now: datetime) -> tuple[str, str]:
    """Return level and words for work that still runs."""
    days = vn.days_between(now, due_at)
    if now > due_at:
        late = vn.duration_text(now - due_at)
        if now - due_at >= timedelta(days=1):
            late = vn.days_text(max(1, -days))
        return "late", _("Quá hạn %(length)s") % {"length": late}
    if days <= 0:
        left = vn.duration_text(due_at - now)
        return "soon", _("Còn %(length)s") % {"length": left}
    return "near" if days <= 2 else "calm", _("Còn %(length)s") % {"length": vn.days_text(days)}


URGENCY_LOOK: Final = {
    "late": ("danger", "diamond"),
    "soon": ("warning", "triangle"),
    "near": ("info", "half"),
    "calm": ("neutral", "ring"),
    "paused": ("muted", "pause"),
    "none": ("muted", "minus"),
    "done": ("success", "check"),
    "done-late": ("muted", "diamond"),
}


def urgency(
    due_at: datetime | None,
    *,
    now: datetime | None = None,
    paused: bool = False,
    finished_at: datetime | None = None,
    text: str = "",
    level: str = "",
) -> SafeString:
    """Say how near the due moment is, in shape, word and colour: “Quá hạn 2 ngày”, “Còn 3 giờ”.

    :param now: the page's clock; the moment of drawing where it is left out.
    :param paused: the clock stands still (supplement, tax): says so instead of a number.
    :param finished_at: when the work ended; then it says whether in time.
    :param text: words of the caller's own, e.g. counted in working hours, with ``level``.
    :param level: ``late soon near calm paused none done done-late``.

    Days are calendar days of the office; on the due day itself and later it counts hours.
    """
    if not (text and level):
        level, text = _urgency(due_at, now or timezone.now(), paused, finished_at)
    tone, shape = URGENCY_LOOK[level]
    title = vn.moment_text(due_at) if due_at else ""
    return tag(text, tone=tone, icon_name=shape, title=title)


def urgency_text(
    due_at: datetime | None, now: datetime, paused: bool, finished_at: datetime | None
) -> str:
    """The words of ``urgency`` alone, for files."""
    return _urgency(due_at, now, paused, finished_at)[1]


def _urgency(
    due_at: datetime | None, now: datetime, paused: bool, finished_at: datetime | None
) -> tuple[str, str]:
    if finished_at is not None:
        if due_at is None or finished_at <= due_at:
            return "done", _("Xong đúng hạn") if due_at else _("Đã xong")
        _level, words = _left(due_at, finished_at)
        late = words.removeprefix(_("Quá hạn %(length)s") % {"length": ""})
        return "done-late", _("Xong trễ %(length)s") % {"length": late}
    if paused:
        return "paused", _("Tạm dừng tính hạn")
    if due_at is None:
        return "none", _("Không có hạn")
    return _left(due_at, now)


def due(at: datetime | None, *, label: str = "") -> SafeString:
    """Write a due moment in full: ``16 giờ 30, thứ Hai 23/11/2026``, with a clock beside it."""
    if at is None:
        return element("span", _("Không có hạn"), class_="mc-muted")
    return element("span", join((icon("clock", size=16), label, moment(at)), " "), class_="mc-due")


def mask(value: str, *, kind: str = "id", keep: int = 4) -> SafeString:
    """Show only the end of a personal number; the hidden part is never in the page.

    :param kind: ``id`` or ``phone``; said to screen readers in place of the dots.
    """
    if not value:
        return EMPTY
    shown = vn.masked(value, keep=keep)
    words = {
        "id": _("Số định danh, chỉ hiện %(keep)s số cuối: %(tail)s"),
        "phone": _("Số điện thoại, chỉ hiện %(keep)s số cuối: %(tail)s"),
    }
    tail = shown.lstrip("•")
    spoken = words[kind] % {"keep": len(tail), "tail": " ".join(tail)}
    return join(
        (
            element("span", shown, class_="mc-mask", aria_hidden="true"),
            element("span", spoken, class_="mc-hidden"),
        )
    )


def dossier_code(code: str, *, copy: bool = False, large: bool = False) -> SafeString:
    """Set a code so that it can be read aloud and copied: groups kept together at hyphens.

    :param copy: adds a button that copies it (only where JavaScript runs).
    """
    groups = join((element("span", part) for part in code.split("-")), SafeString("-<wbr>"))
    text = element("span", groups, class_=classes("mc-code", "mc-code--large" if large else ""))
    if not copy:
        return text
    button = element(
        "button",
        icon("copy", label=_("Sao chép mã %(code)s") % {"code": code}, size=16),
        type="button",
        class_="mc-icon-button",
        data_mc_copy=code,
        data_mc_done=_("Đã sao chép"),
        hidden=True,
    )
    return element("span", join((text, button)), class_="mc-code-with-copy")


def qr(data: str, *, label: str, error: str = "q", border: int = 4) -> SafeString:
    """Draw a QR code as inline SVG, dark on white in every mode; ``label`` says what it opens."""
    code = segno.make(data, error=error, micro=False)
    size = code.symbol_size(border=border)[0]
    path = []
    for y, line in enumerate(code.matrix):
        x = 0
        while x < len(line):
            run = x
            while run < len(line) and line[run]:
                run += 1
            if run > x:
                path.append(f"M{x + border} {y + border}h{run - x}v1h-{run - x}z")
            x = run + 1
    return SafeString(
        f'<svg class="mc-qr" viewBox="0 0 {size} {size}" role="img" shape-rendering="crispEdges">'
        f"<title>{safe(label)}</title>"
        f'<rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path fill="#000" d="{"".join(path)}"/></svg>'
    )
