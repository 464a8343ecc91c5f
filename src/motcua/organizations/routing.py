"""Which unit a rule of a published process means for one dossier, and why. No query of its own.

Published processes name actors by kind ("Chi nhánh Văn phòng ĐKĐĐ", "TTPVHCC cấp tỉnh hoặc cấp
xã"). A rule says the kind; place, field and receiving unit of the dossier make it one unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .infos import Resolution, RouteContext
from .models import Unit
from .snapshot import Organisation
from .states import Level, Service, UnitKind

Answer = tuple[int | None, str]

# Where a choice between kinds follows the receiving unit's level, a branch counts as the near one.
NEAR_KINDS = frozenset({UnitKind.LAND_BRANCH})


# A counter serves whoever comes: the place of the dossier does not send them to another one.
WHERE_RECEIVED = frozenset({"receiving", "one_stop_province", "one_stop_commune"})


@dataclass(frozen=True, slots=True)
class Route:
    """One dossier's route on one day, with the questions that rules ask of it."""

    organisation: Organisation
    context: RouteContext
    day: date

    @property
    def receiving(self) -> Unit:
        """The unit that took the dossier in."""
        return self.organisation.units[self.context.receiving_unit_id]

    def above(self, unit_id: int, kind: str) -> Unit | None:
        """The nearest unit of a kind, the unit itself included, upwards."""
        line = (self.organisation.units[i] for i in self.organisation.ancestors(unit_id, self.day))
        return next((unit for unit in line if unit.kind == kind), None)

    def below(self, unit_id: int, *kinds: str) -> Iterator[Unit]:
        """Units of some kinds under a unit, kinds in the order given, nearest first."""
        subtree = [self.organisation.units[i] for i in self._subtree(unit_id)]
        return (unit for kind in kinds for unit in subtree if unit.kind == kind)

    def any_of(self, kind: str) -> Unit | None:
        """The first unit of a kind that exists on the day."""
        return next((u for u in self.organisation.in_force(self.day) if u.kind == kind), None)

    def commune(self) -> Unit | None:
        """The commune of the place; else the one that receives; else the one that decides."""
        if self.context.commune_id is not None:
            return self.organisation.units[self.context.commune_id]
        own = self.above(self.context.receiving_unit_id, UnitKind.COMMUNE)
        return own or self.above(self.context.deciding_unit_id, UnitKind.COMMUNE)

    def in_charge(self, unit_id: int, *kinds: str) -> Unit | None:
        """The unit under another one that is in charge of the dossier's field."""
        code = self.context.field_code
        return next(
            (
                unit
                for unit in self.below(unit_id, *kinds)
                if code in self.organisation.field_codes(unit.pk, self.day)
            ),
            None,
        )

    def department(self) -> Unit | None:
        """The department that decides; else the one with a division for the field; else any."""
        if own := self.above(self.context.deciding_unit_id, UnitKind.DEPARTMENT):
            return own
        all_of_them = [
            u for u in self.organisation.in_force(self.day) if u.kind == UnitKind.DEPARTMENT
        ]
        kinds = (UnitKind.DIVISION, UnitKind.SUB_DEPARTMENT)
        named = (u for u in all_of_them if self.in_charge(u.pk, *kinds))
        return next(named, all_of_them[0] if all_of_them else None)

    def _subtree(self, unit_id: int) -> list[int]:
        return self.organisation.subtree(unit_id, self.day)


def resolve(organisation: Organisation, rule: str, context: RouteContext, day: date) -> Resolution:
    """Return the unit that ``rule`` means for the route, the alternative chosen, and the reason.

    :param rule: one rule, or alternatives ``A|B|C`` as published with "A hoặc B".
    :raises ValueError: a rule that nobody knows; publication of a process checks it before.

    Between alternatives: the one that is the receiving unit itself; else of its kind; else of its
    level; else the first that names a unit. Source: nghị định 118/2025 art. 14 and 20 [seen]
    (received anywhere in the province); the order of preference is ours [derived].
    """
    route = Route(organisation, context, day)
    rules = [part.strip() for part in rule.split("|")]
    answers = [(part, *_answer(part, route)) for part in rules]
    if len(answers) == 1:
        return Resolution(answers[0][1], answers[0][0], answers[0][2])
    named = [answer for answer in answers if answer[1] is not None]
    if not named:
        return Resolution(None, answers[0][0], answers[0][2])
    return _choose([(part, unit_id) for part, unit_id, _reason in named], route)


