"""Why a dossier says no, in words that tell what to do."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refused, WrongState


class NotOffered(Refused):
    """The unit does not receive this procedure on that day."""

    code = "dossier.not_offered"
    field = "procedure"
    text = _(
        "Đơn vị này không tiếp nhận thủ tục «%(procedure)s». Hãy chọn thủ tục khác hoặc hướng "
        "dẫn người dân đến nơi tiếp nhận."
    )


class NotAtOnce(Refused):
    """No process lets the counter resolve this procedure alone, within its term."""

    code = "dossier.not_at_once"
    field = "procedure"
    text = _(
        "Thủ tục «%(procedure)s» không giải quyết và trả ngay tại quầy được. Hãy tiếp nhận như "
        "hồ sơ thường."
    )


class NumberUsed(WrongState):
    """A line of the certification book has this number already."""

    code = "dossier.number_used"
    field = "number"
    text = _("Số %(number)s của quyển này đã dùng. Số tiếp theo là %(next)s.")


class CaseMissing(Refused):
    """The procedure has cases and none was chosen."""

    code = "dossier.case_missing"
    field = "case"
    text = _("Thủ tục này có nhiều trường hợp. Hãy chọn trường hợp của người nộp.")


class OwnerMissing(Refused):
    """Nobody owns the dossier."""

    code = "dossier.owner_missing"
    field = "owner_name"
    text = _("Chưa có tên chủ hồ sơ. Hãy quét thẻ căn cước hoặc nhập họ và tên.")


class NoWayToFollow(Refused):
    """Without an identity number or a phone nobody could look the dossier up by code."""

    code = "dossier.no_way_to_follow"
    field = "owner_number"
    text = _(
        "Cần số định danh (hoặc mã số thuế) hay số điện thoại để người dân tra cứu được hồ sơ. "
        "Hãy nhập ít nhất một trong hai."
    )


class NoWayToTell(Refused):
    """Whoever submits wants to be told by what they have not given."""

    code = "dossier.no_way_to_tell"
    field = "notice_channel"
    text = _(
        "Chưa có %(needed)s của người nộp để báo tin qua %(channel)s. Hãy ghi thêm, hoặc chọn "
        "cách báo tin khác."
    )


class NothingHandedIn(Refused):
    """No component was ticked."""

    code = "dossier.nothing_handed_in"
    field = "components"
    text = _("Chưa có giấy tờ nào được nhận. Hãy đánh dấu giấy tờ người dân nộp.")


class NotOfThisProcedure(Refused):
    """A ticked component belongs to another procedure or another case."""

    code = "dossier.not_of_this_procedure"
    field = "components"
    text = _(
        "Giấy tờ «%(paper)s» không thuộc thủ tục hoặc trường hợp đã chọn. Hãy chọn lại trường hợp "
        "rồi đánh dấu lại giấy tờ."
    )


class OpenedLater(Refused):
    """Intake cannot end before it began."""

    code = "dossier.opened_later"
    text = _("Giờ của máy không đúng: lúc mở biểu mẫu muộn hơn lúc tiếp nhận. Hãy mở lại biểu mẫu.")


class Closed(WrongState):
    """The dossier has ended."""

    code = "dossier.closed"
    text = _("Hồ sơ %(dossier)s đã kết thúc (%(state)s), không xử lý tiếp được.")


class ResultMissing(Refused):
    """The processing cannot end without what was decided."""

    code = "dossier.result_missing"
    text = _("Chưa ghi kết quả giải quyết. Hãy ghi số, ngày của kết quả rồi mới chuyển trả.")


class ResultAlready(WrongState):
    """A result was recorded already."""

    code = "dossier.result_already"
    text = _("Hồ sơ %(dossier)s đã có kết quả số %(number)s. Hãy mở lại trang để xem.")


class ReasonMissing(Refused):
    """A person is owed a reason."""

    code = "dossier.reason_missing"
    field = "reason"
    text = _("Chưa nêu lý do. Hãy viết để người nhận biết phải làm gì.")


class AuthorityMissing(Refused):
    """Somebody else collects without a paper that allows it."""

    code = "dossier.authority_missing"
    field = "authority"
    text = _("Người nhận không phải chủ hồ sơ hay người nộp. Hãy ghi giấy ủy quyền (số, ngày).")


class DayBeforeReception(Refused):
    """A result older than the request."""

    code = "dossier.day_before_reception"
    field = "day"
    text = _("Ngày của kết quả không thể trước ngày tiếp nhận (%(received)s).")


class FutureDay(Refused):
    """A day that has not come yet."""

    code = "dossier.future_day"
    field = "day"
    text = _("Ngày của kết quả không thể sau hôm nay.")


class NothingToConfirm(WrongState):
    """The hand-over was confirmed already."""

    code = "dossier.nothing_to_confirm"
    text = _("Lần bàn giao này đã được xác nhận lúc %(at)s.")


class NotFound(Refused):
    """No such dossier, or not with these digits: the same sentence for both."""

    code = "dossier.not_found"
    field = "tail"
    text = _(
        "Không tìm thấy hồ sơ với mã và 4 số cuối này. Hãy xem lại giấy tiếp nhận, hoặc quét mã "
        "QR trên giấy."
    )


class TooManyTries(Refused):
    """Five wrong tries within the hour: only the QR works now."""

    code = "dossier.too_many_tries"
    field = "tail"
    text = _(
        "Đã nhập sai quá %(most)s lần. Từ giờ đến %(until)s chỉ mở được bằng mã QR trên giấy tiếp "
        "nhận. Nếu mất giấy, hãy gọi %(hotline)s."
    )


class ReturnedAtCounter(Refused):
    """The return is no step to tick off: somebody receives the result."""

    code = "dossier.returned_at_counter"
    text = _(
        "Bước này kết thúc khi trao kết quả cho người dân. Hãy đợi các bước còn lại của hồ sơ "
        "xong rồi chọn «Trả kết quả»."
    )


class NothingToReturn(WrongState):
    """There is no result waiting at the counter."""

    code = "dossier.nothing_to_return"
    text = _("Hồ sơ %(dossier)s chưa có kết quả chờ trả, hoặc vừa được trả. Hãy mở lại trang.")


class NotReadyYet(WrongState):
    """One of several that were ticked has no result waiting."""

    code = "dossier.not_ready_yet"
    text = _("Hồ sơ này chưa đến bước trả kết quả.")


class UnknownReason(Refused):
    """A reason that is not on the list."""

    code = "dossier.unknown_reason"
    field = "reason"
    text = _("Lý do này không có trong danh mục. Hãy chọn lại lý do.")


class NothingAsked(Refused):
    """A request for papers that names none."""

    code = "dossier.nothing_asked"
    field = "papers"
    text = _("Chưa chọn giấy tờ nào cần bổ sung. Hãy chọn từng giấy tờ và lý do của nó.")


class WaitsForSupplement(WrongState):
    """The applicant is to answer first."""

    code = "dossier.waits_for_supplement"
    text = _(
        "Hồ sơ %(dossier)s đang chờ công dân bổ sung giấy tờ. Hãy ghi nhận giấy tờ bổ sung rồi "
        "mới xử lý tiếp."
    )


class NoSupplementAsked(WrongState):
    """There is no request to answer, or it was answered a moment ago."""

    code = "dossier.no_supplement_asked"
    text = _("Hồ sơ %(dossier)s không chờ bổ sung, hoặc vừa được ghi nhận. Hãy mở lại trang.")


class ClockStands(WrongState):
    """The clock has been stopped for another reason."""

    code = "dossier.clock_stands"
    text = _(
        "Hồ sơ %(dossier)s đang «%(clock)s» nên chưa yêu cầu bổ sung được. Hãy chờ việc ấy xong."
    )


class AskedBefore(Refused):
    """Papers are asked for once; more often only on a leader's word."""

    code = "dossier.asked_before"
    field = "leader_reason"
    text = _(
        "Hồ sơ này đã được yêu cầu bổ sung %(times)s lần, quy định chỉ %(most)s lần. Lần này phải "
        "do lãnh đạo yêu cầu và nêu lý do."
    )


