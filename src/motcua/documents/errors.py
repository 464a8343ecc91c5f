"""What people are told when a file cannot be taken or a slip cannot be printed."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refused


class FileRefused(Refused):
    """A file that is not kept, with what to do instead."""

    code = "documents.file_refused"
    field = "file"


class EmptyFile(FileRefused):
    """Nothing in it."""

    code = "documents.empty_file"
    text = _("Tệp này rỗng, không có nội dung. Hãy chọn lại tệp.")


class FileTooLarge(FileRefused):
    """Larger than the installation keeps."""

    code = "documents.file_too_large"
    text = _(
        "Tệp lớn hơn %(most)s MB. Hãy quét lại ở độ phân giải thấp hơn (200-300 dpi) "
        "hoặc chia thành nhiều tệp."
    )


class FileNameMissing(FileRefused):
    """A name with nothing before or after its dot."""

    code = "documents.file_name"
    text = _("Tệp chưa có tên. Hãy đặt tên tệp, ví dụ: don-dang-ky.pdf.")


class KindNotAccepted(FileRefused):
    """Not one of the kinds that an office accepts."""

    code = "documents.kind_not_accepted"
    text = _("Loại tệp này không được nhận. Hãy dùng tệp PDF, JPG, PNG, DOCX hoặc XLSX.")


class ContentDiffersFromName(FileRefused):
    """The extension says one thing, the bytes another."""

    code = "documents.content_differs"
    text = _(
        "Nội dung tệp không phải là %(extension)s như tên tệp. Hãy mở tệp bằng phần mềm gốc và "
        "lưu lại đúng loại, đừng chỉ đổi tên."
    )


class DamagedFile(FileRefused):
    """It begins like one of its kind but cannot be one."""

    code = "documents.damaged_file"
    text = _("Tệp bị hỏng hoặc bị cắt mất một phần. Hãy xuất hoặc quét lại rồi gửi lại.")


class ArchiveUnsafe(FileRefused):
    """An office document that would unpack to something enormous or to somewhere else."""

    code = "documents.archive_unsafe"
    text = _(
        "Tệp văn bản này có cấu trúc không an toàn nên không được nhận. "
        "Hãy mở tệp, chọn xuất ra PDF rồi gửi tệp PDF."
    )


class ActiveContent(FileRefused):
    """A document that carries macros or scripts."""

    code = "documents.active_content"
    text = _(
        "Tệp này có chứa mã tự chạy (macro hoặc JavaScript) nên không được nhận. "
        "Hãy in tệp ra PDF rồi gửi tệp PDF đó."
    )


class TooManyPixels(FileRefused):
    """A picture that would fill the memory of whoever opens it."""

    code = "documents.too_many_pixels"
    text = _("Ảnh lớn hơn %(most)s triệu điểm ảnh. Hãy chụp hoặc quét lại nhỏ hơn.")


class TooManyChecks(Refused):
    """Somebody tries codes one after the other."""

    code = "documents.too_many_checks"
    text = _("Có quá nhiều lần hỏi sai từ mạng này. Hãy thử lại sau một giờ.")


class SlipNotRendered(Exception):
    """The renderer failed on an issued slip: a fault of ours; the page offers to try again."""


class NoFormInForce(Exception):
    """No edition of the form is registered for the day: the register must be mended."""
