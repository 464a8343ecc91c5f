"""Why a term is not made longer, in words that tell what to do. Only this room says them."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refused, WrongState


class NoLongerTerm(Refused):
    """The procedure has no such condition for a dossier of this case and channel."""

    code = "dossier.no_longer_term"
    field = "condition"
    text = _(
        "Thủ tục của hồ sơ %(dossier)s không có điều kiện kéo dài thời hạn này. Nếu không kịp hạn, "
        "hãy xin lỗi và hẹn lại."
    )


class LengthenedAlready(WrongState):
    """This condition was granted before, also by a colleague a moment ago."""

    code = "dossier.lengthened_already"
    field = "condition"
    text = _("Hồ sơ %(dossier)s đã được kéo dài thời hạn theo điều kiện này rồi.")


class TermNotPromised(WrongState):
    """No promise with a date runs now."""

    code = "dossier.term_not_promised"
    text = _("Hồ sơ %(dossier)s hiện không có ngày hẹn đang chạy, nên không có gì để kéo dài.")


class OfTheWholeTerm(WrongState):
    """A term that takes the place of the whole one fits no single one of two appointments."""

    code = "dossier.of_the_whole_term"
    field = "condition"
    text = _(
        "Hồ sơ hẹn trả hai lần, còn thời hạn %(limit)s là của cả thủ tục nên không thay cho một "
        "lần hẹn được."
    )


class TermIsOver(WrongState):
    """The due day has passed: what is late is apologised for, it does not become in time."""

    code = "dossier.term_is_over"
    text = _(
        "Hồ sơ %(dossier)s đã quá hạn ngày %(due)s. Thời hạn chỉ kéo dài được khi còn hạn; hãy xin "
        "lỗi và hẹn lại."
    )


class NotLonger(WrongState):
    """The condition would not move the due moment to a later one."""

    code = "dossier.not_longer"
    field = "condition"
    text = _("Thời hạn %(limit)s không dài hơn hạn đang có (ngày %(due)s), nên không cần kéo dài.")


class NothingLengthened(WrongState):
    """No longer term of the promise that runs is in force."""

    code = "dossier.nothing_lengthened"
    text = _("Hồ sơ %(dossier)s không có lần kéo dài thời hạn nào đang áp dụng để hủy.")


class DecidedSoNotLonger(WrongState):
    """A decision was recorded: no condition keeps it from being handed over."""

    code = "dossier.decided_so_not_longer"
    text = _(
        "Hồ sơ %(dossier)s đã có kết quả số %(number)s nên không kéo dài thời hạn giải quyết được."
    )
