"""The tags and filters of the design system; a builtin of every template, never loaded by hand.

Each tag is documented at its function under ``kernel/web/components``; ``docs/design-system.md``
has one example of each, and ``/he-thong-thiet-ke`` shows them.
"""

from functools import partial
from typing import Any

from django import template
from django.template import Context

from motcua.kernel.web import vn
from motcua.kernel.web.components import basics, data, fields, figures, navigation, page

register = template.Library()

for _function in (
    basics.icon,
    basics.button,
    basics.kbd,
    basics.tag,
    basics.badge,
    basics.flash_messages,
    fields.field,
    fields.error_summary,
    fields.combobox,
    fields.options,
    data.th,
    data.summary_row,
    data.urgency,
    data.moment,
    data.due,
    data.mask,
    data.dossier_code,
    data.qr,
    figures.stat,
    figures.bar,
    figures.bar_chart,
    figures.progress,
    navigation.breadcrumbs,
    navigation.back_link,
    navigation.tabs,
    navigation.pagination,
    navigation.steps,
    page.brand_name,
    page.brand_owner,
    page.brand_hotline,
    page.brand_styles,
    page.brand_logo,
    page.url_or_empty,
    page.request_reference,
):
    register.simple_tag(_function)

for _block in (
    basics.notice,
    basics.panel,
    basics.card,
    basics.empty_state,
    basics.disclosure,
    basics.dialog,
    data.table,
    data.row,
    data.summary_list,
    data.summary_item,
    data.timeline,
    data.event,
    figures.stats,
    page.live,
):
    register.simple_block_tag(_block)


@register.simple_tag(takes_context=True)
def html_attributes(context: Context) -> str:
    """See ``components.page.html_attributes``."""
    return page.html_attributes(_flat(context))


@register.simple_tag(takes_context=True)
def mode_switcher(context: Context) -> str:
    """See ``components.page.mode_switcher``."""
    return page.mode_switcher(_flat(context))


@register.simple_tag(takes_context=True)
def language_switcher(context: Context) -> str:
    """See ``components.page.language_switcher``."""
    return page.language_switcher(_flat(context))


def _flat(context: Context) -> dict[str, Any]:
    return {"request": context.get("request")}


register.filter("vn_date", vn.date_text)
register.filter("vn_time", vn.time_text)
register.filter("vn_moment", vn.moment_text)
register.filter("vn_moment_short", partial(vn.moment_text, short=True))
register.filter("vn_date_weekday", partial(vn.date_text, with_weekday=True))
register.filter("vn_number", vn.number_text)
register.filter("vn_money", vn.money_text)
register.filter("vn_duration", vn.duration_text)
register.filter("vn_grouped", vn.grouped)
