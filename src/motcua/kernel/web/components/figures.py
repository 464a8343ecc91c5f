"""Numbers: tiles, bars and progress. Drawn on the server, so they print and need no JavaScript."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.kernel.web import vn

from .basics import icon
from .html import EMPTY, element, join, safe

Number = int | float


def stats(content: str, *, label: str = "") -> SafeString:
    """Lay tiles made by ``stat`` in a row that wraps."""
    return element(
        "div",
        SafeString(content),
        class_="mc-stats",
        aria_label=label,
        role="group" if label else "",
    )


def stat(
    number: Number | str | None,
    label: str,
    *,
    href: str = "",
    tone: str = "",
    of: Number | None = None,
    note: str = "",
) -> SafeString:
    """Draw one figure. With ``href`` the tile opens the list that the figure counts.

    :param of: the denominator; the tile then says “12 trên 40” and its share.
    :param tone: ``danger``, ``warning``, ``success``: a bar and an icon beside the word.
    :param note: definition or moment, in small letters.
    """
    shown = number if isinstance(number, str) else vn.number_text(number)
    marks = {"danger": "diamond", "warning": "triangle", "success": "check-circle"}
    mark = icon(marks[tone], size=18) if tone in marks else EMPTY
    value = element("span", shown or "–", class_="mc-stat__number")
    parts = [element("span", join((mark, label)), class_="mc-stat__label"), value]
    if of is not None and isinstance(number, int | float):
        share = vn.number_text(100 * number / of, 1) if of else "–"
        words = _("trên %(total)s (%(share)s %%)") % {"total": vn.number_text(of), "share": share}
        parts.append(element("span", words, class_="mc-stat__of"))
    if note:
        parts.append(element("span", note, class_="mc-stat__note"))
    css = f"mc-stat mc-stat--{tone}" if tone else "mc-stat"
    return element("a" if href else "div", join(parts, " "), class_=css, href=href)


def bar(value: Number, maximum: Number, *, label: str, tone: str = "info") -> SafeString:
    """Draw one bar without axes; the number must stand beside it in words."""
    share = max(0.0, min(100.0, 100 * value / maximum)) if maximum else 0.0
    return SafeString(
        f'<svg class="mc-bar mc-bar--{safe(tone)}" role="img" width="100%" '
        f'height="12"><title>{safe(label)}</title>'
        f'<rect class="mc-bar__ground" width="100%" height="12" rx="2"/>'
        f'<rect class="mc-bar__value" width="{share:.1f}%" height="12" rx="2"/></svg>'
    )


def bar_chart(
    rows: Sequence[tuple[str, Number] | tuple[str, Number, str]],
    *,
    title: str,
    unit: str = "",
    tone: str = "info",
    decimals: int = 0,
) -> SafeString:
    """Draw a table whose last column is bars: it is its own text alternative and prints.

    :param rows: ``(label, value)`` or ``(label, value, url)``; the url opens what is counted.
    :param unit: what the numbers count, e.g. “hồ sơ”.
    """
    top = max((r[1] for r in rows), default=0)
    lines = []
    for line in rows:
        label, value = line[0], line[1]
        url = line[2] if len(line) == 3 else ""
        number = vn.number_text(value, decimals)
        name = element("a", label, href=url) if url else label
        drawn = bar(value, top, label=f"{label}: {number} {unit}".strip(), tone=tone)
        cells = (
            element("th", name, scope="row"),
            element("td", number, class_="mc-num"),
            element("td", drawn, class_="mc-bar-cell"),
        )
        lines.append(element("tr", join(cells)))
    head = element(
        "tr",
        join(
            (
                element("th", _("Mục"), scope="col"),
                element("th", unit or _("Số lượng"), scope="col", class_="mc-num"),
                element("td", ""),
            )
        ),
    )
    caption = element("caption", title)
    inner = join((caption, element("thead", head), element("tbody", join(lines))))
    return element("table", inner, class_="mc-bars")


def progress(value: Number, maximum: Number, *, label: str) -> SafeString:
    """Draw how much is done, in words first: “3 trên 7 giấy tờ”; ``label`` is those words."""
    bar_svg = bar(value, maximum, label=label, tone="active")
    text = element("span", label, class_="mc-progress__label")
    return element("div", join((text, bar_svg)), class_="mc-progress")
