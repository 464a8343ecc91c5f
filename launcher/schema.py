"""Brings the database to the product's version, and an empty one to life."""

import json
import os
import time
from dataclasses import dataclass

from launcher import backup, environment, product, server, state
from launcher.layout import Layout
from launcher.messages import say, step

_PROBE = """
import json, os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=10) as link:
    def rows(table, columns):
        there = link.execute("select to_regclass(%s)", [table]).fetchone()[0]
        return link.execute(f"select {columns} from {table} limit 5000").fetchall() if there else []
    applied = [f"{app}.{name}" for app, name in rows("django_migrations", "app, name")]
    people = len(rows("accounts_user", "id"))
    there = link.execute("select to_regclass('accounts_user')").fetchone()[0]
print(json.dumps({"applied": applied, "empty": not applied or bool(there) and not people}))
"""


_SOON_KEPT = {"PGOPTIONS": "-c synchronous_commit=off"}
"""For the demonstration's thousands of acts on the server that we bring: none waits for the disk. A
power cut loses the last half second of nobody's data, and the next start goes on from there."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What stands ready after :func:`prepare`."""

    demo: bool


def check_version(layout: Layout) -> None:
    """Refuse data of a newer product before anything is started.

    :raises Failure: ``version.json`` names a newer one.
    """
    state.refuse_newer(state.version_facts(layout), state.product(layout))


def prepare(
    layout: Layout, env: environment.Environment, environ: dict[str, str], *, demo: bool
) -> Prepared:
    """Copy, migrate and fill the database, each only where it is needed.

    :param demo: whether an empty database gets the demonstration province.
    :raises Failure: server refused, newer data, disk full, or a step failed.
    """
    mine = state.product(layout)
    facts = state.version_facts(layout)
    mark = state.database_mark()
    unchanged = mark == "embedded" and facts.get("schema") == mine.schema
    if unchanged and facts.get("demo") != "loading":
        return Prepared(demo=facts.get("demo") == "loaded")
    applied, empty = _probe(env, environ)
    ours = [name for name in applied if name.split(".")[0] in _rooms(layout)]
    state.refuse_newer({"migrations": ours}, mine)
    if ours and set(mine.migrations) - set(applied):
        _copy_first(layout, env, environ, str(facts.get("product", "?")), mine.version)
    fill = facts.get("demo") or ("loading" if demo and empty else "none")
    known = {"database": mark, "product": mine.version, "migrations": list(mine.migrations)}
    state.write(layout.version, known | {"demo": fill})  # a start cut off here is taken up again
    _migrate(layout, env, environ)
    if fill == "loading":
        fill = "loaded" if _load_demo(layout, env, environ) else "none"
        if fill == "loaded":
            _live(layout, env, environ)
    state.write(layout.version, known | {"schema": mine.schema, "demo": fill})
    return Prepared(demo=fill == "loaded")


def _rooms(layout: Layout) -> set[str]:
    return {path.name for path in (layout.checkout / "src" / "motcua").iterdir() if path.is_dir()}


def _probe(env: environment.Environment, environ: dict[str, str]) -> tuple[list[str], bool]:
    """Migrations that the database knows, and whether nobody has worked in it yet."""
    code, out, err = product.python_script(env, environ, _PROBE)
    if code != 0:
        raise server.refused(err)
    found = json.loads(out)
    return [str(name) for name in found["applied"]], bool(found["empty"])


def _copy_first(
    layout: Layout, env: environment.Environment, environ: dict[str, str], old: str, new: str
) -> None:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    target = layout.before / f"{stamp}-{old}-to-{new}"
    with step(
        f"Sao lưu cơ sở dữ liệu bản {old} vào {target} trước khi nâng cấp",
        f"copying the database of version {old} before the upgrade",
    ):
        backup.dump(layout, env, environ["DATABASE_URL"], target)


def _migrate(layout: Layout, env: environment.Environment, environ: dict[str, str]) -> None:
    with step("Tạo hoặc nâng cấp các bảng dữ liệu", "migrating the tables"):
        product.manage(
            layout,
            env,
            environ,
            ["migrate", "--no-input"],
            ("Không nâng cấp được các bảng dữ liệu", "the tables could not be migrated"),
        )


def check_keys(layout: Layout, env: environment.Environment, environ: dict[str, str]) -> None:
    """Start with the keys that the data were sealed with, or not at all.

    :raises Failure: a key is another than at the first start.
    """
    if product.has_command(layout, "check_keys"):
        sentence = ("Không khởi động với khoá sai", "the keys are not those of the data")
        product.manage(layout, env, environ, ["check_keys"], sentence)


def _load_demo(layout: Layout, env: environment.Environment, environ: dict[str, str]) -> bool:
    if not product.has_command(layout, "load_demo"):
        say("  Bản này chưa có tỉnh minh hoạ.", "this release has no demonstration province yet")
        return False
    with step("Nạp tỉnh minh hoạ", "loading the demonstration province"):
        product.manage(
            layout,
            env,
            environ | _demonstrating(),
            ["load_demo"],
            ("Không nạp được tỉnh minh hoạ", "the demonstration province could not be loaded"),
        )
    return True


def _demonstrating() -> dict[str, str]:
    return {"MOTCUA_DEMO": "1"} | (_SOON_KEPT if state.database_mark() == "embedded" else {})


def _live(layout: Layout, env: environment.Environment, environ: dict[str, str]) -> None:
    """Let the province live until yesterday. Cut off, the next start goes on where it stopped.

    ``MOTCUA_DEMO_DAYS=0`` leaves it empty: for tests that count from nothing.
    """
    if not product.has_command(layout, "simulate") or os.environ.get("MOTCUA_DEMO_DAYS") == "0":
        return
    with step(
        "Cho tỉnh minh hoạ làm việc 40 ngày, đến hôm qua (một, hai phút)",
        "letting the demonstration province work for 40 days, until yesterday",
    ):
        product.manage(
            layout,
            env,
            environ | _demonstrating(),
            ["simulate", "--demo"],
            ("Tỉnh minh hoạ không làm việc được", "the demonstration province could not work"),
        )
