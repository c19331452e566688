"""Calls that lead back to where they came from."""
