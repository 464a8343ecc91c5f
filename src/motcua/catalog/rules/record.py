"""Reading one published record: what it says, what it lacks, whether it can be true at all.

Complete enough to be offered: name, code, field, level, at least one paper (or the statement
that none is needed), a readable term for the counter or the only channel, at least one channel,
a result. Refused: no name, or it contradicts itself (negative counts, fees or terms; two
different terms for the counter). Everything else loads as a draft.
"""

import json
from typing import Any

from motcua.catalog.messages import Remark, remark
from motcua.catalog.states import Channel, Policy

from . import plain
from .conditions import read_conditions
from .papers import read_papers
from .plain import MOST_LETTERS, rows_of, text_of, texts_of, whole
from .terms import channel_of, read_channels, read_terms
from .values import FeeLine, Reading, Remarks

MOST_NAME = 2_000
_MOST_AMOUNT = 10**15
# Column of the version: (key of the record, longest text that the column takes).
_TEXTS = {
    "level": ("competent_level", 120),
    "online_level": ("online_level", 40),
    "agency": ("agency", 10_000),
    "authority": ("competent_authority", 10_000),
    "coordinating": ("coordinating_agency", 10_000),
    "decision": ("decision", 200),
    "kind": ("procedure_kind", 200),
    "requirements": ("requirements", plain.MOST_TEXT),
    "place": ("place", 10_000),
    "fee_note": ("fee_note", 10_000),
    "retention_class": ("retention_class", 60),
    "source_url": ("source_url", 2_000),
}


class Unreadable(ValueError):
    """A record that cannot even be named. ``reasons`` are stored remarks, ``key`` what is known."""

    def __init__(self, key: str, reasons: list[Remark]) -> None:
        self.key, self.reasons = key, reasons
        super().__init__(key)


def read(raw: object) -> Reading:
    """Read one record of the format of ``procedures.json``.

    :raises Unreadable: no record, no name, absurdly large, or contradicting itself.
    """
    record = _record(raw)
    remarks = Remarks()
    name = _name(record, remarks)
    code, label = _code(record, remarks), text_of(record, "version", remarks, 120)
    cases, papers = read_papers(record, remarks)
    published = read_channels(record, remarks)
    terms, channels = read_terms(record, published, remarks)
    reading = Reading(
        code=code,
        label=label,
        name=name,
        name_key=plain.name_key(name),
        sha256=plain.digest(record),
        record=record,
        field_name=text_of(record, "field", remarks, 200),
        field_source=text_of(record, "field_source", remarks, 200),
        texts={c: text_of(record, key, remarks, most) for c, (key, most) in _TEXTS.items()}
        | {"steps_text": "\n".join(texts_of(record, "steps", remarks))}
        | _policy(record, remarks),
        applicants=texts_of(record, "applicants", remarks),
        channels=channels,
        by_post=Channel.POST in published,
        cases=cases,
        papers=papers,
        terms=terms,
        conditions=read_conditions(record, terms, remarks),
        fees=tuple(_fees(record, remarks)),
        results=_results(record, remarks),
        legal_bases=texts_of(record, "legal_bases", remarks),
        remarks=remarks,
    )
    _complete(reading)
    if remarks.refusals:
        raise Unreadable(reading.key, remarks.refusals)
    return reading


def _record(raw: object) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise Unreadable("", [remark("not_a_record")])
    try:
        record: dict[str, Any] = plain.sanitized(raw)
    except (plain.TooDeep, RecursionError) as error:
        raise Unreadable(_known(raw), [remark("too_deep")]) from error
    if len(json.dumps(record, ensure_ascii=False)) > MOST_LETTERS:
        raise Unreadable(_known(record), [remark("too_large", most=MOST_LETTERS)])
    return record


def _known(raw: dict[Any, Any]) -> str:
    parts = (raw.get("code"), raw.get("version"), raw.get("name"))
    return " · ".join(part[:200] for part in parts if isinstance(part, str))


def _name(record: dict[str, Any], remarks: Remarks) -> str:
    name = " ".join(text_of(record, "name", remarks, MOST_LETTERS).split())
    if not name:
        raise Unreadable(_known(record), [remark("no_name")])
    if len(name) > MOST_NAME:
        raise Unreadable(_known(record), [remark("name_too_long", most=MOST_NAME)])
    return name


def _code(record: dict[str, Any], remarks: Remarks) -> str:
    return "".join(text_of(record, "code", remarks, 40).split())


def _fees(record: dict[str, Any], remarks: Remarks) -> list[FeeLine]:
    lines = []
    for row in rows_of(record, "fee", dict, remarks):
        amount = whole(row.get("amount_vnd"))
        displayed = text_of(row, "displayed", remarks, 2_000)
        if amount is None and row.get("amount_vnd") is not None:
            remarks.warn("wrong_type", part="fee.amount_vnd")
        if amount is not None and amount < 0:
            remarks.refuse("negative_fee", text=displayed[:200], printed=amount)
        if amount is not None and amount > _MOST_AMOUNT:
            remarks.warn("wrong_type", part="fee.amount_vnd")
            amount = None
        lines.append(
            FeeLine(
                name=text_of(row, "name", remarks, 2_000),
                channel=channel_of(row.get("channel")),
                amount_vnd=amount,
                displayed=displayed,
                note=text_of(row, "note", remarks, 10_000),
                warning=text_of(row, "warning", remarks, 2_000),
            )
        )
    return lines


def _policy(record: dict[str, Any], remarks: Remarks) -> dict[str, str]:
    """The policy on supplements that the record says itself, with its ground; else none."""
    said = record.get("supplement")
    if said is None:
        return {}
    if not isinstance(said, dict):
        remarks.warn("wrong_type", part="supplement")
        return {}
    code = text_of(said, "policy", remarks, 200)
    ground = text_of(said, "ground", remarks, 2_000) or text_of(record, "decision", Remarks(), 200)
    if code not in Policy or not ground:
        remarks.warn("policy_unfounded", text=code)
        return {}
    return {"supplement_policy": code, "supplement_ground": ground}


def _results(record: dict[str, Any], remarks: Remarks) -> tuple[tuple[str, str], ...]:
    rows = rows_of(record, "results", dict, remarks)
    pairs = [(text_of(r, "name", remarks, 4_000), text_of(r, "code", remarks, 60)) for r in rows]
    found = tuple(pair for pair in pairs if pair[0])
    if not found and (only := text_of(record, "result", remarks, 4_000)):
        return ((only, ""),)
    return found


def _complete(reading: Reading) -> None:
    present = {
        "code": reading.code,
        "label": reading.label,
        "field": reading.field_name,
        "level": reading.texts["level"],
        "results": reading.results,
    }
    for part, value in present.items():
        if not value:
            reading.remarks.lacks(part)
