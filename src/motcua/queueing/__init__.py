"""Counter tickets and displays. Still empty: see docs/status.md."""
