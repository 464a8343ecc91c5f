"""Brings the database to the product's version, and an empty one to life."""

import json
import time
from dataclasses import dataclass

from launcher import backup, environment, product, server, state
from launcher.layout import Layout
from launcher.messages import say, step

_PROBE = """
import json, os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=10) as link:
    there = link.execute("select to_regclass('django_migrations')").fetchone()[0]
    rows = link.execute("select app, name from django_migrations").fetchall() if there else []
    version = link.info.server_version
print(json.dumps({"applied": [f"{app}.{name}" for app, name in rows], "server": version}))
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What stands ready after :func:`prepare`."""

    demo: bool


def check_version(layout: Layout) -> None:
    """Refuse data of a newer product before anything is started.

    :raises Failure: ``version.json`` names a newer one.
    """
    state.refuse_newer(state.read(layout.version), state.product(layout))


def prepare(
    layout: Layout, env: environment.Environment, environ: dict[str, str], *, demo: bool
) -> Prepared:
    """Copy, migrate and fill the database, each only where it is needed.

    :param demo: whether an empty database gets the demonstration province.
    :raises Failure: server refused, newer data, disk full, or a step failed.
    """
    mine = state.product(layout)
    facts = state.read(layout.version)
    embedded = "embedded" if environ["DATABASE_URL"].find("@127.0.0.1") > 0 else "server"
    if (
        embedded == "embedded"
        and facts.get("schema") == mine.schema
        and (facts.get("demo") != "loading")
    ):
        return Prepared(demo=facts.get("demo") == "loaded")
    applied = _applied(env, environ)
    ours = [name for name in applied if name.split(".")[0] in _rooms(layout)]
    state.refuse_newer({"migrations": ours}, mine)
    if applied and facts.get("schema") != mine.schema and set(mine.migrations) - set(applied):
        _copy_first(layout, env, environ, str(facts.get("product", "?")), mine.version)
    _migrate(layout, env, environ)
    wanted = demo if not applied else facts.get("demo") in {"loading", "loaded"}
    known = {"product": mine.version, "schema": mine.schema, "migrations": list(mine.migrations)}
    if wanted and (not applied or facts.get("demo") == "loading"):
        state.write(layout.version, known | {"demo": "loading"})
        wanted = _load_demo(layout, env, environ)
    state.write(layout.version, known | {"demo": "loaded" if wanted else "none"})
    return Prepared(demo=wanted)


def _rooms(layout: Layout) -> set[str]:
    return {path.name for path in (layout.checkout / "src" / "motcua").iterdir() if path.is_dir()}


def _applied(env: environment.Environment, environ: dict[str, str]) -> list[str]:
    code, out, err = product.python_script(env, environ, _PROBE)
    if code != 0:
        raise server.refused(err)
    return [str(name) for name in json.loads(out)["applied"]]


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


def _load_demo(layout: Layout, env: environment.Environment, environ: dict[str, str]) -> bool:
    if not product.has_command(layout, "load_demo"):
        say("  Bản này chưa có tỉnh minh hoạ.", "this release has no demonstration province yet")
        return False
    with step("Nạp tỉnh minh hoạ", "loading the demonstration province"):
        product.manage(
            layout,
            env,
            environ,
            ["load_demo"],
            ("Không nạp được tỉnh minh hoạ", "the demonstration province could not be loaded"),
        )
    return True