class DecidedAlready(WrongState):
    """A decision was recorded: the dossier can no longer end without it."""

    code = "dossier.decided_already"
    text = _(
        "Hồ sơ %(dossier)s đã có kết quả số %(number)s nên không rút, dừng hay trả lại được nữa."
    )


class NothingToCorrect(WrongState):
    """There is no result that could be wrong."""

    code = "dossier.nothing_to_correct"
    text = _("Hồ sơ %(dossier)s chưa có kết quả để đính chính.")


class SameResult(Refused):
    """The correction would change nothing."""

    code = "dossier.same_result"
    field = "number"
    text = _("Kết quả mới giống hệt kết quả cũ. Hãy sửa chỗ sai rồi gửi lại.")


class NothingToReopen(WrongState):
    """The dossier has not ended early, or goes on already."""

    code = "dossier.nothing_to_reopen"
    text = _("Hồ sơ %(dossier)s không ở tình trạng trả lại, rút hay dừng, nên không mở lại được.")


class NothingPromised(WrongState):
    """No promise with a date runs now."""

    code = "dossier.nothing_promised"
    text = _("Hồ sơ %(dossier)s hiện không có ngày hẹn đang chạy, nên không có gì để gia hạn.")


class NotLater(Refused):
    """The new day is not after the one that holds."""

    code = "dossier.not_later"
    field = "until"
    text = _("Ngày này phải sau ngày %(day)s và không quá xa. Hãy chọn ngày khác.")


class NotAWorkingDay(Refused):
    """Nobody works on that day."""

    code = "dossier.not_a_working_day"
    field = "until"
    text = _("Ngày %(day)s không phải ngày làm việc. Hãy chọn ngày khác.")


