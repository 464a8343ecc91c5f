"""The closed lists of this room: kinds of units, levels, classes of place, kinds of days."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """What a unit is. Only an ``external`` one has nobody who signs in here."""

    PROVINCE = "province", _("Ủy ban nhân dân tỉnh")
    PROVINCE_OFFICE = "province_office", _("Văn phòng Ủy ban nhân dân tỉnh")
    COUNCIL = "council", _("Hội đồng nhân dân tỉnh")
    DEPARTMENT = "department", _("Sở")
    DIVISION = "division", _("Phòng thuộc sở")
    SUB_DEPARTMENT = "sub_department", _("Chi cục")
    LAND_OFFICE = "land_office", _("Văn phòng đăng ký đất đai")
    LAND_BRANCH = "land_branch", _("Chi nhánh văn phòng đăng ký đất đai")
    ONE_STOP_PROVINCE = "one_stop_province", _("Trung tâm Phục vụ hành chính công cấp tỉnh")
    ONE_STOP_COMMUNE = "one_stop_commune", _("Trung tâm Phục vụ hành chính công cấp xã")
    COMMUNE = "commune", _("Ủy ban nhân dân cấp xã")
    COMMUNE_DIVISION = "commune_division", _("Phòng chuyên môn cấp xã")
    POSTAL_POINT = "postal_point", _("Điểm phục vụ bưu chính công ích")
    EXTERNAL = "external", _("Cơ quan, tổ chức bên ngoài")


class Level(TextChoices):
    """Level of government since 1 July 2025: two tiers."""

    PROVINCE = "province", _("Cấp tỉnh")
    COMMUNE = "commune", _("Cấp xã")


class PlaceClass(TextChoices):
    """Class of place, for the waiting times and distances that the law sets by it."""

    ORDINARY = "ordinary", _("Địa bàn thông thường")
    RURAL = "rural", _("Nông thôn")
    REMOTE = "remote", _("Miền núi, biên giới, hải đảo")


class Role(TextChoices):
    """What a person does in a post. Rights are given to roles, never to people."""

    COUNTER = "counter", _("Công chức một cửa")
    APPRAISER = "appraiser", _("Công chức thụ lý")
    UNIT_LEADER = "unit_leader", _("Lãnh đạo đơn vị")
    DEPARTMENT_LEADER = "department_leader", _("Lãnh đạo sở")
    PROVINCE_OFFICE = "province_office", _("Chuyên viên Văn phòng UBND tỉnh")
    CATALOGUE_ADMIN = "catalogue_admin", _("Quản trị danh mục")
    SYSTEM_ADMIN = "system_admin", _("Quản trị hệ thống")
    AUDITOR = "auditor", _("Kiểm tra, thanh tra")


class Standing(TextChoices):
    """As what somebody holds a leader's title in a unit: by it they sign."""

    HEAD = "head", _("Người đứng đầu")
    ACTING = "acting", _("Quyền người đứng đầu")
    DEPUTY = "deputy", _("Cấp phó")


class Service(TextChoices):
    """Which service of a unit an area is drawn for."""

    LAND = "land", _("Đăng ký đất đai")
    ONE_STOP = "one_stop", _("Tiếp nhận và trả kết quả")


class DayKind(TextChoices):
    """What an exceptional day of a calendar is."""

    OFF = "off", _("Nghỉ")
    WORK = "work", _("Làm bù")
    HALF = "half", _("Làm việc buổi sáng")


class ChangeState(TextChoices):
    """How far a change of a calendar has come."""

    DRAFT = "draft", _("Đang soạn")
    APPLIED = "applied", _("Đã áp dụng")
    WITHDRAWN = "withdrawn", _("Đã bỏ")


class Certainty(TextChoices):
    """How sure we are of a legal source."""

    SEEN = "seen", _("Đã đối chiếu văn bản")
    DERIVED = "derived", _("Suy ra từ văn bản")
    UNVERIFIED = "unverified", _("Chưa kiểm chứng")


class MergerKind(TextChoices):
    """How agencies change on a day."""

    MERGE = "merge", _("Sáp nhập")
    SPLIT = "split", _("Chia tách")
    RENAME = "rename", _("Đổi tên")


class MergerState(TextChoices):
    """Where a plan of such a change stands."""

    PREPARED = "prepared", _("Đang chuẩn bị")
    CARRIED_OUT = "carried_out", _("Đã thực hiện")
    WITHDRAWN = "withdrawn", _("Đã rút")
