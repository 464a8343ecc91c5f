"""Pure rules of the catalogue: reading a record, reading a search. No database."""
