"""What a citizen asks of a dossier, answered: where is it, who holds it, until when, what next."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from motcua.dossiers.queries import Tracking
from motcua.kernel.time_rules import Reason
from motcua.kernel.web.vn import moment_text
from motcua.portal import recounting
from motcua.portal.words import Title, step_title

FINANCE, WITHDRAWN, STOPPED, DONE, RETURNED = 6, 7, 8, 9, 10
"""National states, of which only these are told in words of their own."""
CLOSED = frozenset({3, WITHDRAWN, STOPPED, DONE, RETURNED})


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds it and what they do."""

    unit_name: str
    hotline: str
    step: Title
    since: datetime
    due_at: datetime | None
    waiting: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise; ``state``: ``kept``, ``running``, ``paused``, ``later``, ``none``, ``over``.

    :param address: query of the page of due dates that comes to the same day, if there is one.
    :param longer: what the procedure's own conditions made of the term, a sentence each.
    """

    number: int
    state: str
    due_at: datetime | None
    original_due_at: datetime | None
    kept_at: datetime | None
    why: tuple[Reason, ...]
    provisional_years: tuple[int, ...]
    address: str = ""
    longer: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether the day is another one than first printed."""
        return self.original_due_at is not None and self.original_due_at != self.due_at


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that happened."""

    at: datetime
    title: Title
    unit_name: str


def held(dossier: Tracking) -> list[Held]:
    """Who holds the dossier now."""
    return [
        Held(h.unit_name, h.hotline, step_title(h.step_name), h.since, h.due_at, h.waiting)
        for h in dossier.holders
    ]


def promised(dossier: Tracking) -> list[Promised]:
    """The promises as they stand; what is past or stopped is not told as if it still ran."""
    return [
        Promised(
            number=p.number,
            state=_promise_state(dossier, p.starts_at, p.due_at, p.kept_at),
            due_at=p.due_at,
            original_due_at=p.original_due_at,
            kept_at=p.kept_at,
            why=p.why if p.due_at else (),
            provisional_years=p.provisional_years,
            longer=tuple(p.longer),
        )
        for p in dossier.promises
    ]


def addressed(dossier: Tracking, now: datetime) -> list[Promised]:
    """The same, each with the address at which anybody may check its day."""
    pairs = zip(promised(dossier), dossier.promises, strict=True)
    return [replace(told, address=recounting.address(said, now)) for told, said in pairs]


def _promise_state(
    dossier: Tracking, starts: datetime | None, due: datetime | None, kept: datetime | None
) -> str:
    if dossier.early_end is not None:
        return "over"
    if kept:
        return "kept"
    if dossier.national_state in CLOSED:
        return "over"
    if starts is None:
        return "later"
    if due is None:
        return "none"
    return "running" if dossier.clock == "running" else "paused"


TITLES = {
    "dossier.received": _l("Đã tiếp nhận hồ sơ"),
    "result.returned": _l("Đã trả kết quả"),
    "supplement.requested": _l("Đã yêu cầu bổ sung giấy tờ"),
    "supplement.answered": _l("Đã nhận giấy tờ bổ sung"),
    "dossier.refused": _l("Đã trả lại hồ sơ"),
    "dossier.withdrawn": _l("Đã rút hồ sơ theo yêu cầu"),
    "dossier.stopped": _l("Đã dừng giải quyết"),
    "dossier.reopened": _l("Đã mở lại hồ sơ"),
    "result.corrected": _l("Đã đính chính kết quả"),
    "promise.extended": _l("Đã hẹn lại ngày trả"),
    "term.lengthened": _l("Thời hạn được kéo dài theo quy định của thủ tục"),
    "term.taken_back": _l("Việc kéo dài thời hạn đã được hủy"),
    "dossier.moved": _l("Hồ sơ chuyển sang đơn vị mới do sắp xếp tổ chức"),
    "dossier.rescheduled": _l("Ngày hẹn được tính lại vì lịch làm việc thay đổi"),
}
"""Acts that are told without the name of a step."""


def done(dossier: Tracking) -> list[Done]:
    """What was done, the latest first, in words for who did not study administration."""
    return [Done(s.at, _done_title(s.kind, s.title), s.unit_name) for s in dossier.done]


def _done_title(kind: str, step: str) -> Title:
    if kind in TITLES:
        text = str(TITLES[kind])
        return Title(text, text)
    title = step_title(step)
    if kind == "wait.ended":
        short = _("Đã có xác nhận: %(step)s") % {"step": title.short}
    else:
        short = _("Đã xong: %(step)s") % {"step": title.short}
    return Title(short, title.full if title.cut else short)


def upcoming(dossier: Tracking) -> list[Title]:
    """What comes next, the same words only once after another; nothing once it is over."""
    if dossier.national_state in CLOSED:
        return []
    titles: list[Title] = []
    for name in dossier.upcoming:
        title = step_title(name)
        if not titles or titles[-1].short != title.short:
            titles.append(title)
    return titles


SIMPLE = {
    3: _l("Đã dừng giải quyết hồ sơ."),
    5: _l("Đang chờ bổ sung giấy tờ."),
    6: _l("Đang chờ nộp thuế, phí theo thông báo."),
    7: _l("Hồ sơ đã được rút theo yêu cầu."),
    8: _l("Đã dừng giải quyết hồ sơ."),
}
"""National states that one sentence says all about."""


def headline(dossier: Tracking, now: datetime) -> str:
    """The answer in one sentence.

    :param now: the page's clock; a promise that is past by it is said to be.
    """
    match dossier.national_state:
        case 10:
            when = moment_text(dossier.collected_at)
            return _("Đã trả kết quả lúc %(when)s.") % {"when": when}
        case 9 if dossier.outcome == "negative":
            return _("Hồ sơ không đủ điều kiện giải quyết. Mời đến nhận văn bản trả lời.")
        case 9:
            return _("Kết quả đã có. Mời đến nhận.")
        case 8 if dossier.early_end and dossier.early_end.state == "refused":
            return _("Hồ sơ đã được trả lại, không giải quyết.")
        case state if state in SIMPLE:
            return str(SIMPLE[state])
    if dossier.clock != "running":
        return dossier.clock_name
    if any(p.state == "running" and p.due_at and p.due_at < now for p in promised(dossier)):
        return _("Hồ sơ đã quá ngày hẹn, đang được giải quyết.")
    return _("Hồ sơ đang được giải quyết.")
