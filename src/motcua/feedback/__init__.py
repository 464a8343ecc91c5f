"""Satisfaction ratings and petitions. Still empty: see docs/status.md."""
