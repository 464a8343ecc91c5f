"""What every test shares: a developer's secrets, and the sentence-long fixtures of the rooms."""

import os

os.environ.setdefault("MOTCUA_DEVELOPMENT", "1")
