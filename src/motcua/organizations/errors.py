"""How this room says no."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refused, WrongState


class UnknownUnit(Refused):
    """There is no such unit."""

    code = "organizations.unknown_unit"
    text = _("Không có đơn vị này. Hãy chọn lại đơn vị trong danh sách.")
    field = "unit"


class CodeTaken(Refused):
    """Another unit has this code on some of these days."""

    code = "organizations.code_taken"
    text = _("Mã %(unit_code)s đang thuộc về %(unit)s. Hãy kiểm tra lại mã định danh.")
    field = "code_current"


class BadCode(Refused):
    """An identification code of neither shape."""

    code = "organizations.bad_code"
    text = _("Mã %(unit_code)s không đúng dạng. Hãy ghi theo Quyết định 20/2020, ví dụ H99.19.01.")
    field = "code_current"


class UnderItself(Refused):
    """The tree would become a loop."""

    code = "organizations.under_itself"
    text = _("%(unit)s không thể trực thuộc chính mình. Hãy chọn đơn vị cấp trên khác.")
    field = "parent"


class NotOpen(Refused):
    """The unit does not exist on all of these days."""

    code = "organizations.not_open"
    text = _("%(unit)s không hoạt động trong cả thời gian này. Hãy chọn lại ngày.")
    field = "since"


class StillInUse(Refused):
    """Units below, or people, are still there."""

    code = "organizations.still_in_use"
    text = _(
        "%(unit)s còn %(units)s đơn vị trực thuộc từ ngày %(day)s. "
        "Hãy chuyển các đơn vị đó trước khi đóng."
    )


class AlreadyAppointed(Refused):
    """The same person has the same role in the same unit on some of these days."""

    code = "organizations.already_appointed"
    text = _("%(person)s đã giữ vai trò này tại %(unit)s trong thời gian đó.")


class NoPostThere(Refused):
    """A title in a unit in which the person holds no post on that day."""

    code = "organizations.no_post_there"
    text = _("%(person)s chưa giữ vị trí nào tại %(unit)s. Hãy bổ nhiệm trước khi ghi chức vụ.")


class TitleTaken(Refused):
    """The person has a title there, or the unit has a head, on some of these days."""

    code = "organizations.title_taken"
    text = _("%(person)s đang giữ chức vụ %(title)s tại %(unit)s. Hãy kết thúc chức vụ đó trước.")


class TitleIncomplete(Refused):
    """What the title, or the head whom a deputy stands for, is called was left out."""

    code = "organizations.title_incomplete"
    text = _("Hãy ghi chức vụ; với cấp phó, ghi cả chức vụ của người đứng đầu, khác chức vụ này.")
    field = "title"


class PostNotInForce(Refused):
    """The post does not hold on that day."""

    code = "organizations.post_not_in_force"
    text = _("Vị trí công tác này không còn hiệu lực. Hãy chọn vị trí khác.")


class DelegationTooWide(Refused):
    """A delegation must lie within both posts."""

    code = "organizations.delegation_too_wide"
    text = _("Thời gian ủy quyền phải nằm trong thời gian giữ chức của cả hai người.")


class LendingGroundMissing(Refused):
    """A post is lent on a written ground."""

    code = "organizations.lending_ground_missing"
    field = "ground"
    text = _("Chưa nêu căn cứ. Hãy ghi số, ngày của văn bản ủy quyền hoặc phân công.")


class LentAlready(WrongState):
    """The same post is lent to the same person on some of these days."""

    code = "organizations.lent_already"
    text = _("Vị trí này đã được giao cho người ấy trong thời gian này. Hãy xem danh sách.")


class DelegationOver(WrongState):
    """There is nothing to take back."""

    code = "organizations.delegation_over"
    text = _("Việc ủy quyền này đã hết hạn hoặc vừa được thu lại. Hãy mở lại trang.")


class NoCalendar(Refused):
    """No calendar for the unit or any above it."""

    code = "organizations.no_calendar"
    text = _(
        "%(unit)s chưa được gắn lịch làm việc. Hãy báo quản trị hệ thống gắn lịch trước khi "
        "tính ngày hẹn trả."
    )


class BadDay(Refused):
    """A calendar day that is written wrongly."""

    code = "organizations.bad_day"
    text = _("Ngày %(day)s ghi chưa đúng: %(problem)s")


class UnknownMerger(Refused):
    """There is no such plan."""

    code = "organizations.unknown_merger"
    text = _("Không có phương án này. Hãy mở lại từ danh sách phương án.")


class MergerDecided(WrongState):
    """The plan was carried out or withdrawn, also when a colleague did it a moment ago."""

    code = "organizations.merger_decided"
    text = _("Phương án này đã ở trạng thái “%(state)s”, không sửa hay thực hiện được nữa.")


class MergerTooEarly(Refused):
    """Its day has not come."""

    code = "organizations.merger_too_early"
    text = _("Phương án có hiệu lực từ ngày %(day)s; hãy thực hiện từ ngày đó.")


class MergerOfPast(Refused):
    """A plan is for today or later: what was done under the old agencies stays theirs."""

    code = "organizations.merger_of_past"
    text = _("Ngày có hiệu lực phải từ hôm nay (%(day)s) trở đi. Hãy ghi lại ngày.")
    field = "on"


class MergerIncomplete(Refused):
    """Too few agencies, or names or a ground are missing."""

    code = "organizations.merger_incomplete"
    text = _(
        "Sáp nhập cần từ hai đơn vị trở lên cùng loại; chia tách và đổi tên cần đúng một đơn vị; "
        "mỗi đơn vị mới cần có tên, và việc này cần số, ngày văn bản quyết định."
    )


class MergerNeedsCode(Refused):
    """An agency has an identification code."""

    code = "organizations.merger_needs_code"
    text = _(
        "%(unit)s là cơ quan nên cần có mã định danh. Hãy ghi mã mới, hoặc dùng lại mã của đơn vị "
        "cũ."
    )
    field = "code"


class MergerUnitGone(Refused):
    """A unit of the plan is closed, or will be, by something else."""

    code = "organizations.merger_unit_gone"
    text = _(
        "%(unit)s không còn hoạt động đến ngày %(day)s. Hãy rút phương án này và lập phương án "
        "khác."
    )
    field = "units"


class MergerNeedsFields(Refused):
    """A split that gives nothing to one of the new agencies, or is by fields and by place."""

    code = "organizations.merger_needs_fields"
    text = _(
        "Hãy chọn lĩnh vực, hoặc chọn các xã, phường, đặc khu chuyển cho %(unit)s; chỉ chia theo "
        "một trong hai. Phần không chọn ở lại với đơn vị thứ nhất."
    )
    field = "fields_moved"


class MergerFinerThanPlaces(Refused):
    """A commune divided by place: of a dossier no smaller place is known."""

    code = "organizations.merger_finer_than_places"
    text = _(
        "Hồ sơ chỉ ghi nơi có đất hoặc nơi thực hiện đến cấp xã, nên %(unit)s không chia theo địa "
        "bàn được. Hãy chia theo lĩnh vực."
    )
    field = "places_moved"


class UnknownCalendar(Refused):
    """No calendar of that code."""

    code = "organizations.unknown_calendar"
    text = _("Không có lịch làm việc này. Hãy chọn lại trong danh sách.")
    field = "calendar"


class UnknownChange(Refused):
    """No change of a calendar with that id."""

    code = "organizations.unknown_change"
    text = _("Không có thay đổi lịch này. Hãy chọn lại trong danh sách.")


class ChangeDecided(WrongState):
    """The change was applied or withdrawn, perhaps by a colleague a moment ago."""

    code = "organizations.change_decided"
    text = _("Thay đổi này vừa được áp dụng hoặc bỏ rồi. Hãy mở lại trang để xem.")


class CalendarMovedOn(WrongState):
    """Another change was applied since the preview was looked at."""

    code = "organizations.calendar_moved_on"
    text = _(
        "Lịch vừa được người khác thay đổi sau khi bạn xem trước. Hãy xem lại danh sách hồ sơ bên "
        "dưới rồi áp dụng."
    )


class GroundMissing(Refused):
    """A change of a calendar without its document."""

    code = "organizations.calendar_ground_missing"
    text = _("Hãy ghi căn cứ: số, ngày và cơ quan ra văn bản cho thay đổi này.")
    field = "ground"


class LabelMissing(Refused):
    """A day or a calendar without a name."""

    code = "organizations.calendar_label_missing"
    text = _("Hãy ghi tên gọi, ví dụ «Nghỉ Tết Nguyên đán» hoặc «Nghỉ do bão số 3».")
    field = "label"


class CalendarNameTaken(Refused):
    """Two calendars with one name."""

    code = "organizations.calendar_name_taken"
    text = _("Đã có lịch tên «%(name)s». Hãy đặt tên khác.")
    field = "name"


class NothingChanges(Refused):
    """The calendar says that already."""

    code = "organizations.calendar_nothing_changes"
    text = _("Lịch đang đúng như vậy rồi, không có gì thay đổi.")


class DayTooFar(Refused):
    """A day that is surely a slip of the pen."""

    code = "organizations.calendar_day_too_far"
    text = _("Ngày %(day)s quá xa. Hãy ghi ngày từ năm %(first)s đến năm %(last)s.")
    field = "day"


class DayTwice(Refused):
    """One day said twice in one change."""

    code = "organizations.calendar_day_twice"
    text = _("Ngày %(day)s ghi hai lần. Hãy bỏ một dòng.")
    field = "day"


class OffAndWork(Refused):
    """A make-up day that is a holiday too."""

    code = "organizations.calendar_off_and_work"
    text = _(
        "Ngày %(day)s đang là ngày nghỉ (%(label)s) nên không làm bù được. Hãy chọn ngày khác, "
        "hoặc bỏ ngày nghỉ đó trước."
    )
    field = "day"


class AlreadyWorked(Refused):
    """A make-up day on which everybody works anyway."""

    code = "organizations.calendar_already_worked"
    text = _("Ngày %(day)s vốn là ngày làm việc nên không cần làm bù. Hãy chọn ngày khác.")
    field = "day"


class AlreadyOff(Refused):
    """A day off, or a half day, on which nobody works anyway."""

    code = "organizations.calendar_already_off"
    text = _("Ngày %(day)s vốn không có giờ làm việc. Hãy chọn ngày khác.")
    field = "day"


class NothingToClear(Refused):
    """The calendar itself says nothing of the day."""

    code = "organizations.calendar_nothing_to_clear"
    text = _(
        "Lịch này không ghi gì riêng cho ngày %(day)s. Nếu ngày đó ghi ở lịch cấp trên, hãy sửa ở "
        "lịch cấp trên."
    )
    field = "day"


class ShiftEndsEarly(Refused):
    """A shift that ends before it begins."""

    code = "organizations.calendar_shift_ends_early"
    text = _("Ca %(shift)s của %(weekday)s kết thúc trước khi bắt đầu. Hãy sửa giờ của ca này.")
    field = "week"


class ShiftsOverlap(Refused):
    """Two shifts of one weekday at the same time."""

    code = "organizations.calendar_shifts_overlap"
    text = _("Hai ca của %(weekday)s trùng giờ nhau (%(shift)s). Hãy sửa giờ của một ca.")
    field = "week"


class NoShifts(Refused):
    """A calendar by which nobody would ever work."""

    code = "organizations.calendar_no_shifts"
    text = _("Lịch phải có ít nhất một ca làm việc trong tuần. Hãy ghi giờ của một ngày.")
    field = "week"


class YearAnnounced(Refused):
    """The days off of the year are known already."""

    code = "organizations.calendar_year_announced"
    text = _("Lịch nghỉ năm %(year)s đã được ghi là công bố đủ.")
    field = "year"


class YearWithoutDays(Refused):
    """A year announced with no day off in it."""

    code = "organizations.calendar_year_without_days"
    text = _(
        "Lịch chưa có ngày nghỉ lễ nào của năm %(year)s. Hãy ghi các ngày nghỉ trước khi đánh dấu "
        "năm này đã công bố đủ."
    )
    field = "year"
