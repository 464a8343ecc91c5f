"""The book as a workbook: the legal head of two rows, real moments, nothing that computes."""

import zipfile
from datetime import UTC, datetime

from python_calamine import CalamineWorkbook

from motcua.desk.book_sheet import heads, write_book
from motcua.dossiers.queries import BookRow
from motcua.kernel.clock import TZ

RECEIVED = datetime(2026, 11, 16, 3, 5, 30, tzinfo=UTC)
LINES = ("Trung tâm Phục vụ hành chính công", "Lĩnh vực: Đất đai", "Từ ngày 01/11/2026")


def line(no=1, **changes):
    facts = {
        "no": no,
        "public_id": "Ab3dEf6hIj9kLm2n",
        "code": f"H99.19-20261116-{no:07}",
        "procedure_name": "Đăng ký biến động đất đai",
        "sets": 1,
        "owner_name": "Trần Thị Bình",
        "address": "Thôn Đông",
        "phone": "••••••5678",
        "deciding": "Sở Nông nghiệp và Môi trường",
        "received_at": RECEIVED,
        "due_at": None,
        "sent_at": None,
        "back_at": None,
        "collected_at": None,
        "way": "Tại quầy",
        "collector": "",
        "note": "",
    }
    return BookRow(**(facts | changes))


def test_a_line_has_fifteen_columns_under_a_head_of_two_rows():
    target, count = write_book("Sổ theo dõi hồ sơ", LINES, [line(1), line(2)])
    sheet = CalamineWorkbook.from_filelike(target).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    words, _over = heads()
    above, below = rows[5], rows[6]
    assert [a or b for a, b in zip(above[:7], below[:7], strict=True)] == list(words[:7])
    assert (above[7], above[11]) == ("Ngày, tháng, năm", "Trả kết quả")
    assert below[7:14] == list(words[7:14])
    assert (count, len(rows[7])) == (2, 15)
    assert rows[7][:8] == [
        1, "H99.19-20261116-0000001", "Đăng ký biến động đất đai", 1, "Trần Thị Bình",
        "Thôn Đông, ••••••5678", "Sở Nông nghiệp và Môi trường",
        RECEIVED.astimezone(TZ).replace(tzinfo=None),
    ]  # fmt: skip
    assert rows[7][8:12] == ["", "", "", ""]
    assert rows[9][0] == "Hết sổ: 2 hồ sơ."


def test_what_somebody_typed_computes_nothing_and_leads_nowhere():
    typed = '=HYPERLINK("http://vidu.vn";"Bấm")'
    target, _count = write_book("Sổ", LINES, [line(owner_name=typed, note="http://vidu.vn")])
    rows = CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()
    assert typed in [cell for row in rows for cell in row]
    target.seek(0)
    with zipfile.ZipFile(target) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
