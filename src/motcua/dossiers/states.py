"""The axes of a dossier. Apart on purpose: one status column could not be asked about the past."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far the business is."""

    ACCEPTED = "accepted", _("Đã tiếp nhận")
    PROCESSING = "processing", _("Đang giải quyết")
    DONE = "done", _("Đã xử lý xong")
    WITHDRAWN = "withdrawn", _("Công dân rút hồ sơ")
    STOPPED = "stopped", _("Dừng giải quyết")
    REFUSED = "refused", _("Trả lại, từ chối giải quyết")


OPEN = (State.ACCEPTED, State.PROCESSING)
EARLY = (State.WITHDRAWN, State.STOPPED, State.REFUSED)
"""Ways to end without a decision on the merits (state 9)."""


class Clock(models.TextChoices):
    """Whether the time of the office is running."""

    RUNNING = "running", _("Đang tính thời gian")
    SUPPLEMENT = "supplement", _("Tạm dừng, chờ bổ sung giấy tờ")
    FINANCE = "finance", _("Tạm dừng, chờ thực hiện nghĩa vụ tài chính")
    OUTSIDE = "outside", _("Tạm dừng, chờ bên ngoài cơ quan")
    ENDED = "ended", _("Đã kết thúc")


class Money(models.TextChoices):
    """What the applicant owes for it."""

    NONE = "none", _("Không có nghĩa vụ tài chính")
    DUE = "due", _("Có nghĩa vụ tài chính")
    SETTLED = "settled", _("Đã hoàn thành nghĩa vụ tài chính")


class Handback(models.TextChoices):
    """Where the result is on its way to the applicant."""

    NONE = "none", _("Chưa có kết quả")
    READY = "ready", _("Kết quả chờ trả")
    COLLECTED = "collected", _("Đã trả kết quả")


class Sync(models.TextChoices):
    """Whether the national portal knows."""

    PENDING = "pending", _("Chưa đồng bộ")
    SENT = "sent", _("Đã đồng bộ")


class Channel(models.TextChoices):
    """How it was filed."""

    COUNTER = "counter", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POST = "post", _("Bưu chính công ích")


class Outcome(models.TextChoices):
    """What was decided."""

    POSITIVE = "positive", _("Đồng ý giải quyết")
    NEGATIVE = "negative", _("Không đủ điều kiện giải quyết")


class Provenance(models.TextChoices):
    """Where a component came from."""

    PAPER = "paper", _("Bản giấy")
    SCAN = "scan", _("Bản quét tại quầy")
    CITIZEN_FILE = "citizen_file", _("Tệp của công dân")
    OWN_VAULT = "own_vault", _("Kho dữ liệu của tỉnh")
    NATIONAL_STORE = "national_store", _("Kho dữ liệu quốc gia")
    DATABASE = "database", _("Cơ sở dữ liệu chuyên ngành")


class HandoverMode(models.TextChoices):
    """How a dossier went from one unit to the next."""

    ELECTRONIC = "electronic", _("Điện tử")
    PAPER = "paper", _("Bản giấy")
    BOTH = "both", _("Điện tử và bản giấy")


class NationalState(models.IntegerChoices):
    """The ten states of the national portal (TrangThaiHoSo), seen in a ministry platform, 2026."""

    SUBMITTED = 1, _("Mới đăng ký")
    ACCEPTED = 2, _("Được tiếp nhận")
    REFUSED = 3, _("Không được tiếp nhận")
    PROCESSING = 4, _("Đang xử lý")
    SUPPLEMENT = 5, _("Yêu cầu bổ sung giấy tờ")
    FINANCE = 6, _("Yêu cầu thực hiện nghĩa vụ tài chính")
    WITHDRAWN = 7, _("Công dân yêu cầu rút hồ sơ")
    STOPPED = 8, _("Dừng xử lý")
    DONE = 9, _("Đã xử lý xong")
    RETURNED = 10, _("Đã trả kết quả")


