"""What a number or a card can be, without any table."""
