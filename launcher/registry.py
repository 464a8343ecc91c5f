"""Which package registry the machine uses, and how its connections are checked.

pip's own settings are asked first, because that is where an administrator writes a mirror; uv
does not read them by itself.
"""

import configparser
import os
import ssl
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

PUBLIC = "https://pypi.org/simple"


@lru_cache(maxsize=1)
def pip_works() -> bool:
    """Whether this Python has pip. Debian's has it only where ``python3-pip`` is installed."""
    return _pip("--version") is not None


def index_url() -> str:
    """The registry: the environment's, pip's configured one, or the public one."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if value := os.environ.get(name):
            return value.rstrip("/")
    return (_configured("index-url") or PUBLIC).rstrip("/")


def certificates() -> str | None:
    """A file of authorities that somebody named, or None for the system's own."""
    for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        if value := os.environ.get(name):
            return value
    return _configured("cert")


def tls() -> ssl.SSLContext:
    """How the launcher's own downloads check the registry."""
    named = certificates()
    return ssl.create_default_context(cafile=named if named and Path(named).is_file() else None)


def uv_environment() -> dict[str, str]:
    """The variables that tell uv the same."""
    told = {"UV_DEFAULT_INDEX": index_url(), "UV_NO_CONFIG": "1", "UV_NO_PROGRESS": "1"}
    if named := certificates():
        told["SSL_CERT_FILE"] = named
    elif _system_has_authorities():
        told["UV_SYSTEM_CERTS"] = "1"
    return {name: value for name, value in told.items() if name not in os.environ}


def _system_has_authorities() -> bool:
    paths = ssl.get_default_verify_paths()
    folder = Path(paths.capath) if paths.capath else None
    return bool(paths.cafile) or (folder is not None and any(folder.iterdir()))


@lru_cache(maxsize=4)
def _configured(option: str) -> str | None:
    """``option`` of pip's configuration, asked of pip, or read from its files without it."""
    if pip_works():
        return _pip("config", "get", f"global.{option}")
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    named = os.environ.get("PIP_CONFIG_FILE")
    files: list[str | Path] = [
        "/etc/pip.conf",
        "/etc/xdg/pip/pip.conf",
        Path.home() / ".pip/pip.conf",
        home / "pip/pip.conf",
        *([named] if named else []),
    ]
    parser = configparser.RawConfigParser()
    try:
        parser.read(files, encoding="utf-8")
    except configparser.Error:
        return None
    return parser.get("global", option, fallback=None)


def _pip(*words: str) -> str | None:
    asked = subprocess.run(
        [sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return asked.stdout.strip() or None if asked.returncode == 0 else None
