"""Files and receipts for the tests of this room: good ones, and hostile ones. All invented."""

import io
import struct
import zipfile
import zlib
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from motcua.kernel.actor import Actor

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 11, 20, 9, 5, tzinfo=TZ)
COUNTER = Actor.system("counter")
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00\xff\xd9"
)
LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)


def png(width: int = 8, height: int = 8) -> bytes:
    """The smallest picture of this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def office(main: str = "word/document.xml", **parts: bytes | str) -> bytes:
    """A zip like a docx (or, with ``xl/workbook.xml``, an xlsx); more parts by name."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<document/>")
        for name, body in parts.items():
            archive.writestr(name, body)
    return box.getvalue()


def person(name: str = "Trần Thị Bình", **changes: str) -> dict[str, str]:
    """Somebody on a receipt, numbers masked as the counter gives them."""
    return {
        "name": name,
        "id_masked": "••••••••0007",
        "id_kind": "personal_id",
        "address": "Thôn Đông, xã Yên Bình, tỉnh Yên Bình",
        "phone": "••••••5678",
        "email": "",
        **changes,
    }


def paper(no: int, name: str = "Đơn đăng ký biến động đất đai theo Mẫu số 18") -> dict[str, Any]:
    """One line of the table."""
    return {"no": no, "name": name, "originals": 1, "copies": 0, "provenance": "paper"}


def receipt(**changes: Any) -> dict[str, Any]:
    """The data of a receipt with three papers and one promise."""
    return {
        "agency_parent": "UBND tỉnh Yên Bình",
        "agency": "Trung tâm Phục vụ hành chính công",
        "place": "Yên Bình",
        "day": date(2026, 11, 20),
        "number": "0045/TTPVHCC",
        "code": "H99.19-20261120-0000045",
        "owner": person(),
        "submitter": None,
        "collector": "",
        "procedure_name": "Đăng ký biến động quyền sử dụng đất trong trường hợp thừa kế",
        "procedure_code": "1.012756",
        "case_name": "Thừa kế quyền sử dụng đất",
        "components": [paper(1), paper(2, "Giấy chứng nhận đã cấp"), paper(3, "Văn bản thừa kế")],
        "sets": 1,
        "term_text": "10 ngày làm việc",
        "received_at": AT,
        "promises": [{"number": 1, "due_at": datetime(2026, 12, 4, 17, tzinfo=TZ), "basis": ""}],
        "return_at": "Trung tâm Phục vụ hành chính công tỉnh",
        "receiver": {"name": "Lê Văn Cường", "phone": "0205 3812 345"},
        "tracking_url": "https://motcua.vidu.vn/h/Ab3dEf6hIj9kLm2n",
        "qr_text": "https://motcua.vidu.vn/h/Ab3dEf6hIj9kLm2n",
        "book": None,
        "legal_note": "",
        "form_ref": "",
        **changes,
    }
