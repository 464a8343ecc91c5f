"""What is promised at reception, and the first promise with its day."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from motcua.catalog import queries as catalog
from motcua.catalog.queries import OfferingInfo, TermInfo, VersionInfo
from motcua.kernel.working_time import TimeLimit, UnreadableLimit
from motcua.organizations import queries as organizations
from motcua.workflow.queries import DefinitionInfo

from . import _clock
from ._beside import both_terms, law_line, with_lines
from .inputs import Intake
from .models import Dossier, Promise


def promises_of(
    dossier: Dossier,
    version: VersionInfo,
    definition: DefinitionInfo,
    offering: OfferingInfo,
    intake: Intake,
) -> list[Promise]:
    """One promise by the term of the catalogue; two where the process publishes two around a
    financial obligation and this dossier has one."""
    limits = [_readable(text) for text in definition.promises]
    if len(limits) == 2 and all(limits) and intake.financial_obligation:
        return [
            Promise(dossier=dossier, number=n, limit=as_json(limit), basis=text)
            for n, (limit, text) in enumerate(zip(limits, definition.promises, strict=True), 1)
        ]
    term: TermInfo = catalog.term(version.id, case_id=intake.case_id, channel=intake.channel)
    committed = catalog.committed(offering, term, intake.channel)
    limit = committed or term.statutory
    basis = _committed(committed, term) if committed else f"{term.text} {term.source}".strip()
    basis = basis or gettext("Không quy định thời hạn")
    return [Promise(dossier=dossier, number=1, limit=as_json(limit), basis=basis)]


def _committed(committed: TimeLimit, term: TermInfo) -> str:
    """The shorter term that was promised, before the one of the law."""
    facts = {"committed": committed.text, "statutory": term.text}
    if not term.text or term.statutory == committed:
        return f"{committed.text} {term.source}".strip()
    said = gettext("%(committed)s (cam kết; thời hạn quy định: %(statutory)s)") % facts
    return f"{said} {term.source}".strip()


def _law_first(promise: Promise, law: TimeLimit) -> str:
    """The ground of a promise by the law's term, where the committed one would end later."""
    facts = {"statutory": law.text, "committed": TimeLimit.from_json(promise.limit).text}
    return gettext("%(statutory)s (theo quy định; cam kết %(committed)s kết thúc muộn hơn)") % facts


def _readable(text: str) -> TimeLimit | None:
    try:
        return TimeLimit.parse(text)
    except UnreadableLimit:
        return None


def start_first(dossier: Dossier, promises: list[Promise], at: datetime) -> None:
    """The first promise gets its day; what the law's term would have given stands beside it.

    A commitment shortens the law's term: in other units it can come out longer all the same (ten
    working days around Tết against fifteen days), and then the law's is promised.
    """
    promise = promises[0]
    promise.starts_at = at
    promise.original_edition = promise.calendar_edition = dossier.calendar_edition
    if promise.limit is None:
        return
    calendar = organizations.calendar_of(dossier.received_unit_id, at)
    answer = _clock.compute(TimeLimit.from_json(promise.limit), at, calendar)
    beside = []
    if both_terms(dossier.statutory_limit, dossier.committed_limit, promises):
        law = TimeLimit.from_json(dossier.statutory_limit)
        found = _clock.compute(law, at, calendar)
        if found.at < answer.at:
            promise.limit, promise.basis, answer = law.to_json(), _law_first(promise, law), found
        else:
            dossier.statutory_due_at = found.at
            beside = [law_line(law, answer.at, found.at)]
    promise.due_at = promise.original_due_at = answer.at
    promise.explanation = with_lines(answer.explanation, beside)
    promise.provisional_years = list(answer.provisional_years)
    _clock.show(dossier, promise)


def as_json(limit: TimeLimit | None) -> Any:
    """A term as it is kept, or none."""
    return limit.to_json() if limit else None
