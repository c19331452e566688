"""Rules about what a file says, whatever it is for: whether it can be read, and read as it looks."""
