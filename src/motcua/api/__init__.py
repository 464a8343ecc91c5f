"""Public HTTP API. Still empty: see docs/status.md."""
