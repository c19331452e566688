"""Signed releases: what is written beside a bundle, where it is published, and which bundle a channel points at."""
