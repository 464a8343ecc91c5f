"""The book as a workbook: the legal head of two rows, real moments, nothing that computes."""

import io
import zipfile
from datetime import UTC, datetime

from python_calamine import CalamineWorkbook

from motcua.desk.book_sheet import CHUNK, book_bytes, heads
from motcua.dossiers.queries import BookRow
from motcua.kernel.clock import TZ

RECEIVED = datetime(2026, 11, 16, 3, 5, 30, tzinfo=UTC)
LINES = ("Trung tâm Phục vụ hành chính công", "Lĩnh vực: Đất đai", "Từ ngày 01/11/2026")


def line(no=1, **changes):
    facts = {
        "no": no,
        "id": no,
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


def sheet_of(raw):
    return CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)


def test_a_line_has_fifteen_columns_under_a_head_of_two_rows():
    raw = b"".join(book_bytes("Sổ theo dõi hồ sơ", LINES, [line(1), line(2)]))
    rows = sheet_of(raw).to_python(skip_empty_area=False)
    words, _over = heads()
    above, below = rows[5], rows[6]
    assert [a or b for a, b in zip(above[:7], below[:7], strict=True)] == list(words[:7])
    assert (above[7], above[11]) == ("Ngày, tháng, năm", "Trả kết quả")
    assert below[7:14] == list(words[7:14])
    assert len(rows[7]) == 15
    assert rows[7][:8] == [
        1, "H99.19-20261116-0000001", "Đăng ký biến động đất đai", 1, "Trần Thị Bình",
        "Thôn Đông, ••••••5678", "Sở Nông nghiệp và Môi trường",
        RECEIVED.astimezone(TZ).replace(tzinfo=None),
    ]  # fmt: skip
    assert rows[7][8:12] == ["", "", "", ""]
    assert rows[9][0] == "Hết sổ: 2 hồ sơ."


TYPED = (
    '=HYPERLINK("http://vidu.vn";"Bấm")', "http://vidu.vn", "<b>&amp;</b>", "_x0041_ A", " giữa ",
    "hai\ndòng", "007",
)  # fmt: skip


def test_what_somebody_typed_computes_nothing_leads_nowhere_and_is_what_was_typed():
    lines = [line(no, owner_name=typed) for no, typed in enumerate(TYPED, 1)]
    raw = b"".join(book_bytes("Sổ", LINES, [*lines, line(99, owner_name="Lò\x0b Văn")]))
    owners = [row[4] for row in sheet_of(raw).to_python(skip_empty_area=False)[7:-1]]
    assert owners[:3] + owners[4:-1] == [*TYPED[:3], *TYPED[4:]]
    assert owners[-1] == "Lò Văn", "a character that no sheet may hold"
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        assert parts.testzip() is None
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"_x005F_x0041_ A" in sheet, "else it would be read as the letter A"
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet


def test_the_workbook_goes_out_while_its_lines_are_still_read():
    read = []

    def lines():
        for no in range(1, 5_001):
            read.append(no)
            yield line(no)

    parts = book_bytes("Sổ", LINES, lines())
    first = next(parts)
    assert len(read) < 2_000, "the first bytes wait for a part of the book only"
    rest = list(parts)
    assert max(len(part) for part in (first, *rest)) < 4 * CHUNK
    whole = first + b"".join(rest)
    assert len(whole) < 100 * len(read), "packed: a line takes less than a hundred bytes"
    assert sheet_of(whole).to_python()[-1][0] == "Hết sổ: 5000 hồ sơ."
