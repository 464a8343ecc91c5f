"""What a file is, by its bytes; and whether it is one that an office accepts. Pure."""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from motcua.kernel.text import clean

from . import errors

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_PIXELS = 50_000_000
MOST_ENTRIES = 1_000
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 100
MOST_NAME = 150

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SAME = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_PDF_SCRIPT = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles|XFA|RichMedia)\b")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_JPEG_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its plain name and what its bytes are."""

    name: str
    extension: str
    media_type: str


def check_file(name: str, content: bytes) -> Checked:
    """Say what a file is, or refuse it.

    :param name: as the person's computer calls it; only its last part is used.
    :raises FileRefused: one of its kinds, each a sentence with what to do.

    The extension, the first bytes and the structure must tell the same. No virus is looked for.
    """
    plain = plain_name(name)
    if not content:
        raise errors.EmptyFile
    if len(content) > MOST_BYTES:
        raise errors.FileTooLarge(most=MOST_BYTES // MEGABYTE)
    typed = PurePosixPath(plain).suffix.removeprefix(".").lower()
    extension = _SAME.get(typed, typed)
    if extension not in MEDIA_TYPES:
        raise errors.KindNotAccepted
    if sniff(content) != ("zip" if extension in _MAIN_PART else extension):
        raise errors.ContentDiffersFromName(extension=extension.upper())
    _check_inside(extension, content)
    return Checked(plain, extension, MEDIA_TYPES[extension])


def plain_name(name: str) -> str:
    """The last part of a name in NFC, without what a disk or a header cannot bear.

    :raises FileNameMissing: nothing is left.

    >>> plain_name("C:\\\\Hồ sơ\\\\đơn.pdf")
    'đơn.pdf'
    """
    last = re.split(r"[\\/]", clean(name).replace("\n", " "))[-1]
    plain = _NOT_IN_NAMES.sub("_", last).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if not dot or not stem.strip(" ."):
        raise errors.FileNameMissing
    return f"{stem[: MOST_NAME - len(extension) - 1]}.{extension[:10]}"


def sniff(content: bytes) -> str:
    """What the first bytes are: pdf, jpg, png, zip, or empty for anything else."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"PK\x03\x04"):
        return "zip"
    return ""


def _check_inside(extension: str, content: bytes) -> None:
    if extension == "pdf":
        _check_pdf(content)
    elif extension == "png":
        _check_pixels(_png_size(content))
    elif extension == "jpg":
        _check_pixels(_jpeg_size(content))
    else:
        _check_archive(content, _MAIN_PART[extension])


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:]:
        raise errors.DamagedFile
    if _PDF_SCRIPT.search(content):
        raise errors.ActiveContent


def _check_pixels(size: tuple[int, int] | None) -> None:
    if size is None or 0 in size:
        raise errors.DamagedFile
    if size[0] * size[1] > MOST_PIXELS:
        raise errors.TooManyPixels(most=MOST_PIXELS // 1_000_000)


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or b"IEND" not in content[-16:]:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Width and height from the first frame header; None where there is none."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _JPEG_SIZES and content.find(b"\xff\xd9", at) > 0:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None


def _check_archive(content: bytes, main_part: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(content), main_part)
            whole = archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, EOFError):
        raise errors.DamagedFile from None
    if not whole:
        raise errors.DamagedFile


def _check_entries(entries: list[zipfile.ZipInfo], packed: int, main_part: str) -> None:
    if main_part not in {entry.filename for entry in entries}:
        raise errors.DamagedFile
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > min(MOST_UNPACKED, MOST_RATIO * packed):
        raise errors.ArchiveUnsafe
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    if path.is_absolute() or ".." in path.parts or is_link or entry.flag_bits & 0x1:
        raise errors.ArchiveUnsafe
    suffix = path.suffix.lower()
    if suffix in {".zip", ".docm", ".xlsm", ".jar"}:
        raise errors.ArchiveUnsafe
    if path.name.lower() in {"vbaproject.bin", "vbadata.xml"} or suffix in {".exe", ".js"}:
        raise errors.ActiveContent
