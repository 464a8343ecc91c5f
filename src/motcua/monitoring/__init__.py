"""Measures and targets, computed from the dossiers."""
