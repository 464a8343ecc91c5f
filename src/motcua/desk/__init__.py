"""Staff pages: intake, inbox, dossier, acts. No tables, no rules."""
