"""Open steps follow a change of the calendars."""

from functools import partial

from motcua.kernel.transactions import part_of_command
from motcua.organizations import queries as organizations
from motcua.workflow.models import WorkItem
from motcua.workflow.redating import Redated, redated


@part_of_command
def redate(*, subject_id: int, was: int, edition: int) -> list[Redated]:
    """Let the open steps of a subject fall due by another edition of the calendars.

    :param was: the edition by which they were computed.
    """
    by = organizations.calendar_of
    found = list(redated([subject_id], partial(by, edition=was), partial(by, edition=edition)))
    for step in found:
        WorkItem.objects.filter(pk=step.item_id).update(due_at=step.now)
    return found
