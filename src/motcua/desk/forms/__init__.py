"""What officers type, cleaned and told back in plain words."""
