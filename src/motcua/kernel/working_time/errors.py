"""What working time cannot answer: one sentence in Vietnamese each, never a date."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refused


class WorkingTimeError(Refused, ValueError):
    """A question about time that has no answer; ``str()`` is a sentence for the person who asked.

    ``code`` is stable for the API; ``facts`` are the values named in the sentence.
    """

    code = "working_time"
    text = _("Không tính được thời hạn.")


class UnreadableLimit(WorkingTimeError):
    """The text of a time limit is not understood; facts: ``text``."""

    code = "limit_unreadable"
    text = _(
        "Không hiểu thời hạn “%(text)s”. Hãy ghi số và đơn vị, ví dụ “5 ngày làm việc”, "
        "“8 giờ”, “15 ngày + 08 ngày làm việc” hoặc “trong ngày”."
    )


class LimitWithoutUnit(UnreadableLimit):
    """A bare number is not guessed (convention 11)."""

    code = "limit_without_unit"
    text = _("Thời hạn “%(text)s” không có đơn vị. Hãy ghi rõ giờ, ngày, ngày làm việc hoặc tháng.")


class LimitNotPositive(UnreadableLimit):
    """A term of nothing, or less."""

    code = "limit_not_positive"
    text = _("Thời hạn “%(text)s” phải lớn hơn 0.")


class TermTooLong(WorkingTimeError):
    """The due date lies beyond what a calendar can say."""

    code = "term_too_long"
    text = _("Thời hạn quá dài: ngày hẹn trả vượt quá %(years)s năm. Hãy kiểm tra lại.")


class CalendarWithoutShifts(WorkingTimeError):
    """No working day can be found."""

    code = "calendar_without_shifts"
    text = _("Lịch làm việc “%(name)s” không có ca làm việc nào. Hãy nhập ca làm việc trước.")


class BadShift(WorkingTimeError):
    """A shift ends before it starts, or two overlap."""

    code = "shift_bad"
    text = _("Ca làm việc %(shift)s không hợp lệ: phải kết thúc sau khi bắt đầu và không trùng.")


class PauseBackwards(WorkingTimeError):
    """A pause ends before it starts."""

    code = "pause_backwards"
    text = _("Lần tạm dừng từ %(since)s kết thúc trước khi bắt đầu (%(until)s).")


class PausesOverlap(WorkingTimeError):
    """Two pauses at the same time, or one after an open one."""

    code = "pauses_overlap"
    text = _("Lần tạm dừng từ %(since)s bắt đầu khi lần trước chưa kết thúc.")


class PauseBeforeStart(WorkingTimeError):
    """A pause begins before the dossier was received."""

    code = "pause_before_start"
    text = _("Lần tạm dừng từ %(since)s bắt đầu trước khi tiếp nhận hồ sơ (%(start)s).")


class ResumeWithoutPause(WorkingTimeError):
    """The clock goes on without having stood still; facts: ``until``."""

    code = "resume_without_pause"
    text = _("Lần tiếp tục lúc %(until)s không có lần tạm dừng nào trước đó. Hãy ghi lúc tạm dừng.")


class ReceivedInFuture(WorkingTimeError):
    """Nothing was received yet: nothing can be due; facts: ``start``, ``now``."""

    code = "received_in_future"
    text = _(
        "Thời điểm tiếp nhận %(start)s còn ở tương lai (bây giờ là %(now)s). Hồ sơ chưa tiếp nhận "
        "thì chưa có ngày hẹn trả."
    )


class ReceivedBeforeCounting(WorkingTimeError):
    """Earlier than the clock of today's Viet Nam; facts: ``start``, ``year``."""

    code = "received_too_early"
    text = _("Thời điểm tiếp nhận %(start)s quá xa: chỉ tính cho hồ sơ từ năm %(year)s.")


class UnknownWay(WorkingTimeError):
    """A rule of the office names a way of counting that does not exist."""

    code = "way_unknown"
    text = _("Quy tắc tính thời hạn “%(value)s” không có. Các cách có sẵn: %(known)s.")
