"""``./motcua lock``: pins every package with its checksums, for those who change requirements."""

import os

from launcher import children, registry, uvtool
from launcher.layout import Layout
from launcher.messages import step


def lock(layout: Layout) -> int:
    """Write ``requirements/{uv,bundle,app,dev}.txt`` anew from their ``.in`` files.

    :raises Failure: registry out of reach, or no set of versions fits.
    """
    uv = uvtool.ensure(layout)
    env = {**os.environ, **registry.uv_environment(), "UV_CUSTOM_COMPILE_COMMAND": "./motcua lock"}
    env.setdefault("UV_CACHE_DIR", str(layout.environments / "cache"))
    for kind in ("uv", "bundle", "app", "dev"):
        target = f"requirements/{kind}.txt"
        with step(f"Khoá {target}", f"locking {target}"):
            try:
                children.run(
                    [
                        uv,
                        "pip",
                        "compile",
                        "--quiet",
                        "--universal",
                        "--python-version",
                        "3.11",
                        "--generate-hashes",
                        "--no-emit-index-url",
                        f"requirements/{kind}.in",
                        "-o",
                        target,
                    ],
                    env=env,
                    cwd=layout.checkout,
                    log=layout.environments / "lock.log",
                )
            except children.StepFailed as failed:
                raise failed.failure(
                    f"Không khoá được {target}", f"{target} could not be locked"
                ) from failed
    return 0
