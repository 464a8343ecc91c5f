"""What came of it: the last sentences, the figures as JSON, and whether it was good."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from launcher.kill.page import NAMES, clock, number
from launcher.layout import Layout
from launcher.messages import say

if TYPE_CHECKING:
    from launcher.kill.run import Run


def drained(seen: Mapping[str, Any]) -> bool:
    """Whether no job waits or is being done, and every issued slip has its PDF."""
    jobs = seen.get("jobs")
    if jobs is None:
        return False
    return not jobs.get("todo") and not jobs.get("doing") and seen["slips"] == seen["rendered"]


def good(run: "Run") -> bool:
    """Whether everything is as it was told, and everybody got an answer."""
    return (
        run.account.verdict().good
        and run.settled
        and drained(run.account.seen)
        and not run.account.seen["jobs"].get("failed")
        and bool(run.invariants.get("invariants"))
        and not run.invariants["broken"]
    )


def invariants_sentence(found: Mapping[str, Any]) -> str:
    """What the check of all data said; empty before it."""
    rows = found.get("invariants")
    if not rows:
        return ""
    if not found["broken"]:
        return f"Cả {len(rows)} điều luôn phải đúng đều đúng."
    names = "; ".join(row["name"] for row in rows if row["broken"])
    return f"{found['broken']} trong {len(rows)} điều luôn phải đúng bị phá vỡ: {names}."


def left_over(layout: Layout) -> list[int]:
    """Processes that still work for the installation (Linux)."""
    mark, found = str(layout.home).encode(), []
    for entry in Path("/proc").iterdir() if Path("/proc/self").exists() else ():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
                variables = (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            theirs = b"MOTCUA_DATA_DIR=" + mark in variables
            if theirs or (b"postgres" in words and mark in words):
                found.append(int(entry.name))
    return found


def figures(run: "Run", left: list[int]) -> dict[str, Any]:
    """Everything, for other programs."""
    account, seen = run.account, run.account.seen
    deaths = Counter(death.target for death in run.killer.deaths)
    return {
        "good": good(run) and not left,
        "seed": run.wish.seed,
        "seconds": round(run.now, 1),
        "kills": sum(deaths.values()),
        "killed": dict(deaths),
        "planned": run.wish.kills,
        **asdict(account.verdict()),
        "by_kind": dict(Counter(kind for kind, _ in account.told)),
        "there_by_kind": dict(Counter(str(row["kind"]) for row in seen.get("acts") or [])),
        "unclear": len(account.unclear),
        "answers": dict(account.answers),
        "faults_5xx": run.staff.faults,
        "settled": run.settled,
        "jobs": seen.get("jobs", {}),
        "slips": seen.get("slips", 0),
        "rendered": seen.get("rendered", 0),
        "invariants": len(run.invariants.get("invariants", ())),
        "invariants_broken": run.invariants.get("broken", -1),
        "left_over": left,
        "wrong": account.wrong(),
    }


def write(run: "Run", left: list[int], file: Path) -> None:
    """The figures, every answer that was kept and every kill, as JSON."""
    acts = [
        [kind, about, code, round(at, 2)] for (kind, about), (code, at) in run.account.told.items()
    ]
    deaths = [asdict(death) for death in run.killer.deaths]
    whole = figures(run, left) | {
        "acts": acts,
        "deaths": deaths,
        "broken": [row for row in run.invariants.get("invariants", ()) if row["broken"]],
    }
    file.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def tell(run: "Run", left: list[int]) -> None:
    """The last sentences at the terminal."""
    found = figures(run, left)
    killed = ", ".join(f"{NAMES[name].lower()} {times}" for name, times in found["killed"].items())
    say("")
    say(f"Sau {clock(run.now)}, {found['kills']} lần tắt ngang ({killed}):")
    say(
        f"  {number(found['told'])} việc đã báo là xong; mất {found['lost']}, thừa "
        f"{found['doubled']}, số bỏ trống {found['gaps']}",
        f"{found['told']} acts acknowledged, {found['lost']} lost, {found['doubled']} doubled, "
        f"{found['gaps']} gaps",
    )
    answers = found["answers"]
    say(
        f"  {answers.get('cut', 0)} lần đứt kết nối hoặc lỗi, {answers.get('again', 0)} biểu mẫu "
        f"gửi lại được trả lời, {found['unclear']} việc không rõ",
        "connections cut, forms sent again, acts unclear",
    )
    say(
        f"  {found['rendered']} trên {found['slips']} giấy hẹn đã in; việc nền: {found['jobs']}",
        "slips rendered, jobs by status",
    )
    said = invariants_sentence(run.invariants)
    say(f"  {said or 'Chưa kiểm tra được các điều bất biến.'}")
    for name, acts in found["wrong"].items():
        for kind, about in acts[:20]:
            say(f"  ! {name}: {kind} {about}")
    if not run.settled:
        say("  ! Có người chưa nhận được câu trả lời nào.", "somebody got no answer at all")
    if left:
        say(f"  ! Còn tiến trình sót lại: {left}", "processes are left over")
    if found["good"]:
        say("Đạt: không mất gì, không thừa gì.", "met: nothing lost, nothing doubled")
    else:
        say("Chưa đạt.", "not met")
