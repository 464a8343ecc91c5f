"""Administrative procedures: versions, cases, components, terms, offerings."""
