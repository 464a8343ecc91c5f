"""Which time limit holds for one dossier."""

from collections.abc import Iterable

from motcua.catalog.infos import LimitInfo, OfferingInfo, PolicyInfo, TermInfo, VersionInfo
from motcua.catalog.states import TermKind
from motcua.kernel.working_time import TimeLimit

from .versions import version


def term(version_id: int, *, case_id: int | None, channel: str) -> TermInfo:
    """The term of a dossier of this case that came in by this channel.

    The closest row wins: the case's on this channel, the case's, the channel's, the one for all.
    Where the closest rows disagree, or the source printed a number without a unit, ``statutory``
    is none: nothing may be promised, and ``text`` shows what was printed. A published version
    has a readable term for each of ``VersionInfo.channels``.

    :param case_id: the case picked at intake, or none.
    :param channel: ``counter``, ``online`` or ``post``.
    """
    info = version(version_id)
    statutory = closest(info, TermKind.STATUTORY, case_id, channel)
    committed = closest(info, TermKind.COMMITTED, case_id, channel)
    return TermInfo(
        statutory=_only(statutory),
        committed=_only(committed),
        text="; ".join(dict.fromkeys(row.text for row in statutory if row.text)),
        source=info.decision or info.source_url,
    )


def committed(offering: OfferingInfo | None, term: TermInfo, channel: str) -> TimeLimit | None:
    """The shorter term that is promised to a dossier of this channel, or none. No query.

    What the receiving unit says of the channel, of all channels, then what the version itself says.
    """
    own = offering.committed_by(channel) if offering else None
    return own or term.committed


def policy(version: VersionInfo, offering: OfferingInfo | None) -> PolicyInfo | None:
    """The policy on supplements of a procedure at this unit; none: the rule's holds. No query.

    What the receiving unit says of it goes before what the version says.
    """
    return (offering.policy if offering else None) or version.policy


def closest(info: VersionInfo, kind: str, case_id: int | None, channel: str) -> list[LimitInfo]:
    """The rows that stand nearest to this case and channel; empty where there is none."""
    ranked: dict[int, list[LimitInfo]] = {}
    for row in info.limits:
        if row.kind != kind or row.case_id not in (None, case_id):
            continue
        if row.channel not in ("", channel):
            continue
        distance = 2 * (row.case_id is None) + (row.channel == "")
        ranked.setdefault(distance, []).append(row)
    return ranked[min(ranked)] if ranked else []


def _only(rows: Iterable[LimitInfo]) -> TimeLimit | None:
    limits = [row.limit for row in rows]
    if not limits or any(limit != limits[0] for limit in limits):
        return None
    return limits[0]
