"""Mẫu 01 as a paper: what is read on it, its size, its fonts, and data that would be code."""

import io
import os
import re
import signal
import threading
import time
import unicodedata
from datetime import datetime
from typing import Any

import pikepdf
import pytest

from motcua.documents.forms.glyphs import covered, printable
from motcua.documents.forms.present import present
from motcua.documents.forms.qr import qr_svg
from motcua.documents.forms.register import edition_named
from motcua.documents.forms.words import day, moment
from motcua.documents.frozen import freeze
from motcua.documents.rendering import Renderer, RenderingFailed, render
from motcua.documents.rendering.renderer import shared

from .factories import AT, LETTERS, TZ, paper, person, receipt
from .reading import says, squeezed, text_of

FORM = '#set document(title: "x")\n#set text(font: "Tinos", lang: "vi")\n'


def printed(**changes: Any) -> bytes:
    return render("mau-01", freeze(receipt(**changes)), issued_at=AT)


TWO = [
    {"number": 1, "due_at": datetime(2026, 12, 4, 17, tzinfo=TZ), "basis": "thông báo thuế"},
    {"number": 2, "due_at": None, "term_text": "03 ngày làm việc",
     "basis": "kể từ khi hoàn thành nghĩa vụ tài chính"},
]  # fmt: skip


def test_everything_the_form_asks_for_is_read_on_it():
    pdf = printed()

    for asked in (
        "UBND TỈNH YÊN BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Số: 0045/TTPVHCC",
        "Yên Bình, ngày 20 tháng 11 năm 2026", "H99.19 - 20261120 - 0000045", "Trần Thị Bình",
        "••••••••0007", "••••••5678", "1.012756", "Số lượng hồ sơ: 01 (bộ)", "10 ngày làm việc",
        "09 giờ 05 phút, ngày 20 tháng 11 năm 2026", "17 giờ 00 phút, ngày 04 tháng 12 năm 2026",
        "Đăng ký nhận kết quả tại", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Lê Văn Cường",
        "0205 3812 345", "Mẫu số 01, Thông tư số 03/2025/TT-VPCP", "Trang 1/1",
    ):  # fmt: skip
        assert says(pdf, asked), asked


def test_two_promises_with_the_second_after_the_financial_obligation():
    pdf = printed(promises=TWO, submitter=person("Lê Thị Hoa"), book={"volume": "03", "no": "45"})
    assert says(pdf, "Hẹn lần 1: 17 giờ 00 phút, ngày 04 tháng 12 năm 2026 (thông báo thuế)")
    assert says(pdf, "Hẹn lần 2: 03 ngày làm việc kể từ khi hoàn thành nghĩa vụ tài chính")
    assert says(pdf, "quyển số: 03; số thứ tự: 45")
    assert says(pdf, "Người nộp hồ sơ: Lê Thị Hoa")
    assert says(pdf, "Trang 1/1")


def test_a_second_promise_without_a_day_counts_from_the_payment():
    second = {"number": 2, "due_at": None, "basis": "08 ngày làm việc"}
    pdf = printed(promises=[TWO[0], second])
    assert says(pdf, "Hẹn lần 2: 08 ngày làm việc kể từ khi hoàn thành nghĩa vụ tài chính")


def test_what_the_paper_told_already_is_not_told_twice():
    promise = {"number": 1, "due_at": TWO[0]["due_at"], "basis": "10 ngày làm việc"}
    pdf = printed(promises=[promise], number=receipt()["code"])
    assert squeezed(text_of(pdf)).count("10ngàylàmviệc") == 1
    assert not says(pdf, "Số: H99")


def test_the_old_form_names_its_circular():
    pdf = render("mau-01", freeze(receipt()), edition="TT01-2018", issued_at=AT)
    assert says(pdf, "Thông tư số 01/2018/TT-VPCP")


def test_a5_with_embedded_fonts_tags_and_archival_claims():
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        (page,) = pdf.pages
        box = [float(side) / 72 * 25.4 for side in page.mediabox]
        assert box == pytest.approx([0, 0, 148, 210], abs=0.2)
        assert pdf.Root.Lang == "vi-VN"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
            assert meta["pdfuaid:part"] == "1"
        fonts = [font for font in pdf.objects if isinstance(font, pikepdf.Dictionary)
                 and font.get("/Type") == "/FontDescriptor"]  # fmt: skip
        assert fonts
        assert all("Tinos" in str(font.FontName) and "/FontFile2" in font for font in fonts)


def test_the_same_data_gives_the_same_bytes_also_from_another_process():
    other = Renderer()
    try:
        edition = edition_named("mau-01", "TT03-2025")
        from motcua.documents.rendering import _source

        again = other.render(
            _source(edition.template),
            present(edition, freeze(receipt())),
            timestamp=int(AT.timestamp()),
        )
    finally:
        other.close()
    assert printed() == printed() == again


def test_all_vietnamese_letters_are_read_back_composed():
    both = LETTERS + LETTERS.upper()
    words = text_of(printed(owner=person(" ".join(re.findall(".{1,20}", both)))))

    assert unicodedata.is_normalized("NFC", words)
    assert set(both) <= set(words)
    assert all(ord(letter) in covered() for letter in both + "₫–—“”•…")


def test_decomposed_data_is_printed_composed():
    name = unicodedata.normalize("NFD", "Nguyễn Thị Ưởng")
    assert says(printed(owner=person(name)), "Nguyễn Thị Ưởng")