def _choose(named: list[tuple[str, int | None]], route: Route) -> Resolution:
    receiving = route.receiving
    units = {part: route.organisation.units[i] for part, i in named if i is not None}
    facts = {"receiving": receiving.name, "count": len(units)}
    for part, unit in units.items():
        if unit.pk == receiving.pk:
            return Resolution(
                unit.pk,
                part,
                _("Quy trình ghi nhiều nơi; chọn %(receiving)s vì chính nơi này tiếp nhận.")
                % facts,
            )
    for part, unit in units.items():
        if unit.kind == receiving.kind:
            text = _("Quy trình ghi nhiều nơi; chọn %(unit)s vì cùng loại với nơi tiếp nhận.")
            return Resolution(unit.pk, part, text % (facts | {"unit": unit.name}))
    for part, unit in units.items():
        if _level(unit) == _level(receiving):
            text = _("Quy trình ghi nhiều nơi; chọn %(unit)s vì cùng cấp với nơi tiếp nhận.")
            return Resolution(unit.pk, part, text % (facts | {"unit": unit.name}))
    part, unit = next(iter(units.items()))
    text = _("Quy trình ghi nhiều nơi; chọn %(unit)s vì được ghi trước.")
    return Resolution(unit.pk, part, text % (facts | {"unit": unit.name}))


def _level(unit: Unit) -> str:
    return Level.COMMUNE if unit.kind in NEAR_KINDS else unit.level


def _answer(rule: str, route: Route) -> Answer:
    if rule.startswith("external:"):
        return _external(rule.removeprefix("external:"), route)
    if rule not in RULES:
        raise ValueError(f"no such unit rule: {rule!r}")
    unit_id, reason = RULES[rule](route)
    return (unit_id, reason) if rule in WHERE_RECEIVED else _in_place(unit_id, reason, route)


def _in_place(unit_id: int | None, reason: str, route: Route) -> Answer:
    """Of an agency divided by place, the part where the dossier's place lies."""
    place = route.context.commune_id
    if unit_id is None or place is None:
        return unit_id, reason
    field = route.context.field_code
    there = route.organisation.in_place(unit_id, route.day, field, place)
    if there == unit_id:
        return unit_id, reason
    units = route.organisation.units
    facts = {"unit": units[there].name, "commune": units[place].name}
    return there, _("%(unit)s phụ trách địa bàn %(commune)s.") % facts


def _named(unit: Unit | None, found: str, missing: str) -> Answer:
    if unit is None:
        return None, missing
    return unit.pk, found % {"unit": unit.name}


def _receiving(route: Route) -> Answer:
    return route.receiving.pk, _("%(unit)s là nơi tiếp nhận hồ sơ.") % {
        "unit": route.receiving.name
    }


def _deciding(route: Route) -> Answer:
    unit = route.organisation.units[route.context.deciding_unit_id]
    return unit.pk, _("%(unit)s là cơ quan có thẩm quyền giải quyết.") % {"unit": unit.name}


def _one_stop_province(route: Route) -> Answer:
    if route.receiving.kind == UnitKind.ONE_STOP_PROVINCE:
        return _receiving(route)
    return _named(
        route.any_of(UnitKind.ONE_STOP_PROVINCE),
        _("%(unit)s là trung tâm cấp tỉnh."),
        _("Tỉnh chưa có Trung tâm Phục vụ hành chính công."),
    )


def _one_stop_commune(route: Route) -> Answer:
    if route.receiving.kind == UnitKind.ONE_STOP_COMMUNE:
        return _receiving(route)
    commune = route.commune()
    if commune is None:
        return None, _no_commune()
    served = route.organisation.serving(commune.pk, Service.ONE_STOP, route.day)
    unit = (
        route.organisation.units[served]
        if served
        else next(route.below(commune.pk, UnitKind.ONE_STOP_COMMUNE), None)
    )
    facts = {"commune": commune.name}
    if unit is None:
        return None, _("%(commune)s chưa có Trung tâm Phục vụ hành chính công.") % facts
    text = _("%(unit)s phục vụ %(commune)s.")
    return unit.pk, text % (facts | {"unit": unit.name})


