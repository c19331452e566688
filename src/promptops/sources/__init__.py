"""Bytes to positioned documents: text, YAML, front matter and JSON."""
