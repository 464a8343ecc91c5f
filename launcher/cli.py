"""The commands of ``./motcua`` and what each takes."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from launcher import children, messages
from launcher import layout as layouts
from launcher.layout import Layout
from launcher.messages import Failure, Interrupted, complain

#: Commands whose further words belong to somebody else (Django, pytest).
PASSED_ON = ("manage", "test", "prove", "bench")


def parser() -> argparse.ArgumentParser:
    """The command line, with its help in both languages."""
    top = argparse.ArgumentParser(
        prog="./motcua",
        description="Một Cửa – hệ thống một cửa của tỉnh (a province's one-stop shop)",
    )
    _data_dir(top, default=None)
    commands = top.add_subparsers(dest="command", required=True, metavar="LỆNH")
    up = _command(commands, "up", "chạy tất cả (run everything)")
    up.add_argument("--host", default=os.environ.get("MOTCUA_HOST", "127.0.0.1"))
    up.add_argument("--port", type=_port, default=os.environ.get("MOTCUA_PORT", "8000"))
    up.add_argument(
        "--no-demo", action="store_true", help="không nạp tỉnh minh hoạ (no demonstration province)"
    )
    up.add_argument(
        "--live",
        action="store_true",
        help="tỉnh minh hoạ tự làm việc tiếp theo đồng hồ (the demonstration goes on by itself)",
    )
    _command(commands, "test", "mọi kiểm tra ngắn (all short checks); -k TÊN → pytest")
    _command(commands, "prove", "kiểm tra dài (the long checks)")
    _command(commands, "bench", "đo tốc độ (measure)")
    _command(commands, "manage", "lệnh quản trị của Django (Django's commands)")
    save = _command(commands, "backup", "sao lưu vào thư mục (save into a folder)")
    save.add_argument("folder", type=Path)
    load = _command(commands, "restore", "phục hồi từ thư mục (restore from a folder)")
    load.add_argument("folder", type=Path)
    load.add_argument(
        "--force", action="store_true", help="thay dữ liệu đang có (replace what is there)"
    )
    bundle = _command(commands, "bundle", "gói cài không cần mạng (archive for no network)")
    bundle.add_argument("file", type=Path, nargs="?")
    demo = _command(commands, "demo", "trình diễn (demonstrations): kill")
    shown = demo.add_subparsers(dest="shown", required=True, metavar="GÌ")
    kill = shown.add_parser(
        "kill",
        help="mười người làm việc trong khi web, tiến trình nền, cơ sở dữ liệu bị tắt ngang "
        "(people work while web, worker and database are killed)",
    )
    _data_dir(kill, default=argparse.SUPPRESS)
    kill.add_argument("--minutes", type=float, default=2, help="phút (minutes), mặc định 2")
    kill.add_argument("--kills", type=int, help="số lần tắt ngang, mặc định 7 mỗi phút (kills)")
    kill.add_argument("--seed", type=int, default=1, help="hạt giống (same seed, same plan)")
    kill.add_argument("--port", type=_port, default="8000", help="trang trực tiếp ở cổng kế tiếp")
    kill.add_argument("--report", type=Path, help="ghi số liệu ra tệp JSON (figures as JSON)")
    _command(commands, "lock", "khoá lại phiên bản thư viện (lock requirements)")
    return top


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    made = commands.add_parser(
        name, help=text, description=text, add_help=name not in PASSED_ON, allow_abbrev=False
    )
    _data_dir(made, default=argparse.SUPPRESS)
    return made


def _data_dir(made: argparse.ArgumentParser, default: str | None) -> None:
    made.add_argument(
        "--data-dir",
        metavar="DIR",
        default=default,
        help="thư mục dữ liệu, mặc định var/ (data folder; also MOTCUA_DATA_DIR)",
    )


def _port(word: str) -> int:
    number = int(word)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("1-65535")
    return number


def main(words: Sequence[str]) -> int:
    """Run one command; the exit code says whether it went well."""
    messages.prepare()
    os.umask(0o022)
    if sys.version_info < (3, 11):  # noqa: UP036 - the launcher itself must say so
        complain(Failure("Một Cửa cần Python 3.11 trở lên.", "Python 3.11 or newer is needed", 3))
        return 3
    mine, rest = _split(words)
    known = parser().parse_args(mine)
    try:
        if known.command == "demo":
            return _demo(known)
        return _run(layouts.find(known.data_dir), known, rest)
    except Failure as failure:
        complain(failure)
        return failure.code
    except (Interrupted, KeyboardInterrupt):
        return 128 + signal.SIGINT
    except OSError as error:
        foreseen = _unexpected(error)
        if foreseen is None:
            raise
        complain(foreseen)
        return foreseen.code


def _split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The launcher's own words, and those that belong to Django or pytest, in their order."""
    at = next((place for place, word in enumerate(words) if word in PASSED_ON), None)
    if at is None:
        return list(words), []
    mine, rest, later = list(words[: at + 1]), [], iter(words[at + 1 :])
    for word in later:
        if word == "--data-dir":
            mine += [word, next(later, "")]
        elif word.startswith("--data-dir="):
            mine.append(word)
        else:
            rest.append(word)
    return mine, rest


def _unexpected(error: OSError) -> Failure | None:
    import errno

    where = Path(str(error.filename or "."))
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return children.no_room(where)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return Failure(
            f"Không được phép ghi hoặc đọc {where}: hãy chạy bằng tài khoản đã tạo ra nó, hoặc "
            "chọn --data-dir khác.",
            f"{where} may not be used: run as its owner, or choose another --data-dir",
        )
    return None


def _demo(known: argparse.Namespace) -> int:
    """A demonstration makes its own installation, unless one is named."""
    from launcher.kill import run

    kills = max(1, round(known.minutes * 7)) if known.kills is None else known.kills
    wish = run.Wish(known.minutes, kills, known.seed, known.port, known.data_dir, known.report)
    return run.demo_kill(wish)


def _run(layout: Layout, known: argparse.Namespace, rest: list[str]) -> int:
    from launcher import backup, bench, bundle, checks, commands, lock, up

    match known.command:
        case "up":
            return up.up(
                layout, up.Wish(known.host, known.port, demo=not known.no_demo, live=known.live)
            )
        case "manage":
            return commands.manage(layout, rest)
        case "test":
            return checks.test(layout, rest)
        case "prove":
            return checks.prove(layout, rest)
        case "bench":
            return bench.bench(layout, rest)
        case "backup":
            return backup.backup(layout, known.folder.absolute())
        case "restore":
            return backup.restore(layout, known.folder.absolute(), force=known.force)
        case "bundle":
            return bundle.bundle(layout, known.file)
        case _:
            return lock.lock(layout)