class SupplementReason(models.TextChoices):
    """Why a paper must be supplied, or supplied again."""

    MISSING = "missing", _("Còn thiếu")
    INCORRECT = "incorrect", _("Kê khai chưa đúng hoặc chưa đủ")
    ILLEGIBLE = "illegible", _("Không đọc được")
    EXPIRED = "expired", _("Hết hiệu lực")
    NOT_CERTIFIED = "not_certified", _("Chưa được chứng thực hoặc hợp pháp hóa")
    MISMATCH = "mismatch", _("Không khớp với giấy tờ khác hoặc dữ liệu của Nhà nước")
    UNSIGNED = "unsigned", _("Thiếu chữ ký hoặc con dấu")
    OTHER = "other", _("Lý do khác")


class RefusalReason(models.TextChoices):
    """Why a dossier that was received is given back unresolved."""

    NOT_ELIGIBLE = "not_eligible", _("Không đủ điều kiện theo quy định")
    NOT_COMPETENT = "not_competent", _("Không thuộc thẩm quyền giải quyết")
    NOT_SUPPLEMENTED = "not_supplemented", _("Không bổ sung đủ giấy tờ theo yêu cầu")
    FALSE_PAPERS = "false_papers", _("Giấy tờ giả mạo hoặc sai sự thật")
    DUPLICATE = "duplicate", _("Trùng với hồ sơ khác của cùng người")
    OTHER = "other", _("Lý do khác")


class StopReason(models.TextChoices):
    """Why the processing of a dossier is stopped for good."""

    SUPPLEMENT_EXPIRED = "supplement_expired", _("Quá hạn bổ sung giấy tờ")
    OBLIGATION_UNMET = "obligation_unmet", _("Quá hạn thực hiện nghĩa vụ tài chính")
    DISPUTE = "dispute", _("Có tranh chấp, khiếu nại, tố cáo đang giải quyết")
    ORDERED = "ordered", _("Theo yêu cầu của cơ quan có thẩm quyền")
    OWNER_GONE = "owner_gone", _("Chủ hồ sơ đã chết hoặc tổ chức đã giải thể")
    OTHER = "other", _("Lý do khác")


class ApologyState(models.TextChoices):
    """How far a letter of apology is."""

    DRAFT = "draft", _("Dự thảo, chờ ký")
    SENT = "sent", _("Đã gửi")


class DelayCause(models.TextChoices):
    """Why a dossier will not be ready on its day; as the statutory reports group them [derived]."""

    STEP = "step", _("Bước xử lý quá thời gian được giao")
    OVERLOAD = "overload", _("Quá tải, nhiều hồ sơ cùng lúc")
    COORDINATION = "coordination", _("Cơ quan phối hợp chậm trả lời")
    RULES = "rules", _("Quy định chưa rõ, hoặc quy trình dài hơn thời hạn")
    COMPLEX = "complex", _("Hồ sơ phức tạp, phải xác minh thêm")
    OTHER = "other", _("Lý do khác")


class Unforeseen(models.TextChoices):
    """Why a late dossier had no draft of a letter before its day."""

    FITTED = "fitted", _("Khi đó thời gian còn lại vẫn đủ cho các bước còn lại")
    STOOD = "stood", _("Khi đó đồng hồ đang dừng, chưa tính trễ")
    SHORT = "short", _("Tiếp nhận sau ngày lập dự thảo, vì thời hạn quá ngắn")
    UNTIMED = "untimed", _("Các bước còn lại không được giao thời gian")
    MISSED = "missed", _("Đáng ra phải có dự thảo: việc đầu ngày chưa chạy")


def national_state(state: str, clock: str, handback: str) -> NationalState:
    """The national view of the axes: one of the ten states.

    A dossier given back after it was received is shown as stopped (8): state 3 is for those that
    were never received, and would take it out of every count [derived, conventions 13-14].
    """
    if state == State.DONE:
        collected = handback == Handback.COLLECTED
        return NationalState.RETURNED if collected else NationalState.DONE
    if state == State.WITHDRAWN:
        return NationalState.WITHDRAWN
    if state in (State.STOPPED, State.REFUSED):
        return NationalState.STOPPED
    if clock == Clock.SUPPLEMENT:
        return NationalState.SUPPLEMENT
    if clock == Clock.FINANCE:
        return NationalState.FINANCE
    return NationalState.ACCEPTED if state == State.ACCEPTED else NationalState.PROCESSING
