"""What a change does to how answers are judged."""
