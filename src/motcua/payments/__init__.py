"""Charges and receipts of money. Still empty: see docs/status.md."""
