"""The one error of an expression: a sentence in Vietnamese, and where in the text."""

from django.utils.functional import Promise
from django.utils.translation import gettext

from motcua.kernel.errors import Refused


class ExpressionError(Refused, ValueError):
    """An expression that cannot be read, does not fit its names, or cannot be computed.

    ``position`` counts signs from 0 in the text; ``str()`` counts them from 1, as people do.
    """

    code = "expression"

    def __init__(self, sentence: str | Promise, position: int, **facts: object) -> None:
        super().__init__(field="", **facts)
        self.sentence, self.position = sentence, position

    def __str__(self) -> str:
        return gettext("Biểu thức, ký tự thứ %(place)s: %(problem)s") % {
            "place": self.position + 1,
            "problem": str(self.sentence) % self.facts,
        }
