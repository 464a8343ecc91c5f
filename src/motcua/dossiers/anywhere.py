"""Reception that does not depend on boundaries: a counter takes in what is another agency's.

Source: NĐ 118/2025/NĐ-CP art. 14 and 20 [seen]: the public service centres of the province and of
the communes receive dossiers of every agency of the province. Whether it holds on a day is the
rule ``reception.anywhere``.
"""

from datetime import date

from motcua.catalog.queries import OfferingInfo
from motcua.kernel import rulebook
from motcua.organizations import queries as organizations
from motcua.organizations.queries import Level, UnitKind

RULE = "reception.anywhere"
ONE_STOP = {UnitKind.ONE_STOP_PROVINCE, UnitKind.ONE_STOP_COMMUNE}


def may_receive_for(unit_id: int, through_id: int, day: date) -> bool:
    """Whether a counter of one unit may take in what another one receives. No query of its own."""
    if through_id == unit_id:
        return True
    kinds = {organizations.unit(i).kind for i in (unit_id, through_id)}
    return bool(rulebook.value(RULE, day)) and kinds <= ONE_STOP


def elsewhere(offering: OfferingInfo, unit_id: int) -> int | None:
    """The unit that a dossier is received for, where it is not the one that receives."""
    return offering.receiving_unit_id if offering.receiving_unit_id != unit_id else None


def place(commune_id: int | None, offering: OfferingInfo, unit_id: int) -> int | None:
    """The commune of the dossier: what a commune decides lies in that commune.

    Of a dossier received elsewhere; else what the officer said.
    """
    if elsewhere(offering, unit_id) is None:
        return commune_id
    deciding = organizations.unit(offering.deciding_unit_id)
    if deciding.level != Level.COMMUNE:
        return commune_id
    return deciding.id if deciding.kind == UnitKind.COMMUNE else deciding.parent_id
