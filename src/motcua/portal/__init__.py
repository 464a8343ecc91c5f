"""Citizen pages: find a procedure, follow a dossier. No tables, no rules."""
