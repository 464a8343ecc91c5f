"""Leadership pages: live figures, each number opens its list. No tables, no rules."""
