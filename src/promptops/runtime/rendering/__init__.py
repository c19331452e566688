"""Rendering: compiled templates, run on the values that an application gives."""
