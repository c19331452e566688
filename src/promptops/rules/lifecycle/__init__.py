"""Lifecycle: what is due for review, going, or gone."""
