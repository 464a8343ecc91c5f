"""Persons and organisations as applicants, and how we know who they are."""
