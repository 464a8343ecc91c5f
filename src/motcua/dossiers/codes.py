"""The dossier's code: by agency and day, gapless, under a mask that the office configures."""

import re
from datetime import date, datetime

from django.db import connection

from motcua.kernel import rulebook
from motcua.kernel.clock import local_day
from motcua.kernel.transactions import part_of_command
from motcua.organizations.queries import UnitInfo

_FIELD = re.compile(r"\{(agency_old|agency|yymmdd|yyyymmdd|seq(?::0\d{1,2})?)\}")


class BadMask(ValueError):
    """A mask that could give the same code twice, or holds what is unknown."""


def check_mask(mask: str) -> None:
    """See that a mask names agency, day and number, and nothing else in braces.

    :raises BadMask: when it does not; the rule's editor shows the sentence.
    """
    named = {found.split(":")[0] for found in _FIELD.findall(mask)}
    if "{" in _FIELD.sub("", mask) or "}" in _FIELD.sub("", mask):
        raise BadMask(f"unknown field in {mask!r}")
    if not (named & {"agency", "agency_old"} and named & {"yymmdd", "yyyymmdd"} and "seq" in named):
        raise BadMask(f"{mask!r} needs agency, day and seq")


def format_code(mask: str, *, agency: str, agency_old: str, day: date, number: int) -> str:
    """The printed code. The 10,000th of a day simply has five digits.

    >>> format_code("{agency_old}-{yymmdd}-{seq:04}", agency="H99.19", agency_old="000.00.19.H99",
    ...             day=date(2026, 11, 20), number=45)
    '000.00.19.H99-261120-0045'
    """
    check_mask(mask)
    return mask.format(
        agency=agency,
        agency_old=agency_old,
        yymmdd=f"{day:%y%m%d}",
        yyyymmdd=f"{day:%Y%m%d}",
        seq=number,
    )


@part_of_command
def next_code(agency: UnitInfo, at: datetime) -> tuple[str, str, date, int]:
    """The next code of an agency on the day of ``at``: printed code, agency's code, day, number.

    Two statements. Takes the counter's row lock until the command ends, so it is asked last; a
    command that fails gives its number back, hence no gaps.
    Source: TT 01/2018/TT-VPCP art. 19 (seen); TT 03/2025/TT-VPCP changes the shape (unverified),
    therefore the mask is the rule ``dossier.code_mask``.
    """
    day = local_day(at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_codecounter (agency_code, day, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (agency_code, day) DO UPDATE SET last = dossiers_codecounter.last + 1"
            " RETURNING last",
            [agency.code_current, day],
        )
        number: int = cursor.fetchone()[0]
    code = format_code(
        rulebook.value("dossier.code_mask", day),
        agency=agency.code_current,
        agency_old=agency.code_old,
        day=day,
        number=number,
    )
    return code, agency.code_current, day, number
