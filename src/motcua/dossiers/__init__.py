"""The dossier: the only room that knows both procedures and engines."""
