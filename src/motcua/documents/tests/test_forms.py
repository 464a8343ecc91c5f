"""Every form of the register as a paper: its look, its words, its pages, its claims."""

import io
import unicodedata
from functools import cache

import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image

from motcua.documents.forms.register import Edition, editions
from motcua.documents.frozen import freeze
from motcua.documents.rendering import render

from . import golden
from .factories import AT
from .reading import says, squeezed, text_of
from .samples import LONG_NAME, REASONS, SAMPLES

FORMS = [edition for edition in editions() if edition.kind in SAMPLES]
TEMPLATES = list({(form.template, form.paper): form for form in FORMS}.values())
"""One form of each template: what circular it names changes nothing of its making."""
SIZES = {"A5": (148, 210), "A4": (210, 297), "A4L": (297, 210), "A3": (297, 420)}
POSTERS = {"publication", "publication_a3"}
"""On a wall, without the heading of an official letter."""
UNKNOWN_TO_VALIDATOR = (
    "6.2.11.4.2-2",  # the list of glyphs of an embedded font: not read
    "pdfaExtension", "pdfaSchema", "pdfaProperty",  # how ISO 19005-2 has further metadata declared
    "pdfuaid", "xmpTPg", "xmpMM:History",  # metadata that are so declared, or in its list of 2005
)  # fmt: skip
"""The validator approves what it knows and denies the rest; these it does not know. Nothing else
may be found: ``docs/legal/forms.md`` says how far that goes."""


def form_name(edition: Edition) -> str:
    return f"{edition.kind}-{edition.edition}"


@cache
def printed(kind: str, edition: str, how: str) -> bytes:
    (form,) = (one for one in FORMS if (one.kind, one.edition) == (kind, edition))
    data = freeze(SAMPLES[kind](how))
    return render(form.form_code, data, edition=edition, issued_at=AT)


def pdf_of(form: Edition, how: str = "short") -> bytes:
    return printed(form.kind, form.edition, how)


def newest(kind: str, how: str) -> bytes:
    return pdf_of([form for form in FORMS if form.kind == kind][-1], how)


def test_every_form_of_the_register_is_tried():
    assert {form.kind for form in editions()} == set(SAMPLES)


@pytest.mark.parametrize("form", FORMS, ids=form_name)
def test_it_looks_as_it_did_when_somebody_looked(form):
    picture = golden.drawn(form)
    with Image.open(golden.kept(form)) as known:
        assert golden.distance(picture, known.convert("L")) <= golden.MOST_BLOCK


def test_a_form_that_is_moved_by_a_line_is_another_one():
    known = golden.drawn(FORMS[0])
    moved = Image.new("L", known.size, 255)
    moved.paste(known, (0, 6))
    assert golden.distance(known, moved) > golden.MOST_BLOCK


@pytest.mark.parametrize("form", TEMPLATES, ids=form_name)
def test_paper_tags_and_claims(form):
    with pikepdf.open(io.BytesIO(pdf_of(form))) as pdf:
        box = [float(side) / 72 * 25.4 for side in pdf.pages[0].mediabox][2:]
        assert box == pytest.approx(SIZES[form.paper], abs=0.3)
        assert pdf.Root.Lang == "vi-VN"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
    report = pdfa.validate_written(io.BytesIO(pdf_of(form)), "2b")
    found = [str(finding) for finding in report.findings]
    assert [f for f in found if not any(known in f for known in UNKNOWN_TO_VALIDATOR)] == []


