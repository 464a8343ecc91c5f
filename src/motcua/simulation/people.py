"""Invented people. Names are put together by chance; numbers have the structure of real ones."""

from datetime import date, timedelta

from motcua.dossiers.queries import PartyInput

from .chance import Chance
from .plan import Plan

OLDEST, YOUNGEST = 1948, 2004
"""Years of birth of applicants: grown up, and alive."""


def person(plan: Plan, chance: Chance, *, commune: str, carded: bool = False) -> PartyInput:
    """Somebody of a commune.

    :param commune: its name as addresses print it.
    :param carded: the officer read the chip or QR of the card, so the data are verified.
    """
    names, female = plan.names, chance.happens(0.5)
    born = date(OLDEST, 1, 1) + timedelta(days=chance.below((YOUNGEST - OLDEST) * 365))
    number = _number(chance, chance.one(names["birth_places"]), born, female)
    told = not chance.happens(plan.people["no_number"])
    return PartyInput(
        kind="person",
        name=_name(plan, chance, female),
        number_kind="personal_id" if told else "none",
        number=number if told else "",
        birth=born,
        gender="female" if female else "male",
        phone=phone(chance),
        address=f"{chance.one(names['hamlets'])}, {commune}",
        verified_by="card_qr" if carded and told else "declared",
    )


def organisation(plan: Plan, chance: Chance, *, field_code: str, commune: str) -> PartyInput:
    """A firm or a cooperative that has to do with a field; one name has one tax code."""
    by_field = plan.names["organisations"]
    everybody = [name for names in by_field.values() for name in names]
    name = chance.one(by_field.get(field_code, everybody))
    which = everybody.index(name)
    return PartyInput(
        kind="organisation",
        name=name,
        number_kind="tax_code",
        number=tax_code(which),
        phone=phone(Chance("organisation", which)),
        address=f"Số {which + 3} đường Hoa Cúc, {commune}",
    )


def phone(chance: Chance) -> str:
    """A number of the range 0900 000 …, which the demonstration uses throughout."""
    return f"09000{chance.below(90000) + 10000}"


def tax_code(which: int) -> str:
    """A tax code with its check digit; the weights are those of the General Department of Taxes."""
    nine = 990100000 + which * 37
    while True:
        digits = f"{nine:09}"
        rest = sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11
        if rest != 0:
            return f"{digits}{10 - rest}"
        nine += 1


_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def _number(chance: Chance, place: str, born: date, female: bool) -> str:
    century = 2 * (born.year // 100 - 19) + female
    return f"{place}{century}{born.year % 100:02}{chance.below(1_000_000):06}"


def _name(plan: Plan, chance: Chance, female: bool) -> str:
    names, which = plan.names, "female" if female else "male"
    if chance.happens(names["other"]):
        return str(chance.one(names[f"other_{which}"]))
    family = chance.pick(names["family"])
    middle, given = chance.one(names[f"middle_{which}"]), chance.one(names[f"given_{which}"])
    return f"{family} {middle} {given}"
