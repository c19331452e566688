"""References: whether they lead somewhere, and to one thing only."""
