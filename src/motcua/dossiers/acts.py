"""All acts on a dossier in one table: who, from where, and what each does to it.

Pages ask it which acts to offer, ``manage print_acts`` prints it to ``docs/legal/acts.md``, and the
tests try every row: once allowed, once forbidden, once in a wrong situation, once twice at once.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .states import OPEN, Clock, Handback, State


class Situation(models.TextChoices):
    """Where a dossier stands, as far as acts ask. Worked out of the axes, never stored."""

    BEFORE = "before", _("Trước khi tiếp nhận")
    RUNNING = "running", _("Đang giải quyết, đồng hồ chạy")
    SUPPLEMENT = "supplement", _("Chờ công dân bổ sung")
    PAUSED = "paused", _("Chờ nghĩa vụ tài chính hoặc bên ngoài")
    READY = "ready", _("Đã xử lý xong, kết quả chờ trả")
    COLLECTED = "collected", _("Đã trả kết quả")
    ENDED = "ended", _("Đã trả lại, rút hoặc dừng")


S = Situation
WORKING = (S.RUNNING, S.PAUSED)
UNFINISHED = (S.RUNNING, S.SUPPLEMENT, S.PAUSED)


def situation(state: str, clock: str, handback: str) -> Situation:
    """Where a dossier with these axes stands."""
    if state == State.DONE:
        return S.COLLECTED if handback == Handback.COLLECTED else S.READY
    if state not in OPEN:
        return S.ENDED
    if clock == Clock.SUPPLEMENT:
        return S.SUPPLEMENT
    return S.RUNNING if clock == Clock.RUNNING else S.PAUSED


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act.

    :param code: its right in ``permissions.GRANTS``.
    :param undecided: only while no result is recorded.
    :param clock, custody, letter: what it does, in plain English; empty for nothing.
    :param ten: the national states (1-10) it may lead to; empty: it changes none.
    """

    code: str
    name: str | Promise
    english: str
    before: tuple[Situation, ...]
    kind: str
    clock: str = ""
    custody: str = ""
    ten: tuple[int, ...] = ()
    letter: str = ""
    undecided: bool = False


ROWS: tuple[ActRow, ...] = (
    ActRow(
        "request_supplement",
        _("Yêu cầu bổ sung giấy tờ"),
        "ask for papers in processing",
        (S.RUNNING,),
        "supplement.requested",
        clock="pauses",
        ten=(5,),
        letter="Mẫu 02",
    ),
    ActRow(
        "respond_supplement",
        _("Ghi nhận giấy tờ bổ sung"),
        "respond to a request for papers",
        (S.SUPPLEMENT,),
        "supplement.answered",
        clock="resumes, or restarts by the policy",
        custody="the papers join the dossier",
        ten=(4,),
    ),
    ActRow(
        "refuse",
        _("Trả lại, từ chối giải quyết"),
        "refuse after acceptance",
        UNFINISHED,
        "dossier.refused",
        clock="ends",
        custody="the papers go back to the applicant",
        ten=(8,),
        letter="Mẫu 03",
        undecided=True,
    ),
    ActRow(
        "withdraw",
        _("Công dân rút hồ sơ"),
        "withdraw",
        UNFINISHED,
        "dossier.withdrawn",
        clock="ends",
        custody="the papers go back to the applicant",
        ten=(7,),
        undecided=True,
    ),
    ActRow(
        "stop",
        _("Dừng giải quyết"),
        "stop",
        UNFINISHED,
        "dossier.stopped",
        clock="ends",
        custody="the papers go back to the applicant",
        ten=(8,),
        letter="Mẫu 05 (from 15/9/2025)",
    ),
)

BY_CODE = {row.code: row for row in ROWS}
