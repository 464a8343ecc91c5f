"""The sheet of one intake: its forms together, filled from what was typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import uuid4

from django.forms import BoundField, Form
from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.catalog.queries import ComponentInfo, ConditionInfo, VersionInfo
from motcua.dossiers.queries import AgencyChoice, ComponentInput, ProcessChoice
from motcua.kernel.errors import Refused

from .intake import ExtraForm, IntakeForm, PaperForm, PartyForm

PARTIES = ("owner", "submitter", "collector")
NUMBERED = re.compile(r"\(?(\d{1,3})[).]")
MOST_EXTRAS = 20
"""Lines for papers on no list; nobody hands in more at once."""
F = TypeVar("F", bound=Form)


@dataclass(slots=True)
class Sheet:
    """All forms of one intake."""

    version: VersionInfo
    case_id: int | None
    head: IntakeForm
    owner: PartyForm
    submitter: PartyForm
    collector: PartyForm
    papers: list[tuple[ComponentInfo, PaperForm]]
    extras: list[ExtraForm] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def forms(self) -> list[Form]:
        """Every form, in the order of the page; a line that was not sent says nothing."""
        return [
            self.head,
            self.owner,
            self.submitter,
            self.collector,
            *(form for _component, form in self.papers if form.is_bound),
            *self.extras,
        ]

    @property
    def longer_terms(self) -> tuple[ConditionInfo, ...]:
        """The longer terms that the procedure allows under a condition, for this case."""
        return self.version.conditions_for(self.case_id, "counter")

    @property
    def hidden(self) -> list[BoundField]:
        """What the form carries by itself; its errors stand above the sheet."""
        people = (self.owner, self.submitter, self.collector)
        return [self.head["key"], self.head["opened"], *(p["verified_by"] for p in people)]

    def renew(self, now: datetime) -> None:
        """Give a form that is too old or broken a new key and moment, so that it can be sent."""
        if not {"key", "opened"} & set(self.head.errors):
            return
        data = cast(QueryDict, self.head.data).copy()
        data["key"], data["opened"] = uuid4().hex, IntakeForm.sign(now)
        self.head.data = data

    @property
    def is_valid(self) -> bool:
        """Whether every form is; each is asked, so that every error is shown at once."""
        return all([form.is_valid() for form in self.forms])

    @property
    def others(self) -> bool:
        """Whether somebody else than the owner hands in or collects, or something was typed."""
        named = (self.submitter["name"].value(), self.collector["name"].value())
        return any(named) or bool(self.submitter.errors or self.collector.errors)

    @property
    def case_missing(self) -> bool:
        """Whether the papers of the case cannot be shown yet."""
        return bool(self.version.cases) and self.case_id is None

    @property
    def papers_wrong(self) -> bool:
        """Whether a line of the table of papers holds an error."""
        forms = [*(form for _component, form in self.papers), *self.extras]
        return any(form.errors for form in forms)

    def doubt(self, party: PartyForm, warning: str, *, severe: bool) -> None:
        """Say at the field of a person what does not fit in the number.

        :param severe: the number cannot be one; else the officer may say that it was compared.
        """
        party.add_error("number", warning)
        if not severe:
            self.warnings.append(warning)
            self.error = _("Hãy đối chiếu lại giấy tờ trước khi tiếp nhận.")

    def taken(self) -> tuple[ComponentInput, ...]:
        """The papers that were ticked, or that the State already holds, and those that are on no
        list; the forms are valid."""
        listed = tuple(
            ComponentInput(
                component_id=component.id,
                name=component.name,
                originals=form.cleaned_data["originals"] or 0,
                copies=form.cleaned_data["copies"] or 0,
                provenance=form.cleaned_data["provenance"] or "paper",
                state_held=form.cleaned_data["state_held"],
            )
            for component, form in self.papers
            if form.is_bound
            if form.cleaned_data["taken"] or form.cleaned_data["state_held"]
        )
        return listed + tuple(form.paper() for form in self.extras if form.cleaned_data["name"])

    def place_error(self, refusal: Refused) -> None:
        """Put a refusal at the field it speaks of; the rest goes above the page."""
        party, _dash, name = refusal.field.partition("_")
        named = {key: getattr(self, key) for key in PARTIES}
        if party in named and name in named[party].fields:
            named[party].add_error(name, str(refusal))
        elif refusal.field in self.owner.fields:
            self.owner.add_error(refusal.field, str(refusal))
        elif refusal.field in self.head.fields:
            self.head.add_error(refusal.field, str(refusal))
        else:
            self.error = str(refusal)


def sheet(
    version: VersionInfo,
    data: QueryDict | None,
    *,
    judged: bool,
    now: datetime,
    place: dict[str, str],
    processes: list[ProcessChoice],
    communes: list[tuple[str, str]],
    agencies: Sequence[AgencyChoice] = (),
) -> Sheet:
    """The sheet of a procedure with what was typed so far.

    :param data: what was sent; None for a sheet that was just opened.
    :param judged: False keeps what was typed and says nothing about errors yet.
    :param place: initial values that follow from the counter.
    :param agencies: who may decide, where there is a choice beyond the own counter.
    """
    asked = data.get("case", "") if data is not None else ""
    case_id = _case(version, asked)
    opened = {"key": uuid4().hex, "opened": IntakeForm.sign(now), "case": case_id, **place}
    how = {"version": version, "processes": processes, "communes": communes, "agencies": agencies}
    owner, submitter, collector = (
        _form(PartyForm, data, judged=judged, prefix=party) for party in PARTIES
    )
    return Sheet(
        version=version,
        case_id=case_id,
        head=_form(IntakeForm, data, judged=judged, initial=opened, **how),
        papers=[(c, _paper(c, data, judged=judged)) for c in in_order(version.papers_for(case_id))],
        owner=owner,
        submitter=submitter,
        collector=collector,
        extras=_extras(data, judged=judged),
    )


def _extras(data: QueryDict | None, *, judged: bool) -> list[ExtraForm]:
    """The lines for papers on no list: those that were sent, and one more when asked for."""
    if data is None:
        return []
    sent = sum(f"extra-{no}-name" in data for no in range(MOST_EXTRAS))
    more = sent + ("add_paper" in data)
    return [
        _form(ExtraForm, data, judged=judged, prefix=f"extra-{no}")
        for no in range(min(more, MOST_EXTRAS))
    ]


def _case(version: VersionInfo, asked: str) -> int | None:
    known = [case.id for case in version.cases]
    if len(known) == 1:
        return known[0]
    return next((i for i in known if str(i) == asked), None)


def in_order(papers: tuple[ComponentInfo, ...]) -> list[ComponentInfo]:
    """Papers by the numbers printed before their names, where each has one of its own."""
    numbers = [NUMBERED.match(paper.name) for paper in papers]
    printed = [int(number[1]) for number in numbers if number]
    if len(set(printed)) != len(papers):
        return list(papers)
    return [paper for _number, paper in sorted(zip(printed, papers, strict=True), key=_first)]


def _first(pair: tuple[int, ComponentInfo]) -> int:
    return pair[0]


def _paper(component: ComponentInfo, data: QueryDict | None, *, judged: bool) -> PaperForm:
    initial = {"originals": component.originals or 0, "copies": component.copies or 0}
    prefix = f"paper-{component.id}"
    shown = data is None or f"{prefix}-originals" in data
    if data is not None and "take_all" in data:
        data = data.copy()
        data[f"{prefix}-taken"] = "on"
    # A line that was not on the page when it was sent is judged by its first values.
    return _form(PaperForm, data if shown else None, judged=judged, prefix=prefix, initial=initial)


def _form(kind: type[F], data: QueryDict | None, *, judged: bool, **how: Any) -> F:
    form = kind(data, **how)
    if data is None or judged:
        return form
    return kind(**how | {"initial": how.get("initial", {}) | _typed(form)})


def _typed(form: Form) -> dict[str, Any]:
    """What was typed, as it is, to be shown again in a form that is not judged yet."""
    found = {}
    for name, field_ in form.fields.items():
        sent = form.add_prefix(name)
        if field_.widget.value_omitted_from_data(form.data, {}, sent):
            continue
        found[name] = field_.widget.value_from_datadict(form.data, {}, sent)
    return found
