"""National systems, one folder per system. Still empty: see docs/status.md."""
