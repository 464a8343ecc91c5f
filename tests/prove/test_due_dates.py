"""Ten thousand random due dates against one who walks minute by minute; prints what it took."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROPERTIES = "src/motcua/kernel/tests/test_working_time_properties.py"


def test_ten_thousand_due_dates_are_those_found_by_walking():
    began = time.monotonic()
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", PROPERTIES]

    done = subprocess.run(
        words, cwd=ROOT, env=os.environ | {"MOTCUA_PROVE": "1"}, capture_output=True, text=True
    )

    print(f"due dates: 10,000 cases a property in {time.monotonic() - began:.0f} s")
    assert done.returncode == 0, done.stdout[-4000:]
