"""What options say that take names in which a star stands for any characters."""

from __future__ import annotations

WHAT = "a list of names, in which `*` stands for any characters"
"""What the options of this kind take, in words."""
