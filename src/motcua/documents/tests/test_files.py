"""What is kept, what is refused and in which words; how it leaves the house."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from motcua.documents import errors, queries, rules, store
from motcua.documents.commands import Staged, stage, store_file
from motcua.documents.models import Content, File

from .factories import AT, COUNTER, JPG, PDF, office, png

XLSX = "xl/workbook.xml"


def brief(value):
    """The name of a case: never its twenty megabytes."""
    return value.__name__ if isinstance(value, type) else str(value)[:30]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("đơn.pdf", PDF, "application/pdf"),
        ("ĐƠN.PDF", PDF, "application/pdf"),
        ("ảnh.jpg", JPG, "image/jpeg"),
        ("ảnh.jpeg", JPG, "image/jpeg"),
        ("sơ đồ.png", png(), "image/png"),
        ("tờ trình.docx", office(), rules.MEDIA_TYPES["docx"]),
        ("bảng kê.xlsx", office(XLSX), rules.MEDIA_TYPES["xlsx"]),
    ],
    ids=brief,
)
@pytest.mark.django_db
def test_what_an_office_uses_is_kept_byte_for_byte(name, content, media_type):
    info = store_file(name=name, content=content, kind="component", by=COUNTER, at=AT)

    assert (info.name, info.media_type, info.size) == (name, media_type, len(content))
    assert info.sha256 == hashlib.sha256(content).hexdigest()
    assert queries.read_file(info.id) == content
    assert queries.file_by_public_id(info.public_id) == info


def bomb(size):
    return office(**{"word/media/x.xml": b"0" * size})


def lying():
    """Says that its part unpacks to eight bytes; it unpacks to 30 MB."""
    content = bytearray(bomb(30_000_000))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (8).to_bytes(4, "little")
    return bytes(content)


def encrypted():
    content = bytearray(office())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("rỗng.pdf", b"", errors.EmptyFile),
        ("to.pdf", PDF + b" " * rules.MOST_BYTES, errors.FileTooLarge),
        ("chạy.exe", b"MZ", errors.KindNotAccepted),
        ("trang.html", b"<script>", errors.KindNotAccepted),
        ("hình.svg", b"<svg/>", errors.KindNotAccepted),
        ("nén.zip", office(), errors.KindNotAccepted),
        ("macro.docm", office(), errors.KindNotAccepted),
        ("không-đuôi", PDF, errors.FileNameMissing),
        (".pdf", PDF, errors.FileNameMissing),
        ("", PDF, errors.FileNameMissing),
        ("giả.pdf", b"<html>", errors.ContentDiffersFromName),
        ("giả.pdf", png(), errors.ContentDiffersFromName),
        ("giả.png", b"<svg/>", errors.ContentDiffersFromName),
        ("giả.jpg", PDF, errors.ContentDiffersFromName),
        ("giả.docx", PDF, errors.ContentDiffersFromName),
        ("đơn.pdf.docx", PDF, errors.ContentDiffersFromName),
        ("cắt.pdf", PDF[:20], errors.DamagedFile),
        ("cắt.png", png()[:40], errors.DamagedFile),
        ("cắt.jpg", JPG[:30], errors.DamagedFile),
        ("không.png", png(0, 9), errors.DamagedFile),
        ("cắt.docx", office()[:60], errors.DamagedFile),
        ("khác.docx", office(XLSX), errors.DamagedFile),
        ("khác.xlsx", office(), errors.DamagedFile),
        ("mã.pdf", PDF.replace(b"/Catalog", b"/Catalog/JavaScript 2 0 R"), errors.ActiveContent),
        ("mở.pdf", PDF.replace(b"/Catalog", b"/Catalog/Launch 2 0 R"), errors.ActiveContent),
        ("macro.docx", office(**{"word/vbaProject.bin": b"x"}), errors.ActiveContent),
        ("bom.docx", bomb(30_000_000), errors.ArchiveUnsafe),
        ("dối.docx", lying(), errors.DamagedFile),
        ("khóa.docx", encrypted(), errors.ArchiveUnsafe),
        ("lồng.docx", office(**{"word/x.zip": office()}), errors.ArchiveUnsafe),
        ("leo.docx", office(**{"../../etc/x": b"x"}), errors.ArchiveUnsafe),
        ("gốc.docx", office(**{"/etc/x": b"x"}), errors.ArchiveUnsafe),
        ("nhiều.docx", office(**{f"w/{i}": b"" for i in range(1001)}), errors.ArchiveUnsafe),
        ("ảnh.png", png(20_000, 20_000), errors.TooManyPixels),
    ],
    ids=brief,
)
def test_what_is_not_accepted_is_refused_with_what_to_do(name, content, error):
    with pytest.raises(error) as refusal:
        stage(name=name, content=content)
    assert str(refusal.value).count("Hãy") >= 1
    assert refusal.value.field == "file"
    assert list(store.kept()) == []


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff", png()])
)
def test_no_bytes_break_the_check(tail, head):
    for extension in rules.MEDIA_TYPES:
        try:
            rules.check_file(f"x.{extension}", head + tail)
        except errors.FileRefused:
            pass


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Hồ sơ\\đơn.pdf", "đơn.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("đơn.pdf", "đơn.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("x" * 10_000 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(typed, kept):
    assert rules.plain_name(typed) == kept


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once_under_two_names():
    staged = stage(name="một.pdf", content=PDF)
    first = store_file(content=staged, kind="component", by=COUNTER, at=AT)
    second = store_file(name="hai.pdf", content=staged, kind="component", by=COUNTER, at=AT)

    assert (first.name, second.name) == ("một.pdf", "hai.pdf")
    assert first.public_id != second.public_id
    assert Content.objects.count() == 1
    assert list(store.kept()) == [first.sha256]


def test_a_write_that_breaks_off_leaves_nothing(monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        store.write(PDF)
    assert [path for path in store.path_of("ab" * 32).parents[2].rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_damage_on_the_disk_is_found(capsys):
    whole = store_file(name="a.pdf", content=PDF, kind="k", by=COUNTER, at=AT)
    gone = store_file(name="b.png", content=png(), kind="k", by=COUNTER, at=AT)
    call_command("check_files")

    changed = store.path_of(whole.sha256)
    changed.chmod(0o600)
    changed.write_bytes(PDF + b" ")
    store.path_of(gone.sha256).unlink()
    orphan = store.write(JPG)

    assert sorted(queries.check_file_hashes()) == sorted(
        [(whole.sha256, "changed"), (gone.sha256, "missing"), (orphan, "orphan")]
    )
    with pytest.raises(CommandError, match="2 tệp"):
        call_command("check_files")


@pytest.mark.django_db
def test_a_file_leaves_with_its_name_and_no_way_to_run():
    info = store_file(name="Đơn của Bình.pdf", content=PDF, kind="k", by=COUNTER, at=AT)

    answer = queries.file_response(info.id, "inline")

    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'inline; filename="don cua binh.pdf"; '
        "filename*=UTF-8''%C4%90%C6%A1n%20c%E1%BB%A7a%20B%C3%ACnh.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.django_db
def test_an_office_document_is_always_downloaded():
    info = store_file(name="a.docx", content=office(), kind="k", by=COUNTER, at=AT)
    answer = queries.file_response(info.id, "inline")
    assert answer["Content-Disposition"].startswith("attachment;")


@pytest.mark.django_db
def test_names_stay_out_of_what_is_printed():
    info = store_file(name="Bình.pdf", content=PDF, kind="k", by=COUNTER, at=AT)
    staged = stage(name="Bình.pdf", content=PDF)
    assert isinstance(staged, Staged)
    assert "Bình" not in f"{info!r}{staged!r}{File.objects.get()!r}{File.objects.get()}"


@pytest.mark.django_db
def test_it_runs_only_within_a_command(monkeypatch):
    monkeypatch.setattr(connection, "in_atomic_block", False)
    with pytest.raises(RuntimeError):
        store_file(name="a.pdf", content=PDF, kind="k", by=COUNTER, at=AT)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Content, {"size": 1}),
        (Content, {"media_type": "text/html"}),
        (File, {"name": ""}),
        (File, {"kind": ""}),
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_impossible_rows(model, change):
    store_file(name="a.pdf", content=PDF, kind="k", by=COUNTER, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


@pytest.mark.parametrize(
    "row", [{"sha256": "x" * 64}, {"sha256": "A" * 64}, {"size": 0}, {"media_type": ""}]
)
@pytest.mark.django_db
def test_the_database_refuses_contents_that_cannot_be(row):
    good = {"sha256": "a" * 64, "size": 1, "media_type": "x", "stored_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Content.objects.create(**{**good, **row})


@pytest.mark.django_db
def test_asking_for_nothing_is_said():
    with pytest.raises(LookupError):
        queries.file(0)
    assert queries.file_by_public_id("nowhere") is None
