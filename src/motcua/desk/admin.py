"""What administrators change: the lines of the page "Quản trị", each shown to those who may.

A new page of administration adds its line to :data:`ENTRIES`; the page behind it asks again who
may open it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.kernel.actor import Actor
from motcua.organizations import permissions as organization_permissions


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the page: what is changed there, in a sentence, and to whom it shows."""

    title: str | Promise
    note: str | Promise
    url_name: str
    allowed: Callable[[Actor], bool]


ENTRIES: tuple[Entry, ...] = (
    Entry(
        _("Lịch làm việc"),
        _("Giờ làm việc, ngày nghỉ, ngày làm bù; xem trước hồ sơ nào đổi hạn rồi mới áp dụng."),
        "desk:calendars",
        lambda actor: organization_permissions.may(actor, "set_calendar"),
    ),
    Entry(
        _("Sáp nhập, chia tách, đổi tên đơn vị"),
        _(
            "Lập phương án, xem trước ai nhận hồ sơ nào, vị trí nào kết thúc, rồi thực hiện từ "
            "ngày có hiệu lực."
        ),
        "desk:mergers",
        lambda actor: organization_permissions.may(actor, "organize"),
    ),
    Entry(
        _("Ủy quyền, cử người thay"),
        _("Giao một vị trí cho người khác làm thay trong một thời gian, xem và thu lại."),
        "desk:delegations",
        lambda actor: organization_permissions.may(actor, "delegate"),
    ),
)


def entries_for(actor: Actor) -> list[Entry]:
    """The lines that this person may use; empty for who administers nothing. No query."""
    return [entry for entry in ENTRIES if entry.allowed(actor)]
