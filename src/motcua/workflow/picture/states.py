"""How far a subject has come, node by node."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from motcua.workflow.models import Instance, WorkItem
from motcua.workflow.states import ItemState

Progress = Literal["now", "done", "back", "stopped", "ahead"]


@dataclass(frozen=True, slots=True)
class NodeState:
    """What happened at a node: the last time, and how often."""

    progress: Progress
    times: int = 0
    opened_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def text(self) -> str:
        """In words, for people who see no colours."""
        words = {
            "now": _("đang xử lý"),
            "done": _("đã xong"),
            "back": _("đã trả lại bước trước"),
            "stopped": _("đã dừng"),
            "ahead": _("chưa tới"),
        }
        if self.times > 1:
            return _("%(state)s (lần %(times)s)") % {
                "state": words[self.progress],
                "times": self.times,
            }
        return words[self.progress]


AHEAD = NodeState("ahead")

_PROGRESS: dict[str, Progress] = {
    ItemState.OPEN: "now",
    ItemState.DONE: "done",
    ItemState.SENT_BACK: "back",
    ItemState.CANCELLED: "stopped",
}


def states_of(definition_id: int, subject_id: int | None) -> dict[str, NodeState]:
    """The state of each node that a subject has reached in its last run. Two queries, or none."""
    if subject_id is None:
        return {}
    runs = Instance.objects.filter(subject_id=subject_id, definition_id=definition_id)
    last = runs.order_by("-id").values_list("pk", flat=True).first()
    if last is None:
        return {}
    return _states(WorkItem.objects.filter(instance_id=last).order_by("id"))


def _states(items: Iterable[WorkItem]) -> dict[str, NodeState]:
    found: dict[str, NodeState] = {}
    for item in items:
        before = found.get(item.node_id, AHEAD)
        found[item.node_id] = NodeState(
            _PROGRESS[item.state], before.times + 1, item.opened_at, item.finished_at
        )
    return found
