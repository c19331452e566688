"""What a change does to the right to spend."""
