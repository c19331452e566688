"""Ownership: who answers for a resource, and whether all files that say so agree."""