def _department(route: Route) -> Answer:
    return _named(
        route.department(),
        _("%(unit)s phụ trách lĩnh vực của thủ tục."),
        _("Tỉnh chưa có sở nào trong hệ thống."),
    )


def _division(route: Route) -> Answer:
    department = route.department()
    if department is None:
        return _department(route)
    kinds = (UnitKind.DIVISION, UnitKind.SUB_DEPARTMENT)
    if unit := route.in_charge(department.pk, *kinds):
        return unit.pk, _("%(unit)s phụ trách lĩnh vực của thủ tục.") % {"unit": unit.name}
    text = _("%(unit)s chưa phân công phòng nào phụ trách lĩnh vực này, nên sở tự phân công.")
    return department.pk, text % {"unit": department.name}


def _land_office(route: Route) -> Answer:
    department = route.department()
    own = next(route.below(department.pk, UnitKind.LAND_OFFICE), None) if department else None
    return _named(
        own or route.any_of(UnitKind.LAND_OFFICE),
        _("%(unit)s làm việc này cho toàn tỉnh."),
        _("Tỉnh chưa có văn phòng đăng ký đất đai trong hệ thống."),
    )


def _land_branch(route: Route) -> Answer:
    commune = route.commune()
    served = route.organisation.serving(commune.pk, Service.LAND, route.day) if commune else None
    if commune and served:
        facts = {"unit": route.organisation.units[served].name, "commune": commune.name}
        return served, _("%(unit)s phụ trách địa bàn %(commune)s.") % facts
    if route.receiving.kind == UnitKind.LAND_BRANCH:
        return _receiving(route)
    office, reason = _land_office(route)
    if office is None:
        return None, reason
    text = _("Chưa biết xã nơi có đất, nên %(unit)s phân công chi nhánh.")
    return office, text % {"unit": route.organisation.units[office].name}


def _commune(route: Route) -> Answer:
    return _named(
        route.commune(), _("%(unit)s là nơi có đất hoặc nơi thực hiện thủ tục."), _no_commune()
    )


def _commune_division(route: Route) -> Answer:
    commune = route.commune()
    if commune is None:
        return None, _no_commune()
    if unit := route.in_charge(commune.pk, UnitKind.COMMUNE_DIVISION):
        return unit.pk, _("%(unit)s phụ trách lĩnh vực của thủ tục.") % {"unit": unit.name}
    if unit := next(route.below(commune.pk, UnitKind.COMMUNE_DIVISION), None):
        return unit.pk, _("%(unit)s là phòng chuyên môn của xã.") % {"unit": unit.name}
    text = _("%(unit)s chưa có phòng chuyên môn, nên Ủy ban nhân dân tự phân công.")
    return commune.pk, text % {"unit": commune.name}


def _province(route: Route) -> Answer:
    own = route.above(route.context.deciding_unit_id, UnitKind.PROVINCE)
    return _named(
        own or route.any_of(UnitKind.PROVINCE),
        _("%(unit)s là cấp tỉnh."),
        _("Chưa có Ủy ban nhân dân tỉnh trong hệ thống."),
    )


def _province_office(route: Route) -> Answer:
    return _named(
        route.any_of(UnitKind.PROVINCE_OFFICE),
        _("%(unit)s giúp việc cho Ủy ban nhân dân tỉnh."),
        _("Chưa có Văn phòng Ủy ban nhân dân tỉnh trong hệ thống."),
    )


def _external(key: str, route: Route) -> Answer:
    unit = next((u for u in route.organisation.in_force(route.day) if u.key == key), None)
    return _named(
        unit,
        _("%(unit)s ở ngoài hệ thống: hồ sơ chờ kết quả từ nơi này."),
        _("Bước này do bên ngoài hệ thống thực hiện."),
    )


def _no_commune() -> str:
    return _("Hồ sơ chưa ghi xã, phường, đặc khu nơi có đất hoặc nơi thực hiện.")


RULES: dict[str, Callable[[Route], Answer]] = {
    "receiving": _receiving,
    "deciding": _deciding,
    "one_stop_province": _one_stop_province,
    "one_stop_commune": _one_stop_commune,
    "department": _department,
    "division": _division,
    "land_office": _land_office,
    "land_branch": _land_branch,
    "commune": _commune,
    "commune_division": _commune_division,
    "province": _province,
    "province_office": _province_office,
}
