"""Suppression: comments that silence findings."""
