"""Ownership: who answers for a resource, and do all files that say so agree?"""
