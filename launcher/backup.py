"""Backup and restore: database, files and keys in three places of one folder.

Whoever holds the database and the files but not the keys can read no sealed field; so the three
may be carried to different safes.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from launcher import children, environment, postgres, privileges, product, server, state
from launcher.layout import Layout
from launcher.messages import Failure, say, step

DUMP = Path("database") / "motcua.dump"
_TABLES = "select count(*) from pg_tables where schemaname = 'public'"


def backup(layout: Layout, target: Path) -> int:
    """Save the installation into ``target``, which must be empty or new.

    :raises Failure: the target is not empty, the disk is full, or the dump failed.
    """
    if target.exists() and any(target.iterdir()):
        raise Failure(
            f"Thư mục {target} không trống: hãy chọn một thư mục mới cho bản sao lưu.",
            f"{target} is not empty: name a new folder",
        )
    env = environment.ensure(layout, "app")
    product.prepare(layout)
    begun = time.monotonic()
    with server.database(layout, env, "backup") as url:
        with step("Sao lưu cơ sở dữ liệu", "saving the database"):
            dump(layout, env, url, target)
        with step("Sao lưu tệp và khoá", "saving files and keys"), _room(target):
            _copy(layout.files, target / "files")
            _copy(layout.brand, target / "brand")
            _copy(layout.keys, target / "keys")
            (target / "keys").chmod(0o700)
            _write_sums(target)
    _remember(layout, target, time.monotonic() - begun)
    say(
        f"Đã sao lưu vào {target}: cơ sở dữ liệu, tệp và khoá nằm riêng; hãy cất keys/ ở nơi khác.",
        "saved; keep keys/ in another place",
    )
    return 0


def _remember(layout: Layout, target: Path, seconds: float) -> None:
    """Leave word of a backup that is whole, where the product's account can read it."""
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    made = state.read(target / "manifest.json")["made"]
    facts = {"made": made, "bytes": size, "seconds": round(seconds, 1)}
    state.write(layout.backup_record, facts)
    privileges.give(layout.person, layout.backup_record)


def dump(layout: Layout, env: environment.Environment, url: str, target: Path) -> None:
    """Write the database (``pg_dump -Fc``) and a manifest into ``target``.

    :raises Failure: the server refused, or the disk is full.
    """
    (target / DUMP).parent.mkdir(parents=True, exist_ok=True)
    (target / DUMP).parent.chmod(0o700)
    _tool(
        env,
        "pg_dump",
        url,
        target,
        "--format=custom",
        "--compress=6",
        "--no-owner",
        "--no-privileges",
        f"--file={target / DUMP}",
    )
    facts = state.version_facts(layout)
    mine = state.product(layout)
    facts.setdefault("product", mine.version)
    facts.setdefault("migrations", list(mine.migrations))
    moment = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    state.write(target / "manifest.json", {**facts, "made": moment, "sha256": _sum(target / DUMP)})


def restore(layout: Layout, source: Path, *, force: bool) -> int:
    """Bring a backup into this installation.

    :param force: also where data lie already; they are saved under ``before/`` first.
    :raises Failure: no backup, a damaged one, one of a newer version, or data are there.
    """
    facts = _check(layout, source)
    env = environment.ensure(layout, "app")
    product.prepare(layout)
    with _alone_or_server(layout, env) as url:
        if _tables(env, url) or any(layout.files.iterdir()):
            if not force:
                raise Failure(
                    f"{layout.data_dir} đã có dữ liệu: hãy phục hồi vào --data-dir khác, hoặc thêm "
                    "--force để thay thế (bản cũ được cất vào before/).",
                    f"{layout.data_dir} holds data: restore into another --data-dir, or add "
                    "--force to replace them (the old ones are kept in before/)",
                )
            _put_aside(layout, env, url)
        with step("Phục hồi cơ sở dữ liệu", "restoring the database"):
            _tool(
                env,
                "psql",
                url,
                layout.log,
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                "--command=drop schema if exists public cascade; create schema public",
            )
            _tool(
                env,
                "pg_restore",
                url,
                layout.log,
                "--exit-on-error",
                "--no-owner",
                "--no-privileges",
                "--single-transaction",
                str(source / DUMP),
            )
        with step("Phục hồi tệp và khoá", "restoring files and keys"), _room(layout.home):
            for folder in (layout.files, layout.brand, layout.keys):
                shutil.rmtree(folder, ignore_errors=True)
                _copy(source / folder.name, folder)
                privileges.private_folder(layout.person, folder)
                privileges.give(layout.person, folder)
        state.write(
            layout.version,
            {name: value for name, value in facts.items() if name not in {"made", "sha256"}}
            | {"database": state.database_mark()},
        )
    say(
        "Đã phục hồi; ./motcua up sẽ nâng cấp nếu bản sao lưu cũ hơn.",
        "restored; ./motcua up migrates if the backup is older",
    )
    return 0


