"""Ask axe-core (tests/assets, MPL-2.0, never served) what is wrong with an open page."""

from functools import cache
from pathlib import Path
from typing import Any

#: What a colour, a size of text or a width can change; the rest of a page stays what it is.
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return (Path(__file__).parent / "assets" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, *, exclude: str = "", looks: bool = False) -> list[str]:
    """Return one line for each violation: rule, how bad, and the first elements concerned.

    :param page: a Playwright page, loaded; the content security policy does not hinder this.
    :param exclude: CSS selector of what is not ours to judge.
    :param looks: ask only what another mode of a page already seen can change.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    rules = {"type": "rule", "values": LOOKS} if looks else {"type": "tag", "values": TAGS}
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    scope = {"exclude": [[exclude]]} if exclude else None
    return list(page.evaluate(_ASK, [scope, options]))


# The words are put together there: whole results are megabytes on their way here.
_ASK = """async ([scope, options]) => (await axe.run(scope ?? document, options)).violations.map(
  v => `${v.id} (${v.impact}): ${v.help}: `
    + v.nodes.slice(0, 3).map(n => `${n.target} ${n.failureSummary}`).join('; '))"""
