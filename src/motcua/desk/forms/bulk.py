"""What is asked once for several steps."""

from django.utils.translation import gettext_lazy as _

from .acts import HandoverForm
from .fields import TextField
from .put_right import ForwardForm


class BulkFinishForm(HandoverForm):
    """A word for the next ones, and how the dossiers reach them."""

    note = TextField(label=_("Ý kiến chuyển bước sau"), most=4000, lines=3, required=False)
    field_order = ("note", "handover")


class BulkBackForm(HandoverForm):
    """Why they all go back."""

    reason = TextField(
        label=_("Lý do"), help_text=_("Người nhận lại cần biết phải làm gì."), most=4000, lines=3
    )
    field_order = ("reason", "handover")


class BulkForwardForm(ForwardForm):
    """Where they all should have come to, and why."""
