"""Notices to citizens. Still empty: see docs/status.md."""
