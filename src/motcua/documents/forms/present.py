"""From frozen data to the strings that a template prints. The template computes nothing."""

from collections.abc import Mapping
from typing import Any

from motcua.kernel.text import nfc

from . import words
from .general import ID_LABELS, general
from .glyphs import printable
from .qr import qr_svg
from .register import Edition

_PROVENANCE = {
    "paper": "Giấy",
    "scan": "Quét tại quầy",
    "citizen_file": "Tệp nộp",
    "own_vault": "Kho của cơ quan",
    "national_store": "Kho quốc gia",
    "database": "CSDL",
}


def present(edition: Edition, data: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that is printed, as text that the font can draw.

    A form needs no code: its data are printed by the names of their keys (``general``).
    :raises KeyError: a datum that the form cannot do without.
    """
    return _OWN.get(edition.form_code, general)(edition, data)


def _receipt(edition: Edition, data: Mapping[str, Any]) -> dict[str, Any]:
    """Mẫu 01. Keys as agreed for ``receipt``; what is absent is left out of the paper."""
    return {
        "title": "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "agency_parent": _text(data, "agency_parent").upper(),
        "agency": _text(data, "agency").upper(),
        "number": "" if data.get("number") == data["code"] else _text(data, "number"),
        "code": printable(words.grouped(str(data["code"]))),
        "place_and_day": ", ".join(filter(None, [_text(data, "place"), _day(data)])),
        "owner": _person(data["owner"]),
        "submitter": _person(data.get("submitter")),
        "collector": _name(data.get("collector")),
        "request": _text(data, "procedure_name"),
        "procedure_code": _text(data, "procedure_code"),
        "case": _text(data, "case_name"),
        "detail": _text(data, "request"),
        "components": [_component(row) for row in data.get("components") or []],
        "sets": f"{int(data.get('sets') or 1):02d}",
        "term": _text(data, "term_text"),
        "received": words.moment(str(data["received_at"])),
        "promises": [_promise(row, data) for row in data.get("promises") or []],
        "return_at": _text(data, "return_at"),
        "fee": _text(data, "fee_text"),
        "receiver": _person(data.get("receiver")),
        "book": _book(data.get("book")),
        "legal_note": _text(data, "legal_note"),
        "form_ref": _text(data, "form_ref") or printable(f"{edition.number}, {edition.circular}"),
        "tracking_url": _text(data, "tracking_url"),
        **_check(data),
        "qr": qr_svg(nfc(str(data.get("qr_text") or data.get("tracking_url") or data["code"]))),
    }


def _check(data: Mapping[str, Any]) -> dict[str, str]:
    """The code of the check page, on slips that were issued since there is one."""
    url = str(data.get("check_url") or "")
    qr = qr_svg(nfc(url)) if url else ""
    return {"check_url": printable(url.split("://")[-1]), "check_qr": qr}


def _text(data: Mapping[str, Any], key: str) -> str:
    return printable(str(data.get(key) or ""))


def _day(data: Mapping[str, Any]) -> str:
    said = str(data.get("day") or data["received_at"])
    try:
        return words.day(said)
    except ValueError:
        return printable(said)


def _person(person: Mapping[str, Any] | None) -> dict[str, str] | None:
    if not person:
        return None
    keys = ("name", "id_masked", "address", "phone", "email")
    label = ID_LABELS.get(str(person.get("id_kind")), "Số giấy tờ")
    return {key: _text(person, key) for key in keys} | {"id_label": label}


def _name(person: Mapping[str, Any] | str | None) -> str:
    if isinstance(person, Mapping):
        return _text(person, "name")
    return printable(person or "")


def _component(row: Mapping[str, Any]) -> dict[str, str]:
    provenance = str(row.get("provenance") or "")
    return {
        "no": _text(row, "no"),
        "name": _text(row, "name"),
        "originals": _count(row.get("originals")),
        "copies": _count(row.get("copies")),
        "provenance": printable(_PROVENANCE.get(provenance, provenance)),
    }


def _count(count: object) -> str:
    return f"{count:02d}" if isinstance(count, int) and count else ""


def _promise(row: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, str]:
    """A date with its ground, or a term that begins when the money is paid.

    The ground is left out where it is the term that the paper tells under 3 already.
    """
    basis, term = _text(row, "basis"), _text(row, "term_text")
    if row.get("due_at"):
        ground = "" if basis == _text(data, "term_text") else basis
        return {"number": _text(row, "number"), "due": words.moment(row["due_at"]), "basis": ground}
    told = " ".join(filter(None, [term, basis]))
    if int(row["number"]) > 1 and "kể từ" not in told:
        told = f"{told} kể từ khi hoàn thành nghĩa vụ tài chính"
    return {"number": _text(row, "number"), "due": told, "basis": ""}


def _book(book: Mapping[str, Any] | None) -> dict[str, str] | None:
    return {"volume": _text(book, "volume"), "no": _text(book, "no")} if book else None


_OWN = {"mau-01": _receipt}
