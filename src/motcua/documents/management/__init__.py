"""Commands of this room for the operator."""
