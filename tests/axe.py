"""Ask axe-core (tests/assets, MPL-2.0, never served) what is wrong with an open page."""

from functools import cache
from pathlib import Path
from typing import Any

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return (Path(__file__).parent / "assets" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, *, exclude: str = "") -> list[str]:
    """Return one line for each violation: rule, how bad, and the first elements concerned.

    :param page: a Playwright page, loaded; the content security policy does not hinder this.
    :param exclude: CSS selector of what is not ours to judge.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    scope = {"exclude": [[exclude]]} if exclude else {}
    found = page.evaluate(
        "([s, o]) => axe.run(Object.keys(s).length ? s : document, o)", [scope, options]
    )
    return [
        f"{v['id']} ({v['impact']}): {v['help']}: "
        + "; ".join(f"{n['target']} {n['failureSummary']}" for n in v["nodes"][:3])
        for v in found["violations"]
    ]
