"""The user model and sign-in."""