@pytest.mark.parametrize("form", FORMS, ids=form_name)
def test_its_circular_stands_at_its_foot_and_its_title_on_it(form):
    words = squeezed(text_of(pdf_of(form)))
    assert squeezed(form.name.upper()) in words
    assert squeezed(form.reference) in words
    assert ("CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in words) == (form.kind not in POSTERS)


@pytest.mark.parametrize("kind", sorted(set(SAMPLES) - {"guide_refusal", "guide_supplement"}))
def test_absurdly_long_data_flow_over_pages_and_nothing_is_lost(kind):
    pdf = newest(kind, "long")
    words = squeezed(text_of(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    assert pages > 1
    assert f"Trang{pages}/{pages}" in words
    assert squeezed(LONG_NAME) in words
    assert unicodedata.is_normalized("NFC", words)


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        ("receipt", "Têngiấytờ"),
        ("supplement", "Giấytờ,nộidungcầnbổsung,hoànthiện"),
        ("control_sheet", "THỜIGIANGIAO,NHẬNHỒSƠ"),
        ("book", "Phươngthứcnhậnkếtquả"),
        ("handover_list", "Chủhồsơ,thủtục"),
        ("cover", "Giấytờtronghồsơ"),
    ],
)
def test_the_head_of_a_table_comes_again_on_every_page(kind, head):
    pdf = newest(kind, "long")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    assert squeezed(text_of(pdf)).count(head) > pages // 2


@pytest.mark.parametrize("kind", ["supplement", "refusal", "apology", "stop"])
def test_ten_thousand_characters_of_reasons_are_all_there(kind):
    assert len(REASONS) > 9_500
    words = squeezed(text_of(newest(kind, "long")))
    broken_by_a_foot = 5
    told = REASONS.count("sổ mục kê và kết quả đo đạc lại") - broken_by_a_foot
    assert words.count("sổmụckêvàkếtquảđođạclại") >= told


@pytest.mark.parametrize("kind", ["supplement", "refusal", "result_receipt"])
def test_owner_submitter_and_collector_are_each_named_where_they_differ(kind):
    long, short = newest(kind, "long"), newest(kind, "short")
    assert says(long, LONG_NAME)
    assert says(long, "Người nộp hồ sơ: Nguyễn Thị Ưởng")
    assert not says(short, "Người nộp hồ sơ:")
    assert says(newest("result_receipt", "long"), "Người đăng ký nhận kết quả: Lò Văn Ẩn")


def test_a_letter_before_the_day_does_not_say_that_the_day_has_passed():
    assert says(newest("apology", "short"), "không thể trả kết quả đúng thời hạn")
    assert says(newest("apology", "long"), "chưa trả kết quả giải quyết hồ sơ đúng thời hạn")
    assert says(newest("apology", "long"), "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Hoàng Thị Phương Thảo")


SIGNED = [form for form in FORMS if form.kind in {"apology", "stop"}]
BRANCH = "PHÓ GIÁM ĐỐC VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI PHỤ TRÁCH CÁC CHI NHÁNH VÙNG CAO " * 2


@pytest.mark.parametrize("title", ["TL. CHỦ TỊCH\nKT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG", BRANCH])
@pytest.mark.parametrize("form", SIGNED, ids=form_name)
def test_the_title_of_who_signs_stands_whole_over_the_name(form, title):
    data = SAMPLES[form.kind]("short")
    data["signer"] = {"name": "Đỗ Hữu Ưng", "title": title}
    pdf = render(form.form_code, freeze(data), edition=form.edition, issued_at=AT)
    note = "(Chữ ký, dấu)" if form.edition == "TT01-2018" else ""
    assert says(pdf, f"{title} {note} Đỗ Hữu Ưng")


@pytest.mark.parametrize("kind", ["apology", "stop"])
def test_recipients_are_listed_as_the_decree_ends_their_lines(kind):
    told = "Nơi nhận: - Như trên; - Trung tâm Phục vụ hành chính công tỉnh; - Lưu: VT."
    for form in (one for one in FORMS if one.kind == kind):
        assert says(pdf_of(form), told)


@pytest.mark.parametrize("kind", ["apology", "stop"])
def test_a_full_stop_that_somebody_typed_is_not_printed_twice(kind):
    words = squeezed(text_of(newest(kind, "long")))
    assert "năm2009.." not in words
    assert "năm2009.," not in words


@pytest.mark.parametrize("kind", sorted(POSTERS))
def test_a_part_of_a_poster_that_goes_on_is_named_again_at_the_top(kind):
    assert says(newest(kind, "long"), "2. Trình tự thực hiện (tiếp theo)")
    assert not says(newest(kind, "short"), "(tiếp theo)")


def test_a_draft_says_that_it_is_one_and_has_no_code_to_be_checked_by():
    form = FORMS[-1]
    data = freeze(SAMPLES["apology"]("short") | {"draft": True})
    pdf = render("mau-04", data, edition="TT03-2025", issued_at=AT)
    assert says(pdf, "BẢN DỰ THẢO")
    assert not says(pdf, "kiem-tra")
    assert not says(pdf_of(form), "BẢN DỰ THẢO")
