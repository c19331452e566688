"""What a change does to which models answer, and how they are called."""
