"""The frame around every page for citizens."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.kernel.web.shell import NavItem


def frame(active: str) -> dict[str, Any]:
    """``nav`` of the layout. No query.

    :param active: url name of the entry that is open.
    """
    entries = [
        (_("Trang chủ"), "portal:home"),
        (pgettext("danh sách", "Thủ tục"), "portal:search"),
        (_("Tra cứu hồ sơ"), "portal:track"),
    ]
    return {"nav": [NavItem(label, reverse(name), name == active) for label, name in entries]}
