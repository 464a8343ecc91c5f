"""Lists: one definition of columns, filters and orders for a page, its link and its files.

A room that owns rows defines a :class:`ListSpec`; a door puts it into a reader's hands as a
:class:`Listing` and calls :func:`answer`. The address is all there is: whoever opens the same
address with the same rights sees the same list.
"""

from .answering import Listing, answer, leads_to, show
from .asking import Asked, choices, read
from .export import harmless
from .showing import BulkAct, Shown
from .spec import Code, Column, Due, Filter, ListSpec, Look, Promised, Sort, Tagged, Value, Words

__all__ = [
    "Asked",
    "BulkAct",
    "Code",
    "Column",
    "Due",
    "Filter",
    "ListSpec",
    "Listing",
    "Look",
    "Promised",
    "Shown",
    "Sort",
    "Tagged",
    "Value",
    "Words",
    "answer",
    "choices",
    "harmless",
    "leads_to",
    "read",
    "show",
]
