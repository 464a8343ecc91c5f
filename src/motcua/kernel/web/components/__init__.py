"""The components of the design system as typed functions; ``templatetags.mc`` makes them tags."""