@contextlib.contextmanager
def _alone_or_server(layout: Layout, env: environment.Environment) -> Iterator[str]:
    if not os.environ.get("DATABASE_URL"):
        os.close(server.must_be_alone(layout, "restore"))
    with server.database(layout, env, "restore") as url:
        yield url


def _put_aside(layout: Layout, env: environment.Environment, url: str) -> None:
    target = layout.before / f"{time.strftime('%Y%m%d-%H%M%S')}-restore"
    with step(f"Cất dữ liệu cũ vào {target}", "keeping the old data"), _room(layout.home):
        if _tables(env, url):
            dump(layout, env, url, target)
        target.mkdir(parents=True, exist_ok=True)
        for folder in (layout.files, layout.brand, layout.keys):
            _copy(folder, target / folder.name)


def _check(layout: Layout, source: Path) -> dict[str, object]:
    facts = state.read(source / "manifest.json")
    whole = facts and all((source / part).exists() for part in (DUMP, "files", "brand", "keys"))
    if not whole:
        raise Failure(
            f"{source} không phải là một bản sao lưu đầy đủ (cần manifest.json, database, files, "
            "brand, keys): hãy chỉ đúng thư mục, và đặt keys/ trở lại.",
            f"{source} is no whole backup: it needs manifest.json, database, files, brand and keys",
        )
    state.refuse_newer(facts, state.product(layout))
    sums = state.read(source / "files.json")
    damaged = [
        name
        for name, wanted in sums.items()
        if not (source / "files" / name).is_file() or _sum(source / "files" / name) != wanted
    ]
    if facts.get("sha256") != _sum(source / DUMP) or damaged:
        name = damaged[0] if damaged else str(DUMP)
        raise Failure(
            f"Bản sao lưu bị hỏng ở {name}: hãy dùng bản sao lưu khác.",
            f"the backup is damaged at {name}: use another one",
        )
    return facts


def _write_sums(target: Path) -> None:
    files = target / "files"
    sums = {
        str(path.relative_to(files)): _sum(path)
        for path in sorted(files.rglob("*"))
        if path.is_file()
    }
    state.write(target / "files.json", sums)


def _tables(env: environment.Environment, url: str) -> int:
    asked = _tool(env, "psql", url, None, "--no-psqlrc", "-At", f"--command={_TABLES}")
    return int(asked.strip() or 0)


def _tool(
    env: environment.Environment,
    name: str,
    url: str,
    where: Path | None,
    *words: str,
) -> str:
    """Run one of PostgreSQL's own programs on ``url``, its password kept off the command line."""
    parts = urlsplit(url)
    bare = url.replace(f":{parts.password}@", "@", 1) if parts.password else url
    told = postgres.tool_environment()
    if parts.password:
        from urllib.parse import unquote

        told["PGPASSWORD"] = unquote(parts.password)
    told["PGCONNECT_TIMEOUT"] = "10"
    ran = subprocess.run(
        [postgres.binaries(env) / name, f"--dbname={bare}", *words],
        env=told,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if ran.returncode == 0:
        return ran.stdout
    if any(word in ran.stderr for word in children.NO_ROOM):
        raise children.no_room(where or Path("/"))
    if "server version mismatch" in ran.stderr:
        raise Failure(
            f"{name} cũ hơn máy chủ PostgreSQL: hãy đặt PG_BINDIR tới thư mục bin của bản mới hơn.",
            f"{name} is older than the server: set PG_BINDIR to the folder of a newer one",
        )
    raise server.refused(ran.stderr)


@contextlib.contextmanager
def _room(where: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, shutil.Error) as error:
        if any(word in str(error) for word in children.NO_ROOM):
            raise children.no_room(where) from error
        raise


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, dirs_exist_ok=True)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
