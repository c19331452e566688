"""Rules about a prompt's text, what it takes and what it gives."""