def test_thirty_long_papers_flow_over_pages_with_their_head_and_numbers():
    long = "Bản sao có chứng thực văn bản chấp thuận cho tổ chức kinh tế nhận chuyển nhượng " * 3
    pdf = printed(components=[paper(no, f"{long} số {no}") for no in range(1, 31)])

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        count = len(opened.pages)
    words = squeezed(text_of(pdf))
    assert count > 2
    for page in range(1, count + 1):
        assert f"Trang{page}/{count}" in words
    assert words.count("Têngiấytờ") >= count - 1
    assert says(pdf, "NGƯỜI TIẾP NHẬN HỒ SƠ")


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")', "#{ panic() }", "*đậm* _nghiêng_ $x^2$ = tiêu đề", "\\#h(1em)",
        '"); #import "@preview/x:1.0.0"; ("', "<script>alert(1)</script>", "@ref <label>",
        "// chú thích /* */", "%(name)s {{ 7*7 }} ${x}", "'; DROP TABLE x; --",
    ],
)  # fmt: skip
def test_data_that_would_be_code_is_printed_as_text(hostile):
    words = squeezed(text_of(printed(procedure_name=hostile, owner=person(hostile))))
    assert words.count(squeezed(hostile)) >= 2


@pytest.mark.parametrize("text", ["x" * 10_000, "dài " * 2_500, "ễ" * 10_000])
def test_ten_thousand_characters_are_printed_within_the_margins(text):
    pdf = printed(procedure_name=text, owner=person(text))
    words = squeezed(text_of(pdf))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) >= 10  # broken into lines, not run off the paper's edge
    assert words.count(text[0]) >= 2 * text.count(text[0])


def test_what_the_font_lacks_becomes_a_box_and_controls_vanish():
    assert printable("a\u202eb\x00c 😀 漢\nđ") == "abc □ □ đ"
    assert says(printed(owner=person("Bình 😀")), "Bình □")


def test_everything_that_may_be_absent_may_be_absent():
    needed = {key: receipt()[key] for key in ("code", "owner", "received_at")}
    pdf = render("mau-01", freeze(needed), issued_at=AT)
    assert says(pdf, "Trần Thị Bình")


def test_the_qr_code_is_wide_enough_and_of_level_q():
    import segno

    url = receipt()["qr_text"]
    made = segno.make(url, error="q", boost_error=False, micro=False)
    assert made.error == "Q"
    assert f'viewBox="0 0 {len(made.matrix)} {len(made.matrix)}"' in qr_svg(url)
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        figures = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)
                   and thing.get("/S") == "/Figure"]  # fmt: skip
        assert [str(f.Alt) for f in figures] == ["Mã QR tra cứu hồ sơ H99.19 - 20261120 - 0000045"]
        left, bottom, right, top = (float(side) for side in figures[0].A[0].BBox)
        assert min(right - left, top - bottom) / 72 * 25.4 >= 25


def test_days_are_written_as_the_decree_on_documents_asks():
    assert day("2026-02-05") == "ngày 05 tháng 02 năm 2026"
    assert day("2026-03-05") == "ngày 05 tháng 3 năm 2026"
    assert moment("2026-01-01T18:30:00+00:00") == "01 giờ 30 phút, ngày 02 tháng 01 năm 2026"


def test_a_killed_renderer_is_started_anew():
    first = printed()
    killed = shared.pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    time.sleep(0.05)

    assert printed() == first
    assert shared.pid != killed


def test_one_that_is_killed_while_it_works_is_asked_again():
    renderer = Renderer()
    try:
        renderer.render(FORM + "a", {}, timestamp=0)
        os.kill(renderer.pid or 0, signal.SIGSTOP)
        threading.Timer(0.2, os.kill, (renderer.pid, signal.SIGKILL)).start()
        assert renderer.render(FORM + "b", {}, timestamp=0).startswith(b"%PDF")
    finally:
        renderer.close()


def test_one_that_hangs_is_ended_in_time():
    renderer = Renderer(timeout=0.5)
    try:
        renderer.render(FORM + "a", {}, timestamp=0)
        os.kill(renderer.pid or 0, signal.SIGSTOP)
        with pytest.raises(RenderingFailed, match=r"within 0\.5 s"):
            renderer.render(FORM + "b", {}, timestamp=0)
        assert renderer.render(FORM + "c", {}, timestamp=0).startswith(b"%PDF")
    finally:
        renderer.close()


@pytest.mark.parametrize(
    "source",
    ['#read("/etc/passwd")', '#read("x")', '#import "@preview/cetz:0.2.0"', "#let f() = f()\n#f()"],
)
def test_the_process_reaches_no_file_and_no_package(source):
    with pytest.raises(RenderingFailed, match="template"):
        shared.render(FORM + source, {}, timestamp=0)


def test_the_process_may_open_nothing_and_knows_no_secret():
    printed()
    with open(f"/proc/{shared.pid}/limits") as limits:
        told = limits.read()
    assert re.search(r"Max open files\s+0\s+0", told)
    assert re.search(r"Max file size\s+0\s+0", told)
    with open(f"/proc/{shared.pid}/environ") as environment:
        assert "MOTCUA" not in environment.read()


def test_a_failure_says_where_and_never_what():
    with pytest.raises(RenderingFailed) as failure:
        shared.render("#panic(json(bytes(sys.inputs.data)).name)", {"name": "Bình"}, timestamp=0)
    assert "Bình" not in str(failure.value)


def test_threads_take_turns():
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(printed())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(made) == 6
    assert len(set(made)) == 1
