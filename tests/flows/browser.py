"""Chromium as the flows start it: without what a window on a person's desk is for."""

import os
from typing import Any

#: One renderer for all tabs and none in reserve: a process for each would cost more than its page.
LAUNCH: dict[str, Any] = {
    "executable_path": os.environ.get("MOTCUA_CHROMIUM", "/usr/bin/chromium"),
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--renderer-process-limit=1",
        "--disable-site-isolation-trials",
        "--disable-features=SpareRendererForSitePerProcess,IsolateOrigins,site-per-process",
    ],
}
