"""Small charts over days, drawn on the server: they print and need no JavaScript.

Each has its numbers in words (``title`` and ``desc``), and a table stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.kernel.web import vn

WIDTH, HEIGHT, TOP, BOTTOM = 320, 112, 18, 18
MOST_BARS = 62


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: whose days it covers, and its parts from the bottom up as (class, number)."""

    first: date
    last: date
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(number for _css, number in self.parts)

    @property
    def label(self) -> str:
        """Its days."""
        if self.first == self.last:
            return f"{self.first:%d/%m}"
        return f"{self.first:%d/%m}–{self.last:%d/%m}"


def widths(first: date, last: date) -> int:
    """How many days one bar covers, so that no more than two months of bars are drawn."""
    days = (last - first).days + 1
    if days <= MOST_BARS:
        return 1
    return 7 if days <= 7 * MOST_BARS else 7 * -(-days // (7 * MOST_BARS))


def gathered(
    days: Sequence[tuple[date, Sequence[tuple[str, int]]]], width: int, *, last: bool = False
) -> list[Bar]:
    """Days as bars of ``width`` days: their sums, or with ``last`` how the last of them stood."""
    bars = []
    for start in range(0, len(days), width):
        some = days[start : start + width]
        taken = some[-1:] if last else some
        names = [css for css, _number in some[0][1]]
        sums = tuple(
            (css, sum(parts[place][1] for _day, parts in taken)) for place, css in enumerate(names)
        )
        bars.append(Bar(some[0][0], some[-1][0], sums))
    return bars


def chart(bars: Sequence[Bar], *, title: str) -> SafeString:
    """Draw bars with the highest number, the first and the last day."""
    top = max((bar.total for bar in bars), default=0)
    step = WIDTH / max(len(bars), 1)
    gap = min(1.5, step / 5)
    columns = format_html_join(
        "", "{}", ((_column(b, i, step, gap, top),) for i, b in enumerate(bars))
    )
    base = HEIGHT - BOTTOM
    return format_html(
        '<svg class="mc-chart" role="img" viewBox="0 0 {} {}" width="100%"><title>{}</title>'
        '<desc>{}</desc><line class="mc-chart__line" x1="0" x2="{}" y1="{}" y2="{}"/>{}'
        '<text class="mc-chart__text" x="0" y="12">{}</text>'
        '<text class="mc-chart__text" x="0" y="{}">{}</text>'
        '<text class="mc-chart__text mc-chart__text--end" x="{}" y="{}">{}</text></svg>',
        WIDTH, HEIGHT, title, said(bars), WIDTH, base, base, columns,
        _("cao nhất %(number)s") % {"number": vn.number_text(top)} if top else "",
        HEIGHT - 4, f"{bars[0].first:%d/%m}" if bars else "",
        WIDTH, HEIGHT - 4, f"{bars[-1].last:%d/%m}" if bars else "",
    )  # fmt: skip


def said(bars: Sequence[Bar]) -> str:
    """The chart in one sentence."""
    if not any(bar.total for bar in bars):
        return _("Không có hồ sơ nào.")
    most = max(bars, key=lambda bar: bar.total)
    return _("Nhiều nhất %(number)s hồ sơ, %(days)s.") % {
        "number": vn.number_text(most.total),
        "days": most.label,
    }


def _column(bar: Bar, place: int, step: float, gap: float, top: int) -> SafeString:
    room, y, drawn = HEIGHT - TOP - BOTTOM, float(HEIGHT - BOTTOM), []
    for css, number in bar.parts:
        height = room * number / top if top else 0
        if not number:
            continue
        y -= height
        drawn.append(
            (css, f"{place * step + gap / 2:.2f}", f"{y:.2f}", f"{step - gap:.2f}", f"{height:.2f}")
        )
    rects = format_html_join(
        "", '<rect class="mc-chart__{}" x="{}" y="{}" width="{}" height="{}"/>', drawn
    )
    words = ngettext("%(days)s: %(number)s hồ sơ", "%(days)s: %(number)s hồ sơ", bar.total)
    label = words % {"days": bar.label, "number": vn.number_text(bar.total)}
    return format_html("<g><title>{}</title>{}</g>", label, rects)


def days_of(first: date, last: date) -> list[date]:
    """Every day of a period."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def against(median: int, p90: int, allotted: int | None, *, label: str) -> SafeString:
    """Draw how long a step takes beside what it is allotted: median, nine of ten, and the mark."""
    whole = max(p90, allotted or 0, 1) * 1.05
    mark = f"{100 * allotted / whole:.1f}%" if allotted else ""
    over = "over" if allotted and p90 > allotted else "in"
    drawn = (
        format_html('<rect class="mc-span__mark" x="{}" width="2" height="16"/>', mark)
        if allotted
        else ""
    )
    return format_html(
        '<svg class="mc-span" role="img" width="100%" height="16"><title>{}</title>'
        '<rect class="mc-span__{}" y="5" width="{}" height="6"/>'
        '<rect class="mc-span__median" y="2" width="{}" height="12"/>{}</svg>',
        label, over, f"{100 * p90 / whole:.1f}%", f"{100 * median / whole:.1f}%", drawn,
    )  # fmt: skip
