"""Every form with data as of a usual day, and with as much of everything as can come. Invented."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from .factories import AT, TZ, paper, person, receipt

LONG_NAME = (
    "Công ty trách nhiệm hữu hạn một thành viên đầu tư xây dựng thương mại dịch vụ tổng hợp và "
    "khai thác khoáng sản Thượng Nguồn Đông Tây Nam Bắc Hợp Tác Quốc Tế chi nhánh Thăng Long"
)
LONG_PROCEDURE = (
    "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường "
    "hợp chuyển nhượng, thừa kế, tặng cho quyền sử dụng đất, quyền sở hữu tài sản gắn liền với "
    "đất, góp vốn bằng quyền sử dụng đất, cho thuê, cho thuê lại quyền sử dụng đất trong dự án "
    "xây dựng kinh doanh kết cấu hạ tầng; trường hợp vợ hoặc chồng chuyển quyền cho nhau"
)
SENTENCE = (
    "Hồ sơ cần đối chiếu với bản đồ địa chính, sổ mục kê và kết quả đo đạc lại; số thửa trong đơn "
    "không trùng với số thửa trên giấy chứng nhận đã cấp ngày 05 tháng 02 năm 2009. "
)
REASONS = "\n".join([SENTENCE * 12] * 5)[:10_000]
BY_LAW = "Luật Đất đai số 31/2024/QH15 và Nghị định số 101/2024/NĐ-CP"
URL = "https://motcua.vidu.vn/kiem-tra/Ab3dEf6hIj9kLm2n"


def _common(how: str) -> dict[str, Any]:
    long = how == "long"
    owner = person(
        LONG_NAME if long else "Trần Thị Bình",
        address=f"{SENTENCE[:120]}, xã Yên Bình, tỉnh Yên Bình" if long else "Thôn Đông, Yên Bình",
        email="van-phong.hanh-chinh.tong-hop@thuong-nguon.vidu.vn" if long else "",
    )
    return {
        "agency_parent": "UBND tỉnh Yên Bình",
        "agency": "Trung tâm Phục vụ hành chính công tỉnh Yên Bình",
        "agency_name": "Trung tâm Phục vụ hành chính công tỉnh Yên Bình",
        "place": "Yên Bình",
        "day": date(2026, 2, 5),
        "letter_no": "0012/HDHS",
        "code": "H99.19-20260105-0000045",
        "owner": owner,
        "owner_name": owner["name"],
        "submitter": person("Nguyễn Thị Ưởng", phone="••••••1122") if long else None,
        "submitter_name": "Nguyễn Thị Ưởng" if long else "Trần Thị Bình",
        "collector": {"name": "Lò Văn Ẩn", "id_masked": "••••••••0031"} if long else None,
        "procedure_name": LONG_PROCEDURE if long else "Đăng ký biến động đất đai",
        "procedure_code": "1.012756",
        "case_name": "Thừa kế quyền sử dụng đất" if long else "",
        "request": SENTENCE * 2 if long else "",
        "received_at": datetime(2026, 1, 5, 8, 5, tzinfo=TZ),
        "received_on": date(2026, 1, 5),
        "received_unit": "Trung tâm Phục vụ hành chính công tỉnh Yên Bình",
        "return_place": "Trung tâm Phục vụ hành chính công tỉnh Yên Bình",
        "contact": {
            "name": "Trung tâm Phục vụ hành chính công tỉnh Yên Bình",
            "phone": "0205 3812 345",
        },
        "officer": {"name": "Lê Văn Cường", "title": "NGƯỜI TIẾP NHẬN HỒ SƠ"},
        "signer": {
            "title": "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC" if long else "GIÁM ĐỐC",
            "name": "Hoàng Thị Phương Thảo",
        },
        "recipients": ["Như trên", "Trung tâm Phục vụ hành chính công tỉnh", "Lưu: VT"],
        "check_url": URL,
    }


def _supplement(how: str) -> dict[str, Any]:
    long = how == "long"
    asked = [
        {
            "no": no,
            "name": f"Văn bản {no}: {SENTENCE}" if long else f"Giấy chứng nhận đã cấp, bản {no}",
            "reason": f"Kê khai chưa đúng hoặc chưa đủ. {SENTENCE}" if long else "Còn thiếu",
        }
        for no in range(1, 31 if long else 3)
    ]
    return _common(how) | {
        "number": 2 if long else 1,
        "papers": asked,
        "note_lines": REASONS if long else "",
        "again_lines": SENTENCE if long else "",
        "answer_by_on": date(2026, 3, 5),
        "pauses": True,
    }


def _refusal(how: str) -> dict[str, Any]:
    return _common(how) | {
        "letter_no": "0003/TCHS",
        "reason": "Không thuộc thẩm quyền giải quyết",
        "reason_lines": REASONS if how == "long" else "",
        "papers_back": how == "long",
    }


def _apology(how: str) -> dict[str, Any]:
    long = how == "long"
    return _common(how) | {
        "letter_no": "0007/PXL",
        "agency": "Sở Nông nghiệp và Môi trường",
        "agency_name": "Sở Nông nghiệp và Môi trường",
        "original_due_at": datetime(2026, 2, 9, 17, tzinfo=TZ),
        "new_due_at": datetime(2026, 2, 27, 17, tzinfo=TZ),
        "is_late": long,
        "cause": "Phải xác minh thực địa lâu hơn dự kiến",
        "reason_lines": REASONS if long else "",
        "step": SENTENCE if long else "Thẩm định hồ sơ",
        "responsible": "Phòng Quản lý đất đai",
    }


def _stop(how: str) -> dict[str, Any]:
    long = how == "long"
    return _common(how) | {
        "letter_no": "0002/TB",
        "agency": "Sở Nông nghiệp và Môi trường",
        "agency_name": "Sở Nông nghiệp và Môi trường",
        "stopped_at": AT,
        "asked_by": "" if long else "người nộp hồ sơ",
        "reason": "Có tranh chấp, khiếu nại, tố cáo đang giải quyết" if long else "",
        "reason_lines": REASONS if long else "Gia đình chưa thống nhất phần đất được chia.",
        "stage": SENTENCE if long else "Thẩm định hồ sơ, do Phòng Quản lý đất đai thực hiện",
        "decision": "Chưa có quyết định về kết quả giải quyết",
        "money": "Hồ sơ không có nghĩa vụ tài chính",
    }


def _receipt(how: str) -> dict[str, Any]:
    if how == "short":
        return receipt(check_url=URL)
    common = _common(how)
    return receipt(
        owner=common["owner"],
        submitter=common["submitter"],
        collector="Lò Văn Ẩn",
        procedure_name=LONG_PROCEDURE,
        request=SENTENCE * 3,
        components=[paper(no, f"{SENTENCE} {no}") for no in range(1, 31)],
        check_url=URL,
    )


def _guide(how: str) -> dict[str, Any]:
    before = {"code": "", "received_at": None, "pauses": False, "answer_by_on": None}
    return _supplement(how) | before | {"owner": {"name": "Trần Thị Bình"}, "again_lines": ""}


def _guide_refusal(how: str) -> dict[str, Any]:
    return _refusal(how) | {"code": "", "received_at": None, "owner": {"name": ""}}


def _result_receipt(how: str) -> dict[str, Any]:
    long = how == "long"
    return _common(how) | {
        "letter_no": "",
        "collected_at": AT,
        "result_number": "12/GP-SNNMT",
        "result_on": date(2026, 2, 3),
        "outcome": "Đồng ý giải quyết",
        "taker": LONG_NAME if long else "Trần Thị Bình",
        "relation": "Người được ủy quyền" if long else "Chủ hồ sơ",
        "authority": SENTENCE * 8 if long else "",
        "checked": "Thẻ căn cước, giấy tờ tùy thân",
    }


def _control_sheet(how: str) -> dict[str, Any]:
    long = how == "long"
    leg = {
        "giver_unit": "Trung tâm Phục vụ hành chính công tỉnh Yên Bình",
        "taker_unit": "Phòng Quản lý đất đai, Sở Nông nghiệp và Môi trường",
        "given_at": datetime(2026, 1, 5, 8, 5, tzinfo=TZ),
        "giver": "Lê Văn Cường",
        "taken_at": datetime(2026, 1, 5, 9, 30, tzinfo=TZ),
        "taker": "Phạm Quốc Dũng",
        "verdict": "Trước hạn",
        "used": "85 phút",
        "allotted": "120 phút",
        "note": SENTENCE if long else "",
    }
    waiting = leg | {"taken_at": None, "taker": "", "verdict": "", "used": "", "allotted": ""}
    return _common(how) | {
        "letter_no": "",
        "due_at": datetime(2026, 2, 9, 17, tzinfo=TZ),
        "deciding": "Sở Nông nghiệp và Môi trường",
        "coordinating": "UBND xã Yên Bình; Thuế tỉnh" if long else "",
        "legs": [leg] * (30 if long else 2) + [waiting],
        "volume": "03" if long else "",
        "volume_no": "0045" if long else "",
    }


def _book(how: str) -> dict[str, Any]:
    long = how == "long"
    line = [
        "H99.19-20260105-0000045",
        LONG_PROCEDURE if long else "Đăng ký biến động đất đai",
        "01",
        LONG_NAME if long else "Trần Thị Bình",
        "Thôn Đông, xã Yên Bình; ••••••5678",
        "Sở Nông nghiệp và Môi trường",
        "05/01/2026 08:05",
        "09/02/2026 17:00",
        "05/01/2026 09:30",
        "06/02/2026 15:10",
        "09/02/2026",
        "Tại quầy",
        "",
        "Hẹn lại ngày 27/02/2026" if long else "",
    ]
    return _common(how) | {
        "letter_no": "",
        "code": "",
        "field_name": "Đất đai",
        "period": "Từ ngày 01/01/2026 đến ngày 31/01/2026",
        "rows": [[str(no), *line] for no in range(1, 41 if long else 4)],
        "keeper": "Lê Văn Cường",
    }


def _handover_list(how: str) -> dict[str, Any]:
    long = how == "long"
    line = {
        "code": "H99.19-20260105-0000045",
        "owner": LONG_NAME if long else "Trần Thị Bình",
        "procedure": LONG_PROCEDURE if long else "Đăng ký biến động đất đai",
        "papers": 7,
    }
    return _common(how) | {
        "letter_no": "",
        "code": "",
        "layout": "list",
        "list_no": "0012/2026",
        "list_qr": "https://motcua.vidu.vn/ban-lam-viec/ho-so-giay/danh-sach/Ab3dEf6hIj9kLm2n",
        "from_unit": "Trung tâm Phục vụ hành chính công tỉnh Yên Bình",
        "to_unit": "Phòng Quản lý đất đai, Sở Nông nghiệp và Môi trường",
        "made_at": AT,
        "giver": "Lê Văn Cường",
        "count": 30 if long else 3,
        "lines": [line | {"no": no} for no in range(1, 31 if long else 4)],
    }


def _cover(how: str) -> dict[str, Any]:
    long = how == "long"
    papers = [
        {
            "no": no,
            "name": f"{SENTENCE} {no}" if long else "Giấy chứng nhận đã cấp",
            "originals": "01",
            "copies": "02",
            "provenance": "Bản giấy",
            "scan_qr": f"H99.19-20260105-0000045/{no}",
        }
        for no in range(1, 31 if long else 4)
    ]
    return _common(how) | {
        "letter_no": "",
        "layout": "list",
        "deciding": "Sở Nông nghiệp và Môi trường",
        "scan_qr": "H99.19-20260105-0000045",
        "components": papers,
    }


def _publication(how: str) -> dict[str, Any]:
    """A procedure on a wall: absurdly much of every part, or a part that no source tells."""
    long = how == "long"
    names = [
        "Tên thủ tục", "Trình tự thực hiện", "Cách thức thực hiện", "Thành phần, số lượng hồ sơ",
        "Thời hạn giải quyết", "Đối tượng thực hiện", "Cơ quan thực hiện", "Kết quả thực hiện",
        "Phí, lệ phí", "Căn cứ pháp lý", "Mẫu đơn, tờ khai",
    ]  # fmt: skip
    told = "\n".join([SENTENCE * 3] * 8) if long else "Nộp trực tiếp hoặc qua bưu chính"
    silent = "" if long else "Đối tượng thực hiện"
    return {
        "agency_parent": "UBND xã Yên Bình",
        "agency": LONG_NAME if long else "Trung tâm Phục vụ hành chính công xã Yên Bình",
        "office": LONG_NAME if long else "Trung tâm Phục vụ hành chính công xã Yên Bình",
        "code": "1.012756",
        "name": LONG_PROCEDURE if long else "Đăng ký biến động đất đai",
        "field": "Đất đai",
        "level": "Cấp tỉnh, cấp xã" if long else "Cấp tỉnh",
        "page_qr": "https://motcua.vidu.vn/thu-tuc/Ab3dEf6hIj9kLm2n",
        "parts": [
            {"no": no, "title": name, "body_lines": "" if name == silent else told}
            for no, name in enumerate(names, 1)
        ],
        "hotline": "0299 3800 777",
        "head": "Quàng Thị Phương Thảo Nguyên" if long else "",
        "hours": "Thứ Hai đến thứ Sáu, 07:00 đến 11:30 và 13:30 đến 17:00" if long else "",
        "address": "Số 1 đường Bờ Sông, phường Trung Tâm, tỉnh Yên Bình",
        "post": "có",
        "source": "Nguồn: quốc gia 2026 · 2304/QĐ-BNNMT · https://dichvucong.gov.vn/thu-tuc",
    }


SAMPLES: dict[str, Callable[[str], dict[str, Any]]] = {
    "receipt": _receipt,
    "supplement": _supplement,
    "refusal": _refusal,
    "apology": _apology,
    "stop": _stop,
    "guide_supplement": _guide,
    "guide_refusal": _guide_refusal,
    "result_receipt": _result_receipt,
    "control_sheet": _control_sheet,
    "book": _book,
    "handover_list": _handover_list,
    "cover": _cover,
    "publication": _publication,
    "publication_a3": _publication,
}
"""Data of a form by its kind: ``short`` or ``long``."""