class AlreadyExtended(Refused):
    """Promised again as often as is allowed."""

    code = "dossier.already_extended"
    field = "until"
    text = _("Hồ sơ này đã được hẹn lại. Quy định chỉ cho hẹn lại %(most)s lần.")


class UnitUnknown(Refused):
    """No such unit to ask."""

    code = "dossier.unit_unknown"
    field = "unit"
    text = _("Đơn vị này không còn trong danh mục. Hãy chọn đơn vị khác.")


class AnsweredAlready(WrongState):
    """A colleague gave the opinion first."""

    code = "dossier.answered_already"
    text = _("Ý kiến này đã được trả lời lúc %(at)s. Hãy mở lại trang để xem.")


class NothingToUndo(WrongState):
    """The last act is nothing that can be taken back."""

    code = "dossier.nothing_to_undo"
    text = _(
        "Không lấy lại được: việc cuối cùng của hồ sơ không phải bước bạn vừa hoàn thành, hoặc đã "
        "giao hồ sơ giấy. Hãy nhờ bước sau chuyển lại."
    )


class SeenAlready(WrongState):
    """The next one has opened it."""

    code = "dossier.seen_already"
    text = _("Không lấy lại được: bước sau đã mở hồ sơ. Hãy nhờ người ấy chuyển lại.")


class NothingOnItsWay(WrongState):
    """No papers of this dossier are on their way here."""

    code = "dossier.nothing_on_its_way"
    text = _("Không có hồ sơ giấy nào đang chuyển đến đơn vị của bạn.")


class PapersOnTheWay(WrongState):
    """The papers were handed over and nobody has confirmed that they came."""

    code = "dossier.papers_on_the_way"
    field = "handover"
    text = _(
        "Hồ sơ giấy %(dossier)s đã giao cho %(unit)s lúc %(at)s, bên nhận chưa xác nhận. Hãy nhờ "
        "bên nhận xác nhận, hoặc bên giao lấy lại, rồi mới làm việc này."
    )


class PapersElsewhere(Refused):
    """Another unit holds the papers."""

    code = "dossier.papers_elsewhere"
    field = "handover"
    text = _(
        "Hồ sơ giấy %(dossier)s đang ở %(unit)s, không ở đơn vị của bạn. Hãy chọn bàn giao điện "
        "tử, hoặc nhờ %(unit)s giao hồ sơ giấy."
    )


class PapersNotHere(WrongState):
    """What should be returned is not at the counter."""

    code = "dossier.papers_not_here"
    text = _(
        "Chưa trả được: giấy tờ của hồ sơ %(dossier)s đang ở %(unit)s. Hãy xác nhận khi giấy về "
        "đến quầy; nếu giấy lưu tại nơi giải quyết, hãy nhờ nơi ấy ghi chỗ lưu."
    )


class TakenBackAlready(WrongState):
    """The giver has the papers after all."""

    code = "dossier.taken_back_already"
    text = _("Bên giao đã lấy lại hồ sơ giấy lúc %(at)s. Hãy mở lại trang để xem.")


class NothingToList(WrongState):
    """No file is left for a hand-over list."""

    code = "dossier.nothing_to_list"
    text = _(
        "Không còn hồ sơ giấy nào để lập danh sách: có thể đồng nghiệp vừa lập, hoặc các hồ sơ đi "
        "nhiều đơn vị. Hãy mở lại trang và chọn hồ sơ của một bên nhận."
    )


class ApologyMissing(WrongState):
    """A late dossier goes to signature with its letter of apology."""

    code = "dossier.apology_missing"
    text = _(
        "Hồ sơ %(dossier)s đã quá hẹn ngày %(due)s mà chưa có thư xin lỗi, nên chưa trình ký được. "
        "Lãnh đạo hãy ký thư xin lỗi, hoặc ghi lý do cho trình không có thư."
    )


class AlreadyApologised(WrongState):
    """The letter was drafted or sent before, as often as the rule allows."""

    code = "dossier.already_apologised"
    text = _("Hồ sơ này đã có thư xin lỗi hoặc dự thảo; mỗi hồ sơ chỉ %(most)s lần.")


class NoDraft(WrongState):
    """There is no draft: none was made, or a colleague has sent it a moment ago."""

    code = "dossier.no_draft"
    text = _("Không còn dự thảo thư xin lỗi nào chờ ký: chưa lập, hoặc đồng nghiệp vừa gửi.")


class NothingToHandOver(WrongState):
    """No letter was sent, or it was handed over before."""

    code = "dossier.nothing_to_hand_over"
    text = _("Chưa có thư xin lỗi đã ký để giao, hoặc thư đã giao rồi.")


class NotLate(WrongState):
    """Only a late dossier without a letter needs a leader's word."""

    code = "dossier.not_late"
    text = _("Hồ sơ chưa quá hẹn, hoặc đã có thư xin lỗi, nên không cần cho qua.")
