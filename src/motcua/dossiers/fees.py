"""What certified copies cost, by the rule of the day. Shown, never collected here."""

from datetime import date

from motcua.kernel import rulebook

RULE = "fee.certified_copy"


def of_copies(pages: int, copies: int, day: date) -> int:
    """Đồng for so many copies of an original with so many pages.

    :raises NoRule: the day has no rule.

    Source: the fee of 2.000815 as published (2.000 đồng a page, from the third page 1.000, at most
    200.000 a copy) [seen]; the values are the rule ``fee.certified_copy``.
    """
    rule = rulebook.value(RULE, day)
    first = min(pages, rule["first_pages"])
    one = first * rule["first"] + (pages - first) * rule["further"]
    return int(min(one, rule["most"]) * copies)
